"""HTML: pages that are no document are refused for what they are, and short documents are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs_store.errors import UnreadableFileError
from ingest.readers import read_file
from ui import texts_zh
from ui.texts import Words


def page(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def failure(tmp_path: Path, html: str) -> UnreadableFileError:
    path = tmp_path / "页.html"
    path.write_text(html, encoding="utf-8")
    with pytest.raises(UnreadableFileError) as caught:
        read_file(path)
    assert caught.value.code == "no_text" and caught.value.remedy and "页.html" in caught.value.message
    return caught.value


def reason(tmp_path: Path, html: str) -> str:
    error = failure(tmp_path, html)
    line = Words("zh").reason(error.code, str(error), named=True)
    assert line != texts_zh.ERRORS["no_text"] and "扫描件" not in line
    assert Words("en").reason(error.code, str(error)) == str(error)
    return line


_MENU = "<ul>" + "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(40)) + "</ul>"


@pytest.mark.parametrize(
    "html",
    [
        page("<h1>404</h1>"),
        page("<h1>404 Not Found</h1><hr><center>nginx/1.18</center>", "<title>404 Not Found</title>"),
        page("<h1>Error 404 (Not Found)!!1</h1><p>That's all we know.</p>"),
        page("<h2>403 Forbidden</h2><p>You don't have permission to access this resource.</p>"),
        page("<h2>HTTP 错误 500</h2><p>请联系管理员。</p>"),
        page("<h3>502 Bad Gateway</h3>"),
        page("<h1>HTTP Status 404 – 未找到</h1><p>类型 状态报告</p>"),
        page("<p>返回上页</p>", "<title>404-青禾县人民政府</title>"),
        page(f"{_MENU}<div><p>很抱歉，您要查看的网页当前已经过期或走丢了！</p></div>{_MENU}"),
        page("<div class='msg'>抱歉，您所请求的文章不存在或已被删除。</div>", "<title>青禾县人民政府</title>"),
        page("<p>找不到您访问的页面</p><p><a href='/'>回首页</a></p>"),
        page("<p>服务器繁忙，请稍后再试</p>"),
        page("<p>网站正在维护中，带来不便敬请谅解。</p>"),
    ],
)
def test_error_pages(tmp_path: Path, html: str) -> None:
    assert "is an error page" in failure(tmp_path, html).message
    assert reason(tmp_path, html).startswith("这是网站的出错页面")


@pytest.mark.parametrize(
    "html",
    [
        page("<p>您的访问被拒绝，请求编号 0000。</p>"),
        page("<p>安全验证</p><p>拖动滑块完成拼图</p>"),
        page("<h2>请先登录后查看</h2><form><input name='u'></form>"),
        page("<p>Checking your browser before accessing.</p>", "<title>Just a moment...</title>"),
    ],
)
def test_pages_that_let_nobody_in(tmp_path: Path, html: str) -> None:
    assert reason(tmp_path, html).startswith("这是要求登录或验证的页面")


@pytest.mark.parametrize(
    "html",
    [
        page("", '<meta http-equiv="refresh" content="0; url=\'/a/b.html\'">'),
        page("<p>欢迎光临</p>", '<meta http-equiv="Refresh" content="3;URL=index.html">'),
        page("<p>页面跳转中，请耐心等待。</p>"),
        page("<p>如果您的浏览器没有自动跳转，请<a href='/x'>点击这里</a>。</p>"),
        page("<h1>Object moved</h1><p>This document may be found <a href='/x'>here</a></p>"),
        page("<p>政务公开</p><script>window.location.href = '/zwgk/index.html';</script>"),
        page("<script>location.replace('/x')</script>"),
    ],
)
def test_pages_that_only_lead_on(tmp_path: Path, html: str) -> None:
    assert reason(tmp_path, html).startswith("这是跳转页面，没有正文")


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>公报</title></head><frameset><frame src='a.htm'><frame src='b.htm'></frameset></html>",
        "<html><frameset><noframes><body><p>浏览器不支持框架。</p></body></noframes></frameset></html>",
        page("<iframe src='/inner.html' width='100%'></iframe>"),
        page("<div><h1>公开目录</h1><iframe src='/inner.html'></iframe></div>"),
    ],
)
def test_pages_of_frames(tmp_path: Path, html: str) -> None:
    assert reason(tmp_path, html).startswith("这是框架页面")


@pytest.mark.parametrize(
    "html",
    [
        page("<div id='app'></div><script src='/js/app.js'></script>"),
        page("<noscript>We're sorry but this site needs scripts.</noscript><script src='a.js'></script>"),
        page("<div id='root'></div><script>window.__STATE__ = {text: '第一条 给予补助。'}</script>"),
        page("<p>请开启浏览器的JavaScript功能后访问</p>"),
        page("<p>数据加载中，请稍候……</p><script>load()</script>"),
        page("<h1>{{ article.title }}</h1><p>发布时间：{{article.date}}</p><div>{{article.body}}</div>"),
        page(f"{_MENU}<div id='main'></div><script>draw()</script>"),
    ],
)
def test_pages_that_scripts_build(tmp_path: Path, html: str) -> None:
    assert reason(tmp_path, html).startswith("网页的内容由脚本生成")


def test_pages_of_pictures_of_nothing_and_of_what_is_hidden(tmp_path: Path) -> None:
    assert reason(tmp_path, page("<p><img src='a.png'></p>")).startswith("网页的内容是图片")
    assert reason(tmp_path, page("")).startswith("网页里没有文字")
    assert reason(tmp_path, "<html></html>").startswith("网页里没有文字")
    hidden = "<div style='display:none'><p>第一条 给予补助。</p></div>"
    assert reason(tmp_path, page(hidden)).startswith("网页的文字都设成了看不见（8 字）")


@pytest.mark.parametrize(
    "body",
    [
        "<h1>500强企业名单</h1><p>甲公司、乙公司、丙公司。</p>",
        "<h1>关于404号提案的答复</h1><p>您的提案收悉，现答复如下。</p>",
        "<h1>常见问题</h1><p>问：系统提示页面不存在怎么办？</p><p>答：请更换浏览器后重试。</p>",
        "<h1>通知</h1><p>如遇系统异常，请拨打电话咨询。</p>",
        "<h1>网站建设管理办法</h1><p>第一条 网站无法访问的，应当及时处理。</p>",
        "<h1>公告</h1><p>请登录县政府网站申报，逾期不予受理。</p>",
        "<h1>关于废止文件的公告</h1><p>该文件已失效，不再执行。</p>",
        "<h1>通知</h1><p>定于3月1日开会。</p><iframe src='/share.html'></iframe><script>count()</script>",
        "<h1>通知</h1><p>定于3月1日开会。</p><script>if (mobile) location.href = '/m/'</script>",
        "<div id='app'></div><p>各乡镇：现将有关事项通知如下，请遵照执行，不得有误。</p><script>count()</script>",
    ],
)
def test_short_documents_are_no_error_pages(tmp_path: Path, body: str) -> None:
    path = tmp_path / "页.html"
    path.write_text(page(body), encoding="utf-8")
    assert len(read_file(path).text) > 10


def test_an_article_that_refreshes_itself_is_read(tmp_path: Path) -> None:
    path = tmp_path / "页.html"
    article = "<p>各乡镇人民政府：为了支持企业研发，现将有关事项通知如下，请认真执行。</p>" * 8
    path.write_text(page(article, '<meta http-equiv="refresh" content="600;url=/">'), encoding="utf-8")
    assert read_file(path).text.count("各乡镇") == 8
