"""Where a text speaks of: China's provinces, prefectures and counties, and their names in running text.

Everything here is pure; the table ships with the package and is read on first use (see `docs_store/data/README.md`).
Which place a report is of is told by `docs_store.regions.home`.
"""

from docs_store.regions.mentions import Mention, find_mentions, ranked_otherwise
from docs_store.regions.naming import short_name
from docs_store.regions.table import (
    COUNTRY,
    Level,
    Region,
    ancestors,
    candidates,
    contains,
    is_same_or_within,
    parse_path,
)

__all__ = [
    "COUNTRY",
    "Level",
    "Mention",
    "Region",
    "ancestors",
    "candidates",
    "contains",
    "find_mentions",
    "is_same_or_within",
    "parse_path",
    "ranked_otherwise",
    "short_name",
]
