"""Who follows a framework's page of docs/ to the letter has a survey in the mock SDK."""

from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.guides import follow
from tests.servers import serving
from wootric_snippet import Page, SnippetRenderer, User, mock_sdk

RENDERER = SnippetRenderer("NPS-01fe3cbc", sdk_url="/wootric-mock-sdk.js")
USER = User(email="hello@example.com", external_id="userId123", created_at="2018-08-03T15:28:46Z")


class Answer(NamedTuple):
    """What a visitor gets."""

    text: str
    cache_control: str | None


@pytest.mark.parametrize(
    ("guide", "port", "has_url", "name"),
    [
        ("flask", "FLASK_RUN_PORT", True, "pricing"),
        ("starlette", "UVICORN_PORT", True, "pricing"),
        ("jinja2", "PORT", False, None),
    ],
)
def test_the_guide_leads_to_a_survey(tmp_path: Path, guide: str, port: str, has_url: bool, name: str | None) -> None:
    server = follow(guide, tmp_path)
    with serving(*server, folder=tmp_path, **{port: "{port}"}) as url:
        expected = answers(url if has_url else None, name)
        assert {path: answer(url + path) for path in expected} == expected


def answer(url: str) -> Answer:
    response = httpx.get(url).raise_for_status()
    return Answer(response.text, response.headers.get("Cache-Control"))


def answers(site: str | None, name: str | None) -> dict[str, Answer]:
    """Return what each page of the guides has to hold, where pages know their address and the name of their route."""

    def page(path: str, **given: str | None) -> Page:
        return Page(path=path, url=site and site + path, **given)

    pricing = RENDERER.render(USER, page("/pricing", name=name))
    done = page("/order", name="order done", title="Thank you")
    order = RENDERER.render(User(email="buyer@example.com"), done, event="Order Completed")
    return {
        "/pricing": Answer(f"<!doctype html>\n<title>Pricing</title>\n<h1>Pricing</h1>\n{pricing}", "private"),
        "/order": Answer(f"<h1>Thank you</h1>\n{order}", "private"),
        "/bye": Answer(f"<h1>Good-bye</h1>\n{RENDERER.shutdown()}", None),
        "/wootric-mock-sdk.js": Answer(mock_sdk.source(), None),
    }
