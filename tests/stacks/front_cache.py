"""A cache in front of a site, as Wagtail's documentation sets one up: it stores what is not private, until a PURGE."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

import httpx

from tests.stacks.users import HEADER

_PASSED_ON = ("Cookie", HEADER)
"""What tells of a visitor: such a request is not answered from the store."""


class FrontCache(ThreadingHTTPServer):
    """The cache, at a port of its own, in a thread."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin = ""
        self.stored: dict[str, httpx.Response] = {}
        self.url = f"http://127.0.0.1:{self.server_port}"
        self._thread = Thread(target=self.serve_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FrontCache

    def do_GET(self) -> None:
        passed_on = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
        stored = None if passed_on else self.server.stored.get(self.path)
        response = stored or httpx.get(self.server.origin + self.path, headers=passed_on)
        control = response.headers.get("Cache-Control", "")
        is_shared = "Set-Cookie" not in response.headers and "private" not in control and "no-store" not in control
        if response.status_code == 200 and is_shared:
            self.server.stored[self.path] = response
        self.send_response(response.status_code)
        self.send_header("X-Front-Cache", "miss" if stored is None else "hit")
        for name in ("Content-Type", "Cache-Control", "Set-Cookie", "Location"):
            for value in response.headers.get_list(name):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.content)))
        self.end_headers()
        self.wfile.write(response.content)

    def do_PURGE(self) -> None:
        self.server.stored.pop(self.path, None)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Log nothing."""
