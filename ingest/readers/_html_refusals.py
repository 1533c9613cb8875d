"""Web pages that are no document, and why: error pages, doors, pages that lead on, frames, pages that scripts build.

What tells them is how little they say, beside signs in the page: a page with an article of more than a few lines is
never refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docs_store.errors import UnreadableFileError
from ingest.readers._html_article import squeezed, words_of

_MOST_OF_ERROR = 300  # characters outside links
_MOST_OF_LEADING = 150
_MOST_OF_MOVED = 40
_MOST_OF_FRAMES = 60
_MOST_OF_SHELL = 30
_LINES = 8  # at the top of the page, where it says what it is
_HEADINGS = 3  # of them, the window's title among them
_LONGEST = 60  # characters of a line that says so
_NUMBERS = r"(?:40[0-9]|41[0-9]|42[69]|451|50[0-9]|52[0-6])"
_WRONG = (
    r"not found|forbidden|unauthori[sz]ed|bad (?:request|gateway)|internal server error|service unavailable|"
    r"gateway time-?out|access denied|server error|page cannot be found|method not allowed|"
    r"未找到|找不到|禁止访问|拒绝访问"
)
_BEFORE = r"(?:https?|status|error|错误|出错|状态码?|oops|sorry|抱歉|对不起|[\W_]){0,8}"
_STATUS = re.compile(
    rf"{_BEFORE}{_NUMBERS}"
    rf"(?:[\W_]{{0,6}}|[\W_]{{0,6}}(?:error|错误|页面?|page|{_WRONG}).{{0,40}}|\s{{0,3}}[-–—_|:]\s{{0,3}}\D.{{0,40}})"
    rf"|{_BEFORE}(?:page )?(?:{_WRONG})[\W_]{{0,6}}(?:{_NUMBERS})?\W{{0,6}}",
    re.IGNORECASE,
)
_PLACE = "页面|网页|链接|地址|网址|栏目|站点|网站"
_THING = f"{_PLACE}|文章|内容|信息|资源|文件|目录"
_MISSING = re.compile(
    rf"(?:{_THING})[^。？?]{{0,12}}?(?:不存在|未找到|找不到|没有找到|无法找到|已(?:经|被){{0,2}}(?:删除|移除)|无法(?:访问|显示|打开))"
    rf"|(?:{_PLACE})[^。？?]{{0,12}}?(?:已(?:经|被){{0,2}}(?:失效|下线|过期|撤销)|走丢|飞走|迷路|出错|不见了)"
    rf"|(?:找不到|未找到|没有找到|无法(?:访问|显示|打开|找到))[^。？?]{{0,12}}?(?:{_THING})"
    r"|服务器(?:内部)?(?:错误|出错|繁忙|无法处理)|系统(?:错误|异常|繁忙|维护中|正在维护)|网站(?:正在)?(?:维护|升级|建设)中"
)
_CONDITION = re.compile("如果|如遇|若|怎么|如何|什么|问[:：]|[？?]|应当|可以")
_DOOR = re.compile(
    r"(?:访问|请求)(?:已)?(?:被)?(?:拒绝|拦截|阻断|禁止)|禁止访问|没有权限(?:访问|查看)?|无权(?:访问|查看)|权限不足|拒绝访问"
    r"|安全(?:验证|检查中)|人机验证|(?:请|需要)(?:先)?(?:完成|输入|进行)[^。？?]{0,6}验证|正在(?:验证|检查)[^。？?]{0,10}浏览器"
    r"|(?:^|[,，:：])请先?(?:登录|登陆)(?:后再?(?:查看|访问|浏览|操作|继续).{0,6})?\W{0,3}$|(?:您|你)(?:尚|还)?未(?:登录|登陆)"
    r"|just a moment|checking your browser|verify you are human",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"正在(?:为您)?(?:跳转|转向|重定向|进入)|(?:页面|自动|即将|秒后|将)[^。？?]{0,6}跳转|跳转中|没有(?:自动)?跳转|未自动跳转"
    r"|redirecting|(?:page|document|object) (?:has )?moved|you are being redirected|click here if",
    re.IGNORECASE,
)
_LOADING = re.compile(
    r"(?:请|需要?)(?:先)?(?:启用|开启|打开|允许)[^。？?]{0,10}(?:javascript|脚本)"
    r"|(?:不支持|禁用了?|未启用)[^。？?]{0,6}(?:javascript|脚本)"
    r"|加载中|正在加载|数据加载|enable javascript|javascript (?:is )?(?:required|disabled)|^loading\W{0,6}$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\{\{[^{}\n]{1,80}\}\}")
_REFRESH_TO = re.compile(r"url\s{0,3}=\s{0,3}[\"']?\s{0,3}([^\"'\s;]{1,300})", re.IGNORECASE)
_MOVES = re.compile(r"location(?:\.href)?\s{0,3}=(?![=>])|location\.(?:replace|assign)\s{0,3}\(")
_OF_A_DOCUMENT = re.compile(r"第[一二三四五六七八九十]{1,3}[条章]|〔(?:19|20)\d{2}〕")
_SHELLS = frozenset({"app", "root", "main", "content", "container", "__next", "__nuxt", "page", "wrapper", "vue"})
_MAX_SCRIPT = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a page has beside its text, read before scripts and frames are taken out of its tree.

    Attributes:
        title: the window's title.
        leads_to: where it says that the browser is to go on to; empty when it says nothing of the sort.
        frames: 2 for a set of frames, 1 for a frame within a page, 0 for none.
        moves: whether a script of its own sends the browser on.
        scripts: whether there are any.
        pictures: whether there are any.
        shell: whether it has an empty element of the kind that scripts fill.
    """

    title: str
    leads_to: str
    frames: int
    moves: bool
    scripts: bool
    pictures: bool
    shell: bool


def signs_of(root: Any) -> Signs:
    """Signs of a page's tree (lxml) as it was parsed."""
    window = root.find(".//title")
    scripts = list(root.iter("script"))
    programs = "\n".join((script.text or "")[:_MAX_SCRIPT] for script in scripts)[:_MAX_SCRIPT]
    return Signs(
        title="" if window is None else words_of(window),
        leads_to=next(filter(None, map(_target, root.iter("meta"))), ""),
        frames=2 if root.find(".//frameset") is not None else 1 if root.find(".//iframe") is not None else 0,
        moves=_MOVES.search(programs) is not None,
        scripts=bool(scripts),
        pictures=next(root.iter("img", "canvas", "svg", "object", "embed"), None) is not None,
        shell=any(_is_shell(element) for element in root.iter("div", "main", "section")),
    )


def refusal(
    path: Path,
    signs: Signs,
    lines: Sequence[str] = (),
    *,
    has_text: bool = False,
    outside_links: int = 0,
    hidden: int = 0,
) -> str:
    """Why a page is no document, as an error's message; empty when it may be one.

    Args:
        path: the file, for its name.
        signs: what was in the page.
        lines: what would be its text, its title first.
        has_text: whether there is more than the title.
        outside_links: how many characters of that stand outside links.
        hidden: how many characters were left out because nobody sees them.
    """
    top = [line for line in lines if line.strip()][:_LINES]
    short = [line for line in (signs.title, *top) if 0 < len(line) <= _LONGEST]
    top = top if has_text else []
    is_document = any(_OF_A_DOCUMENT.search(line) for line in top)
    if top and (outside_links > _MOST_OF_ERROR or is_document):
        return ""
    status = next((line for line in short[:_HEADINGS] if _STATUS.fullmatch(line.strip())), "")
    if words := _said(status) or _first(short, _MISSING, _CONDITION):
        return f"{path.name} is an error page of a web site and no document: {words}."
    if signs.leads_to and outside_links <= _MOST_OF_LEADING:
        return f"{path.name} only leads on to another page: {signs.leads_to}."
    if outside_links <= _MOST_OF_LEADING:
        if words := _first(top, _LEADING):
            return f"{path.name} only leads on to another page: {words}."
        if words := _first(short, _DOOR, _CONDITION):
            return f"{path.name} is a page that lets nobody in and no document: {words}."
    return _without_text(path, signs, top, outside_links, hidden)


def _without_text(path: Path, signs: Signs, top: Sequence[str], outside_links: int, hidden: int) -> str:
    if signs.frames == 2 or (signs.frames and outside_links <= _MOST_OF_FRAMES and (not top or not signs.scripts)):
        return f"{path.name} holds no text: it only puts other pages into frames."
    waits = outside_links <= _MOST_OF_LEADING and (_first(top, _LOADING) or _is_template(top))
    says = any("。" in line for line in top)
    if waits or (signs.shell and signs.scripts and outside_links <= _MOST_OF_SHELL and not says):
        return _by_scripts(path)
    if signs.moves and outside_links <= _MOST_OF_MOVED and not says:
        return f"{path.name} only leads on to another page, by a script."
    if top:
        return ""
    if hidden:
        return f"{path.name} holds no text that anybody sees: its styles hide all {hidden} characters."
    if signs.scripts:
        return _by_scripts(path)
    if signs.pictures:
        return f"{path.name} holds no text: what it shows is in pictures."
    return f"{path.name} is a web page without text."


def refused(message: str) -> UnreadableFileError:
    """The error for a page that is no document."""
    return UnreadableFileError(
        message,
        remedy="Open the article itself in a browser, and save it when it is there, or print it to a PDF.",
        code="no_text",
    )


def _by_scripts(path: Path) -> str:
    return f"{path.name} holds no text: what it shows is fetched or built by its scripts."


def _target(meta: Any) -> str:
    """Where a page's `refresh` leads to; one for browsers without scripts does not count."""
    if (meta.get("http-equiv") or "").lower() != "refresh" or next(meta.iterancestors("noscript"), None) is not None:
        return ""
    to = _REFRESH_TO.search((meta.get("content") or "")[:1000])
    return to[1] if to else ""


def _is_shell(element: Any) -> bool:
    named = (element.get("id") or "").lower() in _SHELLS or element.get("data-reactroot") is not None
    return named and not squeezed("".join(element.itertext()))


def _is_template(lines: Sequence[str]) -> bool:
    """Whether lines are mostly places that scripts put words in."""
    text = "".join(lines)
    return _PLACEHOLDER.search(text) is not None and len(squeezed(_PLACEHOLDER.sub("", text))) <= _MOST_OF_LEADING


def _first(lines: Sequence[str], pattern: re.Pattern[str], unless: re.Pattern[str] | None = None) -> str:
    """The first line that a pattern is in, and another is not."""
    return _said(next((line for line in lines if pattern.search(line) and not (unless and unless.search(line))), ""))


def _said(line: str) -> str:
    return " ".join(line.split())[:_LONGEST].rstrip("。.!！")
