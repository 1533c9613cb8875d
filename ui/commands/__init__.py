"""The commands, one small module per group.

Each has `run(args, console) -> int` and is imported only when its command runs. The options of all of them are in
`parser.py`, so that `--help` loads nothing else.
"""
