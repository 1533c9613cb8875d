"""All words of the web pages, in Chinese and in English. Both tables have the same keys.

Words in braces are filled in with `str.format`. The words of one page may stand in a module of their own with the
tables `ZH` and `EN`, named in `_PARTS`; no two modules share a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from docs_store import lazy_re
from docs_store.types import Kind
from ui import texts_en, texts_zh
from ui.web import (
    texts_about,
    texts_access,
    texts_ask,
    texts_draft,
    texts_figures,
    texts_library,
    texts_match,
    texts_server,
)

Words = Mapping[str, str]

# The folders of an absolute path, as in `/srv/library` and `C:\\data\\library`; no part of an address or of `a/b`.
_FOLDERS = lazy_re.compile(r"""(?<![\w/\\:.~<])(?:[A-Za-z]:)?[/\\](?:[^/\\\s:'",;()]+[/\\])*(?=[^/\\\s])""")

LANGUAGES: Mapping[str, str] = MappingProxyType({"zh": "中文", "en": "English"})

_ZH = {
    "html_lang": "zh-CN",
    "product": "政策问答助手",
    "serving": "政策问答助手已启动：{address}（按 Ctrl+C 停止）",
    "serving_empty": "资料库还是空的：请在网页的“资料库”页上传文件，或运行 policy-assistant ingest 路径。",
    "promise": "答案里的每一句话、每一个数字，都能打开原文核对。",
    "language": "语言",
    "tab_ask": "问答",
    "tab_library": "资料库",
    # asking
    "question_label": "问题",
    "question_placeholder": "输入您的问题",
    "send": "提问",
    "stop": "停止",
    "new_talk": "新对话",
    "all_regions": "全部地区",
    "all_years": "全部年份",
    "all_kinds": "全部类型",
    "region": "地区",
    "year": "年份",
    "welcome": "想了解什么？",
    "try_one": "可以从这些问题开始",
    "you": "您的问题",
    "searching": "正在资料库中查找…",
    "figures": "数字",
    "computed": "计算得出",
    "aspect_growth": "增速",
    "aspect_share": "占比",
    "aspect_rank": "位次",
    "aspect_completion": "完成率",
    "aspect_change": "增减",
    "notes": "说明",
    "sources": "出处",
    "not_found": "资料库里没有找到答案",
    "failed": "这次没有完成",
    "failed_unknown": "程序出了意外的故障，这个问题没有得到处理。",
    "failed_remedy": "请再试一次；如果仍然这样，请把运行窗口里的记录交给维护的人。",
    "searched": "查找范围",
    "searched_documents": "{n} 份资料",
    "lost": "连接中断",
    "lost_text": "与服务器的连接断开了，正在重新连接。输入的问题会保留。",
    "generated": "文字由语言模型组织，已逐句与原文核对",
    "actual": "实际",
    "expected": "预计",
    "target": "目标",
    "unknown": "未说明",
    # the source panel
    "cite": "出处 {n}：{title}",
    "close": "关闭",
    "place": "地区",
    "kind": "类型",
    "heading": "章节",
    "page": "页码",
    "page_n": "第 {n} 页",
    "file": "文件",
    "excerpt": "原文",
    "mismatch": "资料在回答之后有变动，这里是回答时的引文。",
    "side_hint": "每句话后面的编号就是出处。点按编号，原文会在这里打开，并标出所引的文字。",
    "holdings": "资料库现有 {documents} 份资料",
    # states of the library
    "empty_title": "资料库还是空的",
    "empty_text": "请先到“资料库”页上传政策文件或工作总结，再回来提问。",
    "keywords_only": "检索精度受限：目前仅按关键词检索。",
    # the library page
    "upload": "上传资料",
    "upload_hint": "支持 {suffixes}，可以一次选多个文件。同名而内容不同的文件会并存，可再选择替换。",
    "upload_here": "文件只在本机读取，不会发到别处。",
    "upload_asks": "文件在本机读取；其中读取时拿不准的，会把片段发给设置里的语言模型 {model}，请它提出建议。",
    "drop": "把文件拖到这里，或点按选择",
    "find": "筛选",
    "find_placeholder": "标题、地区、文号或文件名",
    "documents": "资料（{n} 份）",
    "documents_found": "资料（{n} / {all} 份）",
    "none_found": "没有符合的资料。",
    "more": "还有 {n} 份没有列出，请用筛选缩小范围。",
    "title": "标题",
    "years": "年份",
    "number": "文号",
    "chunks": "段落",
    "remove": "移除",
    "remove_confirm": "确定移除",
    "removed": "已移除《{title}》。",
    "gone": "这份资料已经不在资料库里。",
    "unread_files": "未能读取的文件",
    "reading_title": "读取进度",
    "waiting": "等待",
    "reading": "正在读取",
    "storing": "正在入库",
    "added": "已加入",
    "updated": "已更新",
    "unchanged": "没有变化",
    "failed_file": "失败",
    "quarantined": "已隔离",
    "not_read": "没有读取",
    "file_counts": "{documents} 份资料，{chunks} 个段落",
    "same_name": "这一批里有同名的文件，只读取了第一个。",
    "details": "详情",
    "page_error": "第 {n} 页",
    # questions offered, about what the library holds
    "ask_policy": "《{title}》的支持对象和申报条件是什么？",
    "ask_notice": "《{title}》要求什么时候申报？",
    "ask_done": "{place}{year}年主要完成了哪些工作？",
    "ask_planned": "{place}{year}年有哪些工作目标？",
    "ask_other": "《{title}》主要讲了什么？",
    "ask_figure": "{place}{year}年{indicator}",
    "ask_count": "多少{unit}？",
    "ask_amount": "是多少？",
}

_EN = {
    "html_lang": "en",
    "product": "Policy Assistant",
    "serving": "Policy Assistant: {address} (stop with Ctrl+C)",
    "serving_empty": "The library is empty: upload files on the Library page, or run policy-assistant ingest PATH.",
    "promise": "Every sentence and number of an answer opens at its place in the source.",
    "language": "Language",
    "tab_ask": "Ask",
    "tab_library": "Library",
    "question_label": "Question",
    "question_placeholder": "Type your question",
    "send": "Ask",
    "stop": "Stop",
    "new_talk": "New chat",
    "all_regions": "All places",
    "all_years": "All years",
    "all_kinds": "All kinds",
    "region": "Place",
    "year": "Year",
    "welcome": "What would you like to know?",
    "try_one": "You could start with one of these",
    "you": "Your question",
    "searching": "Searching the library…",
    "figures": "Figures",
    "computed": "computed",
    "aspect_growth": "growth",
    "aspect_share": "share",
    "aspect_rank": "rank",
    "aspect_completion": "completion",
    "aspect_change": "change",
    "notes": "Notes",
    "sources": "Sources",
    "not_found": "The library does not say",
    "failed": "This did not work",
    "failed_unknown": "The program met an unexpected fault, and the question was not dealt with.",
    "failed_remedy": "Try again; if it stays so, show the log in the server's window to whoever looks after it.",
    "searched": "Searched",
    "searched_documents": "documents: {n}",
    "lost": "Connection lost",
    "lost_text": "The server cannot be reached; trying again. What you typed is kept.",
    "generated": "Worded by a language model, each sentence checked against the source",
    "actual": "actual",
    "expected": "expected",
    "target": "target",
    "unknown": "not stated",
    "cite": "Source {n}: {title}",
    "close": "Close",
    "place": "Place",
    "kind": "Kind",
    "heading": "Section",
    "page": "Page",
    "page_n": "page {n}",
    "file": "File",
    "excerpt": "Text of the source",
    "mismatch": "The document changed after the answer was given; this is the quote as it was then.",
    "side_hint": "The numbers after each sentence are its sources. Choose one, and the text opens here with the quoted"
    " words marked.",
    "holdings": "{documents} documents in the library",
    "empty_title": "The library is empty",
    "empty_text": "Upload policies or work summaries on the Library page, then come back and ask.",
    "keywords_only": "Search is limited: it goes by keywords only.",
    "upload": "Upload documents",
    "upload_hint": "{suffixes}, several at once if you like. A file of the same name but other content stands beside"
    " the old one, and may replace it then.",
    "upload_here": "Files are read on this machine and sent nowhere else.",
    "upload_asks": "Files are read on this machine; of those that it is unsure of, parts are sent to the language model"
    " {model} of the settings, which proposes what they say.",
    "drop": "Drop files here, or click to choose",
    "find": "Filter",
    "find_placeholder": "Title, place, number or file name",
    "documents": "Documents ({n})",
    "documents_found": "Documents ({n} of {all})",
    "none_found": "No document matches.",
    "more": "{n} more are not listed; narrow the filter to see them.",
    "title": "Title",
    "years": "Years",
    "number": "Number",
    "chunks": "Passages",
    "remove": "Remove",
    "remove_confirm": "Remove it",
    "removed": "Removed “{title}”.",
    "gone": "That document is no longer in the library.",
    "unread_files": "Files that could not be read",
    "reading_title": "Reading",
    "waiting": "waiting",
    "reading": "reading",
    "storing": "storing",
    "added": "added",
    "updated": "updated",
    "unchanged": "unchanged",
    "failed_file": "failed",
    "quarantined": "quarantined",
    "not_read": "not read",
    "file_counts": "{documents} documents, {chunks} passages",
    "same_name": "Another file of this batch has the same name; only the first was read.",
    "details": "Details",
    "page_error": "page {n}",
    # The questions stay Chinese: they go to a library of Chinese texts.
    **{key: text for key, text in _ZH.items() if key.startswith("ask_")},
}

_PARTS = (texts_about, texts_access, texts_ask, texts_draft, texts_figures, texts_library, texts_match, texts_server)

_KINDS = {
    language: {kind.value: messages[f"kind.{kind}"] for kind in Kind}
    | {key: text for key, text in messages.items() if key.startswith("check.")}
    for language, messages in (("zh", texts_zh.MESSAGES), ("en", texts_en.MESSAGES))
}
_TABLES: Mapping[str, Words] = MappingProxyType(
    {
        "zh": {**_ZH, **_KINDS["zh"], **{key: text for part in _PARTS for key, text in part.ZH.items()}},
        "en": {**_EN, **_KINDS["en"], **{key: text for part in _PARTS for key, text in part.EN.items()}},
    }
)


def words(language: str) -> Words:
    """The words of a language; Chinese for one that is not there."""
    return _TABLES.get(language, _TABLES["zh"])


def both(key: str) -> str:
    """Words for whoever is reached without a page that has a language: Chinese, then English."""
    return f"{_TABLES['zh'][key]} {_TABLES['en'][key]}"


def error_text(code: str, message: str, told: Words) -> str:
    """What to tell a person about an error. The error tree speaks English; Chinese has a line for each code."""
    shown = without_folders(message)
    return texts_zh.ERRORS.get(code, shown) if told["html_lang"] == "zh-CN" else shown


def without_folders(message: str) -> str:
    """An error's message without the folders of the server: of a path only its last name."""
    return _FOLDERS.sub("", message)
