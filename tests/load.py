"""A hundred visitors who are signed in, in front of one server, all at once."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from itertools import chain
from urllib.parse import urlsplit

PEOPLE = range(1, 101)
RESPONSES = int(os.environ.get("LOAD_TEST_RESPONSES", "1000"))
"""`make load` asks for more."""


def mismatched_responses(url: str, host: str, page: Callable[[int, int], str]) -> list[str]:
    """Let everybody sign in, and read RESPONSES pages together; return those that are not right to the letter.

    The site signs a person in at `/sign-in/PERSON`, and its page `/pages/NUMBER` is `page(PERSON, NUMBER)`. A response
    that is none of theirs is told from an error of the server by its status and its text.
    """
    address = urlsplit(url).netloc

    def sign_in(person: int) -> str:
        with closing(HTTPConnection(address, timeout=120)) as connection:
            connection.request("GET", f"/sign-in/{person}", headers={"Host": host})
            response = connection.getresponse()
            text = response.read()
            assert response.status == 200, f"person {person} could not sign in: {response.status} {text!r}"
            cookies = response.headers.get_all("Set-Cookie", [])
            return "; ".join(cookie.partition(";")[0] for cookie in cookies)

    def read(person: int, cookie: str) -> list[str]:
        mismatched = []
        with closing(HTTPConnection(address, timeout=120)) as connection:
            for number in range(RESPONSES // len(PEOPLE)):
                connection.request("GET", f"/pages/{number}", headers={"Host": host, "Cookie": cookie})
                response = _describe(connection.getresponse())
                if response != f"200, private: {page(person, number)}":
                    mismatched.append(f"person {person} at page {number} got {response}")
        return mismatched

    with ThreadPoolExecutor(len(PEOPLE)) as browsers:
        cookies = list(browsers.map(sign_in, PEOPLE))
        return list(chain.from_iterable(browsers.map(read, PEOPLE, cookies)))


def _describe(response: HTTPResponse) -> str:
    return f"{response.status}, {response.headers['Cache-Control']}: {response.read().decode()}"
