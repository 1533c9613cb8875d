"""What the matching form holds, as the JSON of a profile. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from assistant.matching.profile import RECORDS, Profile, Project, Title, from_json
from docs_store import lazy_re
from docs_store.errors import UsageError
from docs_store.textnorm import fold

TEXTS = ("name", "region", "founded", "registered")
NUMBERS = ("staff", "rd_staff", "tech_staff")
MONEY = ("revenue", "rd", "rd_before")
PATENTS = ("invention", "utility", "software")
AMOUNTS = (*NUMBERS, *MONEY, *PATENTS)
FLAGS = ("legal_person", "super_deduction", "above_scale", "relocated", "clean")
FIELDS = (
    "name", "region", "industry", "size", "founded", "registered", *NUMBERS, *MONEY, "titles", *PATENTS, "projects",
    "flags", "confirmed",
)  # fmt: skip
_SPACING = lazy_re.compile(r"[\s,]+")  # as people set off thousands
_TEN_THOUSAND = 10_000
_SEPARATOR = lazy_re.compile("[,，;；]")


def profile_json(form: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The profile that a filled form says; empty fields are left out.

    Raises:
        UsageError: a sum of money is no number. Of other fields what cannot be read is left to
            `assistant.matching.profile.from_json`.
    """
    row: dict[str, Any] = {name: text for name in TEXTS if (text := _text(form, name))}
    if industry := [part for part in re.split("[、,，\\s]+", _text(form, "industry")) if part]:
        row["industry"] = industry
    if size := form.get("size"):
        row["size"] = size
    row |= _amounts(form, NUMBERS)
    last, before = str(today.year - 1), str(today.year - 2)
    years: dict[str, dict[str, str]] = {}
    asked = (("revenue", last, "revenue"), ("rd", last, "rd_spending"), ("rd_before", before, "rd_spending"))
    for name, year, fact in asked:
        if amount := _amount(form, name):
            years.setdefault(year, {})[fact] = _yuan(amount)
    if years:
        row["years"] = years
    if titles := [_title(line) for line in _lines(form, "titles")]:
        row["titles"] = titles
        row["titles_complete"] = False
    if patents := _amounts(form, PATENTS):
        row["patents"] = patents
    if projects := [_project(line) for line in _lines(form, "projects")]:
        row["projects"] = projects
    flags = form.get("flags") or []
    row |= {name: True for name in FLAGS if name in flags and name != "clean"}
    if "clean" in flags:
        row["records"] = {kind: [] for kind in RECORDS}
    if confirmed := [{"condition": line, "met": True} for line in _lines(form, "confirmed")]:
        row["confirmed"] = confirmed
    return row


def filled(profile: Profile, today: date) -> dict[str, Any]:
    """What a profile says, as the form holds it; what it does not say is left out. Inverse of `profile_json`."""
    form: dict[str, Any] = {name: str(value) for name in TEXTS if (value := getattr(profile, name))}
    form |= {name: f"{value:f}" for name in NUMBERS if (value := getattr(profile, name)) is not None}
    if profile.industry:
        form["industry"] = "、".join(profile.industry)
    if profile.size:
        form["size"] = profile.size
    last, before = profile.years.get(today.year - 1, {}), profile.years.get(today.year - 2, {})
    sums = (("revenue", last, "revenue"), ("rd", last, "rd_spending"), ("rd_before", before, "rd_spending"))
    form |= {name: f"{facts[fact] / _TEN_THOUSAND:f}" for name, facts, fact in sums if fact in facts}
    form |= {name: f"{value:f}" for name, value in profile.patents.items() if name in PATENTS}
    if profile.titles:
        form["titles"] = "\n".join(map(_title_line, profile.titles))
    if profile.projects:
        form["projects"] = "\n".join(map(_project_line, profile.projects))
    flags = [name for name in FLAGS if name != "clean" and getattr(profile, name)]
    if set(profile.records) == set(RECORDS) and not any(profile.records.values()):
        flags.append("clean")
    return form | ({"flags": flags} if flags else {})


def _title_line(title: Title) -> str:
    parts = [f"{title.level}{title.name}"]
    parts += [str(title.until)] if title.until else []
    parts += [{True: "首次", False: "重新"}[title.first]] if title.first is not None else []
    return "，".join(parts)


def _project_line(project: Project) -> str:
    return project.name + (f"，{project.investment / _TEN_THOUSAND:f}" if project.investment is not None else "")


def unreadable(form: Mapping[str, Any], today: date) -> list[str]:
    """The fields that hold what cannot be read, in the form's order; no field is read by another's content."""
    wrong = []
    for name in FIELDS:
        try:
            from_json(profile_json({name: form.get(name)}, today))
        except UsageError:
            wrong.append(name)
    return wrong


def _text(form: Mapping[str, Any], name: str) -> str:
    return str(form.get(name) or "").strip()


def _amount(form: Mapping[str, Any], name: str) -> str:
    """A number as typed, in plain digits; empty where there is none. A form that a browser kept may hold numbers."""
    held = form.get(name)
    return "" if held is None else _SPACING.sub("", fold(str(held)))


def _amounts(form: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    return {name: amount for name in names if (amount := _amount(form, name))}


def _lines(form: Mapping[str, Any], name: str) -> list[str]:
    return [line.strip() for line in _text(form, name).splitlines() if line.strip()]


def _yuan(value: object) -> str:
    try:
        return str(Decimal(str(value)) * _TEN_THOUSAND)
    except InvalidOperation as error:
        raise UsageError(f"{str(value)[:40]!r} is no sum of money.") from error


def _title(line: str) -> dict[str, Any]:
    name, *more = [part.strip() for part in _SEPARATOR.split(line)]
    level = re.match(r"(?:国家|省|市|区|县)级", name)
    title: dict[str, Any] = {"name": name[level.end() :] if level else name}
    if level:
        title["level"] = level.group()
    for part in more:
        if part in ("首次", "重新"):
            title["first"] = part == "首次"
        elif part:
            title["until"] = part
    return title if "until" in title else title | {"held": True}


def _project(line: str) -> dict[str, Any]:
    name, *more = [part.strip() for part in _SEPARATOR.split(line)]
    return {"name": name} | ({"investment": _yuan(more[0])} if more and more[0] else {})
