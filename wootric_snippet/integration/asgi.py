"""The guard of responses for frameworks that speak ASGI: nothing is buffered that is not one whole body anyway."""

from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any

from wootric_snippet.integration.cache_control import make_private_unless_public
from wootric_snippet.integration.cache_guard import finish, finish_headers, holds_replayed, is_markup, stream_filter
from wootric_snippet.integration.replay import StreamFilter
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.integration.tracking import forget_events

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class RawHeaders:
    """A response's headers by name, over the list of pairs of bytes that ASGI has."""

    def __init__(self, message: Message) -> None:
        """Take an `http.response.start`."""
        self._message = message
        message["headers"] = [(bytes(name), bytes(value)) for name, value in message.get("headers", ())]

    def get(self, name: str) -> str | None:
        """Return a header's values, joined by commas."""
        values = [value.decode("latin-1") for value in self._values(name)]
        return ", ".join(values) if values else None

    def __setitem__(self, name: str, value: str) -> None:
        """Set a header, in place of what it was."""
        del self[name]
        self._message["headers"].append((name.lower().encode("latin-1"), value.encode("latin-1")))

    def __delitem__(self, name: str) -> None:
        """Remove a header."""
        own = name.lower().encode("latin-1")
        self._message["headers"] = [pair for pair in self._message["headers"] if pair[0].lower() != own]

    def __contains__(self, name: object) -> bool:
        """Tell whether a header is there."""
        return isinstance(name, str) and any(True for _ in self._values(name))

    def _values(self, name: str) -> Iterator[bytes]:
        own = name.lower().encode("latin-1")
        return (value for key, value in self._message["headers"] if key.lower() == own)


def private_send(request: SiteRequest, send: Send) -> Send:
    """Return a `send` for inside of all other middleware: caches among them see what is private.

    What a view tracked before it failed has not happened.
    """
    start: Message = {}

    async def send_private(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            if message["status"] >= 400:
                forget_events(request)
            start = message
            return
        if start:
            first, start = start, {}
            headers = RawHeaders(first)
            if is_markup(headers) and holds_replayed(request, message.get("body", b"")):
                request.state.private = True
            if request.state.private:
                make_private_unless_public(headers)
            await send(first)
        await send(message)

    return send_private


def guarding_send(site: Site, request: SiteRequest, send: Send) -> Send:
    """Return a `send` for outside of all other middleware: it has the last word on what is private and replayed."""
    start: Message = {}
    held = b""
    stream: StreamFilter | None = None

    async def send_guarded(message: Message) -> None:
        nonlocal start, held, stream
        if message["type"] == "http.response.start":
            start = message
            return
        if message["type"] != "http.response.body":  # a file that the server sends by itself, say
            if start:
                finish_headers(site, request, RawHeaders(start))
                await send(start)
                start = {}
            await send(message)
            return
        more, body = message.get("more_body", False), held + message.get("body", b"")
        if start:
            headers = RawHeaders(start)
            if more and "Content-Length" in headers and is_markup(headers):
                held = body  # one whole page, which some middleware sends on in pieces
                return
            first, start, held = start, {}, b""
            if more:
                stream = stream_filter(site, request, headers)
                finish_headers(site, request, headers)
            elif (changed := finish(site, request, first["status"], headers, body)) is not None:
                body = changed
                headers["Content-Length"] = str(len(body))
            await send(first)
        if stream is not None:
            body = stream.feed(body, last=not more)
        await send({**message, "body": body})

    return send_guarded
