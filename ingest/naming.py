"""How a paper without a title above it is named: by the sentence that carries it, or by the file of its original.

    《甲县沼气管理办法》已经县政府第3次常务会议审议通过,现印发给你们,请认真贯彻执行。
    相关附件:甲府规〔2022〕5号关于调整渡口收费的通知.pdf

What is saved from a site's text field begins with whom the paper is sent to; its title stands in another field.
"""

from __future__ import annotations

from dataclasses import dataclass

from docs_store import lazy_re
from ingest import docnumber
from ingest.kind_words import NOUN

_HEAD = 900  # characters in which the sentence stands
_TAIL = 600  # characters in which the original is attached
_NAME = r"《\s{0,9}(?P<name>[^《》\n]{4,60}\n?[^《》\n]{0,60})》"
_SENDS = "(?:予以?|一并|联合|重新)?(?:印发|公布|发布|下发|颁布|转发)"
_PASSED = lazy_re.compile(
    rf"{_NAME}(?:\([^()]{{2,40}}\))?\s{{0,2}}(?:已经?|业经|经)[^。;《》]{{2,120}}?[,,]\s{{0,2}}现{_SENDS}"
)
_SENT = lazy_re.compile(rf"现将\s{{0,2}}{_NAME}\s{{0,2}}(?:\([^()]{{2,40}}\))?\s{{0,2}}{_SENDS}")
_DRAWN_UP = lazy_re.compile(rf"(?:制定|修订|编制|起草)了?\s{{0,2}}{_NAME}[^。;《》]{{0,60}}?[,,]\s{{0,2}}现{_SENDS}")
_REPORTED = lazy_re.compile(
    r"\s{0,20}(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚)?,\s{0,2}"
    r"(?P<title>[^,。;:\n]{2,45}?(?:召开|举行|举办|开展)[^,。;:\n]{2,40})[。,]"
)
ACCOUNT = "政府工作报告"
_GIVES_ACCOUNT = lazy_re.compile("代表[^,。;]{2,30},?\\s{0,2}向[^,。;]{2,40}?(?:政府工作)?报告[^。]{0,20}[,。]")
_ORIGINAL = lazy_re.compile(
    rf"(?:附件\s{{0,4}}:\s{{0,4}}|(?<![\u4e00-\u9fff]))(?P<number>{docnumber.NUMBER.pattern})\s{{0,4}}"
    rf"(?P<title>[^\n。;:/]{{4,80}}?{NOUN}(?:\([^()]{{1,12}}\))?)\.(?:pdf|docx?|wps|ofd)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A paper's original, attached to its text as a file that is called by number and title."""

    doc_number: str
    title: str


def gives_account(folded: str) -> bool:
    """Whether a text opens as the speech in which a government gives account to its congress.

    现在,我代表县人民政府,向大会作政府工作报告,请予审议。
    """
    found = _GIVES_ACCOUNT.search(folded[:_HEAD])
    return found is not None and "政府" in found.group()


def carried(folded: str) -> str:
    """The title of the paper that a text's opening sends out; empty where it sends none.

    Args:
        folded: the document's text, folded.
    """
    head = folded[:_HEAD]
    found = min(
        filter(None, (pattern.search(head) for pattern in (_PASSED, _SENT, _DRAWN_UP))),
        key=lambda match: match.start("name"),
        default=None,
    )
    if found is None:
        return ""
    return (
        found["name"]
        .replace("\n", "")
        .strip()
        .replace("〈", "《")
        .replace("〉", "》")
        .replace("<", "《")
        .replace(">", "》")
    )


def reported(folded: str) -> str:
    """What was held on a day, as the first sentence of a report has it; empty where a text opens otherwise.

    Args:
        folded: the document's text, folded.
    """
    found = _REPORTED.match(folded)
    return found["title"].strip() if found else ""


def original(folded: str) -> Original | None:
    """What the file of the original behind a text is called; `None` where none is attached.

    Args:
        folded: the document's text, folded.
    """
    found = _ORIGINAL.search(folded[-_TAIL:])
    if found is None:
        return None
    number = docnumber.NUMBER.fullmatch(found["number"])
    return Original(doc_number=docnumber.written(number) if number else "", title=found["title"].strip())
