"""Whatever stands in a session, and whatever a view tracks."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.integration.site import AMELIA, PlainRequest, make_site, printed
from wootric_snippet import User
from wootric_snippet.integration.events import MAX_BYTES, MAX_EVENTS, analytics, store, take, track
from wootric_snippet.integration.site_request import Event
from wootric_snippet.integration.visitor import owner_of
from wootric_snippet.testing import extract_settings

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
EVENTS = "wootric_snippet.events"


@given(JSON)
def test_any_session_content_leaves_the_page_rendered(stored: Any) -> None:
    for value in (stored, [stored], [[None, "Event", stored, False], [stored, "Event", {}, True]]):
        assert printed(PlainRequest(make_site(), {EVENTS: value}))


@given(st.text(min_size=1), st.dictionaries(st.text(), st.text() | st.booleans() | st.integers(-5, 5), max_size=4))
def test_segment_call_is_the_same_after_the_session(name: str, properties: dict[str, Any]) -> None:
    session: dict[str, Any] = {}
    site = make_site()
    direct, posted = PlainRequest(site, {}), PlainRequest(site, session)
    for request in (direct, posted):
        call = {key: value for key, value in properties.items() if key not in ("email", "language")}
        analytics(request).track(name, call)
    travelled = printed(PlainRequest(site, json.loads(json.dumps(session))))  # as a session keeps it
    assert travelled == printed(direct)


@given(st.text(min_size=1))
def test_event_of_a_view_is_the_same_after_the_session(name: str) -> None:
    session: dict[str, Any] = {}
    site = make_site()
    direct, posted = PlainRequest(site, {}), PlainRequest(site, session)
    for request in (direct, posted):
        track(request, name, {"total": 12})
    assert printed(PlainRequest(site, json.loads(json.dumps(session)))) == printed(direct)


def test_oldest_events_are_dropped_where_there_is_no_room() -> None:
    session: dict[str, Any] = {}
    dropped = [store(session, Event("owner", f"Event {number}", {})) for number in range(MAX_EVENTS + 2)]
    assert dropped == [0] * MAX_EVENTS + [1, 1]
    assert [event.name for event in take(session, "owner")] == [f"Event {number}" for number in range(2, 7)]
    assert session == {}
    large = Event("owner", "Order Completed", {"note": "x" * MAX_BYTES})
    assert (store(session, large), session[EVENTS]) == (1, [])


def test_id_that_cannot_be_encoded_tells_its_user_from_others() -> None:
    half, other = User(external_id="\ud83d"), User(external_id="\ud83e")
    session: dict[str, Any] = {}
    store(session, Event(owner_of(half), "Order Completed", {}))
    assert take(dict(session), owner_of(other)) == []
    assert [event.name for event in take(session, owner_of(half))] == ["Order Completed"]


def test_session_holds_no_user_data() -> None:
    session: dict[str, Any] = {}
    track(PlainRequest(make_site(), session), "Order Completed")
    assert session.keys() == {EVENTS}
    assert str(AMELIA.email) not in json.dumps(session)
    assert AMELIA.external_id not in session[EVENTS][0]


def test_site_without_a_session_has_the_event_in_the_same_page() -> None:
    request = PlainRequest(make_site())
    track(request, "Thanks Seen")
    assert (extract_settings(printed(request)) or {})["event_name"] == "Thanks Seen"
