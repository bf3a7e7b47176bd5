"""What docs/csp.md says of policies beside a nonce: each is seen in Chromium, with the SDK on another host."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from flask import Flask, Response
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as NothingCame
from werkzeug.serving import make_server

from wootric_snippet import SnippetRenderer, User, mock_sdk
from wootric_snippet.delivery import Delivery
from wootric_snippet.loader_file import loader_file

NONCE = "bm9uY2U="
HASH = f"'{loader_file('data').integrity}'"
# Longer than the snippet waits for anything.
MILLISECONDS = 3000


@contextmanager
def served(headers: dict[str, str], delivery: Delivery, nonce: str | None) -> Iterator[str]:
    """Serve a page with these headers, and from another host the SDK."""
    app = Flask(__name__)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    urls: dict[str, Any] = {"loader_url": "/loader.js"} if delivery == "data" else {}
    sdk_url = f"http://localhost:{server.port}/sdk.js"
    renderer = SnippetRenderer("NPS-01fe3cbc", delivery=delivery, sdk_url=sdk_url, **urls)

    @app.get("/")
    def page() -> Response:
        html = f"<!doctype html><title>Shop</title>{renderer.render(User(email='hello@example.com'), nonce=nonce)}"
        return Response(html, headers=headers)

    @app.get("/sdk.js")
    def sdk() -> Response:
        return Response(mock_sdk.source(), content_type="text/javascript")

    @app.get("/loader.js")
    def loader() -> Response:
        return Response(loader_file("data").content, content_type="text/javascript")

    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def asks(page: Page, headers: dict[str, str], delivery: Delivery = "inline", nonce: str | None = NONCE) -> bool:
    """Return whether the page asks InMoment for a survey."""
    with served(headers, delivery, nonce) as url:
        page.goto(url)
        try:
            page.locator("#wootric-mock-sdk").wait_for(state="attached", timeout=MILLISECONDS)
        except NothingCame:
            return False
        return True


def policy(sources: str, more: str = "") -> dict[str, str]:
    return {"Content-Security-Policy": f"script-src {sources}; {more}"}


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        ({}, True),
        ({"Cross-Origin-Embedder-Policy": "require-corp"}, False),
        ({"Cross-Origin-Embedder-Policy": "credentialless"}, True),
        ({"Integrity-Policy": "blocked-destinations=(script)"}, False),
        (policy(f"'nonce-{NONCE}'"), True),
        (policy(f"'nonce-{NONCE}'", "trusted-types other"), False),
        (policy(f"'nonce-{NONCE}'", "trusted-types other wootric-snippet"), True),
    ],
)
def test_policy_lets_the_sdk_of_another_host_run_or_not(page: Page, headers: dict[str, str], asked: bool) -> None:
    assert asks(page, headers) is asked


@pytest.mark.parametrize(
    ("sources", "asked"),
    [(HASH, False), (f"{HASH} 'strict-dynamic'", True), (f"{HASH} http://localhost:*", True)],
    ids=["the hash", "strict-dynamic", "the host"],
)
def test_hash_of_the_loaders_file_is_not_enough_for_the_sdk(page: Page, sources: str, asked: bool) -> None:
    assert asks(page, policy(sources), delivery="data", nonce=None) is asked
