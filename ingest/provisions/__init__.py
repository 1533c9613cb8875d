"""Provisions: the support measures of policies, guides and notices, read by rules once, at ingest.

`extract` is the entry. `lines` gives each paragraph its clause and role (`roles`, `inline`), `measures` finds what is
granted, `conditions` reads what is asked and `predicates` what code can decide of it, by `rules` on what is
`measured`, on `registration`, `standing`, `recognitions` and `records` (words in `numbers`, `titles`). `amounts` reads
how much, `contacts` when, where, and what excludes what.
"""

from ingest.provisions.extract import extract

__all__ = ["extract"]
