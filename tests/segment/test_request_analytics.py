"""What a request's calls become in its page, or in the visitor's next one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wootric_snippet.request_analytics import MAX_BYTES, MAX_CARRIED, RequestAnalytics
from wootric_snippet.tag import answer_settings, print_snippet

from wootric_snippet import Page, SnippetRenderer, User, WootricSnippetError
from wootric_snippet.segment import Analytics
from wootric_snippet.testing import extract_commands, extract_settings

RENDERER = SnippetRenderer("NPS-1")
USER = User(email="amelia@example.com", external_id="1", properties={"plan": "pro"})
PAGE = Page(path="/pricing")


def request_with(session: dict[str, Any] | None, user: User | None = USER, **more: Any) -> RequestAnalytics:
    return RequestAnalytics(RENDERER, **{"session": lambda: session, "user": lambda: user, "on_error": "raise", **more})


def page_of(
    analytics: Analytics | None, user: User | None = USER, event: str | None = None, *, given: bool = False
) -> str | None:
    """Return what a page's tag prints."""
    printed = print_snippet(
        RENDERER,
        "raise",
        user=lambda: user,
        page=lambda: PAGE,
        nonce=lambda: None,
        find_nonce=lambda: None,
        event=lambda: event,
        group=lambda: None,
        analytics=lambda: analytics,
        user_is_given=given,
    )
    assert printed.personal == bool(printed.html)
    return printed.html


def event_of(html: str | None) -> Any:
    settings = extract_settings(html or "")
    return settings and settings["event_name"]


# ---- In the page of the request ----


def test_the_calls_go_before_what_the_tag_finds() -> None:
    analytics = Analytics(RENDERER)
    analytics.track("Order Completed", {"revenue": 12})
    html = page_of(analytics, event="Page Seen")
    assert extract_settings(html or "") == {
        "account_token": "NPS-1",
        "email": "amelia@example.com",
        "external_id": "1",
        "properties": {"revenue": 12},
        "page_info": {"path": "/pricing"},
        "event_name": "Order Completed",
    }
    assert extract_commands(html or "") == ("page", "run")


def test_an_identified_user_is_the_only_one() -> None:
    analytics = Analytics(RENDERER)
    analytics.identify("b", {"email": "bob@example.com"})
    analytics.group("0e8c")
    html = page_of(analytics, event="Page Seen")
    assert extract_settings(html or "") == {
        "account_token": "NPS-1",
        "email": "bob@example.com",
        "segment_user_id": "b",
        "properties": {"id": "b"},
        "page_info": {"path": "/pricing"},
        "group_info": {"id": "0e8c"},
        "event_name": "Page Seen",
    }
    assert extract_commands(html or "") == ("page", "group", "run")


def test_without_any_call_the_tag_is_as_always() -> None:
    assert page_of(Analytics(RENDERER)) == page_of(None) == RENDERER.render(USER, PAGE)


def test_a_page_call_of_the_view_is_the_page() -> None:
    analytics = Analytics(RENDERER)
    analytics.page("Pricing", {"path": "/plans"})
    settings = extract_settings(page_of(analytics) or "")
    assert settings is not None
    assert settings["page_info"] == {"path": "/plans", "name": "Pricing"}


def test_calls_about_nobody_are_not_sent() -> None:
    analytics = Analytics(RENDERER)
    analytics.track("Order Completed")
    assert page_of(analytics, user=None) == ""


def test_a_template_that_wants_no_survey_has_none_whatever_was_called() -> None:
    session: dict[str, Any] = {}
    posted, shown = request_with(session), request_with(session)
    posted.track("Order Completed")
    posted.carry()
    shown.identify("b", {"email": "bob@example.com"})
    assert page_of(shown, user=None, given=True) == ""
    assert event_of(page_of(request_with(session))) == "Order Completed"


def test_what_is_no_analytics_is_told() -> None:
    with pytest.raises(WootricSnippetError) as refused:
        page_of("calls")  # type: ignore[arg-type]
    assert str(refused.value) == ("analytics: is of type str; accepted: an Analytics of wootric_snippet, or None")


# ---- In the next page ----


def test_an_event_travels_to_the_next_page_and_no_further() -> None:
    session: dict[str, Any] = {}
    posted = request_with(session)
    posted.track("Order Completed", {"revenue": 12})
    posted.carry()
    session = json.loads(json.dumps(session))  # as a session keeps it
    assert [event_of(page_of(request_with(session))) for _ in range(3)] == ["Order Completed", None, None]
    assert session == {}


def test_an_event_travels_over_several_redirects() -> None:
    session: dict[str, Any] = {}
    first, second = request_with(session), request_with(session)
    first.track("Order Completed")
    first.carry()
    second.restore()
    assert session == {}
    second.carry()
    assert event_of(page_of(request_with(session))) == "Order Completed"


def test_a_printed_event_does_not_travel() -> None:
    session: dict[str, Any] = {}
    analytics = request_with(session)
    analytics.track("Order Completed")
    page_of(analytics)
    analytics.carry()
    assert session == {}


def test_an_event_of_the_page_itself_goes_before_one_that_travelled() -> None:
    session: dict[str, Any] = {}
    posted, shown = request_with(session), request_with(session)
    posted.track("Order Completed")
    posted.carry()
    shown.track("Thanks Seen")
    assert event_of(page_of(shown)) == "Thanks Seen"
    shown.carry()
    assert session == {}


def test_nobody_gets_the_event_of_somebody_else() -> None:
    bob = User(email="bob@example.com", external_id="2")
    session: dict[str, Any] = {}
    posted = request_with(session)
    posted.track("Order Completed")
    posted.carry()
    assert "amelia" not in json.dumps(session)
    assert event_of(page_of(request_with(dict(session), bob), bob)) is None
    assert page_of(request_with(dict(session), None), None) == ""
    assert event_of(page_of(request_with(session))) == "Order Completed"


def test_an_event_from_before_the_sign_in_is_the_visitors() -> None:
    session: dict[str, Any] = {}
    posted = request_with(session, None)
    posted.track("Signed Up")
    posted.carry()
    assert event_of(page_of(request_with(session))) == "Signed Up"


@pytest.mark.parametrize("spelling", ["email", "Email", "E-mail"])
def test_a_visitors_address_does_not_become_that_of_who_signs_in_next(spelling: str) -> None:
    session: dict[str, Any] = {}
    posted = request_with(session, None)
    posted.track("Subscribed", {spelling: "alice@example.com", "list": "news"})
    posted.carry()
    bob = User(email="bob@example.com", external_id="2")
    settings = extract_settings(page_of(request_with(session, bob), bob) or "") or {}
    assert (settings["email"], settings["event_name"], settings["properties"]) == (
        "bob@example.com",
        "Subscribed",
        {"list": "news"},
    )


@pytest.mark.parametrize(
    ("first", "second", "event"),
    [
        ([("alice", {"plan": "pro"})], [("bob", {"plan": "pro"})], None),
        ([({"email": "alice@example.com"},)], [({"email": "bob@example.com"},)], None),
        ([({"plan": "pro"},)], [({"plan": "pro"},)], None),
        ([("alice",)], [("alice",)], "Order Completed"),
    ],
)
def test_nobody_gets_the_event_of_somebody_else_that_calls_identify(
    first: list[tuple[Any, ...]], second: list[tuple[Any, ...]], event: str | None
) -> None:
    session: dict[str, Any] = {}
    posted, shown = (request_with(session, None, on_error="log") for _ in range(2))
    for call in first:
        posted.identify(*call)
    posted.track("Order Completed")
    posted.carry()
    for call in second:
        shown.identify(*call)
    assert event_of(page_of(shown, None)) == event


def test_the_signed_in_user_is_the_one_that_the_calls_identified() -> None:
    session: dict[str, Any] = {}
    posted = request_with(session, None)
    posted.identify("1", {"email": "amelia@example.com"})
    posted.track("Order Completed")
    posted.carry()
    assert event_of(page_of(request_with(session))) == "Order Completed"


def test_an_id_that_cannot_be_encoded_tells_its_user_from_others() -> None:
    session: dict[str, Any] = {}
    half, other = User(external_id="\ud83d"), User(external_id="\ud83e")
    posted = request_with(session, half)
    posted.track("Order Completed")
    posted.carry()
    assert event_of(page_of(request_with(dict(session), other), other)) is None
    assert event_of(page_of(request_with(session, half), half)) == "Order Completed"


def test_users_who_cannot_be_told_from_others_get_no_event_later() -> None:
    session: dict[str, Any] = {}
    somebody = User(properties={"plan": "pro"})
    posted = request_with(session, somebody, on_error="log")
    posted.track("Order Completed")
    posted.carry()
    assert event_of(page_of(request_with(session, somebody), somebody)) is None


def test_an_event_of_a_view_that_signs_out_goes_to_nobody_else() -> None:
    bob = User(email="bob@example.com", external_id="2")
    session: dict[str, Any] = {}
    there: list[User | None] = [User(email="amelia@example.com", external_id="1")]
    posted = RequestAnalytics(
        SnippetRenderer("NPS-01fe3cbc"), session=lambda: session, user=lambda: there[0], on_error="raise"
    )
    posted.track("Account Closed", {"reason": "too dear"})
    there[0] = None
    posted.carry()
    waiting = request_with(session, None)
    assert page_of(waiting, None) == ""
    waiting.carry()
    assert session == {}
    assert event_of(page_of(request_with(session, bob), bob)) is None


def test_the_events_own_address_travels_with_it() -> None:
    session: dict[str, Any] = {}
    direct, posted = request_with({}), request_with(session)
    for analytics in (direct, posted):
        analytics.track("Order Completed", {"email": "guest@example.org", "language": "es"})
    posted.carry()
    assert "guest@example.org" in (page_of(direct) or "")
    assert page_of(request_with(json.loads(json.dumps(session)))) == page_of(direct)


def test_only_the_last_events_travel(caplog: pytest.LogCaptureFixture) -> None:
    session: dict[str, Any] = {}
    posted = request_with(session)
    for number in range(MAX_CARRIED + 2):
        posted.track(f"Event {number}")
    posted.carry()
    assert [name for _, name, _ in session["wootric_snippet.events"]] == [f"Event {n}" for n in range(2, 7)]
    assert caplog.messages == [
        (
            "left out: analytics: has left out 2 of the events to carry; accepted: at most 5 events, and 2048 bytes, "
            "of a user who can be read"
        )
    ]


def test_an_event_too_large_for_a_cookie_does_not_travel(caplog: pytest.LogCaptureFixture) -> None:
    session: dict[str, Any] = {}
    posted = request_with(session)
    posted.track("Order Completed", {"note": "x" * MAX_BYTES})
    posted.carry()
    assert session == {}
    assert len(caplog.messages) == 1


def test_without_a_session_it_is_told_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    message = "analytics: has no session to carry its events in; accepted: the framework's sessions"
    strict, lenient = request_with(None), request_with(None, on_error="log")
    for analytics in (strict, lenient):
        analytics.track("Order Completed")
    with pytest.raises(WootricSnippetError) as refused:
        strict.carry()
    lenient.carry()
    assert str(refused.value) == message
    assert caplog.messages == [f"left out: {message}"]


def test_a_site_that_calls_nothing_writes_no_session() -> None:
    session: dict[str, Any] = {}
    analytics = request_with(session, user=None)
    page_of(analytics)
    analytics.carry()
    assert session == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


@given(JSON)
def test_whatever_stands_in_the_session_the_page_is_made(carried: Any) -> None:
    for value in (carried, [carried], [[None, "Event", carried], [carried, "Event", {}]]):
        request = request_with({"wootric_snippet.events": value}, on_error="log")
        assert page_of(request)


@given(st.text(min_size=1), st.dictionaries(st.text(), st.text() | st.booleans() | st.integers(-5, 5), max_size=4))
def test_whatever_is_tracked_arrives_as_if_it_had_not_travelled(event: str, properties: dict[str, Any]) -> None:
    session: dict[str, Any] = {}
    direct, posted = request_with({}), request_with(session)
    for analytics in (direct, posted):
        analytics.track(event, {key: value for key, value in properties.items() if key not in ("email", "language")})
    posted.carry()
    assert page_of(request_with(json.loads(json.dumps(session)))) == page_of(direct)


# ---- Where the page holds no settings ----


def test_the_settings_address_answers_with_what_was_carried() -> None:
    renderer = SnippetRenderer("NPS-1", delivery="fetch", loader_url="/l.js", settings_url="/s.json")
    session: dict[str, Any] = {}
    posted = request_with(session)
    posted.track("Order Completed")
    posted.carry()

    def answered() -> str:
        return answer_settings(
            renderer,
            "raise",
            user=lambda: USER,
            page=lambda: PAGE,
            event=lambda: None,
            group=lambda: None,
            analytics=lambda: request_with(session),
        )

    assert [event_of(answered()) for _ in range(2)] == ["Order Completed", None]


def test_an_event_whose_user_was_not_readable_is_of_the_one_who_is_there_at_the_end_or_of_nobody() -> None:
    def carried(at_the_end: User | None) -> Any:
        session: dict[str, Any] = {}
        users = iter([None, at_the_end])

        def user() -> User | None:
            if (found := next(users)) is None and not tracked:
                raise RuntimeError
            return found

        tracked = False
        posted = RequestAnalytics(SnippetRenderer("NPS-01fe3cbc"), session=lambda: session, user=user, on_error="raise")
        posted.track("Order Completed")
        tracked = True
        posted.carry()
        return session

    amelia = User(external_id="1")
    assert event_of(page_of(request_with(carried(amelia), amelia), amelia)) == "Order Completed"
    assert carried(None) == {}
