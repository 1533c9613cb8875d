"""The address that files are uploaded to, in the place of Gradio's own, and the one that gives them back.

Gradio 6.31 answers with paths of the server, knows no visitors, and holds form fields of any length in memory.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse
from gradio.route_utils import GradioMultiPartParser
from gradio.routes import file_upload_statuses
from gradio_client.utils import strip_invalid_filename_characters
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect

from docs_store.errors import InputError
from ingest.formats import MAX_FILE_BYTES
from ui.web.texts import both, error_text, words
from ui.web.uploads import Uploads
from ui.web.visitor import owner

UPLOAD = "/gradio_api/upload"
_MAX_FIELD = 4096  # bytes of a form's field that is no file; Gradio's pages send none
_STATUS = {"too_large": 413, "uploads_full": 503}


def router(uploads: Uploads) -> APIRouter:
    """The addresses of uploads: `POST` of a form with `files` answers with a reference for each."""
    made = APIRouter()

    @made.post(UPLOAD)
    async def upload(request: Request, upload_id: str | None = None) -> Response:
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            return _refused(400, both("refused_form"))
        who = owner(request)
        size = int(request.headers["content-length"])  # `ui.web.bodies` saw to it
        try:
            with uploads.receiving(who, size):
                return JSONResponse(await _received(request, uploads, who, upload_id))
        except InputError as error:
            return _refused(_STATUS[error.code], f"{error_text(error.code, str(error), words('zh'))} {error}")
        except MultiPartException as error:
            if "File size exceeded" in error.message:
                most = InputError(f"Files over {MAX_FILE_BYTES >> 20} MB are not read.", code="too_large")
                return _refused(413, f"{error_text(most.code, str(most), words('zh'))} {most}")
            return _refused(400, both("refused_form"))
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it

    @made.get("/gradio_api/file={token}/{name}")
    def own_file(token: str, name: str, request: Request) -> Response:
        try:
            path = uploads.path(owner(request), f"{token}/{name}")
        except InputError:
            return Response(status_code=404)
        return FileResponse(path, media_type="application/octet-stream", filename=name)

    return made


async def _received(request: Request, uploads: Uploads, who: str, upload_id: str | None) -> list[str]:
    parser = _Parser(
        request.headers,
        request.stream(),
        max_fields=10,
        upload_dir=uploads.folder,
        upload_id=upload_id,
        upload_progress=file_upload_statuses if upload_id else None,
        max_file_size=MAX_FILE_BYTES,
    )
    references = []
    try:
        form = await parser.parse()
        for file in form.getlist("files"):
            if not isinstance(file, UploadFile):
                continue
            await file.close()
            name = strip_invalid_filename_characters(Path(file.filename or "").name) or "file"
            lies = Path(str(file.file.name))
            references.append(await run_in_threadpool(uploads.add, who, lies, "file" if name == ".." else name))
    finally:
        parser.tidy()
    return references


class _Parser(GradioMultiPartParser):
    """Gradio's parser, which tells the page how far its upload is; bounded where that is not."""

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """See `GradioMultiPartParser`."""
        part = self._current_part
        if part.file is not None:
            super().on_part_data(data, start, end)
            return
        if len(part.data) + end - start > _MAX_FIELD:
            raise MultiPartException("A field is too long.")
        part.data += data[start:end]

    def tidy(self) -> None:
        """Delete what was received and not taken over."""
        for file in self._files_to_close_on_error:
            file.close()
            Path(file.name).unlink(missing_ok=True)
        if self.upload_id is not None:
            file_upload_statuses.set_done(self.upload_id)


def _refused(status: int, why: str) -> Response:
    return PlainTextResponse(why, status, headers={"connection": "close"})  # the page shows it as it is
