"""Drafted replies to many questions, each with its sources and with what a person has to check.

`questions` finds the questions among lines and rows, `checks` says what to look at, `desk` puts a reply together.
"""
