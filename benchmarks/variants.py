"""The ways to make a snippet that `benchmarks.speed` measures: the lower bound, this package, and alternatives."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import django
import jinja2
from django.conf import settings
from flask import Flask
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.templating import Jinja2Templates

from tests.settings_json import settings_json
from wootric_snippet import Page, SnippetRenderer, User, starlette
from wootric_snippet.flask import Wootric
from wootric_snippet.integration.cache_guard import guard
from wootric_snippet.jinja2 import install
from wootric_snippet.segment import Analytics
from wootric_snippet.validators.properties import PropertyValue
from wootric_snippet.validators.timestamps import Timestamp

LOWER_BOUND = "the lower bound: `json.dumps`, the escapes, one concatenation"
OURS = "`render(User(...), Page(...), nonce=...)`"
BASELINES = Path(__file__).parent / "baselines"
NONCE = "bm9uY2U="
MOMENT = datetime(2018, 8, 3, 15, 28, 46, 493000, tzinfo=UTC)
ISO = MOMENT.isoformat()


def new_renderer() -> SnippetRenderer:
    """Return the renderer that a site makes at start-up."""
    return SnippetRenderer("NPS-01fe3cbc")


RENDERER = new_renderer()


def user(created_at: Timestamp = MOMENT, properties: Mapping[str, PropertyValue] | None = None) -> User:
    """Return a typical signed-in user."""
    return User(
        email="hello@example.com",
        created_at=created_at,
        language="en-GB",
        external_id="userId123",
        properties={"plan": "pro", "seats": 5} if properties is None else properties,
    )


def page() -> Page:
    """Return a typical page."""
    return Page(path="/pricing", title="Pricing")


def render() -> str:
    """Return the snippet of one page view, without a framework."""
    return RENDERER.render(user(), page(), nonce=NONCE)


def render_iso() -> str:
    """Return the same snippet, with `created_at` as an ISO 8601 string."""
    return RENDERER.render(user(ISO), page(), nonce=NONCE)


def variants() -> dict[str, Callable[[], object]]:
    """Return the variants by name, the lower bound first; exit if two print different snippets that should be equal."""
    html = str(render())
    opening, mark, rest = html.rpartition("JSON.parse('")
    before, after = opening + mark, rest[rest.index("'") :]
    content = {
        "settings": RENDERER.settings(user(), page()),
        "commands": RENDERER.commands(user(), page()),
        "sdk": "https://cdn.wootric.com/wootric-sdk.js",
    }

    def lower_bound() -> str:
        encoded = json.dumps(content, separators=(",", ":"))
        for character, escaped in (("<", r"\u003c"), (">", r"\u003e"), ("&", r"\u0026"), ("'", r"\u0027")):
            encoded = encoded.replace(character, escaped)
        return before + encoded.replace("\\", "\\\\") + after

    if not lower_bound() == html == render_iso():
        raise SystemExit("the variants print different snippets")
    models = user(), page()
    return {
        LOWER_BOUND: lower_bound,
        OURS: render,
        "of it, `User(...)`": user,
        "of it, `Page(...)`": page,
        "of it, `render` with both made before": lambda: RENDERER.render(*models, nonce=NONCE),
        "the same, `created_at` an ISO 8601 string": render_iso,
        **baselines(html),
        "`Analytics`: `identify`, `page`, `render`": segment_calls,
        "the JSON at `settings_url` for the delivery `fetch`": settings_response(),
        "the tag in Jinja2": jinja2_tag(),
        "the tag in Starlette": starlette_tag(),
        "the tag in Flask": flask_tag(),
        **django_tags(),
    }


def baselines(html: str) -> dict[str, Callable[[], str]]:
    """Return three ways to write the same payload in a template without this package; none of them validates."""
    loader = html[html.index(">") + 1 : html.index(";wootricSnippet.show(")]
    environment = jinja2.Environment(autoescape=True)
    account = SimpleNamespace(
        email="hello@example.com", id="userId123", created_at=MOMENT, locale="en-GB", plan="pro", seats=5
    )
    visited = SimpleNamespace(path="/pricing", title="Pricing")

    def template(name: str) -> jinja2.Template:
        return environment.from_string((BASELINES / name).read_text("utf-8").replace("LOADER", loader))

    payload_template, object_template, values_template = (
        template("payload.html"),
        template("object.html"),
        template("values.html"),
    )

    def payload_made_in_the_view() -> str:
        payload = {
            "settings": {
                "account_token": "NPS-01fe3cbc",
                "email": account.email,
                "external_id": account.id,
                "created_at": round(account.created_at.timestamp()),
                "language": account.locale[:2].upper(),
                "properties": {"plan": account.plan, "seats_amount": account.seats},
                "page_info": {"path": visited.path, "title": visited.title},
                "event_name": None,
            },
            "commands": ["page", "run"],
            "sdk": "https://cdn.wootric.com/wootric-sdk.js",
        }
        return payload_template.render(payload=payload, nonce=NONCE)

    return {
        "a Jinja2 template by hand: `tojson` for each value": lambda: values_template.render(
            account=account, page=visited, nonce=NONCE
        ),
        "the same with one `tojson`, of an object in the template": lambda: object_template.render(
            account=account, page=visited, nonce=NONCE
        ),
        "the same with one `tojson`, of an object that the view has made": payload_made_in_the_view,
    }


def segment_calls() -> str:
    """Return the snippet of Segment's calls for the same user and page."""
    analytics = Analytics(RENDERER)
    analytics.identify(
        "userId123",
        {"email": "hello@example.com", "createdAt": MOMENT, "language": "EN", "plan": "pro", "seats": 5},
    )
    analytics.page("Pricing", {"path": "/pricing"})
    return analytics.render(nonce=NONCE)


def jinja2_tag() -> Callable[[], str]:
    """Return a function that renders a Jinja2 template with only the tag."""
    environment = jinja2.Environment(autoescape=True)
    install(environment, account_token="NPS-01fe3cbc", user=lambda _: user(), page=lambda _: page())  # noqa: S106
    template = environment.from_string("{% wootric_snippet nonce='bm9uY2U=' %}")
    return lambda: template.render()


def settings_response() -> Callable[[], str]:
    """Return a function that makes the JSON for the loader of the delivery `fetch`."""
    renderer = SnippetRenderer("NPS-01fe3cbc", delivery="fetch", loader_url="/loader.js", settings_url="/settings.json")
    return lambda: settings_json(renderer, user(), page())


def starlette_tag() -> Callable[[], str]:
    """Return a function that renders a template of Starlette's with the tag, each time for a new request."""
    templates = Jinja2Templates(env=jinja2.Environment(autoescape=True))
    wootric = starlette.Wootric(account_token="NPS-01fe3cbc", user=lambda _: user())  # noqa: S106
    wootric.init_app(Starlette(), templates)
    template = templates.env.from_string("{{ wootric_snippet(nonce='bm9uY2U=') }}")
    scope = {
        "type": "http",
        "scheme": "https",
        "method": "GET",
        "path": "/pricing",
        "root_path": "",
        "query_string": b"",
    }
    scope["headers"] = [(b"host", b"shop")]

    def rendered() -> str:
        request = Request(scope.copy())  # every page view has a request of its own
        guard(wootric.request_of(request.scope))  # as the middleware does
        html = template.render(request=request)
        if "hello@example.com" not in html:
            raise SystemExit("the tag in Starlette prints no user")
        return html

    return rendered


def flask_tag() -> Callable[[], str]:
    """Return the function that Flask's templates call, inside a request."""
    app = Flask(__name__)
    app.config["WOOTRIC_ACCOUNT_TOKEN"] = "NPS-01fe3cbc"  # noqa: S105
    wootric = Wootric(app)
    wootric.user_loader(lambda: user())
    app.test_request_context("/pricing").push()
    return lambda: wootric.snippet(nonce=NONCE)


def django_tags() -> dict[str, Callable[[], str]]:
    """Return functions that render a tag in a Django template, all with the same user and request."""
    settings.configure(
        ALLOWED_HOSTS=["testserver"],
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "analytical",
            "wootric_snippet.django",
        ],
        MIDDLEWARE=["wootric_snippet.django.middleware.WootricMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        WOOTRIC={"ACCOUNT_TOKEN": "NPS-01fe3cbc"},
        INTERCOM_APP_ID="ab12cd34",
    )
    django.setup()
    from django.contrib.auth.models import User as Account
    from django.template import Context, Template
    from django.test import RequestFactory

    account = Account(pk=7, username="hello", email="hello@example.com", date_joined=MOMENT)
    request = RequestFactory().get("/pricing/")
    request.user = account
    context = Context({"request": request})

    def tag(source: str) -> Callable[[], str]:
        (_, node) = Template(source).nodelist
        if "hello@example.com" not in node.render(context):
            raise SystemExit(f"{source} prints no user")
        return lambda: node.render(context)

    return {
        "the tag in Django": tag("{% load wootric %}{% wootric_snippet nonce='bm9uY2U=' %}"),
        "django-analytical's Intercom tag": tag("{% load intercom %}{% intercom %}"),
    }
