"""Makes the scripts that pages get (templates/*.min.js) from those that people read."""

import re
from pathlib import Path

import minify

from wootric_snippet.loader_file import loader_file

# Newer syntax would be an error, in the console, in the browsers that do not know it.
minify.config({"js-version": 2017})

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
DJANGO = ROOT / "wootric_snippet" / "django" / "static" / "wootric_snippet"


def minified(name: str) -> str:
    """Return a script of `templates/` as one line without comments, with short local names, as plain ES2017.

    `const` is for those who read the source; with `let` alone, one word declares neighbours together.
    """
    source = (TEMPLATES / f"{name}.js").read_text(encoding="ascii")
    return str(minify.string("application/javascript", re.sub(r"\bconst\b", "let", source)))


def scripts() -> dict[str, str]:
    """Return all scripts that pages get, by the names of their files."""
    loader, boot, shutdown = (minified(name) for name in ("loader", "boot", "shutdown"))
    # One file for all pages: which of the two its element asks for is known when it is there.
    file = f'if("wootricShutdown"in document.currentScript.dataset){{{shutdown}}}else{{{loader};{boot}}}'
    return {"loader.min.js": loader, "loader_file.min.js": file, "shutdown.min.js": shutdown}


def main() -> None:
    """Write each script beside its source, and the file that a site serves to where Django looks for such."""
    for name, script in scripts().items():
        (TEMPLATES / name).write_text(script, encoding="ascii")
    DJANGO.mkdir(parents=True, exist_ok=True)
    for old in DJANGO.glob("loader.*.js"):
        old.unlink()
    file = loader_file()
    (DJANGO / file.name).write_text(file.content, encoding="ascii")


if __name__ == "__main__":
    main()
