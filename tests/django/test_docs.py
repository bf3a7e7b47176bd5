"""docs/django.md leads from an empty project to a survey: its code is run, in the order in which it stands there."""

import json
import os
import re
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.django.servers import ROOT, run, serving

DOCS = ROOT / "docs" / "django.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"(?:# |<!-- )(\S+)(?: -->)?\n")
PASSWORD = "oolong-at-four"

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


def blocks() -> list[tuple[str, str]]:
    return BLOCK.findall(DOCS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Do what the page says, up to the server."""
    folder = tmp_path_factory.mktemp("site")
    for language, code in blocks():
        if language == "sh":
            for line in code.splitlines():
                command(folder, line)
            continue
        name = FILE.match(code)
        assert name is not None, code
        file = folder / name[1]
        file.parent.mkdir(exist_ok=True)
        with file.open("a", encoding="utf-8") as end:
            end.write(code)
    return folder


def command(folder: Path, line: str) -> None:
    """Run a command of the page's; the package is installed, and the server comes later."""
    program, *arguments = line.removeprefix("python ").split()
    if program == "django-admin":
        run("django", *arguments, folder=folder)
    elif program == "manage.py" and arguments[0] == "createsuperuser":
        run("manage", *arguments, "--noinput", folder=folder, DJANGO_SUPERUSER_PASSWORD=PASSWORD)
    elif program == "manage.py" and arguments[0] != "runserver":
        run("manage", *arguments, folder=folder)
    else:
        assert line in ("pip install wootric-snippet django", "python manage.py runserver")


def sent(html: str) -> Any:
    """Return the settings in a page."""
    found = re.search(r"show\(JSON\.parse\('(.*?)'\)\)</script>", html)
    assert found is not None, html
    return json.loads(found[1].replace("\\\\", "\\"))["settings"]


def test_the_check_has_nothing_to_say(project: Path) -> None:
    assert run("manage", "check", folder=project) == "System check identified no issues (0 silenced).\n"


def test_every_page_of_the_docs_is_served(project: Path) -> None:
    shell = subprocess.run(
        [sys.executable, "manage.py", "shell", "--command", VISITS],
        cwd=project,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    pages = json.loads(shell.stdout.splitlines()[-1])
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


def test_the_server_of_the_docs_serves_the_stand_in(project: Path) -> None:
    with serving("manage", "runserver", "--noreload", "{address}", folder=project) as address:
        connection = HTTPConnection(address, timeout=60)
        connection.request("GET", "/wootric-stand-in.js")
        script = connection.getresponse()
        assert script.status == 200
        assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
        connection.close()
