"""Run the code of README.md and docs/*.md: doctests, named blocks, and guides from an empty folder to a server.

A label before a block says what it is for. A comment names a block that a test runs, the file that a guide writes or
adds to, or the output of a named block:

    <!-- run: checkout -->    <!-- file: app.py -->    <!-- add: mysite/settings.py -->    <!-- output: checkout -->

"`app.py`:" and "Add to `mysite/settings.py`:" on a line of their own say the same of a file, and readers see them.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from doctest import ELLIPSIS
from pathlib import Path
from typing import Any, NamedTuple

from sybil import Document, Example, Region
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

from tests.servers import ROOT, run

PAGES = ["README", *sorted(path.stem for path in (ROOT / "docs").glob("*.md"))]
_FENCES = RawFencedCodeBlockLexer(re.compile(r"(?P<language>\w*)[^\n]*\n"))
_DOCTESTS = DocTestStringParser(DocTestEvaluator(ELLIPSIS))
_LABEL = re.compile(r"(?:<!-- (run|file|add|output): ([\w./-]+) -->\n|(Add to )?`([\w./-]+)`:\n\n)\Z")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# Nobody answers a prompt, and the packages are installed already: without an index, pip only checks that.
_UNATTENDED = {
    "pip": ["--no-index", "--quiet", "--disable-pip-version-check"],
    "createsuperuser": ["--noinput"],
}


class Block(NamedTuple):
    """A fenced block of a page; `kind` and `name` are those of its label."""

    document: Document
    region: Region
    section: str
    kind: str
    name: str

    @property
    def code(self) -> str:
        return str(self.region.lexemes["source"])

    @property
    def language(self) -> str:
        return str(self.region.lexemes["language"])

    @property
    def is_doctest(self) -> bool:
        return self.code.startswith(">>> ")

    def __repr__(self) -> str:
        return f"{Path(self.document.path).name}, {self.document.line_column(self.region.start)}"

    def execute(self, names: dict[str, Any]) -> None:
        """Run Python, or check a doctest; line numbers in errors are those of the page."""
        line = self.document.text.count("\n", 0, self.region.start) + 1
        regions = [Region(0, 0, self.region.lexemes["source"], PythonEvaluator())]
        for region in _DOCTESTS(self.code, self.document.path) if self.is_doctest else regions:
            assert region.evaluator is not None
            failure = region.evaluator(Example(self.document, line, 1, region, names))
            assert not failure, f"{self}: {failure}"


def blocks(page: str, section: str | None = None) -> list[Block]:
    """Return all blocks of a page, or those below one of its headings."""
    document = Document.parse(str(ROOT / ("README.md" if page == "README" else f"docs/{page}.md")), _FENCES)
    return [block for block in _blocks(document) if section in (None, block.section)]


def _blocks(document: Document) -> Iterator[Block]:
    for start, region in sorted(document.regions, key=lambda pair: pair[0]):
        before = document.text[:start]
        section = _HEADING.findall(before)[-1]
        kind, name, add, file = match.groups() if (match := _LABEL.search(before)) else ("", "", "", "")
        yield Block(document, region, section, kind or (("add" if add else "file") if file else ""), name or file)


def find(page: str, name: str, kind: str = "run") -> Block:
    """Return the one block of a page with this label."""
    found = [block for block in blocks(page) if (block.kind, block.name) == (kind, name)]
    assert len(found) == 1, f"the page {page} has {len(found)} blocks labelled `<!-- {kind}: {name} -->`, expected 1"
    return found[0]


def execute(page: str, *names: str) -> dict[str, Any]:
    """Run named blocks of Python in one namespace, in this order, and return it."""
    namespace: dict[str, Any] = {"__name__": f"docs_{page}"}
    for name in names:
        find(page, name).execute(namespace)
    return namespace


def shell(page: str, name: str) -> subprocess.CompletedProcess[str]:
    """Run a named block of shell commands, with this environment's programs."""
    path = f"PATH={shlex.quote(str(Path(sys.executable).parent))}:$PATH\n"
    return subprocess.run(["sh", "-c", path + find(page, name).code], capture_output=True, text=True, check=False)


def follow(page: str, folder: Path, section: str | None = None, **environment: str) -> list[str]:
    """Do in a folder what a guide says; return its last command, which starts the server, as a module with arguments.

    Every block of the guide has to be a file, a command or a block with a name, which has a test of its own.
    """
    server: list[str] = []
    for block in blocks(page, section):
        if block.language == "sh":
            for line in block.code.splitlines():
                if server:
                    run(*server, folder=folder, **environment)
                server = _module(line)
        elif block.kind != "run":
            write(block, folder)
    return server


def write(block: Block, folder: Path) -> None:
    """Write a block into its file, or add it to what is there."""
    assert block.kind in ("file", "add"), f"{block} names no file"
    path = folder / block.name
    path.parent.mkdir(parents=True, exist_ok=True)
    before = f"{path.read_text(encoding='utf-8')}\n\n" if block.kind == "add" else ""
    path.write_text(before + block.code, encoding="utf-8")


def _module(line: str) -> list[str]:
    """Return a command as a Python module and its arguments, so that this environment's Python runs it."""
    program, *arguments = shlex.split(line)
    if program == "python":
        program, *arguments = arguments[0].removesuffix(".py"), *arguments[1:]
    unattended = (more for word, more in _UNATTENDED.items() if word in (program, *arguments))
    return [{"django-admin": "django"}.get(program, program), *arguments, *next(unattended, [])]
