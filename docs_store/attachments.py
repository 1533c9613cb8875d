"""Which documents are attachments of which: files named 附件 beside a notice, or named in its list of attachments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from docs_store import lazy_re
from docs_store.catalog import DocumentInfo
from docs_store.textnorm import fold
from docs_store.titles import title_key

_MARK = lazy_re.compile(
    r"^\s*附\s*(?:件|表|录)\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*(?:-\d{1,2})?\s*[.:、_\-—\s]*"
)


def parents(infos: Iterable[DocumentInfo]) -> dict[str, str]:
    """Id of each attachment → id of the document that it belongs to.

    Only files of one folder (or one archive) belong together. The parent is the document that lists the attachment by
    name; a file that is only marked 附件 belongs to the one document of its folder that is no attachment.
    """
    folders: dict[str, list[DocumentInfo]] = defaultdict(list)
    for info in infos:
        folders[info.source_key.replace("\\", "/").rpartition("/")[0]].append(info)
    found: dict[str, str] = {}
    for together in folders.values():
        if len({info.source_key for info in together}) > 1:
            found |= _in_folder(together)
    return found


def _in_folder(together: list[DocumentInfo]) -> dict[str, str]:
    listed: dict[str, DocumentInfo] = {}
    for info in together:
        for name in info.metadata.attachments.value if info.metadata.attachments else ():
            listed.setdefault(_plain(name), info)
    marked = {info.id for info in together if _MARK.match(_stem(info))}
    heads = [info for info in together if info.id not in marked]
    only = heads[0] if len({info.source_key for info in heads}) == 1 else None
    found: dict[str, str] = {}
    for info in together:
        names = (_plain(_stem(info)), _plain(info.metadata.title.value))
        parent = next((listed[name] for name in names if name and name in listed), None)
        parent = parent or (only if info.id in marked else None)
        if parent is not None and parent.source_key != info.source_key:
            found[info.id] = parent.id
    return found


def _stem(info: DocumentInfo) -> str:
    return PurePosixPath(fold(info.source)).stem


def _plain(name: str) -> str:
    return title_key(_MARK.sub("", fold(name)))
