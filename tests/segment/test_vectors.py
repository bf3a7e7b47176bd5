"""What came out of Segment's own code for the same calls, its slips put right."""

import json
from pathlib import Path
from typing import Any

import pytest

from wootric_snippet import SnippetRenderer
from wootric_snippet.segment import Analytics

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[json.dumps(vector["calls"])[:80] for vector in VECTORS])
def test_the_same_calls_have_the_same_outcome_as_with_segment(vector: dict[str, Any]) -> None:
    analytics = Analytics(SnippetRenderer("NPS-01fe3cbc"))
    for method, *arguments in vector["calls"]:
        getattr(analytics, method)(*arguments)
    assert analytics.settings() == vector["settings"]
    assert set(analytics.commands()) == set(vector["commands"])
