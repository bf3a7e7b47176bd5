"""The loader: a script for each way to load, inline or as a static file."""

from binascii import b2a_base64
from collections.abc import Mapping
from functools import cache
from hashlib import sha384
from typing import NamedTuple, get_args

from wootric_snippet.delivery import Delivery, Load
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


def loader_script(delivery: Delivery, load: Load) -> str:
    """Return the name of the template that holds the loader with what this delivery and way to load need."""
    return f"{delivery}.{load}.min.js"


@cache
def loader_file(delivery: Delivery, load: Load = "lazy") -> LoaderFile:
    """Return the file of a delivery: its name, which carries its hash, its JavaScript, and its `integrity`."""
    content = read_template(loader_script(delivery, load))
    digest = sha384(content.encode("ascii")).digest()
    integrity = f"sha384-{b2a_base64(digest, newline=False).decode('ascii')}"
    return LoaderFile(f"loader.{digest.hex()[:12]}.js", content, integrity)


@cache
def loader_files() -> Mapping[str, LoaderFile]:
    """Return the files of all deliveries and ways to load, by their names."""
    files = [loader_file(delivery, load) for delivery in ("data", "fetch") for load in get_args(Load)]
    return {file.name: file for file in files}
