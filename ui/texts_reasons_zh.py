"""Why a file without text has none, in Chinese, where the error's code alone would say too little."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SAVE = "请在浏览器里打开正文页，看到内容后再保存，或打印成 PDF。"

REASONS: Mapping[re.Pattern[str], str] = {
    re.compile(rf"\A{pattern}", re.DOTALL): line
    for pattern, line in {
        r".+? is an error page of a web site and no document: (.{1,60}?)\. Open .+": (
            "这是网站的出错页面，不是文件（{0}）；" + _SAVE
        ),
        r".+? is a page that lets nobody in and no document: (.{1,60}?)\. Open .+": (
            "这是要求登录或验证的页面，不是文件（{0}）；" + _SAVE
        ),
        r".+? only leads on to another page, by a script\. Open .+": "这是跳转页面，没有正文；" + _SAVE,
        r".+? only leads on to another page: (.{1,300}?)\. Open .+": "这是跳转页面，没有正文（{0}）；" + _SAVE,
        r".+? holds no text: it only puts other pages into frames\. .+": (
            "这是框架页面，正文在框架里的另一个网页；请单独打开那个网页再保存，或打印成 PDF。"
        ),
        r".+? holds no text: what it shows is fetched or built by its scripts\. .+": (
            "网页的内容由脚本生成，保存的文件里没有正文；" + _SAVE
        ),
        r".+? holds no text that anybody sees: its styles hide all (\d+) characters\. .+": (
            "网页的文字都设成了看不见（{0} 字），没有可读的正文；" + _SAVE
        ),
        r".+? holds no text: what it shows is in pictures\. .+": (
            "网页的内容是图片，没有文字；请把图片另存后读入，会做文字识别。"
        ),
        r".+? has no text of its own: what it shows is in a part of another format \((.{1,200}?)\)\. .+": (
            "文件的内容在嵌入的其他格式的部分里，读不出（{0}）；请用 Word 打开，重新另存为 .docx。"
        ),
        r".+? has no text of its own: what it shows is in embedded objects \((.{1,300}?)\)\. .+": (
            "文件里只有嵌入的对象，没有文字（{0}）；请打开这些对象，各自另存后读入。"
        ),
        r"All slides of .+? are hidden\. .+": "幻灯片全都设成了隐藏，没有可读的内容；请取消隐藏要读的页，再保存。",
        r".+? is a letter or saved page without text\. .+": "邮件或保存的网页里没有文字；附件请另存为文件后读入。",
        r".+? has no cell in sight with anything in it\. .+": (
            "表格里没有看得见的内容；隐藏的行列，图片和图表里的文字，都不读。"
        ),
        r".+? holds no text\. Check the file\.": "文件里只有空白，没有文字；请检查文件。",
        r".+? is a web page without text\. .+": "网页里没有文字；" + _SAVE,
    }.items()
}
"""The whole of an error's words to its line, with the pattern's groups."""
