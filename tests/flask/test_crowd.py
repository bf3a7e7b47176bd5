"""Each of a hundred users who are served at once is asked as themself."""

from tests.crowd import strange_pages
from tests.servers import serving

GUNICORN = ("gunicorn", "--bind=127.0.0.1:{port}", "--workers=2", "--threads=16", "--keep-alive=60")


def test_nobody_under_gunicorn_gets_the_page_of_somebody_else() -> None:
    with serving(*GUNICORN, "tests.flask.crowded_site:app") as url:
        assert strange_pages(url) == []
