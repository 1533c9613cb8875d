"""Web pages saved as one MIME file, under whatever name, and letters."""

from __future__ import annotations

import base64
import email.policy
import quopri
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from docs_store.errors import UnreadableFileError
from ingest.readers import RawText, _mime, format_of, read_file

_TITLE = "青禾县工程中心奖励办法"
_LINES = [
    _TITLE,
    "第一条 为了支持工程中心建设，制定本办法。",
    "第二条 对首次认定的省级工程中心，给予一次性奖励35万元。",
]


def html(charset: str = "", lines: list[str] | None = None, head: str = "") -> str:
    title, *rest = lines or _LINES
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    body = "".join(f"<p>{line}</p>" for line in rest)
    return f"<html><head>{meta}{head}</head><body><h1>{title}</h1>{body}</body></html>"


def encoded(data: bytes, way: str) -> bytes:
    if way == "base64":
        return base64.encodebytes(data)
    if way == "quoted-printable":
        return quopri.encodestring(data)
    if way == "x-uuencode":
        import binascii

        rows = [binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45)]
        return b"begin 644 a.htm\n" + b"".join(rows) + b"`\nend\n"
    return data


def part(data: bytes, type_: str = "text/html", way: str = "8bit", **headers: str) -> bytes:
    lines = [f"Content-Type: {type_}", f"Content-Transfer-Encoding: {way}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + encoded(data, way)


def saved(*parts: bytes, head: str = "", type_: str = "multipart/related") -> bytes:
    start = f'{head}MIME-Version: 1.0\r\nContent-Type: {type_};\r\n\tboundary="----=_Part (1)"\r\n\r\n'
    body = b"".join(b"\r\n------=_Part (1)\r\n" + one for one in parts)
    return start.encode() + b"This is a multi-part message.\r\n" + body + b"\r\n------=_Part (1)--\r\n"


def read(tmp_path: Path, data: bytes, name: str = "网页.mht") -> RawText:
    path = tmp_path / name
    path.write_bytes(data)
    return read_file(path)


def failure(tmp_path: Path, data: bytes, name: str = "网页.mht") -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, data, name)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    "way", ["7bit", "8bit", "binary", "base64", "quoted-printable", "Quoted-Printable", "x-uuencode"]
)
@pytest.mark.parametrize(
    ("named", "meta", "encoding"),
    [
        ("utf-8", "", "utf-8"),
        ("", "utf-8", "utf-8"),
        ('"gb2312"', "", "gbk"),
        ("", "gb2312", "gb18030"),
        ("us-ascii", "", "utf-8"),
        ("gbk", "utf-8", "gbk"),
        ("", "", "gb18030"),
        ("unicode", "", "utf-16"),
    ],
)
def test_transfer_encodings_and_charsets(tmp_path: Path, way: str, named: str, meta: str, encoding: str) -> None:
    data = html(meta).encode(encoding)
    type_ = f"text/html; charset={named}" if named else "text/html"
    way_of_bytes = way.lower()
    one = part(encoded(data, way_of_bytes) if way_of_bytes != way else data, type_, way)
    raw = read(tmp_path, saved(one, part(b"GIF89a", "image/gif", "base64")))
    assert raw.text.splitlines() == _LINES and raw.reader == "mime" and raw.warnings == ()


@pytest.mark.parametrize("name", ["网页.mht", "网页.mhtml", "网页.doc", "网页.xls", "网页.htm", "网页.wps", "网页"])
def test_whatever_it_is_named(tmp_path: Path, name: str) -> None:
    raw = read(tmp_path, saved(part(html("utf-8").encode(), way="quoted-printable")), name)
    assert raw.text.splitlines() == _LINES
    assert len(raw.warnings) == (name.rpartition(".")[2] not in ("mht", "mhtml", "网页"))


def test_a_page_of_one_part_and_one_that_is_cut_off(tmp_path: Path) -> None:
    single = b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n" + part(html("utf-8").encode(), way="base64")
    assert read(tmp_path, single).text.splitlines() == _LINES
    whole = saved(part(html("utf-8").encode()), part(b"x" * 900, "image/png", "base64"))
    assert read(tmp_path, whole[:-300]).text.splitlines() == _LINES
    assert read(tmp_path, b"\xef\xbb\xbf" + whole.replace(b"\r\n", b"\n")).text.splitlines() == _LINES


def test_which_of_several_pages_it_is(tmp_path: Path) -> None:
    other = part(
        html("utf-8", ["广告", *["推广的话，不是正文。"] * 4]).encode(), Content_Location="http://b.example/ad.html"
    )
    page = part(html("utf-8").encode(), Content_Location="http://a.example/1.html", Content_ID="<main@a>")
    snapshot = "Snapshot-Content-Location: http://a.example/1.html\r\n"
    assert read(tmp_path, saved(other, page, head=snapshot)).text.splitlines() == _LINES
    started = saved(other, page, type_='multipart/related; start="<main@a>"; type="text/html"')
    assert read(tmp_path, started).text.splitlines() == _LINES
    assert read(tmp_path, saved(page, other)).text.splitlines() == _LINES
    assert "推广" in read(tmp_path, saved(other, page)).text
    alternative = saved(part("纯文字".encode(), "text/plain"), page, type_="multipart/alternative")
    assert read(tmp_path, alternative).text.splitlines() == _LINES


def test_an_article_in_a_frame(tmp_path: Path) -> None:
    around = html("utf-8", ["公开平台", "欢迎您。"]).replace("</body>", "<iframe src='cid:1'></iframe></body>")
    long = [_TITLE, *_LINES[1:] * 9]
    assert read(tmp_path, saved(part(around.encode()), part(html("utf-8", long).encode()))).text.splitlines() == long


def test_a_workbook_saved_as_a_page(tmp_path: Path) -> None:
    frames = "<html><frameset><frame src='1.htm'><frame src='tabs.htm'></frameset></html>"
    sheets = [
        f"<html><body><table><tr><td>项目</td><td>金额</td></tr><tr><td>{what}</td><td>20万元</td></tr>"
        f"<tr><td>{what}二期</td><td>30万元</td></tr></table></body></html>"
        for what in ("智能工厂改造", "绿色车间改造")
    ]
    tabs = "<html><body><a href='1.htm'>表一</a></body></html>"
    raw = read(tmp_path, saved(*(part(one.encode()) for one in (frames, *sheets, tabs))), "汇总.xls")
    assert raw.text.splitlines() == [
        "项目 | 金额", "智能工厂改造 | 20万元", "智能工厂改造二期 | 30万元",
        "项目 | 金额", "绿色车间改造 | 20万元", "绿色车间改造二期 | 30万元",
    ]  # fmt: skip
    assert [raw.text[t.start : t.header_end] for t in raw.tables] == ["项目 | 金额"] * 2
    assert "frames" in failure(tmp_path, saved(part(frames.encode()))).message


def test_sheets_that_came_with_the_page_hide_too(tmp_path: Path) -> None:
    page = html("utf-8", [*_LINES, "</p><p class='x'>奖励九百万元"], head="<link rel='stylesheet' href='cid:css'>")
    sheet = part(b".x { display: none }", "text/css", "quoted-printable", Content_Location="cid:css")
    assert "九百万" in read(tmp_path, saved(part(page.encode()))).text
    assert read(tmp_path, saved(part(page.encode()), sheet)).text.splitlines() == _LINES


# --- letters


def letter(**more: str) -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "office@example.cn"
    message["To"] = "all@example.cn"
    message["Date"] = "Wed, 06 Mar 2024 10:20:00 +0800"
    message["Subject"] = "关于报送工程中心建设情况的函"
    for name, value in more.items():
        message[name] = value
    return message


@pytest.mark.parametrize(("charset", "cte"), [("utf-8", "base64"), ("gb2312", "quoted-printable"), ("gbk", "8bit")])
def test_a_letter(tmp_path: Path, charset: str, cte: str) -> None:
    message = letter()
    message.set_content("各单位：\n\n请于4月10日前报送。\n", charset=charset, cte=cte)
    raw = read(tmp_path, message.as_bytes(), "来信.eml")
    assert raw.text.splitlines() == [
        "关于报送工程中心建设情况的函", "发信日期：2024-03-06", "各单位：", "", "请于4月10日前报送。",
    ]  # fmt: skip
    assert [(raw.text[h.start : h.end], h.level) for h in raw.headings] == [("关于报送工程中心建设情况的函", 0)]


def test_a_letter_in_html_with_attachments(tmp_path: Path) -> None:
    message = letter()
    message.set_content("看不到格式的文字")
    message.add_alternative("<p>各单位：</p><p style='font-size:0'>藏</p><p>请于4月10日前报送。</p>", subtype="html")
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="申报表.zip")
    message.add_attachment("别的话", subtype="plain", filename="说明.txt")
    raw = read(tmp_path, message.as_bytes(), "来信.eml")
    assert raw.text.splitlines()[2:] == ["各单位：", "请于4月10日前报送。", "附件：申报表.zip", "附件：说明.txt"]
    assert raw.warnings == (
        "1 characters that nobody sees are left out.",
        "Attachments of the letter are left out: 申报表.zip, 说明.txt.",
    )


def test_old_letters_and_letters_in_letters(tmp_path: Path) -> None:
    plain = "From: a@example.cn\nSubject: 通知\nDate: nonsense\n\n三月十日开会。\n"
    assert read(tmp_path, plain.encode("gbk"), "来信.eml").text == "通知\n三月十日开会。\n"
    inner = letter()
    inner.set_content("里面的话。")
    outer = letter(Cc="b@example.cn")
    outer.set_content("转发如下。")
    outer.add_attachment(inner)
    assert "转发如下。" in read(tmp_path, outer.as_bytes(), "转发.eml").text


# --- what is refused, and what is put up with


def test_what_is_refused(tmp_path: Path) -> None:
    assert failure(tmp_path, "第一条 普通的话。".encode()).code == "wrong_format"
    assert failure(tmp_path, saved(part(b"\x89PNG", "image/png", "base64"))).code == "no_text"
    assert failure(tmp_path, saved(part(b"<html><script>a()</script></html>"))).code == "no_text"
    assert failure(tmp_path, b"MIME-Version: 1.0\nContent-Type: text/html\n" + b"X: y\n" * 20_000).code == "damaged"
    sealed = "From: a@b.cn\nMIME-Version: 1.0\nContent-Type: application/pkcs7-mime\n\nMII"
    assert failure(tmp_path, sealed.encode(), "密.eml").code == "encrypted"


def test_text_about_headers_is_text(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    for text in (
        "Subject: 通知\n正文。",
        "MIME-Version: 1.0\n正文在这里。\nContent-Type: text/html\n",
        "注意: 第一条\n",
    ):
        path.write_text(text, encoding="utf-8")
        assert format_of(path) == ".txt"


def test_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nested = part(html("utf-8").encode())
    for n in range(12):
        nested = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) + nested + b"\n--b%d--\n" % n
    assert failure(tmp_path, b"MIME-Version: 1.0\n" + nested).code == "too_large"
    monkeypatch.setattr(_mime, "MAX_PARTS", 10)
    assert failure(tmp_path, saved(*[part(b"x", "image/png")] * 11)).code == "too_large"


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n" + b"--a\n" * 4_000,
        b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + b"=\n" * 500_000,
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed" + b'; a="b' * 9_000 + b"\n\n<p>x</p>",
        b"MIME-Version: 1.0\nContent-Type: text/plain\nSubject: " + b"=?a?q?" * 9_000 + b"\n\n" + "话。".encode(),
        b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + b"=!" * 300_000,
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=idna\n\n" + b"\xff.a" * 90_000,
        b"MIME-Version: 1.0\nContent-Type: text/plain\n\n\x00\xed\xa0\x80" + "话。".encode(),
    ],
)
def test_files_made_to_be_slow_or_to_fail(tmp_path: Path, data: bytes) -> None:
    started = time.perf_counter()
    try:
        read(tmp_path, data).text.encode()
    except UnreadableFileError as error:
        assert error.code in ("no_text", "damaged", "too_large", "wrong_format")
    assert time.perf_counter() - started < 10
