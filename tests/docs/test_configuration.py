"""docs/configuration.md holds every option of the code, as `python -m tools.write_configuration` writes it."""

from tests.servers import ROOT
from tools.write_configuration import BEGIN, END, options


def test_page_is_as_the_tool_writes_it() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert text.partition(BEGIN)[2].partition(END)[0] == options()
