"""Who follows docs/flask.md to the letter has a survey in the stand-in."""

from pathlib import Path

from tests.flask.guide import follow


def test_the_guide_leads_to_a_survey(tmp_path: Path) -> None:
    with follow("flask", tmp_path, port_in="FLASK_RUN_PORT") as site:
        assert site.pages() == site.expected(has_url=True, name="pricing")
