"""What a saved web page has of its frame: buttons (print, share, size of the letters) and the path through the site.

What tells buttons from content is that lines of nothing but such words follow each other; one alone may be a heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from docs_store import lazy_re
from ingest.lines import Line

_LEAST = 2  # controls in a run
_LONGEST = 120  # characters of such a line
# What a control does: the page as a whole, its letters, sharing, listening, finding mistakes, going elsewhere.
_WORDS = (
    "打印(?:本页|正文|页面)?|下载(?:全文|文件|附件)?|全屏(?:阅读|显示)?|(?:我要)?收藏(?:本页)?|(?:一键)?分享(?:到|至)?|转发|(?:我要)?纠错"
    "|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|上一页|列表)?|回到(?:顶部|首页)|首页|上一[篇页条]|下一[篇页条]"
    "|(?:调整|正文|切换)?(?:字号|字体)(?:大小)?|加大|还原|减小|放大|缩小|默认|特大|[大中小]|A[+-]"
    "|(?:新浪)?微博|(?:腾讯)?微信(?:朋友圈|好友)?|QQ(?:空间|好友)?|朋友圈|人人网|复制链接|扫一扫|二维码"
    "|朗读|语音播报|听全文|播放|暂停|停止|点赞|评论|举报|无障碍(?:浏览|阅读)?|(?:长者|关怀|适老)(?:模式|版)|手机版|简体版?|繁[体體]版?|English"
)
_BETWEEN = r"[\s【】\[\]()<>|/:,、·>+-]"
_CONTROLS = lazy_re.compile(rf"(?:{_BETWEEN}{{0,40}}(?:{_WORDS})){{0,40}}{_BETWEEN}{{0,40}}")
_WORD = lazy_re.compile(_WORDS)
_STEP = lazy_re.compile(r"\s{0,9}(?:>{1,2}|[›»])\s{0,9}")
# A path on one line: it begins at the site's first page, or ends at the text itself.
_PATH_STEP = r"\s{0,9}(?:>{1,2}|->|[›»→/|])\s{0,9}[\u4e00-\u9fffA-Za-z][^\s。,;:!?>›»→/|]{1,20}"
_PATH = lazy_re.compile(
    rf"\s{{0,9}}(?:网站|本站)?(?:首页|主页)(?:{_PATH_STEP}){{1,8}}\s{{0,9}}"
    rf"|\s{{0,9}}[\u4e00-\u9fff]{{2,12}}(?:{_PATH_STEP}){{0,8}}\s{{0,9}}>\s{{0,9}}(?:正文|详情|内容|详细内容)\s{{0,9}}"
)
_NAME = lazy_re.compile(r"\s{0,9}[\u4e00-\u9fffA-Za-z]{2,12}:?\s{0,9}")
_PLAIN = frozenset("大中小")  # a table's cells as well


def runs(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Lines of nothing but controls that follow each other, empty lines between them included.

    Args:
        lines: folded, as `lines.split` gives them.
    """
    for of_controls, group in groupby(lines, lambda line: len(line.text) <= _LONGEST and is_control(line.text)):
        run = list(group) if of_controls else []
        words = [match.group() for line in run for match in _WORD.finditer(line.text)]
        if len(words) >= _LEAST and not _PLAIN.issuperset(words):
            yield run


def paths(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines of a path through a site: all on one line, or one step a line with `>` between; then also the last step's
    name where it stands again.

    Args:
        lines: see `runs`.
    """
    filled = [line for line in lines if line.text.strip()]
    for at, line in enumerate(filled):
        if len(line.text) <= _LONGEST and _PATH.fullmatch(line.text):
            yield line
        if not _STEP.fullmatch(line.text):
            continue
        yield line
        steps = [one for one in filled[max(0, at - 1) : at] + filled[at + 1 : at + 2] if _NAME.fullmatch(one.text)]
        yield from steps
        behind = filled[at + 2 : at + 3]
        if steps and behind and behind[0].text.strip() == steps[-1].text.strip():
            yield behind[0]


def is_control(text: str) -> bool:
    """Whether a text is nothing but controls and what stands between them."""
    return _CONTROLS.fullmatch(text) is not None
