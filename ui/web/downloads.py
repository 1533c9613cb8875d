"""Files that a visitor takes away, each only by whom it belongs to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from assistant.drafting.desk import Reply
from docs_store import plain
from docs_store.workspace import REJECTED, WAITING, Workspace
from ui.drafts.exports import FORMS
from ui.drafts.parts import Export
from ui.texts import Words
from ui.web.visitor import owner

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
}


def router(workspace: Workspace) -> APIRouter:
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
        words = Words("zh")  # the letter goes to those who asked, whatever language the page speaks
        content = FORMS[form](Export(replies=tuple(replies), day=date.today(), words=words))
        name = quote(f"{words('draft.file_name')}.{form}")
        headers = {"content-disposition": f"attachment; filename=\"replies.{form}\"; filename*=UTF-8''{name}"}
        return Response(content, media_type=_TYPES[form], headers=headers)

    return made
