from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assistant.matching.profile import from_json, to_json
from docs_store.errors import UsageError

_DOCS = Path(__file__).resolve().parents[3] / "docs" / "profile.md"


def test_the_documented_example_is_read_and_written_again() -> None:
    example = json.loads(re.findall(r"```json\n(.*?)```", _DOCS.read_text(encoding="utf-8"), re.DOTALL)[0])
    assert to_json(from_json(example)) == example


def test_every_field_is_documented() -> None:
    from assistant.matching.profile import Profile

    text = _DOCS.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in Profile.__dataclass_fields__)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ([], "profile"),
        ({"revenue": 1}, "revenue"),
        ({"staff": -1}, "staff"),
        ({"staff": "NaN"}, "staff"),
        ({"staff": True}, "staff"),
        ({"staff": 1e300}, "staff"),
        ({"founded": "2019-13-01"}, "founded"),
        ({"legal_person": "yes"}, "legal_person"),
        ({"size": "巨型"}, "size"),
        ({"years": {"25": {}}}, "years"),
        ({"years": {"2025": {"profit": 1}}}, "years.2025.profit"),
        ({"titles": [{"level": "省级"}]}, "titles[0].name"),
        ({"titles": "高新技术企业"}, "titles"),
        ({"patents": {"invention": "一"}}, "patents.invention"),
        ({"records": {"safety": 3}}, "records.safety"),
        ({"confirmed": [{"condition": "x", "met": 1}]}, "confirmed[0].met"),
        ({"name": "x" * 300}, "name"),
    ],
)
def test_what_cannot_be_is_named(data: Any, named: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_json(data)
    assert named in str(caught.value)


def test_nothing_is_known_of_an_empty_profile() -> None:
    assert to_json(from_json({})) == {}
    assert to_json(from_json({"titles": [], "staff": None})) == {"titles": []}
