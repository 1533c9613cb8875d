"""Which of a document's metadata is uncertain where it counts: a person is asked to confirm it, or a model to propose.

A place counts where it is too uncertain to bind, or where a paper of a place has none; years for reports alone, whose
figures they date.
"""

from __future__ import annotations

from docs_store.types import Kind, Metadata

SURE = 0.7
"""Certainty of a value from which nobody is asked."""
BINDING = 0.6
"""Certainty from which a document's place binds."""
_OF_A_PLACE = frozenset({Kind.WORK_SUMMARY, Kind.POLICY, Kind.NOTICE, Kind.GUIDE, Kind.FAQ})


def is_region_sure(metadata: Metadata) -> bool:
    """Whether a document's place is known well enough to bind."""
    return metadata.region is not None and metadata.region.certainty >= BINDING


def doubtful(metadata: Metadata) -> tuple[str, ...]:
    """Names of fields, in the order of `Metadata`: title, kind, region, years."""
    kind, years = metadata.kind, metadata.years
    doubts = {
        "title": metadata.title.certainty < SURE,
        "kind": kind.certainty < SURE,
        "region": not is_region_sure(metadata) and (metadata.region is not None or kind.value in _OF_A_PLACE),
        "years": kind.value is Kind.WORK_SUMMARY and (years is None or years.certainty < SURE),
    }
    return tuple(name for name, is_doubtful in doubts.items() if is_doubtful)
