"""Whether the places, titles, bodies, codes and document numbers of a sentence are those of its passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.check.asked import Asked
from assistant.check.faults import Fault, FaultKind
from assistant.check.quotes import Ground
from assistant.understand.places import name_of
from docs_store import lazy_re, regions
from docs_store.language.quantities import codes
from docs_store.textnorm import fold
from docs_store.titles import edition, title_key
from docs_store.types import Kind

_TITLE = lazy_re.compile("[《〈]([^《》〈〉]{2,60})[》〉]")
_DOC_NUMBER = lazy_re.compile(
    r"(?P<sign>[\u4e00-\u9fff]{0,12})\s{0,4}[〔\[(【]\s{0,4}(?P<year>(?:19|20)\d{2})\s{0,4}[〕\])】]"
    r"\s{0,4}第?\s{0,4}(?P<number>\d{1,5})\s{0,4}号"
)
_SIGN = 2  # characters of an issuer's sign, the place's and its own (青科)
_LATIN = lazy_re.compile(r"[A-Za-z][A-Za-z0-9&+./-]*[A-Za-z0-9+]|[A-Za-z]")
_BODY = lazy_re.compile(
    r"[\u4e00-\u9fff]{1,14}?(?:委员会|管委会|办公室|事务所|研究院|研究所|有限公司|集团|大学|学院|医院|银行|协会|商会|联合会|街道办)"
    r"|[\u4e00-\u9fff]{0,8}?(?:科学技术|科技|经济和信息化|经信|工业和信息化|工信|财政|税务|商务|发展改革|发展和改革|教育|民政|人力资源和社会保障"
    r"|人社|农业农村|文化和旅游|文旅|卫生健康|卫健|交通运输|住房和城乡建设|住建|生态环境|水利|林业|审计|统计|市场监管|市场监督管理"
    r"|自然资源|应急管理|公安|司法|医疗保障|医保|金融|知识产权|数据)(?:局|厅|委(?!托)|部(?!门|分|署))"
)
_NEAR = 200  # characters around a quoted sentence in which a name may stand
# A body's name begins behind such a word.
_FUNCTION = lazy_re.compile("[到的由在向和或及后去找是为与从把对可需应以不这些该供]")


def wrong_places(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    """Places that are neither named by a quote or its source's title, nor the source's own or around it."""
    found = []
    known = "\n".join(f"{ground.text}\n{ground.source.around}" for ground in grounds)
    if is_own_rule(grounds, asked):
        known += f"\n{asked.text}"  # where else the asker's case leads (from the rule's place to another)
    own = [ground.source.region for ground in grounds if ground.source.region]
    for mention in regions.find_mentions(fold(text)):
        names = [region.full_name for region in mention.region_candidates]
        if mention.surface in known or any(lies_around(name, region) for name in names for region in own):
            continue
        if any(name in asked.places for name in names) and not own:
            found.append(Fault(FaultKind.PLACE, mention.surface))  # of no known place is of no place
        elif any(lies_around(region, name) for name in names for region in own) and any(
            n in asked.places for n in names
        ):
            continue  # a province's rule for its county, which is what was asked about
        else:
            found.append(Fault(FaultKind.PLACE, mention.surface))
    for path in dict.fromkeys((*own, *asked.places)):
        ranked = regions.ranked_otherwise(fold(text), name_of(path))
        found += [Fault(FaultKind.PLACE, name) for name in ranked if name not in known and name not in asked.text]
    return found


def is_own_rule(grounds: Sequence[Ground], asked: Asked) -> bool:
    """Whether all passages are rules of a place that the question names, among others perhaps."""
    return all(
        ground.source.kind is not Kind.WORK_SUMMARY
        and ground.source.is_region_sure
        and any(related(ground.source.region, place) for place in asked.places)
        for ground in grounds
    )


def lies_around(wide: str, narrow: str) -> bool:
    """Whether a place is another or lies around it."""
    return wide == narrow or regions.is_same_or_within(narrow, wide)


def related(one: str, other: str) -> bool:
    """Whether two places are one, or one lies in the other."""
    return one == other or regions.is_same_or_within(one, other) or regions.is_same_or_within(other, one)


def wrong_codes(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    """Telephone numbers, other codes and document numbers that no passage gives."""
    held = fold("\n".join(f"{ground.text}\n{ground.source.around}" for ground in grounds))
    digits = {code for code, _, _ in codes(held)} | {code for code, _, _ in codes(asked.text)}
    found = [
        Fault(FaultKind.CODE, text[a:b])
        for code, a, b in codes(text)
        if not any(code in d or d in code for d in digits)
    ]
    numbers = [_number_of(m) for m in _DOC_NUMBER.finditer(held + fold(asked.text))]
    for match in _DOC_NUMBER.finditer(fold(text)):
        sign, year, number = _number_of(match)
        if not any((year, number) == (y, n) and _is_one_sign(sign, other) for other, y, n in numbers):
            found.append(Fault(FaultKind.CODE, match.group().strip()))
    return found


def _number_of(match: re.Match[str]) -> tuple[str, str, int]:
    return match["sign"], match["year"], int(match["number"])


def _is_one_sign(one: str, other: str) -> bool:
    """Whether the characters before two document numbers (…按青科, 青科) end in one issuer's sign; one may lack it."""
    same = next(
        (i for i in range(min(len(one), len(other))) if one[-1 - i] != other[-1 - i]), min(len(one), len(other))
    )
    return same >= _SIGN or same in (len(one), len(other))


def wrong_names(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    """Titles, Latin names and bodies that stand in no passage, nor around it, nor in the question."""
    held = fold("\n".join(f"{_window(g)}\n{g.source.around}\n{g.source.file}" for g in grounds))
    bare = re.sub(r"\s", "", held)
    keys = title_key(held)
    known = (bare + re.sub(r"\s", "", fold(asked.text))).lower()
    found = []
    for match in _TITLE.finditer(text):
        if re.sub(r"\s", "", fold(match[1])) not in bare and title_key(match[1]) not in keys:
            found.append(Fault(FaultKind.NAME, match.group()))
    quoted = fold("\n".join(f"{g.text}\n{g.source.around}" for g in grounds) + asked.text).lower()
    for match in _LATIN.finditer(fold(text)):
        if match.group().lower() not in quoted:
            found.append(Fault(FaultKind.NAME, match.group()))
    for match in _BODY.finditer(fold(text)):
        name = _FUNCTION.split(match.group())[-1]
        if not any(name[i:] in known for i in range(max(1, len(name) - 2))):
            found.append(Fault(FaultKind.NAME, name))
    return found


def other_editions(text: str, grounds: Sequence[Ground]) -> list[str]:
    """Titles of a sentence that leave out by what its passages' document is told from its other versions (试行).

    The reader may have shortened the title, or mean the other paper.
    """
    held = "\n".join(ground.text for ground in grounds)
    titles = {ground.source.title for ground in grounds}
    return [
        match.group()
        for match in _TITLE.finditer(text)
        if not edition(match[1])
        and match.group() not in held
        and (same := [t for t in titles if title_key(t) == title_key(match[1])])
        and all(map(edition, same))
    ]


def _window(ground: Ground) -> str:
    """The text around a quoted sentence, where a name that it goes on about may stand."""
    return ground.source.text[max(0, ground.wide_start - _NEAR) : ground.wide_end + _NEAR]
