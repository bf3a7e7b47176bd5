"""Minify the scripts of templates/ into the *.min.js files that pages load: `make scripts`."""

import re
from pathlib import Path

import minify

from wootric_snippet.loader_file import loader_file

# Older browsers report an error for newer syntax.
minify.config({"js-version": 2017})

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
DJANGO = ROOT / "wootric_snippet" / "django" / "static" / "wootric_snippet"


def minified(name: str) -> str:
    """Return a script of `templates/` minified, as ES2017.

    `const` becomes `let`, so that the minifier can join neighbouring declarations.
    """
    source = (TEMPLATES / f"{name}.js").read_text(encoding="ascii")
    return str(minify.string("application/javascript", re.sub(r"\bconst\b", "let", source)))


def scripts() -> dict[str, str]:
    """Return the minified scripts by file name."""
    loader, boot, shutdown = (minified(name) for name in ("loader", "boot", "shutdown"))
    # One file serves all pages: its script element says whether to show a survey or to shut down.
    file = f'if("wootricShutdown"in document.currentScript.dataset){{{shutdown}}}else{{{loader};{boot}}}'
    return {"loader.min.js": loader, "loader_file.min.js": file, "shutdown.min.js": shutdown}


def main() -> None:
    """Write each script beside its source, and the loader's file among the static files of the Django app."""
    for name, script in scripts().items():
        (TEMPLATES / name).write_text(script, encoding="ascii")
    DJANGO.mkdir(parents=True, exist_ok=True)
    for old in DJANGO.glob("loader.*.js"):
        old.unlink()
    file = loader_file()
    (DJANGO / file.name).write_text(file.content, encoding="ascii")


if __name__ == "__main__":
    main()
