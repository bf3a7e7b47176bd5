"""The page that a request asks for."""

from typing import Any

from django.http import HttpRequest

from wootric_snippet.page import Page


def requested_page(request: HttpRequest, *, name: Any = None, title: Any = None, include_query: bool = False) -> Page:
    """Return the page with its path and its URL; with the query string only if `include_query` says so.

    `name` is the resolved view's unless another is given; an empty one counts as none.
    """
    url, question_mark, query = request.build_absolute_uri().partition("?")
    search = question_mark + query if include_query else ""
    match = request.resolver_match
    return Page(
        path=request.path,
        url=url + search,
        search=search or None,
        name=name or (match.view_name if match else None) or None,
        title=title or None,
    )
