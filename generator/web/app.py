"""The workbench as a web application: addresses and what answers them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote

import jinja2
from msgspec import to_builtins
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from generator import __version__
from generator.forms.form import FormError
from generator.pipeline.disk_errors import disk_error_message
from generator.pipeline.exit_codes import CommandError
from generator.web import actions, imports, pages
from generator.web.audits import AuditAnswer, audit_upload
from generator.web.data_file import DataFile
from generator.web.guard import PREVIEW_POLICY, Guard, RequestTooLargeError
from generator.web.jobs import Jobs
from generator.web.plain_words import without_commands
from generator.web.sent import asked_for, number_of, path_in
from generator.web.text_at_path import UnreadableTextError
from generator.web.workspace import NotThereError, Workspace
from generator.yaml_edit.by_path import ChangeError

_HERE = Path(__file__).parent
_NOT_READABLE = 409
_NO_DOCUMENT = (
    "<!DOCTYPE html><html lang='zh-CN'><meta charset='utf-8'><title>文档</title>"
    "<body><main><p>还有填错的，文档印不出来。先改好标红的，这里就有文档。</p></main></body></html>"
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}
"""What files are, by their ending."""


def application(workspace: Workspace, hosts: frozenset[str], token: str) -> ASGIApp:
    """The workbench over a folder, for a browser that calls it by one of ``hosts`` and knows the
    token."""
    handlers = _Handlers(workspace)
    routes = [
        Route("/", handlers.home),
        Route("/state/{name:path}", handlers.state),
        Route("/new", handlers.new, methods=["POST"]),
        Route("/example", handlers.example, methods=["POST"]),
        Route("/import", handlers.import_workbook, methods=["POST"]),
        Route("/audit", handlers.audit, methods=["GET", "POST"]),
        Route("/subjects", handlers.subjects),
        Route("/file/{name:path}/page/{page}", handlers.page),
        Route("/file/{name:path}/text", handlers.text),
        Route("/file/{name:path}/status", handlers.status),
        Route("/file/{name:path}/revision", handlers.revision),
        Route("/file/{name:path}/preview", handlers.preview),
        Route("/file/{name:path}/origin", handlers.origin),
        Route("/file/{name:path}/printed", handlers.printed),
        Route("/file/{name:path}/job", handlers.job),
        Route("/file/{name:path}/completions", handlers.completions),
        Route("/file/{name:path}/document/{document}", handlers.document),
        Route("/file/{name:path}/{action}", handlers.act, methods=["POST"]),
        Route("/file/{name:path}", handlers.first_page),
    ]
    app = Starlette(routes=routes, exception_handlers=_ANSWERS)
    app.mount("/static", _Static(directory=_HERE / "static"))
    return Guard(app, hosts=hosts, token=token)


class _Static(StaticFiles):
    """The files that pages load, as what they are: on Windows any program may have noted in the
    registry that a script is plain text, and then no browser runs it."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """A file under its own kind."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        kind = _KINDS.get(Path(full_path).suffix)
        if kind is not None:
            response.headers["content-type"] = kind
        return response


def _refused(_request: Request, error: Exception) -> Response:
    """What cannot be done, told in Chinese."""
    return JSONResponse({"error": without_commands(str(error))}, _NOT_READABLE)


def _failed(_request: Request, error: Exception) -> Response:
    """A fault of the program: it is told, and the server says where it happened."""
    kind = type(error).__name__
    reason = f"程序出了错（{kind}），这一步没有做成；存好的都在。请把窗口里的报错告诉做程序的人"
    return JSONResponse({"error": reason}, 500)


def _not_there(request: Request, error: Exception) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(_render("lost.html", what=str(error) or "这个地址"), 404)
    return JSONResponse({"error": f"没有找到{error}"}, 404)


def _no_route(request: Request, error: Exception) -> Response:
    """An address, or a way to ask for it, that does not exist."""
    assert isinstance(error, HTTPException)
    answer = _not_there(request, NotThereError("这个地址"))
    answer.status_code = error.status_code
    return answer


def _unreadable(request: Request, error: Exception) -> Response:
    """A file with typos: on a page, the way to its text; to a script, what is wrong."""
    name = request.path_params.get("name", "")
    if "text/html" in request.headers.get("accept", "") and not request.url.path.endswith("/text"):
        return RedirectResponse(f"/file/{quote(name)}/text", 303)
    return JSONResponse({"error": str(error)}, _NOT_READABLE)


def _disk(_request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    reason = disk_error_message(error) or f"没有写成：{error}"
    return JSONResponse({"error": without_commands(reason)}, 507)


def _too_large(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "文件太大。"}, 413)


_ANSWERS = {
    ChangeError: _refused,
    CommandError: _refused,
    FormError: _refused,
    NotThereError: _not_there,
    HTTPException: _no_route,
    UnreadableTextError: _unreadable,
    OSError: _disk,
    RequestTooLargeError: _too_large,
    Exception: _failed,
}

_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals["version"] = __version__
_TEMPLATES.filters["address"] = lambda text: quote(text, safe="")
_TEMPLATES.filters["ident"] = lambda path: "f-" + "/".join(path).replace(" ", "_")
_TEMPLATES.filters["path"] = lambda path: json.dumps(path, ensure_ascii=False)


def _render(template: str, **values: object) -> str:
    return _TEMPLATES.get_template(template).render(values)


class _Handlers:
    """What answers each address. Questions are answered in threads, by functions that may wait for
    the disk; what is sent is awaited first, and worked on in a thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._jobs = Jobs()

    def _file(self, request: Request) -> DataFile:
        return self._workspace.file(request.path_params["name"])

    def home(self, _request: Request) -> Response:
        """The folder's data files, and the ways to a new one."""
        return HTMLResponse(_render("home.html", **pages.home(self._workspace)))

    def state(self, request: Request) -> Response:
        """The state of one file, for the list of files."""
        state = pages.state(self._workspace, request.path_params["name"])
        return JSONResponse(to_builtins(state))

    def first_page(self, request: Request) -> Response:
        """To the first page of a file."""
        name = quote(self._file(request).name, safe="")
        return RedirectResponse(f"/file/{name}/page/unit", 303)

    def page(self, request: Request) -> Response:
        """A page of the form; with ?fragment=1 only what changes when the file does."""
        values = pages.form(self._workspace, self._file(request), request.path_params["page"])
        if values is None:
            raise NotThereError("这一页")
        template = "fields.html" if "fragment" in request.query_params else "form.html"
        return HTMLResponse(_render(template, **values))

    def text(self, request: Request) -> Response:
        """The file as text."""
        values = pages.text(self._workspace, self._file(request))
        return HTMLResponse(_render("text.html", **values))

    def status(self, request: Request) -> Response:
        """Findings, counts and totals."""
        page = request.query_params.get("page", "")
        return JSONResponse(to_builtins(pages.status(self._file(request), page)))

    def revision(self, request: Request) -> Response:
        """The revision of the file now: windows ask for it to see what others changed."""
        return JSONResponse(self._file(request).text_revision())

    def preview(self, request: Request) -> Response:
        """The document as a page in its frame."""
        page = pages.preview(self._file(request))
        headers = {"content-security-policy": PREVIEW_POLICY}
        if page is None:
            return HTMLResponse(_NO_DOCUMENT, headers={**headers, "x-document": "none"})
        kind = "draft" if page.draft else "final"
        if page.waits:
            kind = "waiting"
        return HTMLResponse(page.content, headers={**headers, "x-document": kind})

    def origin(self, request: Request) -> Response:
        """Where a printed number comes from."""
        key = request.query_params.get("figure", "")
        origin = pages.origin(self._workspace, self._file(request), key)
        if origin is None:
            raise NotThereError("这个数的来历")
        return JSONResponse(to_builtins(origin))

    def printed(self, request: Request) -> Response:
        """The keys of the printed numbers into which a field goes."""
        path = path_in(request.query_params.get("path", ""))
        return JSONResponse(pages.printed(self._file(request), path))

    def job(self, request: Request) -> Response:
        """How far the documents are."""
        return JSONResponse(to_builtins(self._jobs.of(self._file(request).name)))

    def completions(self, request: Request) -> Response:
        """The keys that may stand at a place of the text."""
        line = number_of(request.query_params.get("line", "0"))
        return JSONResponse(pages.completions(self._file(request), line))

    def document(self, request: Request) -> Response:
        """A finished document, to be looked at or kept."""
        name = request.path_params["document"]
        documents = self._workspace.documents_of(self._file(request).name)
        place = next((each for each in documents if each.name == name), None)
        if place is None:
            raise NotThereError(name)
        disposition = "inline" if place.suffix == ".pdf" else "attachment"
        return FileResponse(
            place,
            media_type=_KINDS.get(place.suffix, "application/octet-stream"),
            filename=name,
            content_disposition_type=disposition,
        )

    def subjects(self, request: Request) -> Response:
        """科目 for a few typed signs."""
        query = request.query_params
        matching = actions.subjects(
            query.get("q", ""), query.get("kind", ""), query.get("year", "")
        )
        return JSONResponse(matching)

    async def act(self, request: Request) -> Response:
        """Change a file: by fields, by rows, as a text; or make something of it."""
        body = await request.body()

        def acted() -> object:
            file = self._file(request)
            make = actions.ACTIONS.get(request.path_params["action"])
            if make is None:
                raise NotThereError("这个操作")
            return make(self._workspace, self._jobs, file, asked_for(body))

        return JSONResponse(to_builtins(await run_in_threadpool(acted)))

    async def new(self, request: Request) -> Response:
        """A new data file; answers with its name."""
        asked = asked_for(await request.body())
        return JSONResponse(await run_in_threadpool(actions.new, self._workspace, asked))

    async def example(self, request: Request) -> Response:
        """An example, copied into the folder."""
        name = str(asked_for(await request.body()).get("name", ""))
        await run_in_threadpool(self._workspace.copy_example, name)
        return JSONResponse({"name": name})

    async def audit(self, request: Request) -> Response:
        """The page for finished documents; what was sent → its audit, or a file made of it."""
        if request.method != "POST":
            return HTMLResponse(_render("audit.html", **pages.audit(self._workspace)))
        query = dict(request.query_params)
        body = await request.body()
        answer = await run_in_threadpool(audit_upload, self._workspace, query, body)
        if isinstance(answer, AuditAnswer):
            return JSONResponse(to_builtins(answer))
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(answer.name)}"}
        kind = _KINDS[Path(answer.name).suffix]
        return Response(answer.content, media_type=kind, headers=headers)

    async def import_workbook(self, request: Request) -> Response:
        """Workbooks → a new file, or what they would change in one."""
        query = dict(request.query_params)
        body = await request.body()
        answer = await run_in_threadpool(imports.import_upload, self._workspace, query, body)
        return JSONResponse(to_builtins(answer))
