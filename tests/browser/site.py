"""The site that the browsers visit: one page a case, the SDK in every state, and a place for what was found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Event, Thread
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.serving import make_server

from tests.browser.libraries import library
from wootric_snippet import mock_sdk
from wootric_snippet.delivery import Delivery, Load
from wootric_snippet.loader_file import loader_file

HERE = Path(__file__).parent
# Longer than any case waits for anything, so that a hanging SDK answers at last and no thread stays behind.
_HANG_SECONDS = 60
# What the settings' address answers that is none of its answers.
_ANSWERS = {"page": "<p>Sorry</p>", "null": "null"}
# What the SDK's address serves, by the state that the case wants it in; any other state is a 404.
_SDK = {
    "ok": mock_sdk.source(),
    "hang": mock_sdk.source(),
    "throws": "throw new Error('the SDK is broken')",
    "empty": "",
    "late": f"setTimeout(() => {{ {mock_sdk.source()} }}, 50)",
    "once": mock_sdk.source(),
    "notifies": "dispatchEvent(new Event('sdk')); throw new Error('the SDK is broken')",
    "command-throws": (HERE / "sdk_command_throws.js").read_text(encoding="ascii"),
}


class Site:
    """Holds the pages, what was asked for and what the pages found."""

    def __init__(
        self,
        pages: Mapping[str, str | bytes],
        others: Mapping[str, Sequence[str]] | None = None,
        answers: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Take the cases' pages by name, in the order in which a browser opens them; each names its encoding.

        `others` are those that a case goes to by itself, by "name/page", as they are at each request; `answers` what
        its blocks ask for.
        """
        self.pages = pages
        self.others = others or {}
        self.answers = answers or {}
        self.requests: Counter[str] = Counter()
        self.found: dict[str, Any] = {}
        self.changed = Condition()
        self.release = Event()
        self.url = ""

    @property
    def url_to_open(self) -> str:
        """Return the address of the first page that has found nothing yet."""
        return f"{self.url}/case/{next(name for name in self.pages if name not in self.found)}"

    def after(self, name: str) -> str:
        """Return the address of the case that follows, or of the last page."""
        names = list(self.pages)
        following = names[names.index(name) + 1 :]
        return f"/case/{following[0]}" if following else "/done"

    def take(self, name: str, finding: Any) -> None:
        """Keep what a page found; the SDK of the next one may hang again."""
        self.release.clear()
        with self.changed:
            self.found[name] = finding
            self.changed.notify_all()

    def complete(self, seconds: float) -> bool:
        """Wait until every page has reported; false once none has for so many seconds."""
        with self.changed:
            while missing := len(self.pages) - len(self.found):
                if not self.changed.wait_for(lambda: len(self.pages) - len(self.found) < missing, seconds):
                    return False
        return True


def application(site: Site) -> Flask:
    """Return the site's server."""
    app = Flask(__name__)
    _add_pages(app, site)
    _add_scripts(app, site)
    _add_reports(app, site)
    return app


def _add_pages(app: Flask, site: Site) -> None:
    @app.get("/case/<name>")
    def case(name: str) -> Response:
        page = site.pages[name]
        xhtml = isinstance(page, str) and 'xmlns="' in page
        return Response(page, content_type="application/xhtml+xml" if xhtml else "text/html")

    @app.get("/case/<name>/<page>")
    def other(name: str, page: str) -> Response:
        site.requests[f"{name}/{page}"] += 1
        versions = site.others[f"{name}/{page}"]
        html = versions[min(site.requests[f"{name}/{page}"], len(versions)) - 1]
        return Response(html, content_type="text/html")

    @app.get("/away")
    def away() -> str:
        return "<script>addEventListener('pageshow', () => setTimeout(() => history.back()))</script>"

    @app.get("/done")
    def done() -> str:
        return "Every case was opened."


def _add_scripts(app: Flask, site: Site) -> None:
    @app.get("/sdk/<state>/<name>")
    def sdk(state: str, name: str) -> Response:
        site.requests[f"{state}/{name}"] += 1
        if state == "hang":
            site.release.wait(_HANG_SECONDS)
        if state not in _SDK:
            abort(404)
        if state == "once" and site.requests[f"{state}/{name}"] == 1:
            abort(503)
        return Response(_SDK[state], content_type="text/javascript", headers={"Cache-Control": "no-store"})

    @app.get("/hang")
    def hang() -> str:
        site.release.wait(_HANG_SECONDS)
        return ""

    @app.get("/loader/<delivery>/<load>.js")
    def loader(delivery: Delivery, load: Load) -> Response:
        return Response(loader_file(delivery, load).content, content_type="text/javascript")

    @app.get("/answer/<state>/<name>/<int:number>")
    def answer(state: str, name: str, number: int) -> Response:
        site.requests[f"answer/{name}"] += 1
        if state == "hang":
            site.release.wait(_HANG_SECONDS)
        if state == "visitor":
            number = int(request.cookies.get("visitor", number))
        if state == "redirect":
            return Response(status=302, headers={"Location": f"/answer/ok/{name}/{number}"})
        text = _ANSWERS[state] if state in _ANSWERS else site.answers[name][number] if number >= 0 else ""
        status = int(state) if state.isdecimal() else 200 if text else 204
        return Response(text, status, content_type="application/json", headers={"Cache-Control": "no-store"})

    @app.get("/library/<name>")
    def script(name: str) -> Response:
        return Response(library(name), content_type="text/javascript")

    # What a library loads beside itself.
    @app.get("/library/<name>/<path:path>")
    def part(name: str, path: str) -> Response:
        return Response(library(name, path), content_type="text/css" if path.endswith(".css") else "text/javascript")

    @app.get("/probe.js")
    def probe() -> Response:
        return Response((HERE / "probe.js").read_text(encoding="ascii"), content_type="text/javascript")


def _add_reports(app: Flask, site: Site) -> None:
    @app.get("/requests/<path:name>")
    def requests(name: str) -> list[int]:
        return [site.requests[name]]

    @app.post("/release")
    def release() -> str:
        site.release.set()
        return ""

    @app.post("/found/<name>")
    def found(name: str) -> str:
        site.take(name, request.get_json(force=True))
        return site.after(name)


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """Serve the site on the loopback interface for as long as the context lasts."""
    server = make_server("127.0.0.1", 0, application(site), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    site.url = f"http://127.0.0.1:{server.port}"
    try:
        yield site
    finally:
        site.release.set()
        server.shutdown()
        thread.join()
        server.server_close()
