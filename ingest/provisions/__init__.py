"""Provisions: the support measures of policies, guides and notices, read by rules once, at ingest.

`extract` is the entry. `lines` gives each paragraph its clause and role (`roles`, `inline`), `measures` finds what is
granted, `conditions` and `predicates` read what is asked (`numbers`, `titles`), `amounts` how much, `contacts` when,
where, and what excludes what.
"""

from ingest.provisions.extract import extract

__all__ = ["extract"]
