"""Who may speak with the workbench: the browser of this machine that was given the address, and no
other page that it shows."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_REQUEST = 64 * 1024 * 1024
"""Bytes of a request: a workbook of the accounts software has a few million."""
TOKEN = "t"  # noqa: S105 - the name, not the secret
"""The name under which the address carries the token."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types workbench"
)
PREVIEW_POLICY = (
    "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "frame-ancestors 'self'"
)
"""For the document in its frame: the styles of a form, no script, nothing fetched."""
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """Answers itself what must not reach the workbench.

    ``hosts`` are the names by which this server may be called (a page of another name that resolves
    to this machine is refused); the token is asked for once in the address, then of the cookie.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], token: str) -> None:
        self._app = app
        self._hosts = hosts
        self._token = token
        port = next(iter(hosts)).rpartition(":")[2]
        # Cookies do not tell ports apart.
        self._cookie = f"juesuan-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection. Whatever is no HTTP (a websocket) is not spoken here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        await self._app(scope, _bounded(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> PlainTextResponse | RedirectResponse | None:
        """What to answer instead of the workbench; None where it may answer."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts or len(headers.getlist("host")) != 1:
            return PlainTextResponse("这个地址不对。", 421)
        origin = headers.get("origin")
        same = origin is None or origin in {f"http://{host}" for host in self._hosts}
        site = headers.get("sec-fetch-site", "same-origin")
        reads = scope["method"] in ("GET", "HEAD")
        if not same or (not reads and (origin is None or site not in ("same-origin", "none"))):
            return PlainTextResponse("别的网页不能用这个程序。", 403)
        if int(headers.get("content-length", "0") or 0) > LARGEST_REQUEST:
            return PlainTextResponse("文件太大。", 413)
        if self._is_known(headers):
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"))
        given = query.pop(TOKEN, [""])[0]
        if not reads or not secrets.compare_digest(given.encode(), self._token.encode()):
            return PlainTextResponse("请用打开程序时给出的完整地址（末尾有一串字母）。", 403)
        rest = urlencode(query, doseq=True)
        # Two slashes would lead to another host.
        place = "/" + scope["path"].lstrip("/")
        response = RedirectResponse(f"{place}{'?' * bool(rest)}{rest}", 303)
        response.set_cookie(self._cookie, self._token, httponly=True, samesite="strict")
        return response

    def _is_known(self, headers: Headers) -> bool:
        cookies = cookie_parser(headers.get("cookie", ""))
        given = cookies.get(self._cookie, "")
        return secrets.compare_digest(given.encode(), self._token.encode())


def _with_headers(send: Send) -> Send:
    """Sends with the headers that every answer has, where it has none of its own."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("content-security-policy", _POLICY)
        await send(message)

    return sending


class RequestTooLargeError(Exception):
    """A request that went on beyond its bound."""


def _bounded(receive: Receive) -> Receive:
    """Receives no more than a bound, whatever the headers said."""
    received = 0

    async def receiving() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_REQUEST:
            raise RequestTooLargeError
        return message

    return receiving
