"""Titles an enterprise has to hold, and whether for the first time."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from docs_store.provisions import Fact, Op, Predicate
from ingest.provisions import titles
from ingest.provisions.rules import Context, Found

# 证书期满后重新通过认定: of the one title that the document is about.
_OWN_TITLE = re.compile(r"(?:证书)?(?:(?:有效)?期满|到期)?后?重新通过认定|首次通过认定|证书在有效期内")
_AGAIN = re.compile(r"(?:证书)?(?:(?:有效)?期满|到期)?后?重新通过$")
_NOT_YET = re.compile(
    r"拟申[报请]|正在申[报请]|申[报请](?:[国省市县]家?级?)?$|未[被获取]|非$|推荐(?:申报)?$|培育$|争创|认定奖励"
)


def recognitions(text: str, context: Context) -> Iterator[Found]:
    """Titles that the stretch asks for, one of several where it names several."""
    found = titles.find(text)
    if not found:
        match = _OWN_TITLE.search(text) if context.subject else None
        if match is not None:
            detail = "renewed" if "重新" in match.group() else "first" if "首次" in match.group() else ""
            yield Found(Predicate(fact=Fact.TITLE, op=Op.HAS, value=(context.subject,), detail=detail), *match.span())
        return
    starts = [start for _, _, start, _ in found]
    if any(_NOT_YET.search(text, begin, end) for begin, end in itertools.pairwise([0, *starts])):
        return
    names = tuple(dict.fromkeys(f"{level}{name}" for name, level, _, _ in found))
    start, end = found[0][2], found[-1][3]
    if len(names) > 1 and not re.search("或|、", text[start:end]):
        return
    if re.search("且|同时|和", text[start:end]):
        return
    before, behind = text[:start], text[end:]
    detail = ""
    if re.search(r"首次(?:通过|获得|被)?$", before) and re.match(r"(?:的)?(?:认定)?", behind):
        detail, start = "first", start - len(re.search(r"首次(?:通过|获得|被)?$", before).group())  # type: ignore[union-attr]
    elif (again := _AGAIN.search(before)) is not None:
        detail, start = "renewed", again.start()
    role = re.search(
        r"(?:列入|纳入|入选|获得|取得|通过|属于|具有|拥有|经认定(?:为)?的?|认定为|有效期内的?|为|国家|持有|证书在有效期内的)[县市区省国家]*$",
        text[:start],
    )
    if role is not None:
        start -= len(role.group())
    elif (
        start > 0
        and not re.search(r"[,;。、]$|^(?:申报|申请)?(?:企业|单位)?(?:应|须|需|应当)?(?:是|为)$", text[:start])
    ) or (
        detail == ""
        and not re.match(r"(?:的)?(?:资格|称号|资质|认定|证书|企业)?[,;。]?(?:的)?$", behind)
        and start == 0
    ):
        return
    yield Found(Predicate(fact=Fact.TITLE, op=Op.HAS, value=names, detail=detail), start, end)
