"""The loader as a static file, for the deliveries that have no inline script."""

from binascii import b2a_base64
from functools import cache
from hashlib import sha384
from typing import NamedTuple

from wootric_snippet.markup import read_template


class LoaderFile(NamedTuple):
    """A file that never changes under its name, so that caches and browsers can keep it for a year."""

    name: str
    content: str
    integrity: str

    @property
    def headers(self) -> dict[str, str]:
        """The headers to serve it with."""
        return {
            # What changes a file on its way, such as an optimizing proxy, changes its hash.
            "Cache-Control": "public, max-age=31536000, immutable, no-transform",
            "Content-Type": "text/javascript; charset=utf-8",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Content-Type-Options": "nosniff",
        }


@cache
def loader_file() -> LoaderFile:
    """Return the file: its name, which carries its hash, its JavaScript, and the value of the attribute `integrity`."""
    content = read_template("loader_file.min.js")
    digest = sha384(content.encode("ascii")).digest()
    return LoaderFile(
        f"loader.{digest.hex()[:12]}.js", content, f"sha384-{b2a_base64(digest, newline=False).decode('ascii')}"
    )
