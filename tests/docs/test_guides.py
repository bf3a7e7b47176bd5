"""Following a guide of the docs from an empty folder leads to a survey in the mock SDK."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from tests.docs.doc_runner import follow
from tests.servers import run, serving
from wootric_snippet import mock_sdk
from wootric_snippet.testing import extract_settings


class Guide(NamedTuple):
    """How a guide's server gets a free port, and whether its pages know their URL and the name of their route."""

    port: str
    url: bool = True
    name: str | None = "pricing"


GUIDES = {
    "flask": Guide("FLASK_RUN_PORT"),
    "starlette": Guide("UVICORN_PORT"),
    "jinja2": Guide("PORT", url=False, name=None),
}
USER = {"email": "hello@example.com", "external_id": "userId123", "created_at": 1533310126}
BUYER = {"email": "buyer@example.com"}
DJANGO = {"django": None, "README": "Django"}
"""The pages that lead to a Django project, and the heading of the part to follow; None is the whole page."""
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
    guide = GUIDES[name]
    with (
        serving(*follow(name, tmp_path), folder=tmp_path, **{guide.port: "{port}"}) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        pricing, order, bye = (client.get(path).raise_for_status() for path in ("/pricing", "/order", "/bye"))
        (sdk,) = re.findall(r'"sdk":"([^"]+)"', pricing.text)
        assert client.get(sdk).text == mock_sdk.source()

    def settings(path: str, user: dict[str, Any], event: str | None, **page: str) -> dict[str, Any]:
        address = {"path": path, "url": url + path} if guide.url else {"path": path}
        return {"account_token": "NPS-01fe3cbc", **user, "page_info": address | page, "event_name": event}

    route = {"name": guide.name} if guide.name else {}
    assert sent(pricing.text) == settings("/pricing", USER, None, **route)
    assert sent(order.text) == settings("/order", BUYER, "Order Completed", name="order done", title="Thank you")
    assert extract_settings(bye.text) is None
    assert "wootricSnippet.shutdown()" in bye.text
    headings = [re.findall("<h1>(.*)</h1>", page.text) for page in (pricing, order, bye)]
    assert headings == [["Pricing"], ["Thank you"], ["Good-bye"]]
    assert [page.headers.get("Cache-Control") for page in (pricing, order, bye)] == ["private", "private", None]


class Project(NamedTuple):
    """A Django project that was made by following a page, and the command that serves it."""

    page: str
    folder: Path
    server: list[str]


@pytest.fixture(scope="module", params=DJANGO)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Follow a page; where it starts from an existing project, make one first."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "README":
        run("django", "startproject", "mysite", ".", folder=folder)
        run("manage", "migrate", folder=folder)
        with (folder / "mysite" / "settings.py").open("a", encoding="utf-8") as settings:
            settings.write('TEMPLATES[0]["DIRS"] = [BASE_DIR / "templates"]\n')
    server = follow(request.param, folder, DJANGO[request.param], DJANGO_SUPERUSER_PASSWORD="oolong-at-four")
    return Project(request.param, folder, server or ["manage", "runserver"])


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
    assert names == {"/": "home", "/base": "base", "/report": "report", "/ordered": "ordered", "/plain": "plain"}
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
    assert ["wootricSnippet.shutdown()" in page for page in shutdowns["/signed_out"]] == [True, False]


def test_django_server_serves_the_mock_sdk(project: Project) -> None:
    with serving(*project.server, "{port}", folder=project.folder) as url:
        response = httpx.get(f"{url}/wootric-mock-sdk.js")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert response.text == mock_sdk.source()
