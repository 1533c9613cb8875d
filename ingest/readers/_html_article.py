"""Which part of a web page is its article.

Weight is what the page says: characters of blocks that read like prose, and of table cells, links left out. From the
body down, the way goes to the child that holds nearly all of it, as long as what is left behind weighs next to nothing:
menus are links, and footers are short. So whatever the article is divided into stays together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ingest.readers._writer import one_line

BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
        "th", "thead", "tr", "ul"
    }
)  # fmt: skip
# `del` is what a later version took out of the text (HTML, 4.7.2); what it put in its place is `ins`.
_NEVER = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "frame", "object", "embed", "svg", "canvas", "audio",
        "video", "map", "select", "option", "button", "input", "textarea", "nav", "head", "link", "meta", "title",
        "del"
    }
)  # fmt: skip
_CONTAINERS = frozenset(
    {
        "body", "div", "section", "article", "main", "center", "form", "table", "tbody", "tr", "td", "font", "span"
    }
)  # fmt: skip
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|footer|foot|breadcrumb|crumbs?|sidebar|share|bdsharebuttonbox|copyright|toolbar|search|"
    r"related|recommend|qrcode|pagination|location|position|quickbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_RELATED = re.compile(
    "(?:相关|推荐|延伸|热门|最新|更多)(?:阅读|推荐|文章|新闻|资讯|信息|文件|政策|解读|链接|内容|报道)|猜你喜欢|大家都在看|热点(?:推荐|新闻)?"
)
_SPACES = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_PROSE = re.compile("[。；！？，、：]")
_SHORTEST_PROSE = 15
# What may be left behind in one step: a share of the weight, or for a short article a footer's worth of characters.
_LEFT_BEHIND = 0.06
_LEFT_BEHIND_CHARS = 100
_LEFT_BEHIND_OF_SHORT = 0.2
_SENTENCE_COUNTS = 3  # times: footers have colons, articles have sentences
_MOST_LINKS = 0.5  # share of characters


def clean(root: Any) -> None:
    """Take out of a page's tree (lxml) what is never part of an article: scripts, controls, chrome parts."""
    take_out_controls(root)
    for element in list(root.iter()):
        if _is_chrome(element):
            drop(element)
    for element in list(root.iter("h2", "h3", "h4", "h5", "h6", "p", "div", "dt")):
        if _RELATED.fullmatch(squeezed("".join(element.itertext())).rstrip("：:")):
            _drop_links_behind(element)


def take_out_controls(root: Any) -> None:
    """Take out of a tree (lxml) what holds no words of a text: scripts, styles, controls, deletions."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _NEVER:
            drop(element)


def drop(element: Any) -> None:
    """Take an element out of its tree, and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def _drop_links_behind(heading: Any) -> None:
    """Take out a list of links to other pages, and the heading that says that it is one."""
    behind = heading.getnext()
    if behind is not None and behind.tag in ("ul", "ol", "div", "dd") and _mostly_links(behind):
        drop(behind)
        drop(heading)


def _mostly_links(element: Any) -> bool:
    """Whether more than half of what an element says is links."""
    linked = sum(len(squeezed("".join(link.itertext()))) for link in element.iter("a"))
    return linked > _MOST_LINKS * len(squeezed("".join(element.itertext())))


def article_of(body: Any) -> Any:
    """The element that holds the article: `body` itself when nothing narrower does."""
    weights: dict[Any, int] = {}
    _weigh(body, weights)
    at = body
    while True:
        children = [child for child in at if isinstance(child.tag, str)]
        best = max(children, key=lambda child: weights.get(child, 0), default=None)
        if best is None or best.tag not in _CONTAINERS or weights.get(best, 0) == 0:
            return at
        footer = min(_LEFT_BEHIND_CHARS, _LEFT_BEHIND_OF_SHORT * weights[at])
        if weights[at] - weights[best] > max(footer, _LEFT_BEHIND * weights[at]):
            return at
        if best.tag == "table" and not _is_layout(best):
            return at
        at = best


def _is_layout(table: Any) -> bool:
    """Whether a table only places parts of the page: one of its cells holds nearly all of it."""
    cells = [len(squeezed("".join(cell.itertext()))) for cell in table.iter("td", "th")]
    return bool(cells) and max(cells) > 0.9 * sum(cells)


def _weigh(element: Any, weights: dict[Any, int]) -> None:
    """Weights of an element and all in it, written from the leaves up; not by recursion, since pages nest deeply."""
    for inner in reversed(list(element.iter())):
        if not isinstance(inner.tag, str):
            continue
        own = _own_weight(inner) if inner.tag in BLOCKS else 0
        weights[inner] = own + sum(weights.get(child, 0) for child in inner)


def _own_weight(block: Any) -> int:
    said, linked = [], 0
    for text, in_link in _own_text(block):
        said.append(text)
        linked += len(squeezed(text)) if in_link else 0
    words = squeezed("".join(said))
    if linked > _MOST_LINKS * len(words):
        return 0
    counts = block.tag in ("td", "th") or len(words) >= _SHORTEST_PROSE or _PROSE.search(words)
    return (len(words) - linked) * (_SENTENCE_COUNTS if "。" in words else 1) if counts else 0


def _own_text(block: Any) -> Iterator[tuple[str, bool]]:
    """Pieces of text that stand in a block and in no block inside it, each with whether it is in a link."""
    if block.text:
        yield block.text, False
    stack: list[tuple[Iterator[Any], Any, bool]] = [(iter(block), None, False)]
    while stack:
        children, owner, in_link = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if owner is not None and owner.tail:
                yield owner.tail, stack[-1][2]
            continue
        if not isinstance(child.tag, str) or child.tag in BLOCKS:
            if child.tail:
                yield child.tail, in_link
            continue
        linked = in_link or child.tag == "a"
        if child.text:
            yield child.text, linked
        stack.append((iter(child), child, linked))


def _is_chrome(element: Any) -> bool:
    """Whether a part says by its name that it is chrome, and holds too little for that to be a mistake."""
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.tag in ("html", "body") or not (element.tag in ("footer", "aside") or _CHROME.search(named)):
        return False
    return sum(len(text) for text in element.itertext() if _PROSE.search(text)) < 400


def squeezed(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


def words_of(element: Any) -> str:
    """All text in an element on one line; blocks in it are parted by a space."""
    parts: list[str] = []
    for event, at in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts += [" " if at.tag in BLOCKS else "", at.text or ""]
        elif at is not element:
            parts.append(at.tail or "")
    return one_line(_SPACES.sub(" ", "".join(parts)).replace("\xa0", " "))
