"""Follows a page of docs/ to the letter: each of its blocks is a file, more of a file, or commands."""

import re
import shlex
from pathlib import Path

from tests.servers import ROOT, run

_BLOCK = re.compile(r"^(?:(Add to )?`([\w./]+)`:\n\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What a command is told where nobody is there to answer it. Everything is installed already, at the versions that are
# tested: pip finds that out without a network.
_UNATTENDED = {
    "pip": ["--no-index", "--quiet", "--disable-pip-version-check"],
    "createsuperuser": ["--noinput"],
}


def follow(name: str, folder: Path, **environment: str) -> list[str]:
    """Do in an empty folder what docs/NAME.md says, up to its last command: the server's, returned as Python's module.

    The environment is what the commands know besides.
    """
    blocks = blocks_of((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8"))
    *_, server = "".join(block for _, _, language, block in blocks if language == "sh").splitlines()
    for more, file, language, block in blocks:
        if language == "sh":
            for line in block.splitlines():
                if line != server:
                    run(*_module(line), folder=folder, **environment)
        else:
            put(block, folder, file, more)
    return _module(server)


def blocks_of(text: str) -> list[tuple[str, str, str, str]]:
    """Return each block: whether it is added to its file, the file, the language and what is in it."""
    return _BLOCK.findall(text)


def put(block: str, folder: Path, file: str, more: str) -> None:
    """Write a block into its file, or after what is there."""
    assert file, f"a block that is no file: {block}"
    path = folder / file
    if more:
        path.write_text(f"{path.read_text()}\n\n{block}")
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(block)


def _module(line: str) -> list[str]:
    """Return a command as a module and its arguments, so that it is run by the Python that runs the tests."""
    program, *arguments = shlex.split(line)
    if program == "python":
        program, *arguments = arguments[0].removesuffix(".py"), *arguments[1:]
    unattended = (more for word, more in _UNATTENDED.items() if word in (program, *arguments))
    return [{"django-admin": "django"}.get(program, program), *arguments, *next(unattended, [])]
