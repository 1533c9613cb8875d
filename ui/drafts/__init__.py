"""Lists of questions into the program, and drafted replies out of it, as files."""
