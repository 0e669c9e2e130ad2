"""The workbench as a web application: addresses and what answers them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
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
from starlette.types import ASGIApp

from generator import __version__
from generator.forms.form import FormError
from generator.pipeline.disk_errors import disk_error_message
from generator.pipeline.exit_codes import CommandError
from generator.web import actions, pages
from generator.web.data_file import DataFile, Unreadable
from generator.web.guard import PREVIEW_POLICY, Guard, RequestTooLarge
from generator.web.jobs import Jobs
from generator.web.plain_words import without_commands
from generator.web.workspace import NotThere, Workspace
from generator.yaml_edit.by_path import ChangeError

_HERE = Path(__file__).parent
_NOT_READABLE = 409
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
        Route("/state/{name}", handlers.state),
        Route("/new", handlers.new, methods=["POST"]),
        Route("/example", handlers.example, methods=["POST"]),
        Route("/import", handlers.import_workbook, methods=["POST"]),
        Route("/subjects", handlers.subjects),
        Route("/file/{name}", handlers.first_page),
        Route("/file/{name}/page/{page}", handlers.page),
        Route("/file/{name}/text", handlers.text),
        Route("/file/{name}/status", handlers.status),
        Route("/file/{name}/revision", handlers.revision),
        Route("/file/{name}/preview", handlers.preview),
        Route("/file/{name}/origin", handlers.origin),
        Route("/file/{name}/printed", handlers.printed),
        Route("/file/{name}/job", handlers.job),
        Route("/file/{name}/completions", handlers.completions),
        Route("/file/{name}/document/{document}", handlers.document),
        Route("/file/{name}/{action}", handlers.act, methods=["POST"]),
    ]
    app = Starlette(routes=routes, exception_handlers=_ANSWERS)
    app.mount("/static", _Static(directory=_HERE / "static"))
    return Guard(app, hosts=hosts, token=token)


class _Static(StaticFiles):
    """The files that pages load, as what they are: on Windows any program may have noted in the
    registry that a script is plain text, and then no browser runs it."""

    def file_response(self, *given: Any, **named: Any) -> Response:
        """A file under its own kind."""
        response = super().file_response(*given, **named)
        kind = _KINDS.get(Path(os.fspath(given[0])).suffix)
        if kind is not None:
            response.headers["content-type"] = kind
        return response


def _refused(_request: Request, error: Exception) -> Response:
    """What cannot be done, told in Chinese."""
    return JSONResponse({"error": without_commands(str(error))}, _NOT_READABLE)


def _not_understood(_request: Request, _error: Exception) -> Response:
    """What no page of ours would ask."""
    return JSONResponse({"error": "请求读不懂"}, 400)


def _not_there(request: Request, error: Exception) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(_render("lost.html", what=str(error) or "这个地址"), 404)
    return JSONResponse({"error": f"没有 {error}"}, 404)


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
    ValueError: _not_understood,
    NotThere: _not_there,
    Unreadable: _unreadable,
    OSError: _disk,
    RequestTooLarge: _too_large,
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
    """What answers each address. Work on files is done beside the loop, in threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._jobs = Jobs()

    def _file(self, request: Request) -> DataFile:
        return self._workspace.file(request.path_params["name"])

    async def home(self, _request: Request) -> Response:
        """The folder's data files, and the ways to a new one."""
        values = await run_in_threadpool(pages.home, self._workspace)
        return HTMLResponse(_render("home.html", **values))

    async def state(self, request: Request) -> Response:
        """The state of one file, for the list of files."""
        state = await run_in_threadpool(pages.state, self._workspace, request.path_params["name"])
        return JSONResponse(to_builtins(state))

    async def first_page(self, request: Request) -> Response:
        """To the first page of a file."""
        name = quote(self._file(request).name, safe="")
        return RedirectResponse(f"/file/{name}/page/unit", 303)

    async def page(self, request: Request) -> Response:
        """A page of the form; with ?fragment=1 only what changes when the file does."""
        address = request.path_params["page"]

        def build() -> str | None:
            values = pages.form(self._workspace, self._file(request), address)
            if values is None:
                return None
            template = "fields.html" if "fragment" in request.query_params else "form.html"
            return _render(template, **values)

        text = await run_in_threadpool(build)
        if text is None:
            raise HTTPException(404)
        return HTMLResponse(text)

    async def text(self, request: Request) -> Response:
        """The file as text."""
        values = await run_in_threadpool(pages.text, self._workspace, self._file(request))
        return HTMLResponse(_render("text.html", **values))

    async def status(self, request: Request) -> Response:
        """Findings, counts and totals."""
        page = request.query_params.get("page", "")
        status = await run_in_threadpool(pages.status, self._file(request), page)
        return JSONResponse(to_builtins(status))

    async def revision(self, request: Request) -> Response:
        """The revision of the file now: windows ask for it to see what others changed."""
        return JSONResponse(await run_in_threadpool(self._file(request).text_revision))

    async def preview(self, request: Request) -> Response:
        """The document as a page in its frame."""
        content, is_there = await run_in_threadpool(pages.preview, self._file(request))
        headers = {"content-security-policy": PREVIEW_POLICY}
        if not is_there:
            headers["x-document"] = "none"
        return HTMLResponse(content, headers=headers)

    async def origin(self, request: Request) -> Response:
        """Where a printed number comes from."""
        key = request.query_params.get("figure", "")
        origin = await run_in_threadpool(pages.origin, self._file(request), key)
        if origin is None:
            raise HTTPException(404)
        return JSONResponse(to_builtins(origin))

    async def printed(self, request: Request) -> Response:
        """The keys of the printed numbers into which a field goes."""
        path = actions.path_of(json.loads(request.query_params.get("path", "[]")))
        return JSONResponse(await run_in_threadpool(pages.printed, self._file(request), path))

    async def job(self, request: Request) -> Response:
        """How far the documents are."""
        return JSONResponse(to_builtins(self._jobs.of(self._file(request).name)))

    async def completions(self, request: Request) -> Response:
        """The keys that may stand at a place of the text."""
        line = int(request.query_params.get("line", "0"))
        keys = await run_in_threadpool(pages.completions, self._file(request), line)
        return JSONResponse(keys)

    async def document(self, request: Request) -> Response:
        """A finished document, to be looked at or kept."""
        name = request.path_params["document"]
        documents = self._workspace.documents_of(self._file(request).name)
        place = next((each for each in documents if each.name == name), None)
        if place is None:
            raise NotThere(name)
        disposition = "inline" if place.suffix == ".pdf" else "attachment"
        return FileResponse(
            place,
            media_type=_KINDS.get(place.suffix, "application/octet-stream"),
            filename=name,
            content_disposition_type=disposition,
        )

    async def subjects(self, request: Request) -> Response:
        """科目 for a few typed signs."""
        query = request.query_params
        found = await run_in_threadpool(
            actions.subjects, query.get("q", ""), query.get("kind", ""), query.get("year", "")
        )
        return JSONResponse(found)

    async def act(self, request: Request) -> Response:
        """Change a file: by fields, by rows, as a text; or make something of it."""
        file, action = self._file(request), request.path_params["action"]
        body = await request.body()
        make = actions.ACTIONS.get(action)
        if make is None:
            raise HTTPException(404)
        asked = actions.asked_for(body)
        answer = await run_in_threadpool(make, self._workspace, self._jobs, file, asked)
        return JSONResponse(to_builtins(answer))

    async def new(self, request: Request) -> Response:
        """A new data file; answers with its name."""
        asked = actions.asked_for(await request.body())
        return JSONResponse(await run_in_threadpool(actions.new, self._workspace, asked))

    async def example(self, request: Request) -> Response:
        """An example, copied into the folder."""
        name = str(actions.asked_for(await request.body()).get("name", ""))
        await run_in_threadpool(self._workspace.copy_example, name)
        return JSONResponse({"name": name})

    async def import_workbook(self, request: Request) -> Response:
        """Workbooks → a new file, or what they would change in one."""
        query = dict(request.query_params)
        body = await request.body()
        answer = await run_in_threadpool(actions.import_upload, self._workspace, query, body)
        return JSONResponse(to_builtins(answer))
