"""What the Django tag costs beside the renderer alone: `python benchmarks/django_tag.py`.

All print the same snippet, in turns, so that whatever else the machine does is shared fairly; told are the medians of:

- the renderer, with a `User` and a `Page` that are there already;
- the renderer, with both made for the call, as every page view has to;
- the tag, from Django's user and request, without what its template costs with any other tag in it.

Exits with 1 where the tag costs more than three times what the same page view costs without Django.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from timeit import Timer

import django
from django.conf import settings

LIMIT = 3.0
ROUNDS = 300
CALLS = 50


def main() -> int:
    """Measure, print the table, and return the exit status."""
    settings.configure(
        ALLOWED_HOSTS=["testserver"],
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "wootric_snippet.django"],
        MIDDLEWARE=["wootric_snippet.django.middleware.WootricMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        WOOTRIC={"ACCOUNT_TOKEN": "NPS-01fe3cbc"},
    )
    django.setup()
    ways = printers()
    if len({printer() for printer in ways.values()}) > 1:
        raise SystemExit("they print different snippets")
    timers = [Timer(printer) for printer in ways.values()]
    rounds = [[timer.timeit(CALLS) / CALLS * 1e6 for timer in timers] for _ in range(ROUNDS)]
    ready, made, tag = (median(times) for times in zip(*rounds, strict=True))
    for name, microseconds in zip(ways, (ready, made, tag), strict=True):
        print(f"{name:<36}{microseconds:>7.1f} µs")
    print(
        f"the tag: {tag / made:.2f} times render() with its user and page made, {tag / ready:.2f} times render() alone"
    )
    return int(tag / made > LIMIT)


def printers() -> dict[str, Callable[[], str]]:
    """Return the ways to the same snippet."""
    from django.contrib.auth.models import User as Account
    from django.template import Context, Template
    from django.test import RequestFactory

    from wootric_snippet import Page, SnippetRenderer, User

    account = Account(pk=7, email="amelia@initech.example", date_joined=datetime(2018, 8, 3, 15, 28, 46, tzinfo=UTC))
    request = RequestFactory().get("/pricing/")
    request.user = account
    (_, tag) = Template("{% load wootric %}{% wootric_snippet nonce='bm9uY2U=' %}").nodelist
    context = Context({"request": request})
    renderer = SnippetRenderer("NPS-01fe3cbc")

    def user() -> User:
        return User(email=account.email, created_at=account.date_joined, language="en-us", external_id="7")

    def page() -> Page:
        return Page(path="/pricing/", url="http://testserver/pricing/")

    ready = user(), page()
    return {
        "renderer.render(user, page)": lambda: renderer.render(*ready, nonce="bm9uY2U="),
        "renderer.render(User(...), Page(...))": lambda: renderer.render(user(), page(), nonce="bm9uY2U="),
        "{% wootric_snippet %}": lambda: tag.render(context),
    }


if __name__ == "__main__":
    sys.exit(main())
