"""Which of a document's metadata a person is asked to confirm: what is uncertain and decides where it counts."""

from __future__ import annotations

from assistant.find.sourcer import is_region_sure
from docs_store.catalog import DocumentInfo
from docs_store.types import Kind

_SURE = 0.7  # certainty of a title or kind from which nobody is asked
_OF_A_PLACE = frozenset({Kind.WORK_SUMMARY, Kind.POLICY, Kind.NOTICE, Kind.GUIDE, Kind.FAQ})


def to_confirm(info: DocumentInfo) -> tuple[str, ...]:
    """Names of fields, in the order of `Metadata`: title, kind, region, years.

    A place counts where it is too uncertain to bind, or where a paper of a place has none; years for reports alone,
    whose figures they date.
    """
    metadata = info.metadata
    kind, region, years = metadata.kind, metadata.region, metadata.years
    is_report = kind.value is Kind.WORK_SUMMARY
    doubts = {
        "title": metadata.title.certainty < _SURE,
        "kind": kind.certainty < _SURE,
        "region": not is_region_sure(info) if region else kind.value in _OF_A_PLACE,
        "years": is_report and (years is None or years.certainty < _SURE),
    }
    return tuple(name for name, is_doubtful in doubts.items() if is_doubtful)
