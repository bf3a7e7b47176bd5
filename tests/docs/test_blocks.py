"""The named blocks of the docs do what the pages say, and no block is left without a test."""

from __future__ import annotations

import asyncio
import inspect
import re
import subprocess
import sys
import unittest
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
import httpx
import pytest
from csp.constants import NONCE
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.models import User as Account
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from flask import Flask, render_template
from jinja2 import DictLoader

from tests.docs import test_guides
from tests.docs.doc_runner import PAGES, Block, blocks, find, shell
from tests.servers import ROOT
from wootric_snippet import SnippetRenderer, Survey, User, mock_sdk
from wootric_snippet.csp import TRUSTED_TYPES_POLICY
from wootric_snippet.django import snippet
from wootric_snippet.django.conf import MIDDLEWARE
from wootric_snippet.flask import Wootric
from wootric_snippet.integration.visitor import REASONS
from wootric_snippet.loader_file import loader_file
from wootric_snippet.testing import extract_settings

NOT_RUN = {
    ("README", "pip install wootric-snippet\n"): "the tutorial's test installs the package",
    ("events", "window.wootricSnippet?.track"): "tests/browser/cases run `track`",
    ("scale", "proxy_cache_path"): "tests/cache runs nginx with it",
    ("consent", "document.dispatchEvent"): "tests/browser/test_consent_docs.py runs it in Chromium",
    ("consent", "wootricSnippet.consent()"): "tests/browser/test_consent_docs.py runs it in Chromium",
    ("consent", "function surveys"): "tests/browser/test_consent_docs.py runs it in Chromium",
    ("consent", "var klaroConfig"): "tests/browser/test_consent_docs.py runs it in Chromium",
    ("consent", "CookieConsent.run"): "tests/browser/test_consent_docs.py runs it in Chromium",
    ("consent", "tarteaucitron.services"): "tests/browser/test_consent_docs.py runs it in Chromium",
    ("consent", "__tcfapi"): "tests/browser/test_consent_docs.py runs it in Chromium",
    ("page-changes", "window.wootricSnippet?.page("): "tests/browser/cases run `page`",
    ("tutorial", ""): "tests/browser/test_tutorial.py follows the whole page",
}
"""The beginnings of blocks that no test here runs, each with the reason."""

Names = dict[str, Any]
EMAIL = "hello@example.com"
MEMBER: dict[str, Any] = {
    "is_authenticated": True,
    "opted_out": False,
    "pk": 7,
    "contact_address": EMAIL,
    "signed_up": date(2018, 8, 3),
    "public_id": "m-7",
    "plan": "pro",
    "seats": 5,
}
USER_OF_MEMBER = User(EMAIL, 1533254400, external_id="m-7", properties={"plan": "pro", "seats": 5})
LOADER = f"/wootric/{loader_file('fetch').name}"


def asgi(app: Any, *requests: tuple[str, str]) -> list[httpx.Response]:
    """Send requests to an ASGI application, in one session, and return the responses after redirects."""

    async def send() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", follow_redirects=True) as client:
            return [await client.request(method, path) for method, path in requests]

    return asyncio.run(send())


def page_text(page: str) -> str:
    return (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")


def events(*pages: str) -> list[tuple[Any, Any]]:
    settings = [extract_settings(page) or {} for page in pages]
    return [(page.get("event_name"), page.get("properties")) for page in settings]


def test_every_block_is_run() -> None:
    marks = [mark for function in globals().values() for mark in getattr(function, "pytestmark", ())]
    tested = {(page, name) for mark in marks if mark.name == "docs" for page, *names in [mark.args] for name in names}
    guides = [*test_guides.GUIDES, *test_guides.DJANGO]

    def is_followed(page: str, block: Block) -> bool:
        return page in guides and block.kind != "run" and test_guides.DJANGO.get(page) in (None, block.section)

    tested.add(("accounts", "tag"))  # by the account's test
    found = [(page, block) for page in PAGES for block in blocks(page)]
    skipped = {
        (page, start): [block for name, block in found if name == page and block.code.startswith(start)]
        for page, start in NOT_RUN
    }
    assert [name for name, unused in skipped.items() if not unused] == []
    not_run = [repr(block) for several in skipped.values() for block in several]
    assert [
        block
        for page, block in found
        if not (block.is_doctest or (page, block.name) in tested or is_followed(page, block))
        and repr(block) not in not_run
    ] == []
    assert tested <= {(page, block.name) for page, block in found if block.kind == "run"}


@pytest.mark.parametrize("page", [page for page in PAGES if any(block.is_doctest for block in blocks(page))])
def test_examples_of_the_page_are_true(page: str) -> None:
    names: Names = {}
    for block in blocks(page):
        if block.is_doctest:
            block.execute(names)


@pytest.mark.docs("README", "flask")
def test_readme_flask_page_asks_its_user(names: Names) -> None:
    response = names["app"].test_client().get("/")
    settings = extract_settings(response.text)
    assert settings is not None
    assert (settings["email"], settings["created_at"]) == (EMAIL, 1533310126)
    assert response.headers["Cache-Control"] == "private"


@pytest.mark.docs("README", "fastapi")
def test_readme_fastapi_page_asks_its_user(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "home.html").write_text("<h1>Welcome</h1>{{ wootric_snippet() }}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    page, script = asgi(request.getfixturevalue("names")["app"], ("GET", "/"), ("GET", "/wootric/mock-sdk.js"))
    settings = extract_settings(page.text)
    assert settings is not None
    assert (settings["email"], settings["created_at"], script.text) == (EMAIL, 1533310126, mock_sdk.source())


def test_readme_fits_on_150_lines() -> None:
    assert blocks("README")[0].document.text.count("\n") <= 150


def test_readme_figures_are_those_of_their_pages() -> None:
    rows = re.findall(r"^\| .*docs/(security|page-cost)\.md.*$", blocks("README")[0].document.text, re.MULTILINE)
    lines = [line for line in blocks("README")[0].document.text.splitlines() if re.search(r"\d{3}.*docs/", line)]
    for page, line in zip(rows, lines, strict=True):
        figures = set(re.findall(r"\d[\d,]{2,}", line.replace("wootric-snippet", "")))
        assert figures <= set(re.findall(r"\d[\d,]{2,}", page_text(page))), page


@pytest.mark.docs("jinja2", "core")
def test_core_prints_the_snippet(names: Names) -> None:
    settings = extract_settings(names["html"]) or {}
    assert (settings["email"], settings["event_name"], settings["group_info"]["id"]) == (
        EMAIL,
        "Order Completed",
        "0e8c",
    )
    assert 'nonce="r4nd0m"' in names["html"].partition(">")[0]


@pytest.mark.docs("surveys", "survey")
def test_survey_of_the_docs_is_sent(names: Names) -> None:
    settings = names["renderer"].settings(User(EMAIL))
    assert (settings["product_name"], settings["modal_theme"]) == ("Initech", "dark")


def test_every_field_of_survey_is_on_its_page() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", blocks("surveys")[0].document.text, re.MULTILINE)
    assert sorted(listed) == sorted(inspect.signature(Survey).parameters)


@pytest.mark.docs("testing", "flask")
def test_flask_test_of_the_docs_passes(names: Names) -> None:
    names["test_pricing_page_asks_its_customer"]()


@pytest.mark.django_db
@pytest.mark.docs("testing", "django")
def test_django_test_of_the_docs_passes(names: Names) -> None:
    def pricing(request: HttpRequest) -> HttpResponse:
        return HttpResponse(snippet(request))

    suite = unittest.defaultTestLoader.loadTestsFromTestCase(names["PricingTest"])
    urls = [path("pricing/", pricing)]
    with override_settings(ROOT_URLCONF=tuple(urls), WOOTRIC={"ACCOUNT_TOKEN": "NPS-01fe3cbc"}):
        result = unittest.TestResult()
        suite.run(result)
    assert (result.testsRun, result.errors, result.failures) == (2, [], [])


@pytest.mark.parametrize("name", ["flask", "django"])
def test_tests_of_the_docs_pass_mypy(name: str, tmp_path: Path) -> None:
    file = tmp_path / "test_site.py"
    file.write_text(find("testing", name).code, encoding="utf-8")
    settings = ["--strict", "--config-file=", f"--cache-dir={tmp_path}"]
    done = subprocess.run([sys.executable, "-m", "mypy", *settings, file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "Success: no issues found in 1 source file\n")


@pytest.mark.docs("testing", "check")
def test_check_prints_what_the_page_shows() -> None:
    done = shell("testing", "check")
    assert (done.returncode, done.stdout, done.stderr) == (1, find("testing", "check", "output").code, "")


@pytest.mark.docs("events", "flask")
def test_event_is_sent_once_after_the_redirect(names: Names) -> None:
    client = names["app"].test_client()
    pages = client.post("/order", follow_redirects=True).text, client.get("/thanks").text
    assert events(*pages) == [("Order Completed", {"total_amount": 12}), (None, None)]


@pytest.mark.docs("events", "django")
def test_event_is_sent_once_after_the_redirect_in_django(names: Names) -> None:
    assert order_in_django(names["place_order"]) == [("Order Completed", {"total_amount": 12}), (None, None)]


@pytest.mark.docs("users", "core")
def test_user_is_made_from_a_model_of_the_site(names: Names) -> None:
    survey_user = names["survey_user"]
    assert survey_user(SimpleNamespace(**MEMBER)) == USER_OF_MEMBER
    assert [survey_user(None), survey_user(SimpleNamespace(**MEMBER | {"opted_out": True}))] == [None, None]


@pytest.mark.docs("users", "django")
def test_user_is_made_from_a_model_in_django(names: Names) -> None:
    def survey_user(member: object) -> User | None:
        request = RequestFactory().get("/")
        request.user = member  # type: ignore[assignment]
        found: User | None = names["survey_user"](request)
        return found

    user = survey_user(SimpleNamespace(**MEMBER))
    renderer = SnippetRenderer("NPS-01fe3cbc")
    assert renderer.settings(user) == renderer.settings(USER_OF_MEMBER) | {"language": "EN"}
    assert [survey_user(AnonymousUser()), survey_user(SimpleNamespace(**MEMBER | {"opted_out": True}))] == [None, None]


@pytest.mark.docs("users", "leaving-out")
def test_staff_office_path_and_nine_of_ten_pages_are_left_out(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(function: str, path: str = "/", address: str = "203.0.113.9", **account: bool) -> bool:
        request = RequestFactory().get(path, REMOTE_ADDR=address)
        request.user = Account(email=EMAIL, **account)
        found: User | None = names[function](request)
        return found is not None

    assert [asked("nobody_of_the_staff", is_staff=is_staff) for is_staff in (False, True)] == [True, False]
    addresses = ["203.0.113.9", "10.1.2.3"]
    assert [asked("nobody_in_the_office", address=address) for address in addresses] == [True, False]
    assert [asked("nobody_in_the_cart", path) for path in ("/pricing/", "/cart/pay/")] == [True, False]
    numbers = iter(range(10))
    monkeypatch.setitem(names, "randrange", lambda _end: next(numbers))
    assert [asked("one_page_of_ten") for _ in range(10)] == [True] + [False] * 9


@pytest.mark.docs("accounts", "flask")
def test_each_host_has_its_own_account(names: Names) -> None:
    client = names["app"].test_client()
    pages = [client.get("/", base_url=f"http://{host}").text for host in ("shop.example", "help.example")]
    assert [(extract_settings(page) or {})["account_token"] for page in pages] == ["NPS-01fe3cbc", "NPS-7be1a2c9"]


@pytest.mark.docs("accounts", "django")
def test_tag_chooses_the_account(names: Names) -> None:
    request = RequestFactory().get("/")
    template = engines["django"].from_string(find("accounts", "tag").code)
    configuration = {**names["WOOTRIC"], "USER": lambda _: User(email=EMAIL)}
    with override_settings(WOOTRIC=configuration, MIDDLEWARE=[MIDDLEWARE]):
        settings = extract_settings(template.render({}, request)) or {}
    assert (settings["account_token"], settings["wootric_recommend_target"]) == ("NPS-7be1a2c9", "our support")
    assert "product_name" not in settings


@pytest.mark.docs("consent", "server")
def test_server_that_knows_of_consent_does_not_wait(names: Names) -> None:
    client = names["app"].test_client()
    waits = '"consent":true' in client.get("/").text
    client.set_cookie("consent", "yes")
    assert (waits, '"consent":true' in client.get("/").text) == (True, False)


@pytest.mark.docs("caching", "flask")
def test_flask_page_for_a_cache_names_no_user(names: Names) -> None:
    client = names["app"].test_client()
    response = client.get("/pricing")
    assert re.fullmatch(r"<h1>Pricing</h1><script[^>]*></script>", response.text)
    assert 'event=Pricing+Seen"' in response.text
    assert response.headers["Cache-Control"] == "public, max-age=300"
    settings = extract_settings(client.get("/wootric/settings.json?path=/pricing&event=Pricing+Seen").text) or {}
    assert (settings["email"], settings["event_name"]) == (EMAIL, "Pricing Seen")


@pytest.mark.docs("caching", "starlette")
def test_fastapi_page_for_a_cache_gets_its_settings(names: Names) -> None:
    settings_url = "/wootric/settings.json?path=/pricing&name=pricing"
    page, file, settings = asgi(names["app"], ("GET", "/pricing"), ("GET", LOADER), ("GET", settings_url))
    assert re.fullmatch(r"<h1>Pricing</h1><script[^>]*></script>", page.text)
    assert EMAIL not in page.text
    assert page.headers["Cache-Control"] == "public, max-age=300"
    assert file.text == loader_file("fetch").content
    assert (extract_settings(settings.text) or {})["email"] == EMAIL


@pytest.mark.docs("caching", "django")
def test_django_needs_one_setting_for_pages_in_a_cache(names: Names) -> None:
    with override_settings(WOOTRIC=names["WOOTRIC"], MIDDLEWARE=[MIDDLEWARE]):
        html = snippet(RequestFactory().get("/pricing"))
    assert f' src="{LOADER}"' in html
    assert ' data-wootric-url="/wootric/settings.json' in html


@pytest.mark.docs("caching", "mail")
def test_mail_rendered_in_a_request_names_nobody(names: Names) -> None:
    app = Flask("shop")
    app.config["WOOTRIC_ACCOUNT_TOKEN"] = "NPS-01fe3cbc"
    Wootric(app).user_loader(lambda: User(email=EMAIL))
    app.jinja_env.loader = DictLoader(names["TEMPLATES"])
    mails = []

    @app.get("/")
    def order() -> str:
        mails.append(render_template("mail.html"))
        return render_template("base.html")

    page = app.test_client().get("/").text
    assert (mails, (extract_settings(page) or {})["email"]) == (["Your order"], EMAIL)


def test_loader_file_is_as_large_as_the_page_says() -> None:
    text = blocks("caching")[0].document.text
    sizes = {delivery: float(size) for delivery, size in re.findall(r"`(data|fetch)` of ([\d.]+) KB", text)}
    assert sizes == {name: round(len(loader_file(name).content) / 1000, 1) for name in ("data", "fetch")}


@pytest.mark.docs("segment", "calls", "outcome")
def test_segment_calls_have_the_outcome_on_the_page(names: Names) -> None:
    settings, commands = re.split(r"\n(?=\()", find("segment", "outcome").code)
    assert names["analytics"].settings() == eval(settings)  # noqa: S307
    assert names["analytics"].commands() == eval(commands)  # noqa: S307


def order_in_django(place_order: Callable[[HttpRequest], HttpResponse]) -> list[tuple[Any, Any]]:
    """Place an order in a site of Django's, and return the events of the two pages that follow."""
    urls = path("order", place_order), path("thanks", lambda request: HttpResponse(snippet(request)))
    configuration = {"ACCOUNT_TOKEN": "NPS-01fe3cbc", "USER": lambda _: User(email=EMAIL)}
    engine = "django.contrib.sessions.backends.signed_cookies"
    middleware = [MIDDLEWARE, "django.contrib.sessions.middleware.SessionMiddleware"]
    site = override_settings(MIDDLEWARE=middleware, ROOT_URLCONF=urls, WOOTRIC=configuration, SESSION_ENGINE=engine)
    with site:
        client = Client()
        pages = client.post("/order", follow=True), client.get("/thanks")
    return events(*(page.content.decode() for page in pages))


ONCE = [("Order Completed", {"revenue": 12}), (None, None)]


@pytest.mark.docs("segment", "flask")
def test_segment_event_in_flask_survives_the_redirect(names: Names) -> None:
    client = names["app"].test_client()
    assert events(client.post("/order", follow_redirects=True).text, client.get("/thanks").text) == ONCE


@pytest.mark.docs("segment", "starlette")
def test_segment_event_in_fastapi_survives_the_redirect(names: Names) -> None:
    pages = asgi(names["app"], ("POST", "/order"), ("GET", "/thanks"))
    assert events(*(page.text for page in pages)) == ONCE


@pytest.mark.docs("segment", "view")
def test_segment_event_in_django_survives_the_redirect(names: Names) -> None:
    assert order_in_django(names["place_order"]) == ONCE


@pytest.mark.docs("consent", "wait", "gpc")
def test_consent_blocks_print_a_snippet(names: Names) -> None:
    assert (extract_settings(names["html"]) or {})["email"] == EMAIL


@pytest.mark.docs("consent", "rewritten")
def test_held_script_begins_as_the_page_says(names: Names) -> None:
    (beginning,) = re.findall(r"It has `([^`]+)`", blocks("consent")[0].document.text)
    opening = names["html"].partition(">")[0]
    assert [part for part in beginning.split() if part not in opening] == []


POLICY = {
    "default-src": ["'self'"],
    "script-src": ["'nonce-…'", "'self'", "https://cdn.wootric.com"],
    "connect-src": ["'self'", "https://*.wootric.com"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "frame-src": ["'self'", "*"],
    "font-src": ["'self'", "*", "data:"],
}


def policy(header: str, html: str) -> dict[str, list[str]]:
    """Return the directives of a policy whose nonce is that of the page's script; the nonce is left out."""
    (nonce,) = re.findall(r"'nonce-([^']+)'", header)
    assert re.search(rf'<script [^>]*nonce="{re.escape(nonce)}"', html)
    parts = (part.split() for part in header.replace(nonce, "…").split(";"))
    return {name: sorted(sources, key=lambda text: (text[0] != "'", text)) for name, *sources in parts}


def django_policy(middleware: str, **settings: Any) -> dict[str, list[str]]:
    """Return the policy of a page in Django, under a middleware and its settings."""
    configuration = {"ACCOUNT_TOKEN": "NPS-01fe3cbc", "USER": lambda _: User(email=EMAIL)}
    with override_settings(MIDDLEWARE=[MIDDLEWARE, middleware], WOOTRIC=configuration, **settings):
        response = Client().get("/")
    return policy(response.headers["Content-Security-Policy"], response.content.decode())


@pytest.mark.docs("csp", "plain")
def test_own_header_allows_the_snippet(names: Names) -> None:
    html, headers = names["page"]("bm9uY2U=")
    expected = POLICY | {"object-src": ["'none'"], "base-uri": ["'none'"]}
    assert policy(headers["Content-Security-Policy"], html) == expected


@pytest.mark.docs("csp", "flask")
def test_talisman_policy_allows_the_snippet(names: Names) -> None:
    response = names["app"].test_client().get("/", base_url="https://localhost")
    assert policy(response.headers["Content-Security-Policy"], response.text) == POLICY


@pytest.mark.docs("csp", "django-csp")
def test_django_csp_policy_allows_the_snippet(names: Names) -> None:
    settings = {"CONTENT_SECURITY_POLICY": names["CONTENT_SECURITY_POLICY"]}
    assert django_policy("csp.middleware.CSPMiddleware", **settings) == POLICY


@pytest.mark.docs("csp", "stream")
def test_stream_under_django_csp_has_its_nonce(names: Names) -> None:
    policy_settings = {"DIRECTIVES": {"script-src": [NONCE]}}
    configuration = {"ACCOUNT_TOKEN": "NPS-01fe3cbc", "USER": lambda _: User(email=EMAIL)}
    middleware = [MIDDLEWARE, "csp.middleware.CSPMiddleware"]
    urls = (path("report", names["report"]),)
    with override_settings(
        MIDDLEWARE=middleware, CONTENT_SECURITY_POLICY=policy_settings, WOOTRIC=configuration, ROOT_URLCONF=urls
    ):
        response = Client().get("/report")
        html = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert policy(response.headers["Content-Security-Policy"], html)["script-src"] == ["'nonce-…'"]
    assert (extract_settings(html) or {})["email"] == EMAIL


@pytest.mark.skipif(django.VERSION < (6, 0), reason="Django's own policy came with Django 6")
@pytest.mark.docs("csp", "django")
def test_policy_of_django_6_allows_the_snippet(request: pytest.FixtureRequest) -> None:
    settings = {"SECURE_CSP": request.getfixturevalue("names")["SECURE_CSP"]}
    assert django_policy("django.middleware.csp.ContentSecurityPolicyMiddleware", **settings) == POLICY


def test_csp_page_names_the_trusted_types_policy() -> None:
    assert f"trusted-types {TRUSTED_TYPES_POLICY}`" in blocks("csp")[0].document.text


@pytest.mark.docs("troubleshooting", "log")
def test_log_of_the_docs_says_why_there_is_no_survey() -> None:
    assert logged(find("troubleshooting", "log").code) == [f"DEBUG:wootric_snippet:no survey: {REASONS['signed_out']}"]


@pytest.mark.docs("troubleshooting", "django-log")
def test_log_of_the_docs_says_why_there_is_no_survey_in_django() -> None:
    block = find("troubleshooting", "django-log")
    configure = f"{block.code}\nfrom logging.config import dictConfig\ndictConfig(LOGGING)"
    assert logged(configure) == [f"no survey: {REASONS['signed_out']}"]


def logged(configure: str) -> list[str]:
    """Return what is logged by a site that runs this code and renders a page for nobody."""
    process = subprocess.run([sys.executable, "-c", configure + NOBODY], capture_output=True, text=True, check=True)
    return process.stderr.splitlines()


NOBODY = """
from jinja2 import Environment
from wootric_snippet import User
from wootric_snippet.jinja2 import install

environment = Environment(autoescape=True)
install(environment, account_token="NPS-01fe3cbc", user=lambda context: User())
environment.from_string("{{ wootric_snippet() }}").render()
"""
