"""Where in the site's own code a template tag stands: inside what a cache stores, or inside another template."""

from collections.abc import Iterator, Mapping
from inspect import currentframe
from types import FrameType
from typing import Any

from jinja2.runtime import Context

CACHED: Mapping[tuple[str, str], str] = {
    ("django.templatetags.cache", "CacheNode.render"): "{% cache %}",
    ("compressor.templatetags.compress", "CompressorNode.render"): "{% compress %}",
    ("compressor.contrib.jinja2ext", "CompressorExtension._compress"): "{% compress %}",
    ("django_jinja.builtins.extensions", "CacheExtension._cache_support"): "{% cache %}",
    ("flask_caching.jinja2ext", "CacheExtension._cache"): "{% cache %}",
}
"""The functions that store or compress what is rendered inside them, by module and name, each with its tag."""


def _frames() -> Iterator[FrameType]:
    frame = currentframe()
    while frame is not None:
        yield frame
        frame = frame.f_back


def enclosing_cache() -> str | None:
    """Return the caching tag inside which a template is being rendered, if there is one.

    It may stand in another template, which includes this one; but rendering is calls inside calls, in one thread.
    """
    for frame in _frames():
        found = CACHED.get((frame.f_globals.get("__name__", ""), frame.f_code.co_qualname))
        if found is not None:
            return found
    return None


def enclosing_request() -> Any:
    """Return the request of the page in which a template without a request is being rendered; `None` outside of one.

    A component, a macro or an include may have a context of its own. A mail has no page around it.
    """
    for frame in _frames():
        context = frame.f_locals.get("context")
        request = getattr(context, "request", None)
        if request is None and isinstance(context, Context):
            request = context.get("request")
        if request is not None:
            return request
    return None
