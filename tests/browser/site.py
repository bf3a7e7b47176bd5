"""The site that the browsers visit: one page a case, the SDK in every state it can be in, and a place for findings."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Event, Thread
from typing import Any
from urllib.parse import urlsplit

from wootric_snippet import stand_in

HERE = Path(__file__).parent
# Longer than any case waits for anything, so that a hanging SDK answers at last and no thread stays behind.
_HANG_SECONDS = 60
_SDK = {
    "ok": stand_in.source,
    "hang": stand_in.source,
    "throws": lambda: "throw new Error('the SDK is broken')",
    "empty": lambda: "",
    "command-throws": lambda: (HERE / "sdk_command_throws.js").read_text(encoding="ascii"),
}


class Site:
    """Serves the pages, remembers what was asked for and what the pages found."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        """Take the cases' pages by name, in the order in which a browser is to open them."""
        self.pages = pages
        self.requests: Counter[str] = Counter()
        self.found: dict[str, Any] = {}
        self.changed = Condition()
        self.release = Event()
        self.url = ""

    @property
    def first(self) -> str:
        """Return the address to open a browser with."""
        return f"{self.url}/case/{next(iter(self.pages))}"

    def after(self, name: str) -> str:
        """Return the address of the case that follows, or of the last page."""
        names = [*self.pages, ""]
        following = names[names.index(name) + 1]
        return f"/case/{following}" if following else "/done"

    def take(self, name: str, finding: Any) -> None:
        """Keep what a page found; the SDK of the next one may hang again."""
        self.release.clear()
        with self.changed:
            self.found[name] = finding
            self.changed.notify_all()

    def wait(self, seconds: float) -> dict[str, Any]:
        """Return the findings once all are in, or those that are there after a long time."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.found) == len(self.pages), seconds)
        return self.found


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """Serve the site on the loopback interface for as long as the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, _, name = urlsplit(self.path).path.strip("/").partition("/")
            if kind == "case" and name in site.pages:
                self.answer(site.pages[name], "text/html; charset=utf-8")
            elif kind == "sdk":
                self.answer_sdk(name)
            elif kind == "requests":
                self.answer(json.dumps(site.requests[name]), "application/json")
            elif kind == "probe.js":
                self.answer((HERE / "probe.js").read_text(encoding="ascii"), "text/javascript")
            else:
                self.answer("", "text/plain", HTTPStatus.OK if kind == "done" else HTTPStatus.NOT_FOUND)

        def do_POST(self) -> None:
            kind, _, name = urlsplit(self.path).path.strip("/").partition("/")
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if kind == "release":
                site.release.set()
            else:
                site.take(name, json.loads(body))
            self.answer(site.after(name) if kind == "found" else "", "text/plain")

        def answer_sdk(self, name: str) -> None:
            site.requests[name] += 1
            state = name.partition("/")[0]
            if state == "hang":
                site.release.wait(_HANG_SECONDS)
            script = _SDK.get(state)
            self.answer(script() if script else "", "text/javascript", HTTPStatus.OK if script else HTTPStatus.NOT_FOUND)

        def answer(self, text: str, content_type: str, status: HTTPStatus = HTTPStatus.OK) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
            """Say nothing: what was asked for is counted."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        site.release.set()
        server.shutdown()
        server.server_close()
