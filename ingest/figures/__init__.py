"""Figures: every number of a summary with what it counts, read by rules once, at ingest.

`extract` is the entry. `numbers` finds quantities, `clauses` and `predicates` read the words around them, `indicators`
and `lists` name what they count, `periods` and `statuses` say when and whether, `tables` reads rows. Canonical
names come from `docs_store.synonyms`.
"""

from ingest.figures.extract import extract

__all__ = ["extract"]
