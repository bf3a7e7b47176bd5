"""Every test here runs in each framework that has an application in `apps`."""

import os
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Protocol

import django
import pytest

from tests.conformance import apps
from tests.conformance.site import AMELIA, SNIPPET, TOKEN, Shop, Site

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.django.project.settings")
django.setup()


class Make(Protocol):
    """Starts a site; the one before it is closed."""

    def __call__(self, template: str = ..., /, **given: Any) -> Shop:
        """Take the page's template, what a `Site` has, and the package's options; its user is Amelia unless given.

        `prefix` is where the server mounts it.
        """


MODULES = {module.name: import_module(f"{apps.__name__}.{module.name}") for module in iter_modules(apps.__path__)}


@pytest.fixture(params=[pytest.param(MODULES[name], id=name, marks=MODULES[name].MARKS) for name in sorted(MODULES)])
def framework(request: pytest.FixtureRequest) -> ModuleType:
    """Return the module of a framework's application."""
    module: ModuleType = request.param
    return module


@pytest.fixture
def make(framework: ModuleType) -> Iterator[Make]:
    """Start a site of the framework."""
    sites: list[Site] = []

    def made(template: str = SNIPPET, /, **given: Any) -> Shop:
        if sites:
            sites.pop().resources.close()
        prefix = given.pop("prefix", "")
        of_the_site = {name: given.pop(name) for name in _FIELDS if name in given}
        options = {"account_token": TOKEN, "user": lambda _request: AMELIA, **given}
        sites.append(Site(options, template, **of_the_site))
        return Shop(framework, sites[-1], prefix)

    yield made
    for site in sites:
        site.resources.close()


_FIELDS = ("context", "debug", "headers", "views")
