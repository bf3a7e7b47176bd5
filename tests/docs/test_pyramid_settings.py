"""The settings in a file that docs/pyramid.md shows."""

from configparser import ConfigParser

from pyramid.config import Configurator

from tests.docs.doc_runner import find


def test_settings_of_a_file_configure_two_accounts() -> None:
    parser = ConfigParser()
    parser.read_string(find("pyramid", "production.ini", "file").code.replace("app.survey_user", "json.loads"))
    with Configurator(settings=dict(parser["app:main"])) as config:
        config.include("wootric_snippet.pyramid")
        accounts = config.registry["wootric"].configuration.accounts
    tokens = {name: options["account_token"] for name, options in accounts.items()}
    assert tokens == {None: "NPS-01fe3cbc", "ces": "NPS-89ab4567"}
    assert {options["survey"].product_name for options in accounts.values()} == {"Initech"}
