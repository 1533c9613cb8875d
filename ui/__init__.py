"""Command line, web pages, and all words that people read."""
