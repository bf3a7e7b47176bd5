"""Segment's calls in a view, in the page of the same request or in the next one."""

from typing import Any

import httpx
import pytest

from tests.conformance.conftest import Make
from tests.conformance.site import TOKEN, Reply, View, Visit, block, page, page_view, redirect
from tests.log import Log
from wootric_snippet.testing import extract_commands, extract_settings

ADDRESS = "amelia@initech.example"


def calling(*calls: tuple[str, tuple[Any, ...]], then: View | None = None) -> View:
    """Return a view that makes these calls, and redirects or shows a page."""

    async def view(visit: Visit) -> Reply:
        for name, arguments in calls:
            getattr(visit.analytics, name)(*arguments)
        return redirect() if then is None else await then(visit)

    return view


ORDER = ("track", ("Order Completed", {"revenue": 12}))
BOB = ("identify", ("b", {"email": "bob@example.com"}))
PAGE_INFO = {"path": "/thanks", "url": "http://shop.example/thanks", "name": "thanks"}


def event_of(response: httpx.Response) -> Any:
    settings = extract_settings(response.text)
    return settings and settings["event_name"]


def test_calls_go_before_what_the_tag_knows(make: Make) -> None:
    shop = make("{{ wootric_snippet(event='Seen') }}", views={"/thanks": calling(ORDER, then=page_view)})
    html = shop.get("/thanks").text
    assert extract_settings(html) == {
        "account_token": TOKEN,
        "email": ADDRESS,
        "external_id": "1001",
        "properties": {"revenue": 12},
        "page_info": PAGE_INFO,
        "event_name": "Order Completed",
    }
    assert extract_commands(html) == ("page", "run")


def test_identified_user_is_the_only_one(make: Make) -> None:
    calls = calling(BOB, ("group", ("0e8c",)), ("page", ("Thanks", {"path": "/done"})), then=page_view)
    html = make("{{ wootric_snippet(event='Seen') }}", views={"/thanks": calls}).get("/thanks").text
    assert extract_settings(html) == {
        "account_token": TOKEN,
        "email": "bob@example.com",
        "segment_user_id": "b",
        "properties": {"id": "b"},
        "page_info": {"path": "/done", "name": "Thanks"},
        "group_info": {"id": "0e8c"},
        "event_name": "Seen",
    }
    assert extract_commands(html) == ("page", "group", "run")


def test_page_of_an_identified_user_is_private(make: Make) -> None:
    shop = make(views={"/thanks": calling(BOB, then=page_view)}, user=None, include_anonymous=True)
    assert shop.get("/thanks").headers["Cache-Control"] == "private"


@pytest.mark.parametrize(
    ("template", "options", "headers"),
    [
        ("{{ wootric_snippet() }}", {"user": None}, {}),
        ("{{ wootric_snippet(user=None) }}", {}, {}),
        ("{{ wootric_snippet() }}", {"respect_gpc": True}, {"Sec-GPC": "1"}),
    ],
    ids=["nobody", "tag", "gpc"],
)
@pytest.mark.parametrize("calls", [(ORDER,), (BOB, ORDER)], ids=["track", "identify"])
def test_calls_give_a_survey_only_to_an_identified_user(
    make: Make, template: str, options: dict[str, Any], headers: dict[str, str], calls: Any
) -> None:
    shop = make(template, views={"/thanks": calling(*calls, then=page_view)}, **options)
    is_asked = BOB in calls and options == {"user": None}  # whom identify names is signed in
    assert (shop.get("/thanks", headers).text != "") is is_asked


def test_event_of_a_view_that_redirects_is_asked_about_once(make: Make) -> None:
    browser = make(views={"/order": calling(ORDER)}).visitor()
    response = browser.post("/order")
    assert (response.status_code, response.headers["Cache-Control"]) == (303, "private")
    settings = [extract_settings(browser.get("/pricing").text) for _ in range(2)]
    assert [each and (each["event_name"], each.get("properties")) for each in settings] == [
        ("Order Completed", {"revenue": 12}),
        (None, None),
    ]


def test_event_with_its_own_email_is_the_same_after_the_redirect(make: Make) -> None:
    call = ("track", ("Order Completed", {"email": "guest@example.org", "language": "es", "total": 1}))
    shop = make(views={"/order": calling(call), "/direct": calling(call, then=page_view)}, page_path=lambda _: "/")
    browser = shop.visitor()
    browser.post("/order")
    travelled, direct = (extract_settings(browser.get(path).text) or {} for path in ("/pricing", "/direct"))
    assert travelled["email"] == "guest@example.org"
    assert {**travelled, "page_info": None} == {**direct, "page_info": None}


@pytest.mark.parametrize(
    ("first", "second", "event"),
    [
        (("alice", {"plan": "pro"}), ("bob", {"plan": "pro"}), None),
        (({"email": "alice@example.com"},), ({"email": "bob@example.com"},), None),
        (({"plan": "pro"},), ({"plan": "pro"},), None),
        (("alice",), ("alice",), "Order Completed"),
    ],
)
def test_nobody_gets_the_event_of_somebody_else_who_is_identified(
    make: Make, first: tuple[Any, ...], second: tuple[Any, ...], event: str | None
) -> None:
    views = {
        "/order": calling(("identify", first), ORDER),
        "/thanks": calling(("identify", second), then=page_view),
    }
    browser = make(views=views, user=None).visitor()
    browser.post("/order")
    assert event_of(browser.get("/thanks")) == event


def test_signed_in_user_is_the_one_that_was_identified(make: Make) -> None:
    browser = make(views={"/order": calling(("identify", ("1001",)), ORDER)}).visitor()
    browser.post("/order")
    assert event_of(browser.get("/pricing")) == "Order Completed"


def test_wrong_call_is_left_out_and_the_view_works(make: Make, log: Log) -> None:
    views = {"/thanks": calling(("track", ("Order Completed", {"when": object()})), then=page_view)}
    assert event_of(make(views=views).get("/thanks")) == "Order Completed"
    assert len(log.warnings) == 1
    with pytest.raises(ValueError, match=r"^properties\.when: "):
        make(views=views, debug=True).get("/thanks")


def test_tag_without_a_call_prints_the_usual_block(make: Make) -> None:
    views = {"/thanks": calling(then=page_view)}
    assert make(views=views).get("/thanks").text == block(page=page(path="/thanks", name="thanks"))
