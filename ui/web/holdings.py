"""What the library holds, as the question page needs it: places, years, and questions worth asking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from docs_store.catalog import DocumentInfo
from docs_store.library import Library
from docs_store.regions import parse_path
from docs_store.types import Kind
from ui.web.texts import Words

SUGGESTIONS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What can be asked about.

    Attributes:
        regions: full paths, sorted; years: latest first; kinds: values of `Kind`, in its order.
        keywords_only: `no_model` or `no_vectors` when there is no search by meaning, else empty.
    """

    documents: int
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    keywords_only: str = ""


def holdings(library: Library) -> Holdings:
    """Look at the library."""
    infos = library.infos()
    if library.embedder is None:
        keywords_only = "no_model"
    else:
        keywords_only = "no_vectors" if infos and not library.has_vectors() else ""
    return Holdings(
        documents=len(infos),
        regions=tuple(sorted(infos.regions)),
        years=infos.years[::-1],
        kinds=tuple(kind.value for kind in Kind if any(info.metadata.kind.value is kind for info in infos)),
        keywords_only=keywords_only,
    )


def suggestions(infos: Iterable[DocumentInfo], told: Words) -> list[str]:
    """Questions that documents of the library answer, of different kinds and places first; at most `SUGGESTIONS`."""
    by_kind: dict[str, list[str]] = {}
    for info in infos:
        kind, questions = _questions(info, told)
        by_kind.setdefault(kind, []).extend(questions)
    turns = zip_longest(*(by_kind[kind] for kind in sorted(by_kind, key=_rank)))
    mixed = [question for turn in turns for question in turn if question]
    return list(dict.fromkeys(mixed))[:SUGGESTIONS]


def region_choices(held: Holdings, told: Words) -> list[tuple[str, str]]:
    """What a box for places offers, as shown and as it is: none first."""
    return [(told["all_regions"], ""), *((name, name) for name in held.regions)]


def year_choices(held: Holdings, told: Words) -> list[tuple[str, str]]:
    """What a box for years offers, as shown and as it is: none first."""
    return [(told["all_years"], ""), *((str(number), str(number)) for number in held.years)]


def place_name(region: str) -> str:
    """The last name of a region's path: 安徽省马鞍山市当涂县 → 当涂县."""
    found = parse_path(region)
    return found.name if found else region


def _years(info: DocumentInfo) -> Sequence[int]:
    return info.metadata.years.value if info.metadata.years else ()


def _rank(kind: str) -> int:
    return ("done", "policy", "planned", "notice", "other").index(kind)


def _questions(info: DocumentInfo, told: Words) -> tuple[str, list[str]]:
    metadata = info.metadata
    title = metadata.title.value
    years = _years(info)
    match metadata.kind.value:
        case Kind.WORK_SUMMARY if metadata.region and years:
            place = place_name(metadata.region.value)
            questions = [told["ask_done"].format(place=place, year=years[0])]
            if len(years) > 1:
                questions.append(told["ask_planned"].format(place=place, year=years[-1]))
            return "done", questions
        case Kind.POLICY | Kind.GUIDE:
            return "policy", [told["ask_policy"].format(title=title)]
        case Kind.NOTICE:
            return "notice", [told["ask_notice"].format(title=title)]
        case _:
            return "other", [told["ask_other"].format(title=title)]
