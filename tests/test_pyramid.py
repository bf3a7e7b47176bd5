"""What is Pyramid's alone; the rest is in tests/conformance."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.session import SignedCookieSessionFactory

from wootric_snippet.errors import InvalidSetting, WootricSnippetError
from wootric_snippet.pyramid import track
from wootric_snippet.testing import extract_settings

EMAIL = "amelia@initech.example"


class Policy:
    """Says of everybody that they are this one."""

    def __init__(self, identity: Any, user_id: Any) -> None:
        self._identity, self._user_id = identity, user_id

    def identity(self, _request: Any) -> Any:
        return self._identity

    def authenticated_userid(self, _request: Any) -> Any:
        return self._user_id


def printing_renderer(_info: Any) -> Any:
    """Return a renderer that is none of Jinja2's."""
    return lambda _value, system: Markup("<h1>Shop</h1>{}").format(system["wootric_snippet"])


def client(
    policy: Policy | None = None, view: Any = lambda _request: {}, settings: Mapping[str, Any] | None = None
) -> httpx.Client:
    with Configurator(settings={"wootric.account_token": "NPS-01fe3cbc", **(settings or {})}) as config:
        if policy is not None:
            config.set_security_policy(policy)
        config.include("wootric_snippet.pyramid", route_prefix="/elsewhere")
        config.add_renderer("printing", printing_renderer)
        config.add_route("shop", r"/shop/{year:\d{4}}/*rest")
        config.add_view(view, route_name="shop", renderer="printing")
        app = config.make_wsgi_app()
    return httpx.Client(transport=httpx.WSGITransport(app), base_url="http://shop.example")


def sent(response: httpx.Response) -> Mapping[str, Any]:
    settings = extract_settings(response.text)
    assert settings is not None
    return settings


@pytest.mark.parametrize(
    ("identity", "user_id", "expected"),
    [
        (SimpleNamespace(id="u-7", email=EMAIL), 7, {"external_id": "u-7", "email": EMAIL}),
        ({"email": EMAIL}, "u-7", {"external_id": "u-7", "email": EMAIL}),
        ("u-7", "u-7", {"external_id": "u-7"}),
        (EMAIL, EMAIL, {"email": EMAIL}),
    ],
    ids=["object", "mapping", "id", "address"],
)
def test_identity_of_the_security_policy_is_asked(identity: Any, user_id: Any, expected: dict[str, str]) -> None:
    settings = sent(client(Policy(identity, user_id)).get("/shop/2026/tea/green"))
    path = "/shop/<year>/<rest>"
    page = {"path": path, "url": "http://shop.example/shop/%3Cyear%3E/%3Crest%3E", "name": "shop"}
    assert settings == {"account_token": "NPS-01fe3cbc", **expected, "page_info": page, "event_name": None}


def test_identity_without_a_user_id_is_anonymous() -> None:
    response = client(Policy(SimpleNamespace(id=7), None), settings={"pyramid.debug_all": True}).get("/shop/2026/tea")
    assert "nobody is signed in" in response.text
    assert extract_settings(response.text) is None


def test_event_without_a_session_factory_is_an_error() -> None:
    def view(request: Any) -> dict[str, Any]:
        track(request, "Order Completed")
        return {}

    settings = sent(client(Policy("u-7", "u-7"), view).get("/shop/2026/tea"))
    assert settings["event_name"] == "Order Completed"  # the page of the same request has it


def test_session_sets_its_cookie_only_where_an_event_waits() -> None:
    with Configurator(settings={"wootric.account_token": "NPS-01fe3cbc", "wootric.include_anonymous": True}) as config:
        config.set_session_factory(SignedCookieSessionFactory("a secret of the test's"))
        config.include("wootric_snippet.pyramid")
        config.add_renderer("printing", printing_renderer)
        views: dict[str, Any] = {
            "basket": lambda request: request.session.update(basket=1) or {},
            "order": lambda request: track(request, "Order Completed") or {"posted": request.session["basket"]},
            "page": lambda _request: {},
        }
        for name, view in views.items():
            config.add_route(name, f"/{name}")
            config.add_view(view, route_name=name, renderer="json" if name == "order" else "printing")
        app = config.make_wsgi_app()
    browser = httpx.Client(transport=httpx.WSGITransport(app), base_url="http://shop.example")
    browser.get("/basket")
    looked = browser.get("/page")
    assert [header for header in looked.headers if header in ("set-cookie", "vary", "cache-control")] == []
    browser.get("/order")
    due, later = browser.get("/page"), browser.get("/page")
    assert (sent(due)["event_name"], sent(later)["event_name"]) == ("Order Completed", None)
    assert ("set-cookie" in due.headers, "set-cookie" in later.headers) == (True, False)


def test_urls_are_below_the_mount_path_wherever_the_package_is_included() -> None:
    statuses = [
        client(settings={"wootric.mock_sdk": "always"}).get(f"{prefix}/wootric/mock-sdk.js").status_code
        for prefix in ("", "/elsewhere")
    ]
    assert statuses == [200, 404]


@pytest.mark.parametrize(
    "key", ["wootric.mock_sdk", "wootric.survey.modal_theme", "wootric.accounts.ces.account_token"]
)
def test_wrong_setting_is_named_as_the_file_has_it(key: str) -> None:
    with pytest.raises(WootricSnippetError) as raised:
        client(settings={key: "wrong value"})
    assert raised.value.field == key


def test_misspelt_setting_is_reported_with_the_right_name() -> None:
    with pytest.raises(InvalidSetting) as raised:
        client(settings={"wootric.acount_token": "NPS-01fe3cbc"})
    assert str(raised.value).startswith("wootric.acount_token: is unknown (did you mean wootric.account_token?)")
