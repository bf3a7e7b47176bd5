"""Each of a hundred users who are served at once is asked as themself."""

from pathlib import Path

from tests.flask.serving import crowd, serve

ROOT = Path(__file__).parents[2]


def test_nobody_under_gunicorn_gets_the_page_of_somebody_else() -> None:
    options = ("--bind", "127.0.0.1:PORT", "--worker-class", "gthread", "--workers", "2", "--threads", "16")
    with serve("gunicorn", "tests.flask.crowded_site:app", *options, "--keep-alive", "60", cwd=ROOT) as url:
        assert crowd(url) == []
