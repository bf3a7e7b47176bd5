"""Makes the scripts that pages get (templates/*.min.js) from those that people read."""

import re
from pathlib import Path

import minify

# Newer syntax would be an error, in the console, in the browsers that do not know it.
minify.config({"js-version": 2017})

TEMPLATES = Path(__file__).parent.parent / "templates"


def minified(source: str) -> str:
    """Return the script as one line without comments, with short local names, as plain ES2017.

    `const` is for those who read the source; with `let` alone, one word declares neighbours together.
    """
    return str(minify.string("application/javascript", re.sub(r"\bconst\b", "let", source)))


def main() -> None:
    """Write each minified script beside its source."""
    for name in ("loader", "shutdown"):
        source = (TEMPLATES / f"{name}.js").read_text(encoding="ascii")
        (TEMPLATES / f"{name}.min.js").write_text(minified(source), encoding="ascii")


if __name__ == "__main__":
    main()
