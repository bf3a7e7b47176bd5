"""Each of a hundred users who are served at once is asked as themself."""

from tests.crowd import strange_pages
from tests.servers import serving


def test_nobody_under_uvicorn_gets_the_page_of_somebody_else() -> None:
    with serving("uvicorn", "tests.starlette.crowded_site:app", "--port={port}", "--log-level=warning") as url:
        assert strange_pages(url) == []
