"""The README's code does what the README says."""

import doctest
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
DJANGO_SITE = """
import django
from django.conf import settings
# What `django-admin startproject` has written before.
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
MIDDLEWARE = []
DEBUG = True
{code}
engine = {{"BACKEND": "django.template.backends.django.DjangoTemplates"}}
engine["OPTIONS"] = {{"context_processors": ["django.template.context_processors.request"]}}
settings.configure(
    INSTALLED_APPS=INSTALLED_APPS, MIDDLEWARE=MIDDLEWARE, WOOTRIC=WOOTRIC,
    TEMPLATES=[engine], SECRET_KEY="x", DEBUG=DEBUG, STATIC_URL="static/",
)
django.setup()
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.template import engines
from django.test import RequestFactory
assert run_checks() == [], run_checks()
request = RequestFactory().get("/", HTTP_HOST="localhost")
request.user = get_user_model()(email="hello@example.com")
print(engines["django"].from_string({template!r}).render(request=request))
"""


def block(language: str, marker: str) -> str:
    """Return the README's one code block in a language that holds the marker."""
    (found,) = (code for code in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if marker in code)
    return str(found)


def test_the_flask_lines_print_the_block_for_their_user() -> None:
    site: dict[str, Any] = {"__name__": "readme_app"}
    exec(block("python", "Wootric(app)"), site)  # noqa: S102
    response = site["app"].test_client().get("/")
    assert response.headers["Cache-Control"] == "private"
    assert '"email":"hello@example.com"' in response.text
    assert '"created_at":1533310126' in response.text


def test_the_django_lines_print_the_block_for_the_signed_in_user() -> None:
    site = DJANGO_SITE.format(code=block("python", "INSTALLED_APPS"), template=block("django", "load wootric"))
    done = subprocess.run([sys.executable, "-W", "error", "-c", site], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert '"email":"hello@example.com"' in done.stdout


def test_the_jinja2_lines_send_what_the_readme_shows() -> None:
    site: dict[str, Any] = {}
    code = block("python", "renderer.render(")
    exec(code.replace("renderer.render(", "renderer.settings(").replace('nonce="r4nd0m",', ""), site)  # noqa: S102
    assert site["html"] == json.loads(block("json", "account_token"))
    exec(code, site)  # noqa: S102
    assert site["html"].startswith('<script nonce="r4nd0m">')


def test_the_error_is_the_one_that_is_shown() -> None:
    examples = doctest.DocTestParser().get_doctest(block("python", ">>> "), {}, "README", "README.md", 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    assert runner.run(examples).failed == 0


def test_the_command_prints_the_block() -> None:
    command = block("sh", "wootric-snippet render").replace(
        "wootric-snippet", f"{sys.executable} -m wootric_snippet.cli"
    )
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"email":"hello@example.com"' in done.stdout


def test_every_page_that_the_readme_points_to_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert [link for link in links if not (Path(__file__).parents[1] / link).exists()] == []
