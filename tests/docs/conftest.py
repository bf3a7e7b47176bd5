"""What the tests of the docs' code share."""

from typing import Any

import pytest

import tests.django.conftest  # noqa: F401 - sets Django up
from tests.docs.doc_runner import execute


@pytest.fixture
def names(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Run the blocks of Python that the test's mark `docs(page, *blocks)` names, and return what they define."""
    mark = request.node.get_closest_marker("docs")
    return execute(*mark.args)
