"""Pictures of documents' pages, drawn in a process of its own and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from docs_store.library import Library
from ingest.isolation import ReaderProcess

_WIDTH = 1000  # pixels; sharp on a panel of 420 at twice its density
_KEPT = 48


class PagePictures:
    """Draws the pages of a library's documents. Safe for many threads, which take turns in drawing.

    Args:
        library: whose documents; only visible ones have pictures.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._process = ReaderProcess()
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = Lock()
        self.close = self._process.close

    def png(self, document_id: str, page: int) -> bytes | None:
        """A page as PNG; `None` where the library keeps no file with pages for this document.

        Raises:
            InputError: the page cannot be drawn.
        """
        path = self._library.original(document_id)
        if path is None:
            return None
        key = (document_id, page)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        drawn = self._process.draw(path, page, _WIDTH)
        with self._lock:
            self._kept[key] = drawn
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return drawn
