"""The chart of docs/page-cost.md: waiting time while InMoment's host hangs, and main-thread work while it is fast."""

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.page.report import Visits, median_of
from benchmarks.page.site import HOSTS
from benchmarks.page.variants import NONE, OURS, VARIANTS

# The first two are from the palette of Okabe and Ito, which colour-blind people can tell apart.
_EMPTY, _LOADING, _WORKING = "#0072b2", "#e69f00", "#9aa3ad"
_INK = "#22262b"
_HEIGHT = 0.66
# A gap between the groups: the page without a survey, ours, the others.
_PLACES = {
    variant: place + 0.5 * (variant != NONE) + 0.5 * (variant not in (NONE, *OURS))
    for place, variant in enumerate(VARIANTS)
}


def draw(visits: Visits, picture: Path) -> None:
    """Write the chart as a PNG, with a row for each variant."""
    figure = Figure(figsize=(11, 5.6), layout="constrained")
    waiting, working = figure.subplots(1, 2, width_ratios=[5, 2])
    for variant, place in _PLACES.items():
        _draw_waiting(
            waiting, place, *(median_of(visits[variant, "hanging"], name) / 1000 for name in ("first_paint", "load"))
        )
        _draw_working(working, place, median_of(visits[variant, "fast"], "main_thread"))
    for axes, host, measure in (
        (waiting, "hanging", "how long the page's visitor waits, in seconds"),
        (working, "fast", "main-thread work, in ms"),
    ):
        axes.set_title(f"{HOSTS[host].title}:\n{measure}", loc="left", weight="bold", color=_INK)
        axes.invert_yaxis()
        axes.set_frame_on(False)
        axes.set_xticks([])
        axes.set_yticks([])
    waiting.set_yticks([*_PLACES.values()], [VARIANTS[variant] for variant in _PLACES], color=_INK)
    waiting.tick_params(length=0)
    for variant, label in zip(_PLACES, waiting.get_yticklabels(), strict=True):
        label.set_fontweight("bold" if variant in OURS else "normal")
    figure.savefig(picture, dpi=110, metadata={"Software": None})


def _draw_waiting(axes: Axes, place: float, paint: float, load: float) -> None:
    axes.barh(place, max(paint, load), _HEIGHT, color=_LOADING)
    axes.barh(place, paint, _HEIGHT, color=_EMPTY)
    if paint > HOSTS["hanging"].seconds / 2:
        _write(axes, 0, place, f"nothing on the screen until {paint:.1f}", "white")
    elif load > HOSTS["hanging"].seconds / 2:
        _write(axes, paint, place, f"on the screen at {paint:.2f}, still loading until {load:.1f}", _INK)
    else:
        _write(axes, max(paint, load), place, f"on the screen at {paint:.2f}, loaded at {load:.2f}", _INK)


def _draw_working(axes: Axes, place: float, milliseconds: float) -> None:
    axes.barh(place, milliseconds, _HEIGHT, color=_WORKING)
    _write(axes, milliseconds, place, f"{milliseconds:.0f}", _INK)


def _write(axes: Axes, x: float, y: float, text: str, color: str) -> None:
    axes.annotate(text, (x, y), xytext=(6, 0), textcoords="offset points", va="center", color=color)
