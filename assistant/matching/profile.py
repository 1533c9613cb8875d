"""An enterprise's profile: every field may be missing, none is guessed. `docs/profile.md` describes the JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from assistant.matching import partial_date
from assistant.matching.partial_date import PartialDate
from docs_store.errors import UsageError
from docs_store.textnorm import fold

SIZES = ("大型", "中型", "小型", "微型", "小微")
LEVELS = ("国家级", "省级", "市级", "区级", "县级", "")
RECORDS = ("safety", "quality", "environment", "dishonest", "research", "illegal", "tax", "loan")
YEARLY = ("revenue", "assets", "tax", "rd_spending", "transfer_income", "exports")
PATENTS = ("invention", "utility", "design", "software")
_FIELDS = (
    "name", "region", "industry", "size", "legal_person", "above_scale", "super_deduction", "relocated", "founded",
    "registered", "staff", "rd_staff", "tech_staff", "years", "titles", "titles_complete", "patents", "platforms",
    "projects", "contracts", "records", "confirmed",
)  # fmt: skip
_LEFT_OUT_WHEN_EMPTY = frozenset({"name", "years", "patents", "records", "confirmed"})
_MOST = Decimal(10) ** 15
_LONGEST_TEXT = 200
_LONGEST_LIST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title or recognition: 高新技术企业, 省级专精特新中小企业.

    Attributes:
        level: `省级` and the like, or empty.
        since, until: first and last day it is valid; `None` when not told.
        held: the enterprise says that it holds it now, whatever its last day is.
        first: whether it was the first recognition (true) or a renewal (false); `None` when not told.
    """

    name: str
    level: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None
    held: bool = False
    first: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A research platform: 企业技术中心, with its level."""

    name: str
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project the enterprise carries out, with what it invests in 元."""

    name: str
    investment: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract in force: its kind (产学研合作) and its last day."""

    kind: str
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of one enterprise. `None` is not known, an empty collection is known to be none.

    Attributes:
        region: full administrative path, or the bare name of a place outside the table.
        founded: when it was established; `registered`: when it was registered in its present place.
        titles_complete: there are no titles but those listed.
        years: calendar year → fact (`YEARLY`) → value in 元.
        records: kind of record (`RECORDS`) → years in which one was made; an empty tuple says that there is none.
        confirmed: text of a condition (`confirmation_key`) → whether a person says that it is met.
    """

    name: str = ""
    region: str | None = None
    industry: tuple[str, ...] | None = None
    size: str | None = None
    legal_person: bool | None = None
    above_scale: bool | None = None
    super_deduction: bool | None = None
    relocated: bool | None = None
    founded: PartialDate | None = None
    registered: PartialDate | None = None
    staff: Decimal | None = None
    rd_staff: Decimal | None = None
    tech_staff: Decimal | None = None
    years: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)
    titles: tuple[Title, ...] | None = None
    titles_complete: bool = True
    patents: Mapping[str, Decimal] = field(default_factory=dict)
    platforms: tuple[Platform, ...] | None = None
    projects: tuple[Project, ...] | None = None
    contracts: tuple[Contract, ...] | None = None
    records: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    confirmed: Mapping[str, bool] = field(default_factory=dict)


def confirmation_key(text: str) -> str:
    """What a confirmation of a condition is kept under: its words without spaces and end marks."""
    return re.sub(r"(?<![\s。;,])[\s。;,]+$|\s", "", fold(text))


def from_json(data: object) -> Profile:
    """A profile from parsed JSON.

    Raises:
        UsageError: a field is unknown or holds what it cannot; the message names the field.
    """
    row = _object(data, "profile")
    unknown = sorted(set(row) - set(_FIELDS))
    if unknown:
        raise UsageError(
            f"The profile has no field {unknown[0][:40]!r}.",
            remedy=f"Fields: {', '.join(_FIELDS)}. See docs/profile.md.",
        )
    read: dict[str, Callable[[Any, str], Any]] = {
        **dict.fromkeys(("name", "region"), _text),
        **dict.fromkeys(("legal_person", "above_scale", "super_deduction", "relocated", "titles_complete"), _flag),
        **dict.fromkeys(("founded", "registered"), _day),
        **dict.fromkeys(("staff", "rd_staff", "tech_staff"), _number),
        "industry": lambda value, at: tuple(
            _text(item, at) for item in _list([value] if isinstance(value, str) else value, at)
        ),
        "size": lambda value, at: _one_of(value, at, SIZES),
        "years": _years,
        "titles": lambda value, at: tuple(_title(item, f"{at}[{n}]") for n, item in enumerate(_list(value, at))),
        "patents": lambda value, at: _numbers(value, at, PATENTS),
        "platforms": lambda value, at: tuple(_platform(item, f"{at}[{n}]") for n, item in enumerate(_list(value, at))),
        "projects": lambda value, at: tuple(_project(item, f"{at}[{n}]") for n, item in enumerate(_list(value, at))),
        "contracts": lambda value, at: tuple(_contract(item, f"{at}[{n}]") for n, item in enumerate(_list(value, at))),
        "records": _records,
        "confirmed": _confirmed,
    }
    return Profile(**{name: read[name](value, name) for name, value in row.items() if value is not None})


def to_json(profile: Profile) -> dict[str, Any]:
    """A profile as JSON can hold it; fields that are not known are left out. Inverse of `from_json`."""
    row: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(profile, name)
        default = (name == "titles_complete" and value) or (name in _LEFT_OUT_WHEN_EMPTY and not value)
        if value is None or default:
            continue
        row[name] = _plain(value)
    if "confirmed" in row:
        row["confirmed"] = [{"condition": key, "met": met} for key, met in profile.confirmed.items()]
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Title | Platform | Project | Contract):
        fields = {name: getattr(value, name) for name in type(value).__dataclass_fields__}
        return {
            name: _plain(item)
            for name, item in fields.items()
            if item not in (None, "", False) or (name == "first" and item is not None)
        }
    return value


# --- reading one field ---------------------------------------------------------------------------------------------


def _wrong(at: str, wanted: str, value: object) -> UsageError:
    return UsageError(
        f"The profile's field {at} cannot be {str(value)[:40]!r}: it is {wanted}.", remedy="See docs/profile.md."
    )


def _object(value: object, at: str, fields: tuple[str, ...] | None = None) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise _wrong(at, "an object", value)
    for key in value:
        if fields is not None and key not in fields:
            raise _wrong(f"{at}.{key[:40]}", f"unknown; known are {', '.join(fields)}", value[key])
    return value


def _list(value: object, at: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > _LONGEST_LIST:
        raise _wrong(at, f"a list of at most {_LONGEST_LIST}", value)
    return value


def _text(value: object, at: str) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise _wrong(at, f"text of at most {_LONGEST_TEXT} characters", value)
    return "".join(value.split())


def _one_of(value: object, at: str, allowed: tuple[str, ...]) -> str:
    text = _text(value, at)
    if text not in allowed:
        raise _wrong(at, f"one of {', '.join(filter(None, allowed))}", value)
    return text


def _flag(value: object, at: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(at, "true or false", value)
    return value


def _number(value: object, at: str) -> Decimal:
    wanted = "a number from 0 to 10^15"
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _wrong(at, wanted, value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise _wrong(at, wanted, value) from None
    if not number.is_finite() or not 0 <= number <= _MOST:
        raise _wrong(at, wanted, value)
    return number


def _day(value: object, at: str) -> PartialDate:
    text = _text(str(value) if isinstance(value, int) and not isinstance(value, bool) else value, at)
    try:
        return partial_date.parse(text)
    except ValueError:
        raise _wrong(at, "a date like 2019-03-01, 2019-03 or 2019", value) from None


def _numbers(value: object, at: str, names: tuple[str, ...]) -> dict[str, Decimal]:
    row = _object(value, at, names)
    return {name: _number(number, f"{at}.{name}") for name, number in row.items() if number is not None}


def _year(value: object, at: str) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"(?:19|20)\d{2}", str(value)):
        raise _wrong(at, "a year like 2025", value)
    return int(str(value))


def _years(value: object, at: str) -> dict[int, dict[str, Decimal]]:
    row = _object(value, at)
    return {_year(year, at): _numbers(facts, f"{at}.{year}", YEARLY) for year, facts in row.items()}


def _title(value: object, at: str) -> Title:
    if isinstance(value, str):
        return Title(name=_text(value, at))
    row = _object(value, at, ("name", "level", "since", "until", "held", "first"))
    return Title(
        name=_text(row.get("name"), f"{at}.name"),
        level=_one_of(row.get("level") or "", f"{at}.level", LEVELS),
        since=_day(row["since"], f"{at}.since") if row.get("since") else None,
        until=_day(row["until"], f"{at}.until") if row.get("until") else None,
        held=_flag(row.get("held") or False, f"{at}.held"),
        first=_flag(row["first"], f"{at}.first") if row.get("first") is not None else None,
    )


def _platform(value: object, at: str) -> Platform:
    row = _object(value, at, ("name", "level"))
    return Platform(
        name=_text(row.get("name"), f"{at}.name"), level=_one_of(row.get("level") or "", f"{at}.level", LEVELS)
    )


def _project(value: object, at: str) -> Project:
    row = _object(value, at, ("name", "investment"))
    invested = row.get("investment")
    return Project(
        name=_text(row.get("name"), f"{at}.name"),
        investment=None if invested is None else _number(invested, f"{at}.investment"),
    )


def _contract(value: object, at: str) -> Contract:
    row = _object(value, at, ("kind", "until"))
    until = _day(row["until"], f"{at}.until") if row.get("until") else None
    return Contract(kind=_text(row.get("kind"), f"{at}.kind"), until=until)


def _records(value: object, at: str) -> dict[str, tuple[int, ...]]:
    row = _object(value, at, RECORDS)
    return {
        kind: tuple(_year(year, f"{at}.{kind}") for year in _list(years, f"{at}.{kind}")) for kind, years in row.items()
    }


def _confirmed(value: object, at: str) -> dict[str, bool]:
    found = {}
    for n, item in enumerate(_list(value, at)):
        row = _object(item, f"{at}[{n}]", ("condition", "met"))
        condition = row.get("condition")
        if not isinstance(condition, str) or len(condition) > 2000:
            raise _wrong(f"{at}[{n}].condition", "the text of a condition", condition)
        found[confirmation_key(condition)] = _flag(row.get("met"), f"{at}[{n}].met")
    return found
