"""A framework's application for a real server: `LOAD_TEST_FRAMEWORK=flask gunicorn tests.conformance.load_site:app`."""

import asyncio
import os
import sys
from importlib import import_module

from tests.conformance import apps
from tests.conformance.site import TOKEN, Reply, Site, Visit

NAME = os.environ["LOAD_TEST_FRAMEWORK"]
# Threads take turns a thousand times as often as they would: what two of them shared would be mixed up.
sys.setswitchinterval(5e-6)


async def numbered_page(visit: Visit) -> Reply:
    """Return a page that begins with its number."""
    await _wait()
    html = await visit.render("{{ wootric_snippet() }}")
    await _wait()
    return Reply(f"{visit.arguments['number']}{html}")


async def _wait() -> None:
    """Let others be served, as the site does while it waits for its database."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return  # in a thread
    await asyncio.sleep(0)


if NAME.startswith("django"):
    import django
    from django.core.management import call_command
    from django.db import connections

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.django.project.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    connections.close_all()  # before the server forks

app = import_module(f"{apps.__name__}.{NAME}").make_app(
    Site({"account_token": TOKEN, "page_path": "url"}, views={"/pages/{number}": numbered_page})
)
