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
NAMES = ("loader", "loader_file", "shutdown")


def read_source(name: str) -> str:
    """Return a script of `templates/`, with the other scripts in the places where it includes them."""
    source = (TEMPLATES / name).read_text(encoding="ascii")
    return re.sub(r"// include: (\w+\.js)", lambda match: read_source(match[1]), source)


def minified(name: str) -> str:
    """Return a script of `templates/` as one line without comments, with short local names, as plain ES2017.

    `const` is for those who read the source; with `let` alone, one word declares neighbours together.
    """
    source = re.sub(r"\bconst\b", "let", read_source(f"{name}.js"))
    return xml_safe(str(minify.string("application/javascript", source)))


def xml_safe(script: str) -> str:
    """Return the script without `&`, so that it is the same in a page of XHTML: each `a&&b` becomes `a?b:0`.

    Raises `ValueError` where that would mean something else, and for a `<`.
    """
    while "&&" in script:
        start = script.rindex("&&")
        end = _end_of_operand(script, start + 2)
        # `?` and `||` bind less than `&&`, and more than what takes its place.
        if script[end : end + 1] in ("?", "|"):
            raise ValueError(f"put parentheses around {script[start - 20 : end + 20]}")
        operand = _after_or(script, start)
        before = script[:start] if operand is None else f"{script[:operand]}({script[operand:start]}"
        after = "" if operand is None else ")"
        script = f"{before}{_THEN}{script[start + 2 : end]}{_ELSE}0{after}{script[end:]}"
    if "<" in script or "&" in script:
        raise ValueError("XHTML would read the script's < or & as markup")
    return script.replace(_THEN, "?").replace(_ELSE, ":")


# Until all are replaced, so that they are not taken for the script's own.
_THEN, _ELSE = "\1", "\2"


def _end_of_operand(script: str, position: int) -> int:
    depth = 0
    for token in re.compile(r"""\"[^\"]*\"|'[^']*'|/\^.*?/|[()\[\]{}?:,;|]""").finditer(script, position):
        depth += (token[0] in "([{") - (token[0] in ")]}")
        if depth < 0 or (depth == 0 and token[0] in "?:,;|"):
            return token.start()
    return len(script)


def _after_or(script: str, position: int) -> int | None:
    """Return where the left operand of an `&&` begins if it is the right one of an `||`."""
    depth = 0
    for index in range(position - 1, -1, -1):
        depth += (script[index] in ")]}") - (script[index] in "([{")
        if depth < 0 or (depth == 0 and script[index] in ",;?:|"):
            return index + 1 if script[index] == "|" else None
    return None


def scripts() -> dict[str, str]:
    """Return all scripts that pages get, by the names of their files."""
    return {f"{name}.min.js": minified(name) for name in NAMES}


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
