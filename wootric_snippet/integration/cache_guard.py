"""Keep one visitor's page from another: make responses with a user private, and cut out replayed blocks."""

from collections.abc import AsyncIterable, Mapping
from contextlib import suppress
from typing import Any

from wootric_snippet.errors import InvalidSetting, SharedCaching
from wootric_snippet.integration import replay
from wootric_snippet.integration.cache_control import Headers, is_private, make_private
from wootric_snippet.integration.fragments import enclosing_cache
from wootric_snippet.integration.reporting import report
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.integration.visitor import event_owner
from wootric_snippet.payload import UNKNOWN_OWNER


def mark_private(request: SiteRequest) -> None:
    """Note that the response is this visitor's alone, and say so on it where the framework lets that be said now."""
    if not request.state.private:
        request.state.private = True
        request.mark_private()


def require_private(request: SiteRequest) -> None:
    """Do the same for a page with a user in it; raises `SharedCaching` where the page cannot be kept private."""
    state = request.state
    if state.ended and not state.guarded:
        problem = "stands in a page that is made outside of all middleware, so that nothing keeps it private"
        raise SharedCaching("snippet", problem, "user=None in the tag of a template for errors")
    if not state.guarded:
        problem = "is missing: without it a shared cache could store this page"
        raise InvalidSetting("middleware", problem, request.middleware)
    if (tag := enclosing_cache()) is not None:
        raise SharedCaching("snippet", f"stands inside {tag}, which stores it for everybody", "a place outside of it")
    if state.sent:
        problem = "is printed after the page's headers were sent"
        raise SharedCaching("snippet", problem, '"Cache-Control: private" on a streamed response')
    mark_private(request)


def guard(request: SiteRequest) -> None:
    """Begin a request: whatever is printed in it, its response comes by `finish`."""
    request.state.guarded = True


def finish_headers(request: SiteRequest, headers: Headers) -> None:
    """Make the response private where it has to be. One that was meant for shared caches is an error."""
    state = request.state
    if state.private:
        for name in make_private(headers):
            problem = "lets a shared cache store a page that carries a user"
            report(request, "", SharedCaching(name, problem, "private, or a page without the snippet"))
    # What is printed from here on is printed into a stream whose headers are as they are, or into another response.
    state.sent = not is_private(headers)
    if state.unstored:
        problem = "cannot wait for the next page: there is no session"
        accepted = "the framework's sessions"
        if state.unstored[-1].owner == UNKNOWN_OWNER:
            problem = "cannot wait for the next page: the user has neither email nor external_id"
            accepted = "a user who can be told from others"
        state.unstored.clear()
        report(request, "event", InvalidSetting("event", problem, accepted))


def finish(request: SiteRequest, status: int, headers: Headers, body: bytes) -> bytes | None:
    """End a request: see to the headers, and return the body without replayed blocks; `None` where it is as it was."""
    state = request.state
    encoding = headers.get("Content-Encoding") or ""
    text = replay.decoded(body, encoding) if is_markup(headers) else None
    owners = {} if text is None else replay.block_owners(text)
    # It is this visitor's own page from a cache, or what was left of somebody else's.
    state.private |= bool(owners.keys() - state.printed)
    replayed = _replayed(request, owners)
    finish_headers(request, headers)
    if text is not None and status < 400 and request.method != "HEAD" and state.printed - owners.keys():
        problem = "was rendered, but is not in the response (is it in an e-mail or a cache?)"
        error = SharedCaching("snippet", problem, "user=None in the tag of a template that is not this visitor's page")
        report(request, "", error)
    if text is None or not replayed:
        return None
    _report(request)
    for name in ("Content-Encoding", "ETag", "Content-MD5", "Digest"):
        if name in headers:
            del headers[name]
    return replay.cut_blocks(text, replayed)


def holds_replayed(request: SiteRequest, body: bytes) -> bool:
    """Tell whether a view's response holds a block with a user that was printed in another request."""
    return bool(replay.block_owners(body).keys() - request.state.printed)


def finish_stream(request: SiteRequest, headers: Headers, chunks: Any) -> Any:
    """End a request whose response is a stream, of plain or asynchronous chunks; return those that are sent."""
    finish_headers(request, headers)
    stream = stream_filter(request, headers)
    if stream is None:
        return chunks
    return stream.afiltered(chunks) if isinstance(chunks, AsyncIterable) else stream.filtered(chunks)


def stream_filter(request: SiteRequest, headers: Headers) -> replay.StreamFilter | None:
    """Return what takes replayed blocks out of a stream; `None` where it cannot hold any that is readable here."""
    encoding = (headers.get("Content-Encoding") or "").strip().lower()
    if not is_markup(headers) or (encoding and encoding not in replay.COMPRESSED_STREAMS):
        return None
    state = request.state

    def without_replayed(piece: bytes) -> bytes:
        owners = replay.block_owners(piece)
        # Even the visitor's own block is for no page that the next visitor may get.
        replayed = owners.keys() - state.printed if state.sent else _replayed(request, owners)
        if not replayed:
            return piece
        _report(request)
        return replay.cut_blocks(piece, replayed)

    return replay.CompressedFilter(without_replayed, encoding) if encoding else replay.StreamFilter(without_replayed)


def is_markup(headers: Headers) -> bool:
    """Tell whether a response is a page, or a part of one."""
    kind = headers.get("Content-Type") or ""
    return "html" in kind or "xml" in kind


def _replayed(request: SiteRequest, owners: Mapping[str, str]) -> set[str]:
    """Return the blocks that were printed in another request, for somebody else than this visitor."""
    if replayed := owners.keys() - request.state.printed:
        with suppress(Exception):  # an unknown visitor owns no block
            if (visitor := event_owner(request)) != UNKNOWN_OWNER:
                return {block for block in replayed if owners[block] != visitor}
    return replayed


def _report(request: SiteRequest) -> None:
    problem = "is another visitor's: a cache in your site returned a stored page"
    accepted = "a cache that leaves out responses with Cache-Control: private"
    report(request, "another visitor's snippet", SharedCaching("snippet", problem, accepted))
