"""What a document says of its own standing, of the papers it ends, and of what is attached to it."""

from __future__ import annotations

import re

from docs_store.types import Inferred, Standing
from ingest import docnumber

_DRAFT_MARK = re.compile(
    r"[(〔\[]\s*(?:公开)?(?:征求意见稿?|(?:修订|修正)?草案(?:送审稿|征求意见稿)?|送审稿|讨论稿|征集意见稿)\s*[)〕\]]"
)
_ASKS_VIEWS = re.compile(r"(?:公开)?(?:征求|征集|听取)[^。\n]{0,80}?(?:意见|建议)(?:的|$)|草案.{0,12}征求意见")
_DRAFT_LINE = re.compile(r"\(?\s*(?:公开)?征求意见稿\s*\)?|\(?\s*送审稿\s*\)?")
_REPEALED_LINE = re.compile(
    r"[【\[(]?\s*+(?:此件|本文件?|该文件|文件)?\s*+(?:已|被)?(?:废止|失效|作废)\s*[】\])]?"
    r"|(?:效力状态|有效性|时效性|时效|文件状态|是否有效|状态|有效状态)\s*:\s*(?:已?废止|已?失效|否|无效|已修改废止)"
)
_REPEALED_TITLE = re.compile(r"[(【\[]\s*已?(?:废止|失效|作废)\s*[)】\]]")
_VALID_LINE = re.compile(r"(?:效力状态|有效性|时效性|时效|文件状态|是否有效|有效状态)\s*:\s*(?:现行)?(?:有效|是)")

_ENDS = re.compile(
    "同时废止|即行废止|予以废止|自行废止|相应废止|同步废止|一并废止|停止执行|不再执行|停止实施|自动失效|即行失效"
)
_BOOK_TITLE = re.compile("《(?P<name>[^《》]{4,140})》")
_ONLY_CITED = re.compile(r"(?:根据|依据|按照|依照|与|贯彻落实|贯彻|执行|落实|结合)\s*$")
_ONLY_PART = re.compile(
    r"^(?:\([^()]*+(?:\([^()]*+\)[^()]*+)?\))?(?:中的?|第[一二三四五六七八九十百\d]+[条章款项]|有关条款|的?有关规定)"
)

_BEGINS = re.compile(r"(?:自|从|于)[^,。]{4,24}起?(?:施行|实施|执行|生效)")  # the paper itself, with the day it begins
_LISTED = re.compile(r"^\s*+附\s*+(?:件|表|录)?\s*+:\s*+(?P<rest>.*)$")
_ITEM = re.compile(r"^\s*+(?:附件\s*+)?(?P<n>\d{1,2})\s*[.、:．]\s*(?P<name>\S.{1,80}?)\s*$")
_INLINE = re.compile(r"(?<![\d件])(\d{1,2})\s*[.、．]\s*")
_SUFFIX = re.compile(r"(?:docx?|xlsx?|pdf|wps|zip|rar|et|ofd|jpe?g|png)", re.IGNORECASE)
_NAME_END = re.compile(r"[;。]\s*$|\.(?:docx?|xlsx?|pdf|wps|zip|rar|et|ofd)$|\([\w./?=&%-]{4,200}\)$", re.IGNORECASE)


def standing(title: str, folded: str) -> Inferred[Standing] | None:
    """Whether a document is a draft, or marked as repealed; `None` when nothing is said."""
    head = [line.strip() for line in folded[:1200].splitlines() if line.strip()][:12]
    if _DRAFT_MARK.search(title):
        return Inferred(value=Standing.DRAFT, source="mark in the title", certainty=0.95)
    if _ASKS_VIEWS.search(title):
        return Inferred(value=Standing.DRAFT, source="title that asks for comments", certainty=0.85)
    if any(_DRAFT_LINE.fullmatch(line) for line in head):
        return Inferred(value=Standing.DRAFT, source="line under the title", certainty=0.9)
    if _REPEALED_TITLE.search(title):
        return Inferred(value=Standing.REPEALED, source="mark in the title", certainty=0.9)
    if any(_REPEALED_LINE.fullmatch(line) for line in head):
        return Inferred(value=Standing.REPEALED, source="line that gives the standing", certainty=0.9)
    if any(_VALID_LINE.fullmatch(line) for line in head):
        return Inferred(value=Standing.ISSUED, source="line that gives the standing", certainty=0.9)
    return None


def repeals(body: str) -> Inferred[tuple[str, ...]] | None:
    """Titles and numbers of the papers that a document ends whole (同时废止), in its order.

    Papers that the sentence only cites (根据《…》) are left out, and so are those of which only an article ends.

    Args:
        body: folded reading text, one paragraph a line.
    """
    named: list[str] = []
    for sentence in re.split(r"[。\n]", body) if _ENDS.search(body) else ():
        until = max((match.end() for match in _ENDS.finditer(sentence)), default=0)
        words = sentence[:until]
        for found in _BOOK_TITLE.finditer(words):
            behind = words[found.end() :]
            if _ONLY_CITED.search(words[: found.start()]) or _ONLY_PART.match(behind) or _BEGINS.match(behind):
                continue
            named.append(found["name"])
            filed = re.match(r"\s*\((?P<inside>[^\n]{4,40}?号)\)", behind)
            if filed and (number := docnumber.NUMBER.search(filed["inside"])):
                named.append(docnumber.written(number))
        if not _BOOK_TITLE.search(words):
            named += [docnumber.written(found) for found in docnumber.NUMBER.finditer(words)]
    if not named:
        return None
    return Inferred(value=tuple(dict.fromkeys(named)), source="clause on repeal", certainty=0.85)


def attachments(folded: str) -> Inferred[tuple[str, ...]] | None:
    """Names of the attachments that a document lists (`附件:1.申报书 2.汇总表`), in its order.

    Args:
        folded: the document's text, line by line.
    """
    lines = folded.splitlines()
    names: list[str] = []
    for at, line in enumerate(lines):
        match = _LISTED.match(line)
        if match is None:
            continue
        names += _inline_names(match["rest"])
        for below in lines[at + 1 : at + 40]:
            if not below.strip():
                continue
            item = _ITEM.match(below)
            if item is None or int(item["n"]) != len(names) + 1 or _SUFFIX.fullmatch(item["name"]):
                break  # 附件1.docx is a file's name and tells nothing
            # several where their line ends are lost: 1.申报书2.汇总表
            names += _inline_names(below) or [_NAME_END.sub("", item["name"]).strip()]
        break
    if not names:
        return None
    return Inferred(value=tuple(dict.fromkeys(names)), source="list of attachments", certainty=0.9)


def _inline_names(text: str) -> list[str]:
    parts = _INLINE.split(text.strip())
    names = parts[2::2] if len(parts) > 2 and not parts[0] else parts[:1]
    return [name for part in names if 2 <= len(name := _NAME_END.sub("", part).strip()) <= 80]
