"""A hundred signed-in users in front of one server, all at once."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from wootric_snippet import Page, SnippetRenderer, User

PEOPLE = range(1, 101)
RESPONSES = int(os.environ.get("LOAD_TEST_RESPONSES", "5000"))
"""`make load` asks for more."""

_RENDERER = SnippetRenderer("NPS-01fe3cbc")


def email(person: int) -> str:
    """Return the address of one of the crowd."""
    return f"person{person}@crowd.example"


def strange_pages(url: str, **known: Any) -> list[str]:
    """Let everybody sign in, and then read RESPONSES pages together; return those that are not right to the letter.

    The site signs a person in at `/sign-in/PERSON`, and at `/pages/NUMBER` prints the number and the snippet. Its
    users have an address, an id, and what else is `known`. An answer that is none of theirs is told from an error of
    the server by its status and its text.
    """
    address = urlsplit(url).netloc

    def sign_in(person: int) -> str:
        with closing(HTTPConnection(address, timeout=120)) as connection:
            connection.request("GET", f"/sign-in/{person}")
            response = connection.getresponse()
            text = response.read()
            assert response.status == 200, f"person {person} could not sign in: {response.status} {text!r}"
            return str(response.headers["Set-Cookie"]).partition(";")[0]

    def read(person: int, cookie: str) -> list[str]:
        user = User(email=email(person), external_id=person, **known)
        strange = []
        with closing(HTTPConnection(address, timeout=120)) as connection:
            for number in range(RESPONSES // len(PEOPLE)):
                path = f"/pages/{number}"
                connection.request("GET", path, headers={"Cookie": cookie})
                got = _shown(connection.getresponse())
                page = Page(path=path, url=url + path, name="page")
                if got != f"200, private: {number}{_RENDERER.render(user, page)}":
                    strange.append(f"person {person} at {path} got {got}")
        return strange

    with ThreadPoolExecutor(len(PEOPLE)) as browsers:
        cookies = list(browsers.map(sign_in, PEOPLE))
        return list(chain.from_iterable(browsers.map(read, PEOPLE, cookies)))


def _shown(response: HTTPResponse) -> str:
    return f"{response.status}, {response.headers['Cache-Control']}: {response.read().decode()}"
