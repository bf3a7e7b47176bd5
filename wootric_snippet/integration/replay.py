"""Find and remove replayed blocks: a cache of the site has returned them, and they were printed for another request.

Each block with a user has an `id` that names its owner and its content (`block_id` in markup.py).
"""

import re
import zlib
from collections.abc import AsyncIterable, AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from importlib import import_module

from wootric_snippet.markup import USER_BLOCK_ID

_MARK = b"wootric-"
_OPENING = rb"<script\b[^<>]*?\bid=[\"']?(%b)(?:-file)?(?=[\"'\s/>])[^<>]*>" % USER_BLOCK_ID.encode()
_OPENED = re.compile(_OPENING, re.IGNORECASE)
_BLOCK = re.compile(_OPENING + rb".*?</script\s*>", re.IGNORECASE | re.DOTALL)
_END = re.compile(rb"</script\s*>", re.IGNORECASE)
# An opening tag that is longer than this is not one of ours.
_MAX_TAG = 8192


def block_owners(body: bytes) -> dict[str, str]:
    """Return the ids of the blocks with a user in a page, each with its owner's hash."""
    if _MARK not in body:
        return {}
    return {match[1].decode(): match[2].decode() for match in _OPENED.finditer(body)}


def cut_blocks(body: bytes, ids: Collection[str]) -> bytes:
    """Return the page without the blocks of these ids."""
    return _BLOCK.sub(lambda match: b"" if match[1].decode() in ids else match[0], body)


class StreamFilter:
    """Passes a stream on in pieces that end outside of a block; `check` returns what is sent of each."""

    def __init__(self, check: Callable[[bytes], bytes]) -> None:
        self._check = check
        self._held = b""

    def feed(self, chunk: bytes, *, last: bool = False) -> bytes:
        """Return what can be sent of what has come so far; all of it after the `last` chunk."""
        text = self._held + chunk
        end = len(text) if last else _complete_until(text)
        self._held = text[end:]
        return self._check(text[:end])

    def filtered(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            yield self.feed(chunk)
        yield self.feed(b"", last=True)

    async def afiltered(self, chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
        async for chunk in chunks:
            yield self.feed(chunk)
        yield self.feed(b"", last=True)


class CompressedFilter(StreamFilter):
    """Does the same in a stream that is compressed, in one of `COMPRESSED_STREAMS`."""

    def __init__(self, check: Callable[[bytes], bytes], encoding: str) -> None:
        super().__init__(check)
        self._decoder = zlib.decompressobj(wbits=47)  # gzip or zlib, by its head
        self._encoder = zlib.compressobj(wbits=COMPRESSED_STREAMS[encoding])

    def feed(self, chunk: bytes, *, last: bool = False) -> bytes:
        text = super().feed(self._decoder.decompress(chunk), last=last)
        end = zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH
        return self._encoder.compress(text) + self._encoder.flush(end) if text or last else b""


COMPRESSED_STREAMS: Mapping[str, int] = {"gzip": 31, "deflate": 15}
"""What a stream may be compressed with, and what zlib calls it."""


def _complete_until(text: bytes) -> int:
    tag = text.rfind(b"<")
    end = tag if tag >= 0 and b">" not in text[tag:] and len(text) - tag < _MAX_TAG else len(text)
    for opened in _OPENED.finditer(text):
        if not _END.search(text, opened.end()):
            return min(end, opened.start())
    return end


# Whoever sends these has one of the libraries.
_LIBRARIES = {"br": ("brotli", "brotlicffi"), "zstd": ("compression.zstd", "backports.zstd", "zstandard")}


def decoded(body: bytes, encoding: str) -> bytes | None:
    """Return a response's body without its Content-Encoding; `None` where that cannot be undone here."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return body
    with suppress(Exception):  # the body is not what its header says
        if encoding in COMPRESSED_STREAMS:
            return zlib.decompress(body, wbits=47)  # gzip or zlib, by its head
        for name in _LIBRARIES.get(encoding, ()):
            with suppress(ImportError):
                return bytes(import_module(name).decompress(body))
    return None
