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
        visit = partial(pages_that_are_right, address, everybody_is_signed_in)
        right = sum(browsers.map(visit, range(1, USERS + 1)), Counter[bool]())
    assert right == {True: RESPONSES}


def pages_that_are_right(address: str, everybody_is_signed_in: Barrier, number: int) -> Counter[bool]:
    """Sign in as one user, read pages, and count how many are, to the last character, what the user should get."""
    user = User(email=f"user{number}@shop.example", created_at=JOINED, language="en", external_id=number)
    page = Page(path="/", url=f"http://{address}/", name="home")
    expected = SnippetRenderer("NPS-01fe3cbc").render(user, page).encode()

    connection = HTTPConnection(address, timeout=60)
    connection.request("GET", f"/sign-in?user=user{number}")
    response = connection.getresponse()
    response.read()
    cookie = response.headers["Set-Cookie"].partition(";")[0]
    everybody_is_signed_in.wait(timeout=60)
    right = Counter[bool]()
    for _ in range(RESPONSES // USERS):
        connection.request("GET", "/", headers={"Cookie": cookie})
        right[connection.getresponse().read() == expected] += 1
    connection.close()
    return right
