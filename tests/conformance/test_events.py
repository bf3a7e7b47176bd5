"""An event of a view waits in the session for the next page that is printed for the same visitor."""

import re
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.conformance.conftest import Make
from tests.conformance.site import SNIPPET, Account, Reply, View, Visit, error_of, page_view, redirect
from tests.log import Log
from wootric_snippet import User
from wootric_snippet.integration.events import MAX_BYTES
from wootric_snippet.testing import extract_settings


def tracking(*events: str, path: str = "/pricing", **headers: str) -> View:
    """Return a view of a form: it tracks these events, and redirects."""

    async def view(visit: Visit) -> Reply:
        for event in events:
            visit.track(event, {"total": 12})
        return redirect(path, **headers)

    return view


async def tracking_page(visit: Visit) -> Reply:
    visit.track("Thanks Seen")
    return await page_view(visit)


async def failing(visit: Visit) -> Reply:
    visit.track("Order Refused")
    visit.not_found()


async def subscribed(visit: Visit) -> Reply:
    visit.track("Subscribed", {"E-mail": "alice@example.com", "list": "news"})
    return redirect()


async def closing(visit: Visit) -> Reply:
    visit.track("Account Closed")
    visit.sign_out()
    return redirect()


VIEWS: dict[str, View] = {
    "/order": tracking("Order Completed"),
    "/orders-twice": tracking("Order Completed", "Order Paid"),
    "/thanks": tracking_page,
    "/failing": failing,
    "/subscribed": subscribed,
    "/closing": closing,
    "/step": tracking(),
    "/about": page_view,
}


def asked(response: httpx.Response) -> Any:
    """Return who is asked on a page, about which event, with which properties; `None` for nobody."""
    settings = extract_settings(response.text)
    return settings and (settings["email"], settings["event_name"], settings.get("properties"))


def events(browser: httpx.Client, *paths: str) -> list[str | None]:
    """Return the event of each page; `-` where nobody is asked."""
    found = (asked(browser.get(path)) for path in paths)
    return ["-" if settings is None else settings[1] for settings in found]


ORDER = "Order Completed"


def test_event_of_a_view_that_redirects_is_asked_about_once(make: Make) -> None:
    browser = make(views=VIEWS).visitor()
    assert browser.post("/order").status_code == 303
    assert [asked(browser.get("/pricing")) for _ in range(2)] == [
        ("amelia@initech.example", ORDER, {"total_amount": 12}),
        ("amelia@initech.example", None, None),
    ]


def test_events_properties_are_added_to_the_users(make: Make) -> None:
    user = User(email="amelia@initech.example", properties={"plan": "pro", "total_amount": 1})
    browser = make(views=VIEWS, user=lambda _request: user).visitor()
    browser.post("/order")
    assert asked(browser.get("/pricing")) == ("amelia@initech.example", ORDER, {"plan": "pro", "total_amount": 12})


def test_page_of_the_same_request_has_its_event(make: Make) -> None:
    browser = make(views=VIEWS).visitor()
    browser.post("/order")
    assert events(browser, "/thanks", "/pricing") == ["Thanks Seen", None]


def test_event_of_the_view_goes_before_the_templates(make: Make) -> None:
    browser = make("{{ wootric_snippet(event='Page Seen') }}", views=VIEWS).visitor()
    assert events(browser, "/thanks", "/pricing") == ["Thanks Seen", "Page Seen"]


def test_last_of_several_events_is_asked_about_and_no_other_later(make: Make) -> None:
    browser = make(views=VIEWS).visitor()
    browser.post("/orders-twice")
    assert events(browser, "/pricing", "/pricing") == ["Order Paid", None]


def test_response_that_sets_the_session_is_its_visitors_alone(make: Make, log: Log) -> None:
    views = {"/order": tracking(ORDER, **{"Cache-Control": "public, max-age=60"})}
    response = make(views=views).visitor().post("/order")
    assert response.headers["Cache-Control"] == "private, max-age=60"
    assert "session" in response.headers["Set-Cookie"]
    assert len(log.warnings) == 1


@pytest.mark.parametrize("headers", ["Sec-Purpose", "Purpose", "X-Moz", "X-Sec-Purpose"])
def test_prefetch_leaves_the_event_for_the_page_that_is_seen(make: Make, headers: str) -> None:
    browser = make(views=VIEWS).visitor()
    browser.post("/order")
    assert asked(browser.get("/about", headers={headers: "prefetch;prerender"}))[1] is None
    assert events(browser, "/pricing", "/pricing") == [ORDER, None]


def test_prefetch_of_a_page_that_tracks_leaves_its_event(make: Make) -> None:
    browser = make(views=VIEWS).visitor()
    assert asked(browser.get("/thanks", headers={"Sec-Purpose": "prefetch"}))[1] is None
    assert events(browser, "/pricing") == ["Thanks Seen"]


def test_head_and_a_page_without_a_snippet_leave_the_event(make: Make) -> None:
    browser = make(views=VIEWS).visitor()
    browser.post("/order")
    assert browser.head("/pricing").status_code == 200
    assert browser.get("/terms").text == "Terms"
    assert browser.get("/step").status_code == 303
    assert events(browser, "/pricing", "/pricing") == [ORDER, None]


@pytest.mark.parametrize("before", ["/order", "/step"])
def test_view_that_fails_drops_its_events_and_no_other(make: Make, before: str) -> None:
    browser = make(views=VIEWS).visitor()
    browser.post(before)
    assert browser.post("/failing").status_code == 404
    assert events(browser, "/pricing", "/pricing") == [ORDER if before == "/order" else None, None]


def test_view_that_returns_an_error_drops_its_events(make: Make, framework: ModuleType) -> None:
    async def refused(visit: Visit) -> Reply:
        visit.track("Order Refused")
        return Reply("", 409)

    browser = make(views={"/refused": refused}).visitor()
    assert browser.post("/refused").status_code == 409
    # Django's middleware cannot tell it from a form that is shown again.
    kept = "Order Refused" if ".django" in framework.__name__ else None
    assert events(browser, "/pricing") == [kept]


# ---- Whose it is ----


def test_nobody_gets_the_event_of_somebody_else(make: Make) -> None:
    shop = make(views=VIEWS, user=None)
    browser = shop.signed_in(7)
    browser.post("/order")
    assert not re.search("person7|amelia", str(browser.cookies))
    browser.get("/sign-out")
    browser.get("/sign-in/8")
    assert events(browser, "/pricing") == [None]


def test_event_of_a_view_that_signs_out_is_nobody_elses(make: Make) -> None:
    browser = make(views=VIEWS, user=None).signed_in(7)
    browser.post("/closing")
    assert events(browser, "/pricing") == ["-"]
    browser.get("/sign-in/8")
    assert events(browser, "/pricing") == [None]


def test_event_from_before_the_sign_in_is_the_visitors(make: Make) -> None:
    browser = make(views=VIEWS, user=None).visitor()
    browser.post("/subscribed")
    responses = [browser.get("/pricing") for _ in range(2)]
    assert [response.text for response in responses] == ["", ""]
    assert ["Cache-Control" in response.headers for response in responses] == [False, False]
    browser.get("/sign-in/7")
    # The address may be another's.
    assert asked(browser.get("/pricing")) == (Account(7).email, "Subscribed", {"list": "news"})


def test_anonymous_visitor_who_is_asked_gets_their_event(make: Make) -> None:
    browser = make(views=VIEWS, user=None, include_anonymous=True).visitor()
    browser.post("/order")
    settings = [extract_settings(browser.get("/pricing").text) for _ in range(2)]
    assert [each and (each["event_name"], each.get("properties")) for each in settings] == [
        (ORDER, {"total_amount": 12}),
        (None, None),
    ]


def test_users_without_an_identity_get_no_event_on_the_next_page(make: Make, log: Log) -> None:
    browser = make(views=VIEWS, user=lambda _request: User(properties={"plan": "pro"})).visitor()
    assert extract_settings(browser.get("/thanks").text)["event_name"] == "Thanks Seen"  # type: ignore[index]
    browser.post("/order")
    assert extract_settings(browser.get("/pricing").text)["event_name"] is None  # type: ignore[index]
    problem = "cannot wait for the next page: the user has neither email nor external_id"
    assert [line.partition(";")[0] for line in log.warnings] == [f"left out event on order: event: {problem}"]


def test_page_of_a_visitor_without_events_makes_no_session(make: Make) -> None:
    response = make(views=VIEWS).get()
    assert {"Set-Cookie", "Vary"}.isdisjoint(response.headers)


# ---- What is wrong ----


def test_only_the_last_five_events_wait(make: Make, log: Log) -> None:
    views = {"/order": tracking(*(f"Event {number}" for number in range(7)))}
    browser = make(views=views).visitor()
    browser.post("/order")
    assert events(browser, "/pricing", "/pricing") == ["Event 6", None]
    assert log.warnings == [
        f"event: dropped 1 of the events that wait; expected at most 5 events, and {MAX_BYTES} bytes"
    ]


@pytest.mark.parametrize(
    ("event", "properties", "problem"),
    [
        ("", {}, "event: is empty; expected the event's name at InMoment"),
        (7, {}, error_of(User, 7).replace("email", "event", 1)),
    ],
)
def test_wrong_event_is_left_out_and_the_view_works(
    make: Make, log: Log, event: Any, properties: dict[str, Any], problem: str
) -> None:
    async def view(visit: Visit) -> Reply:
        visit.track(event, properties)
        return redirect()

    browser = make(views={"/order": view}).visitor()
    assert browser.post("/order").status_code == 303
    assert events(browser, "/pricing") == [None]
    assert log.warnings == [f"left out event on order: {problem}"]
    with pytest.raises(ValueError, match=f"^{re.escape(problem)}$"):
        make(views={"/order": view}, debug=True).visitor().post("/order")


def test_wrong_property_of_an_event_costs_only_itself(make: Make, log: Log) -> None:
    async def view(visit: Visit) -> Reply:
        visit.track(ORDER, {"plan": "pro", "score": 1.5})
        return redirect()

    browser = make(views={"/order": view}).visitor()
    browser.post("/order")
    assert asked(browser.get("/pricing")) == ("amelia@initech.example", ORDER, {"plan": "pro"})
    assert log.warnings == [f"left out properties.score on order: {error_of(User, properties={'score': 1.5})}"]


def test_event_whose_user_cannot_be_found_is_dropped(make: Make, log: Log) -> None:
    def user(request: Any) -> User:
        if request.headers.get("X-Broken"):
            raise LookupError("amelia@initech.example")
        return User(external_id="1001")

    browser = make(SNIPPET, views=VIEWS, user=user).visitor()
    assert browser.post("/order", headers={"X-Broken": "1"}).status_code == 303
    assert extract_settings(browser.get("/pricing").text)["event_name"] is None  # type: ignore[index]
    assert [line.partition(", raised by")[0] for line in log.warnings] == [
        "left out event on order: LookupError was raised"
    ]
