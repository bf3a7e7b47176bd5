"""A hundred users at once: nobody ever gets somebody else's snippet."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier

from tests.django.project.prepare import JOINED, USERS
from tests.django.servers import run, serving
from wootric_snippet import Page, SnippetRenderer, User

RESPONSES = 20_000
SERVER = ("gunicorn", "--workers=2", "--threads=8", "--keep-alive=60", "--bind={address}", "--log-level=warning")


def test_a_hundred_users_at_once_each_get_their_own_snippet(tmp_path: Path) -> None:
    database = str(tmp_path / "users.sqlite3")
    run("tests.django.project.prepare", TEST_DATABASE=database)
    with (
        serving(*SERVER, "tests.django.project.wsgi", TEST_DATABASE=database) as address,
        ThreadPoolExecutor(USERS) as browsers,
    ):
        everybody_is_signed_in = Barrier(USERS)
        visit = partial(pages_of, address, everybody_is_signed_in)
        pages = sum(browsers.map(visit, range(1, USERS + 1)), Counter[str]())
    assert pages == {"their own": RESPONSES}


def pages_of(address: str, everybody_is_signed_in: Barrier, number: int) -> Counter[str]:
    """Sign in as one user, read pages, and count whose they are: the user's own only if right to the last character."""
    user = User(email=f"user{number}@shop.example", created_at=JOINED, language="en", external_id=number)
    page = Page(path="/", url=f"http://{address}/", name="home")
    own = SnippetRenderer("NPS-01fe3cbc").render(user, page).encode()

    connection = HTTPConnection(address, timeout=60)
    connection.request("GET", f"/sign-in?user=user{number}")
    response = connection.getresponse()
    assert (response.status, response.read()) == (200, b"")
    cookie = response.headers["Set-Cookie"].partition(";")[0]
    everybody_is_signed_in.wait(timeout=60)
    pages = Counter[str]()
    for _ in range(RESPONSES // USERS):
        connection.request("GET", "/", headers={"Cookie": cookie})
        response = connection.getresponse()
        got = response.read()
        pages["their own" if got == own else f"{response.status} for user{number}: {got[-400:]!r}"] += 1
    connection.close()
    return pages
