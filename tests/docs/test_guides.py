"""Following a guide of the docs from an empty folder leads to a survey in the mock SDK."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from tests.docs.doc_runner import blocks, follow, write
from tests.servers import run, serving
from wootric_snippet import mock_sdk
from wootric_snippet.testing import extract_commands, extract_settings


class Guide(NamedTuple):
    """How a page's site is served at a free port, and what each of its pages has to send."""

    server: tuple[str, ...]
    port: str
    pages: dict[str, dict[str, Any]]


USER = {"email": "hello@example.com", "external_id": "userId123", "created_at": 1533310126}
ORDER = {"email": "buyer@example.com", "event_name": "Order Completed"}
ORDER_PAGE = {"name": "order done", "title": "Thank you"}
BY_ROUTE = {"path": "/order/<number>", **ORDER_PAGE}
SURVEY = {"product_name": "Initech", "group_info": {"id": "0e8c", "name": "Initech"}}
SITE: dict[str, dict[str, Any]] = {
    "/order/17": {**SURVEY, **ORDER, "page_info": BY_ROUTE},
    "/thanks": {**SURVEY, **USER, "event_name": None, "page_info": {"path": "/thanks", "name": "thanks"}},
}
WITHOUT_SURVEY = {path: {key: page[key] for key in page.keys() - SURVEY.keys()} for path, page in SITE.items()}
BOTTLE: dict[str, dict[str, Any]] = {
    "/order/17": WITHOUT_SURVEY["/order/17"],
    "/pricing": {**USER, "event_name": None, "page_info": {"path": "/pricing", "name": "pricing"}},
}
# Pages of plain WSGI have no route, and so no name.
WSGI: dict[str, dict[str, Any]] = {
    "/order": {**ORDER, "page_info": {"path": "/order", **ORDER_PAGE}},
    "/pricing": {**USER, "event_name": None, "page_info": {"path": "/pricing"}},
}
GUIDES = {
    "flask": Guide(("flask", "--app", "app", "run", "--debug", "--no-reload"), "FLASK_RUN_PORT", SITE),
    "starlette": Guide(("uvicorn", "app:app"), "UVICORN_PORT", SITE),
    "litestar": Guide((), "UVICORN_PORT", SITE),
    "pyramid": Guide((), "PORT", SITE),
    "quart": Guide((), "UVICORN_PORT", WITHOUT_SURVEY),
    "own-framework": Guide((), "PORT", BOTTLE),
    "jinja2": Guide((), "PORT", WSGI),
}
DJANGO = {"django": None, "README": "Django"}
"""The pages that go on with a Django project, with the heading of the part that does."""
USER_OF_DJANGO = {"email": "amelia@initech.example", "external_id": "1", "language": "EN"}

# Prints every template of a project as a page, by its path, for nobody and for the signed-in user.
VISIT = """
import json
from pathlib import Path
from django.contrib.auth.models import User
from django.test import Client
from django.urls import path
from django.views.generic import TemplateView
from mysite import urls

for folder in ("templates", "jinja2"):
    for template in Path(folder).glob("*.html"):
        view = TemplateView.as_view(template_name=template.name)
        urls.urlpatterns += [path(template.stem, view, name=template.stem)]
if Path("mysite/views.py").exists():
    from mysite import views
    urls.urlpatterns += [path("report", views.report, name="report")]
anonymous, client = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
client.force_login(User.objects.get_or_create(username="amelia", email="amelia@initech.example")[0])
paths = [f"/{pattern.pattern}" for pattern in urls.urlpatterns if getattr(pattern, "name", None)]
print(json.dumps({name: [who.get(name).content.decode() for who in (anonymous, client)] for name in paths}))
"""


def sent(html: str) -> dict[str, Any]:
    """Return the settings in a page."""
    settings = extract_settings(html)
    assert settings is not None, html
    return settings


@pytest.mark.parametrize("name", GUIDES)
def test_guide_leads_to_a_survey(name: str, tmp_path: Path) -> None:
    server, port, pages = GUIDES[name]
    last = follow(name, tmp_path)
    with serving(*(server or last), folder=tmp_path, **{port: "{port}"}) as url:
        responses = {path: httpx.get(url + path).raise_for_status() for path in (*pages, "/bye")}
        sdk = re.search(r'"sdk":"([^"]+)"', responses[next(iter(pages))].text)
        assert sdk is not None
        script = httpx.get(url + sdk[1]).raise_for_status()
        with httpx.Client(base_url=url, follow_redirects=True) as visitor:
            after_order = visitor.post("/order").text if "/thanks" in pages else ""
    assert script.text == mock_sdk.source()
    for path, expected in pages.items():
        settings = sent(responses[path].text)
        settings["page_info"].pop("url", None)
        assert settings == {"account_token": "NPS-01fe3cbc", **expected}
        assert responses[path].headers["Cache-Control"] == "private"
    if after_order:
        settings = sent(after_order)
        assert (settings["event_name"], settings["properties"]) == ("Order Completed", {"total_amount": 12})
    bye = responses["/bye"].text
    assert ("<h1>Good-bye</h1>" in bye, 'id="wootric-shutdown"' in bye, extract_commands(bye)) == (True, True, None)
    assert "Cache-Control" not in responses["/bye"].headers


class Project(NamedTuple):
    """A Django project that was made by following a page, and the command that serves it."""

    page: str
    folder: Path
    server: list[str]


@pytest.fixture(scope="module", params=DJANGO)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Make a project, as the tutorial does where the page goes on from there, and follow the page."""
    folder = tmp_path_factory.mktemp(request.param)
    run("django", "startproject", "mysite", ".", folder=folder)
    run("manage", "migrate", folder=folder)
    if request.param == "README":
        with (folder / "mysite" / "settings.py").open("a", encoding="utf-8") as settings:
            settings.write('TEMPLATES[0]["DIRS"] = [BASE_DIR / "templates"]\n')
    else:
        for block in blocks("tutorial", "Django"):
            if block.language != "sh":
                write(block, folder)
    follow(request.param, folder, DJANGO[request.param])
    return Project(request.param, folder, ["manage", "runserver"])


def test_django_project_passes_its_checks(project: Project) -> None:
    assert run("manage", "check", folder=project.folder) == "System check identified no issues (0 silenced).\n"


def test_django_pages_ask_the_signed_in_user(project: Project) -> None:
    printed = run("manage", "shell", "--command", VISIT, folder=project.folder)
    pages: dict[str, list[str]] = json.loads(printed.splitlines()[-1])
    shutdowns = {name: page for name, page in pages.items() if "signed_out" in name}
    assert [extract_settings(anonymous) for anonymous, _ in pages.values()] == [None] * len(pages)
    settings = {name: sent(signed_in) for name, (_, signed_in) in pages.items() if name not in shutdowns}
    for values in settings.values():
        assert isinstance(values.pop("created_at"), int)
        assert values.items() >= USER_OF_DJANGO.items()
    names = {name: values["page_info"]["name"] for name, values in settings.items()}
    events = {name: values["event_name"] for name, values in settings.items() if values["event_name"]}
    if project.page == "README":
        assert (names, events) == ({"/base": "base"}, {})
        return
    assert names == {
        "/": "home",
        "/home": "home",
        "/base": "base",
        "/report": "report",
        "/ordered": "ordered",
        "/plain": "plain",
    }
    assert events == {"/ordered": "Order Completed", "/plain": "Order Completed"}
    assert settings["/"] == {
        **USER_OF_DJANGO,
        "account_token": "NPS-01fe3cbc",
        "product_name": "Initech",
        "modal_theme": "dark",
        "properties": {"plan": "pro", "staff": settings["/"]["properties"]["staff"]},
        "page_info": {"path": "/", "url": "http://localhost/", "name": "home"},
        "group_info": {"id": "0e8c", "name": "Initech"},
        "event_name": None,
    }
    assert ['id="wootric-shutdown"' in page for page in shutdowns["/signed_out"]] == [True, False]


def test_django_server_serves_the_mock_sdk(project: Project) -> None:
    with serving(*project.server, "{port}", folder=project.folder) as url:
        response = httpx.get(f"{url}/wootric/mock-sdk.js")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert response.text == mock_sdk.source()
