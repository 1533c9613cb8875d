"""What the library holds, as the question page needs it: places, years and kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from docs_store.library import Library
from docs_store.regions import parse_path
from docs_store.types import Kind
from ui.web.texts import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What can be asked about.

    Attributes:
        regions: full paths, sorted; kinds: values of `Kind`, in its order.
        years: this one and those before it, latest first, then those that plans reach to.
        keywords_only: `no_model` or `no_vectors` when there is no search by meaning, else empty.
    """

    documents: int
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    keywords_only: str = ""


def holdings(library: Library, today: date | None = None) -> Holdings:
    """Look at the library."""
    infos = library.infos()
    this_year = (today or date.today()).year
    if library.embedder is None:
        keywords_only = "no_model"
    else:
        keywords_only = "no_vectors" if infos and not library.has_vectors() else ""
    return Holdings(
        documents=len(infos),
        regions=tuple(sorted(infos.regions)),
        years=tuple(sorted(infos.years, key=lambda year: (max(year - this_year, 0), -year))),
        kinds=tuple(kind.value for kind in Kind if any(info.metadata.kind.value is kind for info in infos)),
        keywords_only=keywords_only,
    )


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
