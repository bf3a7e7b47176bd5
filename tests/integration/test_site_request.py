"""What is known of a page where its framework does not tell the route."""

from typing import Any

import pytest

from wootric_snippet.integration.site_request import hide_arguments


@pytest.mark.parametrize(
    ("path", "arguments", "shown"),
    [
        ("/pricing", {}, None),
        ("/orders/17", {"number": 17}, "/orders/<number>"),
        ("/orders/17/", {"number": 17}, "/orders/<number>/"),
        ("/shop/a/b/c/edit", {"path": "a/b/c"}, "/shop/<path>/edit"),
        ("/users/user", {"name": "user"}, "/users/<name>"),
        ("/v1/orders/1", {"number": 1}, "/v1/orders/<number>"),
        ("/reset/set", {"token": "set"}, "/reset/<token>"),
        ("/1/of/1", {"first": 1, "second": 1}, "/<first>/of/<second>"),
        ("/files/", {"path": ""}, "/files/"),
        ("/", {"path": ""}, "/"),
        ("/orders/017", {"number": 17}, "/<number>"),  # its converter has read it
        ("/orders-17", {"number": 17}, "/<number>"),
        ("/users/users", {"name": "users"}, "/<name>"),  # which of the two it is cannot be told
        ("/1/2", {"second": 2, "first": 1}, "/<second>/<first>"),
    ],
)
def test_argument_of_the_route_is_not_in_the_path(path: str, arguments: dict[str, Any], shown: str | None) -> None:
    assert hide_arguments(path, arguments) == shown
