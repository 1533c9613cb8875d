"""Files that a visitor takes away, each only by whom it belongs to; and pictures of the library's pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from assistant.drafting.desk import Reply
from docs_store import plain
from docs_store.errors import InputError
from docs_store.library import Library
from docs_store.workspace import REJECTED, WAITING, Workspace
from ui.drafts.exports import FORMS
from ui.drafts.parts import Export
from ui.texts import Words
from ui.web.conversations import Conversations
from ui.web.page_pictures import PagePictures
from ui.web.visitor import owner

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
}

_WORDS = Words("zh")  # what is taken away goes to those who asked, whatever language the page speaks


def router(library: Library, workspace: Workspace, conversations: Conversations, pictures: PagePictures) -> APIRouter:
    """The addresses of what can be taken away."""
    made = APIRouter()

    @made.get("/drafts/{list_id}.{form}")
    def drafts(list_id: str, form: str, request: Request) -> Response:
        rows = workspace.replies(owner(request), list_id)
        if form not in FORMS or not rows:
            return Response(status_code=404)
        replies = [
            replace(reply, number=row.number, text=reply.text if row.text is None else row.text)
            for row in rows
            if row.state not in (REJECTED, WAITING) and row.content
            for reply in [plain.from_json(Reply, row.content)]
        ]
        return _file(replies, form, _WORDS("draft.title"), _WORDS("draft.file_name"))

    @made.get("/talks/{talk_id}.{form}")
    def talks(talk_id: str, form: str, request: Request) -> Response:
        who = owner(request)
        title = next((entry.title for entry in workspace.talks(who) if entry.id == talk_id), None)
        if form not in FORMS or title is None:
            return Response(status_code=404)
        replies = [
            Reply(
                number=turn.number, question=turn.question, outcome=turn.answer.outcome, text=turn.answer.answer,
                sources=turn.answer.citations, notes=turn.answer.notes,
                missing=turn.answer.missing, nearest=turn.answer.nearest,
            )
            for turn in conversations.load(who, talk_id)
            if turn.answer is not None
        ]  # fmt: skip
        return _file(replies, form, title, _WORDS("talk.file_name"))

    @made.get("/documents/{document_id}.txt")
    def texts(document_id: str) -> Response:
        document = library.document(document_id)
        if document is None:
            return Response(status_code=404)
        headers = {"content-disposition": 'attachment; filename="document.txt"'}
        return Response(document.text, media_type="text/plain; charset=utf-8", headers=headers)

    @made.get("/pages/{document_id}/{page}.png")
    def pages(document_id: str, page: int) -> Response:
        try:
            drawn = pictures.png(document_id, page)
        except InputError:
            drawn = None
        if drawn is None:
            return Response(status_code=404)
        return Response(drawn, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    return made


def _file(replies: Sequence[Reply], form: str, title: str, name: str) -> Response:
    content = FORMS[form](Export(replies=tuple(replies), day=date.today(), words=_WORDS, title=title))
    saved = quote(f"{name}.{form}")
    headers = {"content-disposition": f"attachment; filename=\"replies.{form}\"; filename*=UTF-8''{saved}"}
    return Response(content, media_type=_TYPES[form], headers=headers)
