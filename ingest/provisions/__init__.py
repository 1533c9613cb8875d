"""Provisions: the support measures of policies, guides and notices, read by rules once, at ingest.

`lines_of` and `extract` are the entries. `lines` gives each paragraph its clause and role (`roles`, `inline`),
`measures` finds what is granted, `conditions` reads what is asked and `predicates` what code can decide of it, by
`rules` on what is `measured`, on `registration`, `standing`, `recognitions` and `records` (words in `numbers`,
`titles`). `amounts` reads how much, `contacts` when, where, and what excludes what.
"""

from ingest.provisions.extract import extract, lines_of

__all__ = ["extract", "lines_of"]
