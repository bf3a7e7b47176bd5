"""A page that a cache of the site's own has kept: nobody gets another's block, and the owner's own page stays."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from tests.conformance.conftest import Make
from tests.conformance.site import AMELIA, BOB, SNIPPET, Reply, View, Visit, block, page, text
from tests.log import Log
from wootric_snippet import SharedCaching, SnippetRenderer, User
from wootric_snippet.loader_file import loader_file

PEOPLE = {"amelia": AMELIA, "bob": BOB}
PAGE = f"<p>Prices</p>{SNIPPET}<footer>"
CUT = (
    "snippet: is another visitor's: a cache in your site returned a stored page; "
    "expected a cache that leaves out responses with Cache-Control: private"
)
CUT_PAGE = "<p>Prices</p><footer>"
KEPT = page(path="/kept", name="kept")


def visitor(request: Any) -> User | None:
    """Return who is named by a header: a site where signing in costs nothing."""
    return PEOPLE.get(request.headers.get("X-User", ""))


def keeping(send: Callable[[str], Reply] = Reply) -> View:
    """Return a view that renders its page once, and sends it to everybody."""
    kept: list[str] = []

    async def view(visit: Visit) -> Reply:
        if not kept:
            kept.append(await visit.render(PAGE))
        return send(kept[0])

    return view


def compressed(html: str) -> Reply:
    body = gzip.compress(html.encode())
    return Reply(body, headers={"Content-Encoding": "gzip", "Content-Length": str(len(body)), "ETag": '"kept"'})


def streamed(html: str) -> Reply:
    """Return a stream that is cut within the block's tags, and is private so that the block may be in it."""
    middle = html.index("<script") + 4
    parts = [html[:middle], html[middle : middle + 60], html[middle + 60 : -12], html[-12:]]
    return Reply([text(part) for part in parts], headers={"Cache-Control": "private"})


@pytest.mark.parametrize("send", [Reply, compressed], ids=["page", "gzip"])
@pytest.mark.parametrize("delivery", ["inline", "data"])
def test_block_of_somebody_else_is_cut_out_of_a_cached_page(
    make: Make, log: Log, send: Callable[[str], Reply], delivery: str
) -> None:
    shop = make(views={"/kept": keeping(send)}, user=visitor, delivery=delivery)
    given = {} if delivery == "inline" else {"delivery": "data", "loader_url": f"/wootric/{loader_file('data').name}"}
    own = f"<p>Prices</p>{block(AMELIA, KEPT, **given)}<footer>"
    people = ("amelia", "bob", "nobody", "amelia")
    responses = [shop.get("/kept", {"X-User": person}) for person in people]
    assert [response.text for response in responses] == [own, CUT_PAGE, CUT_PAGE, own]
    assert {response.headers["Cache-Control"] for response in responses} == {"private"}
    assert ["ETag" in response.headers for response in responses] == [
        send is compressed,
        False,
        False,
        send is compressed,
    ]
    assert log.warnings == [f"left out another visitor's snippet on kept: {CUT}"]


def test_block_of_somebody_else_is_cut_out_of_a_cached_stream(make: Make, log: Log) -> None:
    shop = make(views={"/kept": keeping(streamed)}, user=visitor)
    own = f"<p>Prices</p>{block(AMELIA, KEPT)}<footer>"
    people = ("amelia", "bob", "amelia")
    assert [shop.get("/kept", {"X-User": person}).text for person in people] == [own, CUT_PAGE, own]
    assert log.warnings == [f"left out another visitor's snippet on kept: {CUT}"]


def test_developer_sees_that_a_page_was_cached_for_everybody(make: Make) -> None:
    shop = make(views={"/kept": keeping()}, user=visitor, debug=True)
    first = shop.get("/kept", {"X-User": "amelia"})
    assert shop.get("/kept", {"X-User": "amelia"}).text == first.text
    with pytest.raises(SharedCaching) as raised:
        shop.get("/kept", {"X-User": "bob"})
    assert str(raised.value) == CUT


def test_users_without_an_identity_get_a_page_without_a_block(make: Make) -> None:
    def plan(request: Any) -> User:
        return User(properties={"plan": request.headers["X-Plan"]})

    shop = make(views={"/kept": keeping()}, user=plan)
    pages = [shop.get("/kept", {"X-Plan": plan}).text for plan in ("pro", "free")]
    assert pages == [f"<p>Prices</p>{block(User(properties={'plan': 'pro'}), KEPT)}<footer>", CUT_PAGE]


def test_page_without_a_user_may_be_cached(make: Make, log: Log) -> None:
    shop = make(views={"/kept": keeping()}, user=None, include_anonymous=True)
    responses = [shop.get("/kept") for _ in range(2)]
    assert [response.text for response in responses] == [
        f"<p>Prices</p>{block(None, KEPT, include_anonymous=True)}<footer>"
    ] * 2
    assert ["Cache-Control" in response.headers for response in responses] == [False, False]
    assert log.warnings == []


def test_block_in_a_page_of_another_kind_is_left_as_it_is(make: Make) -> None:
    async def source(_visit: Visit) -> Reply:
        return Reply(str(SnippetRenderer("NPS-1").render(AMELIA)), headers={"Content-Type": "text/plain"})

    assert make(views={"/source": source}).get("/source").text == SnippetRenderer("NPS-1").render(AMELIA)


def test_two_visitors_of_a_cached_page_a_thousand_times_each(make: Make) -> None:
    shop = make(views={"/kept": keeping()}, user=visitor)
    browsers = {person: shop.visitor() for person in PEOPLE}
    pages = {person: set[str]() for person in PEOPLE}
    for _ in range(1000):
        for person, browser in browsers.items():
            pages[person].add(browser.get("/kept", headers={"X-User": person}).text)
    assert pages == {
        "amelia": {f"<p>Prices</p>{block(AMELIA, KEPT)}<footer>"},
        "bob": {CUT_PAGE},
    }
