"""Each of a hundred users who are served at once is asked as themself."""

from pathlib import Path

from tests.flask.serving import crowd, serve

ROOT = Path(__file__).parents[2]


def test_nobody_under_uvicorn_gets_the_page_of_somebody_else() -> None:
    options = ("--port", "PORT", "--log-level", "warning")
    with serve("uvicorn", "tests.starlette.crowded_site:app", *options, cwd=ROOT) as url:
        assert crowd(url) == []
