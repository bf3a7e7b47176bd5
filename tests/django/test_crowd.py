"""Each of a hundred users who are served at once is asked as themself."""

from pathlib import Path

from tests.crowd import strange_pages
from tests.django.project.prepare import JOINED
from tests.servers import run, serving

GUNICORN = ("gunicorn", "--bind=127.0.0.1:{port}", "--workers=2", "--threads=16", "--keep-alive=60")


def test_nobody_under_gunicorn_gets_the_page_of_somebody_else(tmp_path: Path) -> None:
    database = str(tmp_path / "users.sqlite3")
    run("tests.django.project.prepare", TEST_DATABASE=database)
    with serving(*GUNICORN, "tests.django.project.wsgi", TEST_DATABASE=database) as url:
        assert strange_pages(url, created_at=JOINED, language="en") == []
