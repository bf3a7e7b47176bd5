"""Minify the scripts of templates/ into the *.min.js files that pages load: `make scripts`."""

import re
from collections.abc import Collection
from pathlib import Path

import minify

# Of 2020, as optional chaining is; older browsers report an error for newer syntax.
minify.config({"js-version": 2020})

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
# The sources, and the lines that each script has beyond what all have.
LOADS = ("lazy", "async", "consent")
SCRIPTS = {
    "shutdown": ("shutdown.js", ("inline",)),
    **{f"inline.{load}": ("loader.js", ("inline", load)) for load in LOADS},
    **{f"{name}.{load}": ("loader_file.js", (name, load)) for name in ("data", "fetch") for load in LOADS},
}


def read_source(name: str, words: Collection[str]) -> str:
    """Return a script of `templates/` with those that it includes, and without the lines for other words."""
    source = (TEMPLATES / name).read_text(encoding="ascii")
    source = re.sub(r".*// only: (.+)\n", lambda line: line[0] if {*line[1].split()} & {*words} else "", source)
    return re.sub(r"// include: (\w+\.js)", lambda match: read_source(match[1], words), source)


def minified(source: str) -> str:
    """Return a script minified.

    `const` becomes `let`, so that the minifier can join neighbouring declarations; of names that begin with `_`, which
    are ours alone, one letter is left.
    """
    source = re.sub(r"\bconst\b", "let", source)
    source = re.sub(r"\b_(\w)\w+", r"\1", source)
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
    for token in re.compile(r"""\"[^\"]*\"|'[^']*'|/\^.*?/|\?\.|[()\[\]{}?:,;|]""").finditer(script, position):
        depth += (token[0] in "([{") - (token[0] in ")]}")
        if depth < 0 or (depth == 0 and token[0] in "?:,;|"):
            return token.start()
    return len(script)


def _after_or(script: str, position: int) -> int | None:
    """Return where the left operand of an `&&` begins if it is the right one of an `||`."""
    depth = 0
    for index in range(position - 1, -1, -1):
        depth += (script[index] in ")]}") - (script[index] in "([{")
        if depth < 0 or (depth == 0 and script[index] in ",;?:|" and script[index : index + 2] != "?."):
            return index + 1 if script[index] == "|" else None
    return None


def scripts() -> dict[str, str]:
    """Return all scripts that pages get, by the names of their files."""
    return {f"{name}.min.js": minified(read_source(*source)) for name, source in SCRIPTS.items()}


def main() -> None:
    """Write each script beside its source."""
    for name, script in scripts().items():
        (TEMPLATES / name).write_text(script, encoding="ascii")


if __name__ == "__main__":
    main()
