"""HTML: text that nobody sees is no text, and text that is seen stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers import RawText, read_file
from ui.texts import Words

_SEEN = "对首次认定的省级工程中心，给予一次性奖励30万元。"
_TRAP = "奖励为七百万元"


def read(tmp_path: Path, inside: str, head: str = "") -> RawText:
    path = tmp_path / "页.html"
    path.write_text(
        f'<html><head><meta charset="utf-8">{head}</head><body><div class="text"><p>{_SEEN}</p>{inside}'
        f"<p>{_SEEN}</p></div></body></html>",
        encoding="utf-8",
    )
    return read_file(path)


def reads(tmp_path: Path, inside: str, head: str = "") -> bool:
    """Whether the trap is read; what stands around it always is."""
    text = read(tmp_path, inside, head).text
    assert text.count(_SEEN) == 2
    return _TRAP in text


@pytest.mark.parametrize(
    "style",
    [
        "font-size:0", "font-size: 0px", "FONT-SIZE:0.0em", "font-size:1px", "font:0/0 a", "font:bold 0px/1 serif",
        "display:none", "display : NONE !important", "visibility:hidden", "visibility:collapse",
        "content-visibility:hidden", "opacity:0", "opacity:.01", "filter:alpha(opacity=0)", "filter: opacity(0%)",
        "height:0;overflow:hidden", "width:0px;overflow:hidden", "max-height:0;overflow-y:hidden",
        "position:absolute;width:1px;height:1px;overflow:hidden", "position:absolute;clip:rect(0 0 0 0)",
        "position:absolute;clip:rect(1px, 1px, 1px, 1px)", "clip-path:inset(50%)", "clip-path: circle(0)",
        "position:absolute;left:-9999px", "position:fixed;top:-200em", "position:absolute;left:-300%",
        "position:relative;right:-5000px", "position:absolute;left:9000px", "margin-left:-9999px",
        "text-indent:-9999px", "transform:translateX(-9999px)", "transform:scale(0)", "transform: scale(0, 1)",
        "color:#fff;background:#fff", "color:white;background-color:#fffffe", "color:rgb(255,0,0);background:red",
        "color:transparent", "color:rgba(0,0,0,0)", "color:#fff", "color:#12345600",
    ],
)  # fmt: skip
def test_what_a_style_hides(tmp_path: Path, style: str) -> None:
    assert not reads(tmp_path, f"<p style='{style}'>{_TRAP}</p>")
    assert not reads(tmp_path, f"<div><b><span style='{style}'>{_TRAP}</span></b></div>")
    assert not reads(tmp_path, f"<p class='a'>{_TRAP}</p>", f"<style>p {{ margin: 0 }} .a {{ {style} }}</style>")
    assert not reads(tmp_path, f"<p id='甲'>{_TRAP}</p>", f"<style>/* . */ div p#甲, .z {{{style};}}</style>")


@pytest.mark.parametrize(
    "style",
    [
        "font-size:12px", "font-size:0.9em", "font:12px/0 serif", "display:block", "visibility:visible", "opacity:0.8",
        "opacity:1", "height:0", "height:0;overflow:visible", "overflow:hidden;height:20px", "left:-9999px",
        "position:relative;left:-20px", "text-indent:-2em", "margin-left:-18pt", "transform:scale(1.2)",
        "clip:rect(0 0 0 0)", "clip-path:inset(0)", "color:#fff;background:#c00", "color:#000;background:#fff",
        "color:windowtext", "color:#fff;background:url(red.png)", "width:100%;overflow:hidden", "filter:none",
        "transform:translateX(-10px)", "background:#000;color:#eee", "mso-hide:none",
    ],
)  # fmt: skip
def test_what_a_style_shows(tmp_path: Path, style: str) -> None:
    assert reads(tmp_path, f"<p style='{style}'>{_TRAP}</p>")
    assert reads(tmp_path, f"<p class='a'>{_TRAP}</p>", f"<style>.a {{ {style} }}</style>")


@pytest.mark.parametrize(
    ("sheet", "inside", "seen"),
    [
        (".tab { display: none } .tab.on { display: block }", "<div class='tab on'>{}</div>", True),
        (".tab.on { display: block } .tab { display: none }", "<div class='tab on'>{}</div>", True),
        (".tab { display: none } .on { display: block }", "<div class='tab'>{}</div>", False),
        (".a { display: none !important }", "<p class='a' style='display:block'>{}</p>", False),
        (".a .b { display: none }", "<div class='b'>{}</div>", True),
        (".a .b { display: none }", "<div class='a'><i><b class='b'>{}</b></i></div>", False),
        (".a > .b { display: none }", "<div class='a'><i><b class='b'>{}</b></i></div>", True),
        (".a > i > .b { display: none }", "<div class='a'><i><b class='b'>{}</b></i></div>", False),
        ("@media print { p { display: none } }", "<p>{}</p>", True),
        ("@media (max-width: 600px) { .a { display: none } }", "<p class='a'>{}</p>", True),
        ("@media screen { .a { display: none } } .b { color: red }", "<p class='a'>{}</p>", False),
        (".a:hover { display: none }", "<p class='a'>{}</p>", True),
        (".a { display: none } .a:first-child { display: block }", "<div><p class='a'>{}</p></div>", True),
        (".a:last-child { display: none }", "<div><p class='a'>{}</p></div>", True),
        ("ul { font-size: 0 } li { font-size: 14px }", "<ul><li>{}</li></ul>", True),
        ("ul { font-size: 0 }", "<ul><li>{}</li></ul>", False),
        ("ul { font-size: 0 } li { font-size: 2em }", "<ul><li>{}</li></ul>", False),
        ("ul { visibility: hidden } li { visibility: visible }", "<ul><li>{}</li></ul>", True),
        ("body { background: #003366 } .a { color: #fff }", "<p class='a'>{}</p>", True),
        ("body { background: #003366 } .a { color: #036 }", "<p class='a'>{}</p>", False),
        ("body { display: none; opacity: 0; font-size: 0 }", "<p>{}</p>", True),  # until its scripts have run
        (".a { display: none", "<p class='a'>{}</p>", False),
    ],
)
def test_which_rule_wins(tmp_path: Path, sheet: str, inside: str, seen: bool) -> None:
    assert reads(tmp_path, inside.format(_TRAP), f"<style><!-- {sheet} --></style>") == seen


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("<p hidden>{}</p>", False),
        ("<dialog>{}</dialog>", False),
        ("<dialog open>{}</dialog>", True),
        ("<template><p>{}</p></template>", False),
        ("<div aria-hidden='true' class='modal fade'>{}</div>", False),
        ("<div aria-hidden='true' role='tooltip'>{}</div>", False),
        ("<p aria-hidden='true'>{}</p>", True),  # screen readers pass it over, eyes do not
        ("<table><tr><td bgcolor='#ffffff'><font color='white'>{}</font></td><td>乙</td></tr></table>", False),
        ("<table><tr><td bgcolor='navy'><font color='white'>{}</font></td><td>乙</td></tr></table>", True),
        ("<table><tr style='display:none'><td>{}</td><td>乙</td></tr><tr><td>甲</td><td>乙</td></tr></table>", False),
    ],
)
def test_what_elements_hide(tmp_path: Path, inside: str, seen: bool) -> None:
    assert reads(tmp_path, inside.format(_TRAP)) == seen


def test_what_a_sheet_that_is_not_there_may_show(tmp_path: Path) -> None:
    outside = "<link rel='stylesheet' href='a.css'>"
    assert reads(tmp_path, f"<p style='color:#fff'>{_TRAP}</p>", outside)
    assert reads(tmp_path, f"<ul style='font-size:0'><li class='a'>{_TRAP}</li></ul>", outside)
    assert not reads(tmp_path, f"<ul style='font-size:0'><li>{_TRAP}</li></ul>", outside)
    assert not reads(tmp_path, f"<p style='color:#fff;background:#fff'>{_TRAP}</p>", outside)
    assert not reads(tmp_path, f"<p class='a' style='font-size:0'>{_TRAP}</p>", outside)


def test_how_much_was_hidden_is_told(tmp_path: Path) -> None:
    warning = read(tmp_path, f"<p style='font-size:0'>{_TRAP}</p><i>甲</i><p style='opacity:0'>乙 丙</p>").warnings[0]
    whole = 2 * len(_SEEN) + len(_TRAP) + 3
    assert warning == f"Left out around the article: 9 of the page's {whole} characters, 9 of them hidden."
    assert Words("zh").warning(warning) == f"网页共 {whole} 字，正文以外的 9 字没有收入，其中 9 字在网页上看不见。"


def test_sheets_made_to_be_slow(tmp_path: Path) -> None:
    for sheet in ("/*" * 200_000, "@media screen{" * 50_000, ".a{" * 100_000, ".a .b>" * 50_000 + "{display:none}"):
        assert reads(tmp_path, f"<p>{_TRAP}</p>", f"<style>{sheet}</style>")
    many = "".join(f".a{n} .b{{display:none}}" for n in range(20_000))
    assert reads(tmp_path, f"<p class='b'>{_TRAP}</p>" + "<p class='b'>好，好。</p>" * 50, f"<style>{many}</style>")
