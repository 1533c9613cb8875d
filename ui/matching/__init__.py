"""Matching results in the forms in which they leave the program: JSON, Word, spreadsheet, calendar."""
