"""Follows a page of docs/ to the letter: each of its blocks is a file, more of a file, or commands."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.flask.serving import serve
from wootric_snippet import Page, SnippetRenderer, User, stand_in

DOCS = Path(__file__).parents[2] / "docs"
RENDERER = SnippetRenderer("NPS-01fe3cbc", sdk_url="/wootric-stand-in.js")
USER = User(email="hello@example.com", external_id="userId123", created_at="2018-08-03T15:28:46Z")

_BLOCK = re.compile(r"^(?:(Add to )?`([\w./]+)`:\n\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Answer(NamedTuple):
    """What a visitor gets."""

    text: str
    cache_control: str | None


class Followed:
    """The site that came of a guide."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str) -> Answer:
        response = httpx.get(self.url + path).raise_for_status()
        return Answer(response.text, response.headers.get("Cache-Control"))

    def pages(self) -> dict[str, Answer]:
        """Return what each page of the guides holds."""
        return {path: self.get(path) for path in ("/pricing", "/order", "/bye", "/wootric-stand-in.js")}

    def expected(self, *, has_url: bool, name: str | None) -> dict[str, Answer]:
        """Return what each page of the guides has to hold."""

        def page(path: str, **given: str | None) -> Page:
            return Page(path=path, url=self.url + path if has_url else None, **given)

        pricing = RENDERER.render(USER, page("/pricing", name=name))
        done = page("/order", name="order done", title="Thank you")
        order = RENDERER.render(User(email="buyer@example.com"), done, event="Order Completed")
        return {
            "/pricing": Answer(f"<!doctype html>\n<title>Pricing</title>\n<h1>Pricing</h1>\n{pricing}", "private"),
            "/order": Answer(f"<h1>Thank you</h1>\n{order}", "private"),
            "/bye": Answer(f"<h1>Good-bye</h1>\n{RENDERER.shutdown()}", None),
            "/wootric-stand-in.js": Answer(stand_in.source(), None),
        }


@contextmanager
def follow(name: str, folder: Path, *, port_in: str) -> Iterator[Followed]:
    """Do in an empty folder what docs/NAME.md says; its last command is the server's."""
    commands = []
    for add, file, language, block in _BLOCK.findall((DOCS / f"{name}.md").read_text(encoding="utf-8")):
        path = folder / file
        if language == "sh":
            commands += block.splitlines()
        elif add:
            path.write_text(f"{path.read_text()}\n\n{block}")
        else:
            assert file, f"a block that is no file: {block}"
            path.parent.mkdir(exist_ok=True)
            path.write_text(block)
    install, run = commands
    # Everything is here already, at the versions that are tested: pip finds that out without a network.
    pip = [sys.executable, "-m", *shlex.split(install), "--no-index", "--quiet", "--disable-pip-version-check"]
    subprocess.run(pip, check=True)
    with serve(*shlex.split(run), cwd=folder, port_in=port_in) as url:
        yield Followed(url)
