"""From a file to documents, sections, chunks and metadata, ready for the library."""
