"""Who follows docs/django.md to the letter has a survey in the mock SDK."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from tests.guides import follow
from tests.servers import run, serving
from wootric_snippet import mock_sdk

VISITS = """
import json
from django.test import Client
from django.contrib.auth.models import User
from django.urls import path
from mysite import urls, views

urls.urlpatterns += [path("report", views.report, name="report")]
for template in ("ordered", "signed_out", "plain"):
    urls.urlpatterns += [path(template, urls.TemplateView.as_view(template_name=template + ".html"), name=template)]
client = Client()
pages = {"/signed_out": client.get("/signed_out").content.decode()}
client.force_login(User.objects.get())
for address in ("/", "/ordered", "/plain", "/report"):
    pages[address] = client.get(address, headers={"host": "localhost"}).content.decode()
print(json.dumps(pages))
"""


class Guided(NamedTuple):
    """The project that came of the guide, and what starts its server."""

    folder: Path
    server: list[str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Guided:
    folder = tmp_path_factory.mktemp("site")
    return Guided(folder, follow("django", folder, DJANGO_SUPERUSER_PASSWORD="oolong-at-four"))


def sent(html: str) -> Any:
    """Return the settings in a page."""
    found = re.search(r"show\(JSON\.parse\('(.*?)'\)\)</script>", html)
    assert found is not None, html
    return json.loads(found[1].replace("\\\\", "\\"))["settings"]


def test_the_check_has_nothing_to_say(project: Guided) -> None:
    assert run("manage", "check", folder=project.folder) == "System check identified no issues (0 silenced).\n"


def test_every_page_of_the_docs_is_served(project: Guided) -> None:
    pages = json.loads(run("manage", "shell", "--command", VISITS, folder=project.folder).splitlines()[-1])
    assert pages["/signed_out"].count("<script>") == 1
    assert "JSON.parse" not in pages["/signed_out"]
    home = sent(pages["/"])
    assert isinstance(home.pop("created_at"), int)
    assert home == {
        "account_token": "NPS-01fe3cbc",
        "product_name": "Initech",
        "modal_theme": "dark",
        "email": "amelia@initech.example",
        "external_id": "1",
        "language": "EN",
        "properties": {"plan": "pro", "staff": True},
        "page_info": {"path": "/", "url": "http://localhost/", "name": "home"},
        "group_info": {"id": "0e8c", "name": "Initech"},
        "event_name": None,
    }
    assert sent(pages["/ordered"])["event_name"] == "Order Completed"
    assert sent(pages["/plain"])["event_name"] == "Order Completed"
    assert sent(pages["/report"])["page_info"]["name"] == "report"


def test_the_server_of_the_docs_serves_the_mock_sdk(project: Guided) -> None:
    with serving(*project.server, "{port}", folder=project.folder) as url:
        response = httpx.get(f"{url}/wootric-mock-sdk.js")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert response.text == mock_sdk.source()
