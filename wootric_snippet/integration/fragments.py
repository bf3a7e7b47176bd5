"""Find where a template tag stands: inside a cached fragment, or inside another template."""

from collections.abc import Mapping
from inspect import currentframe
from sys import modules
from typing import Any

from jinja2.runtime import Context

CACHED: Mapping[tuple[str, str], str] = {
    ("django.templatetags.cache", "CacheNode.render"): "{% cache %}",
    ("compressor.templatetags.compress", "CompressorNode.render"): "{% compress %}",
    ("compressor.contrib.jinja2ext", "CompressorExtension._compress"): "{% compress %}",
    ("django_jinja.builtins.extensions", "CacheExtension._cache_support"): "{% cache %}",
    ("flask_caching.jinja2ext", "CacheExtension._cache"): "{% cache %}",
    ("cms.plugin_rendering", "ContentRenderer.render_placeholder"): "a placeholder of django-cms",
}
"""The functions that store or compress what is rendered inside them, by module and name, each with its tag."""
_MODULES = frozenset(module for module, _ in CACHED)
_NAMES = frozenset(name for _, name in CACHED)


def enclosing_cache() -> str | None:
    """Return the caching tag inside which a template is being rendered, if there is one.

    It may stand in another template, which includes this one; but rendering is calls inside calls, in one thread.
    """
    if modules.keys().isdisjoint(_MODULES):
        return None  # none of them can be among the calls, which are some fifty in a real page
    frame = currentframe()
    while frame is not None:
        name = frame.f_code.co_qualname
        if name in _NAMES and (tag := CACHED.get((frame.f_globals.get("__name__", ""), name))):
            # django-cms stores no placeholder with a plugin that says `cache = False`.
            if frame.f_locals.get("use_cache", True):
                return tag
        frame = frame.f_back
    return None


def find_request(*named: Any) -> Any:
    """Return the first that is a request, else the one of the page in which the template is being rendered.

    A site may call something else `request`, such as a customer's. A component, a macro or an include may have a
    context of its own. A mail has no page around it: `None`.
    """
    for value in named:
        if value is not None and _is_request(value):
            return value
    frame = currentframe()
    while frame is not None:
        context = frame.f_locals.get("context")
        request = getattr(context, "request", None)
        if request is None and isinstance(context, Context):
            request = context.get("request")
        if _is_request(request):
            return request
        frame = frame.f_back
    return None


def _is_request(value: Any) -> bool:
    # Every framework's has headers. Its class is asked first: Django makes them when they are read.
    try:
        return hasattr(type(value), "headers") or hasattr(value, "headers")
    except RuntimeError:  # Flask's `request`, outside of a request
        return False
