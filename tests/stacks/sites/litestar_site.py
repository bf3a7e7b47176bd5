"""Litestar with `cache=` on a route."""

from typing import Any

from jinja2 import DictLoader, Environment
from litestar import Litestar, Request, get
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig

from tests.stacks.project import DEBUG
from tests.stacks.users import HEADER
from wootric_snippet import User
from wootric_snippet.litestar import WootricPlugin

pages = {"page.html": "<!doctype html><title>Shop</title><p>Welcome</p>{{ wootric_snippet() }}"}
environment = Environment(autoescape=True, loader=DictLoader(pages))


def survey_user(request: Request[Any, Any, Any]) -> User | None:
    """Return whom a proxy names."""
    name = request.headers.get(HEADER)
    return User() if name is None else User(email=f"{name}@initech.example", external_id=name)


@get("/cached/", cache=60)
async def cached() -> Template:
    """Show a page that Litestar stores, unless it is private."""
    return Template("page.html")


app = Litestar(
    [cached],
    debug=DEBUG,
    template_config=TemplateConfig(JinjaTemplateEngine.from_environment(environment)),
    plugins=[WootricPlugin(account_token="NPS-01fe3cbc", user=survey_user)],
)
