"""Each of a hundred visitors who are served at once gets the page of their own."""

from pathlib import Path
from types import ModuleType

from tests.conformance.site import ORIGIN, Account, block, page
from tests.load import mismatched_responses
from tests.servers import serving
from wootric_snippet import User

SITE = "tests.conformance.load_site:app"
GUNICORN = ("gunicorn", "--preload", "--bind=127.0.0.1:{port}", "--workers=2", "--threads=16", "--keep-alive=60", SITE)
UVICORN = ("uvicorn", "--port={port}", "--log-level=warning", SITE)


def test_nobody_under_load_gets_the_page_of_somebody_else(framework: ModuleType, tmp_path: Path) -> None:
    def expected(person: int, number: int) -> str:
        account = Account(person)
        user = User(account.email, account.created_at, framework.LANGUAGE, account.id)
        return f"{number}{block(user, page(path=f'/pages/{number}', name='pages'))}"

    server, name = UVICORN if framework.ASGI else GUNICORN, framework.__name__.rpartition(".")[2]
    with serving(*server, LOAD_TEST_FRAMEWORK=name, TEST_DATABASE=str(tmp_path / "users.sqlite3")) as url:
        assert mismatched_responses(url, ORIGIN.removeprefix("http://"), expected) == []
