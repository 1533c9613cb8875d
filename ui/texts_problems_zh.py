"""What `library check` finds wrong, in Chinese. It speaks English, as the errors do."""

from __future__ import annotations

import re
from collections.abc import Mapping

_REBUILD = "运行 policy-assistant library rebuild。"

PROBLEMS: Mapping[re.Pattern[str], str] = {
    re.compile(pattern, re.DOTALL): line
    for pattern, line in {
        r"Document (\S{1,200}) is not stored as it was read \((.{1,200}) changed or missing\)\."
        r" Ingest its file again: (.{1,1000})\.": (
            "文件 {0} 存的内容与读入时不同（{1} 有改动或缺失）。请重新读入：{2}。"
        ),
        r"Document (\S{1,200}) is missing\. Ingest its file again: (.{1,1000})\.": (
            "文件 {0} 不见了，请重新读入：{1}。"
        ),
        r"The documents of a file are missing\. Ingest it again: (.{1,1000})\.": (
            "有一个文件的内容不见了，请重新读入：{0}。"
        ),
        r"The vectors of (\d+) documents are missing or cut short\. .+": "有 {0} 篇的向量缺失或不完整。" + _REBUILD,
        r"Document (\S{1,200}) has (\d+) chunks, the keyword index (\d+)\. .+": (
            "文件 {0} 有 {1} 段，关键词索引里是 {2} 段。" + _REBUILD
        ),
        r"The keyword index holds document (\S{1,200}), which the catalog does not\. .+": (
            "关键词索引里有资料库没有的文件 {0}。" + _REBUILD
        ),
        r"The vector index lacks (\d+) chunks and holds (\d+) others\. .+": (
            "向量索引缺 {0} 段，多 {1} 段。" + _REBUILD
        ),
        r"Files of the vector index are missing or cut short: (.{1,1000}?)\. Run .+": (
            "向量索引的文件缺失或不完整：{0}。" + _REBUILD
        ),
        r"The (?:keyword|vector) index .+": "索引损坏，打不开。" + _REBUILD,
        r"The kept copy of a file is missing or damaged \((.{1,1000})\); ingest it again\.": (
            "保留的原文件缺失或损坏（{0}），请重新读入。"
        ),
        r"The file of conversations and lists of replies \((.{1,1000}?)\) .+": (
            "存会话和答复清单的文件（{0}）坏了，资料不受影响。请从备份恢复，或把它移走，会重新建一个空的。"
        ),
    }.items()
}
"""The whole of a problem to its line, with the pattern's groups."""
