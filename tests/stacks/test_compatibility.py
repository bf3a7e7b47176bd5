"""docs/compatibility.md is what the tests of this folder say."""

from tests.stacks.compatibility import PAGE, compatibility_page, without_versions


def test_compatibility_page_has_the_rows_of_these_tests() -> None:
    assert without_versions(PAGE.read_text()) == without_versions(compatibility_page())
