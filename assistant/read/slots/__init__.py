"""The reader of what was read carefully at ingest: it looks answers up and reads no text again."""
