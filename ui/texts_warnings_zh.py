"""What readers say of a file that they could read, in Chinese. They speak English, as the errors do."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PAGES = r": ([-\d, ]+?)(?: \(.*\))?\.(?: Text recognition is not installed\..*)?"

WARNINGS: Mapping[re.Pattern[str], str] = {
    re.compile(rf"\A{pattern}", re.DOTALL): line
    for pattern, line in {
        r".+ is named (\.\w+) but holds (\.\w+); it was read as \.\w+\.": "后缀是 {0}，内容是 {1}，已按 {1} 读取。",
        r"The language model (.+?) failed, and the file is in without what it proposes \((.*)\)\.": (
            "语言模型 {0} 没有给出可用的建议，文件已照常收入（{1}）。"
        ),
        r"The language model (.+?) proposed (\d+) values that a person should confirm\.": (
            "语言模型 {0} 对拿不准的信息提出 {1} 项建议，请确认。"
        ),
        r"The language model (.+?) proposed nothing that the document bears out\.": (
            "语言模型 {0} 没有提出原文能证实的建议。"
        ),
        r"The language model (.+?) was not asked about (\d+) more documents of the file\.": (
            "文件里另有 {1} 份资料没有问语言模型 {0}。"
        ),
        r"Same content as (.+), which is in the library already\.": "与资料库里的“{0}”内容相同，没有重复收入。",
        r"(\d+) bytes could not be decoded as (\S+) and were replaced by U\+FFFD\.": (
            "有 {0} 个字节不是 {1} 编码，已用替代符号代替。"
        ),
        r"Read as GB18030, but few of its characters are common: .+": (
            "按 GB18030 读取，但常用字很少：可能是别的编码（如 Big5）。"
        ),
        r"Left out around the article: (\d+) of the page's (\d+) characters\.": (
            "网页共 {1} 字，正文以外的 {0} 字没有收入。"
        ),
        r"Left out around the article: (\d+) of the page's (\d+) characters, (\d+) of them hidden\.": (
            "网页共 {1} 字，正文以外的 {0} 字没有收入，其中 {2} 字在网页上看不见。"
        ),
        r"(\d+) characters that nobody sees are left out\.": "有 {0} 字在页面上看不见，没有收入。",
        r"Attachments of the letter are left out: (.+)\.": "邮件的附件没有读取：{0}。",
        r"(\d+) formulas were never computed, and their cells are empty here\.": (
            "有 {0} 个公式没有计算过，这些单元格按空白读取。"
        ),
        r"(\d+) cells beyond column (\d+) are left out\.": "第 {1} 列以后有 {0} 个单元格没有收入。",
        r"Parts in another format are left out: (\d+) \((.*)\)\.": "嵌入的其他格式的内容没有读出：{0} 处（{1}）。",
        r"Embedded objects are left out: (\d+) \((.*)\)\.": "嵌入的对象没有收入：{0} 个（{1}）。",
        r"Sheets that an embedded workbook does not show are left out: (.+)\.": (
            "嵌入的工作簿里没有显示的工作表没有收入：{0}。"
        ),
        r"Hidden sheets are left out: (.+)\.": "隐藏的工作表没有收入：{0}。",
        r"Hidden slides are left out: ([\d, ]+)\.": "隐藏的幻灯片没有收入：第 {0} 页。",
        r"Hidden rows are left out: (\d+) \((.+)\)\.": "隐藏的行没有收入：{0} 行（{1}）。",
        r"Hidden columns are left out: (\d+) \((.+)\)\.": "隐藏的列没有收入：{0} 列（{1}）。",
        r"The workbook's styles are damaged: (\d+) numbers are shown without their format\.": (
            "工作簿的样式有缺损：有 {0} 个数字没有按格式显示（百分数、日期等可能与原表不同）。"
        ),
        r"The file has faults, and pages may be missing \((.+)\)\.": "文件有错误，可能缺页（{0}）。",
        r"The (\w+) part is damaged; what it adds to the text is missing \((.+)\)\.": (
            "文件的 {0} 部分已损坏，其中的文字没有读出（{1}）。"
        ),
        r"Page (\d+) cannot be read: (.+)": "第 {0} 页读不了：{1}",
        r"Pages that cannot be read in full: ([\d, ]+) \((.+)\)\.": "没有读全的页：{0}（{1}）。",
        r"Pages with faults, whose text may be incomplete: ([-\d, ]+) \((.*)\)\.": (
            "有错误、文字可能不全的页：{0}（{1}）。"
        ),
        r"Pages without text" + _PAGES: "没有文字的页：{0}。",
        r"Pages without text, probably scanned" + _PAGES: "没有文字、可能是扫描件的页：{0}。",
        r"Pages that cannot be read and are left out" + _PAGES: "读不出、没有收入的页：{0}。",
        r"Pages whose text is rubbish: their fonts do not say which characters they show" + _PAGES: (
            "文字是乱码的页（字体没有说明是什么字）：{0}。"
        ),
        r"Pages of which only a line or two are text and the rest is a picture" + _PAGES: (
            "除一两行文字外都是图片的页：{0}。"
        ),
        r"Pages that are pictures, read by a text layer that nobody sees" + _PAGES: (
            "是图片、按看不见的文字层读取的页（可能与图片不符）：{0}。"
        ),
        r"Pages whose picture was read, as the text layer under it says otherwise" + _PAGES: (
            "看不见的文字层与图片不符、已按图片识别的页：{0}。"
        ),
        r"Pages read by text recognition with little confidence" + _PAGES: "文字识别把握不大的页：{0}。",
        r"Pages on which ink under a seal or stamp could not be read" + _PAGES: "印章下有文字没有认出的页：{0}。",
    }.items()
}
"""The whole of a warning to its line, with the pattern's groups. A test finds the warnings that have none."""
