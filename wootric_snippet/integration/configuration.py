"""A site's configuration: read once, at start-up, with every error that is in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from inspect import signature
from typing import Any

from wootric_snippet.delivery import DELIVERY_URLS
from wootric_snippet.errors import InvalidAccountToken, InvalidSetting, WootricSnippetError, safe_key
from wootric_snippet.integration.options import OPTIONS, RENDERER_OPTIONS, SYNONYMS, Reader, SiteOptions
from wootric_snippet.loader_file import loader_file
from wootric_snippet.models import Model
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.survey import Survey
from wootric_snippet.validators.text import type_problem
from wootric_snippet.validators.types import unknown_key_error

# These are right or wrong together.
_TOGETHER = ("delivery", "loader_url", "settings_url", "signed_in_cookie")


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """How a framework writes options: their case, what stands before them, and how errors show them."""

    upper: bool = False
    prefix: str = ""
    container: str = ""
    allows_unknown_keys: bool = False
    """Whether a key that resembles no option may be the site's own, and is left alone."""

    def case(self, option: str) -> str:
        """Return an option's name in the case in which the site writes it."""
        return option.upper() if self.upper else option

    def field(self, option: str, *within: str) -> str:
        """Return an option, or a path such as `survey.modal_theme`, as the site writes it."""
        first, *keys = option.split(".")
        return self.join(*within, self.case(first), *keys)

    def join(self, first: str, *keys: str) -> str:
        """Return the path of these keys, each in the case in which the site writes it."""
        path = (self.prefix + first, *keys)
        return self.container + "".join(f'["{key}"]' for key in path) if self.container else ".".join(path)


@dataclass(frozen=True, kw_only=True)
class Configuration(SiteOptions):
    """What a site has configured."""

    respect_gpc: bool = False
    spelling: Spelling = Spelling()
    """How errors show an option."""

    def renderer(self, account: str | None, prefix: str, consent: bool = False, mock: bool = False) -> SnippetRenderer:
        """Return an account's renderer, with the addresses that it has below the prefix of the site's mount point.

        `consent` says that the visitor has agreed, `mock` that the mock SDK plays InMoment's script.
        Raises `InvalidSetting` for an account that is not configured.
        """
        if account not in self.accounts:
            names = [name for name in self.accounts if name is not None]
            if account is None:
                given = " or ".join(f'account="{name}"' for name in names)
                accepted = f"{given} in the tag, or {self.spelling.field('account_token')} for all other pages"
                raise InvalidSetting("account", "is not given, and there is no default one", accepted)
            if not names:
                problem = "is unknown: the site has no accounts by name"
                raise InvalidSetting(f"account {safe_key(account)}", problem, self.spelling.field("accounts"))
            raise unknown_key_error(account, names, "account ")
        arguments = dict(self.accounts[account])
        mount = prefix + self.mount_path
        delivery, load = arguments.get("delivery", "inline"), arguments.get("load", "lazy")
        files = {"loader_url": loader_file(delivery, load).name, "settings_url": "settings.json"}
        for name in DELIVERY_URLS[delivery]:
            arguments.setdefault(name, f"{mount}/{files[name]}")
        if mock:
            arguments["sdk_url"] = f"{mount}/mock-sdk.js"
        renderer = SnippetRenderer(**arguments)
        return renderer.with_consent() if consent else renderer


def load_configuration(values: Mapping[str, Any], spelling: Spelling) -> Configuration:
    """Return the configuration; raises the first `WootricSnippetError` that is in it."""
    configuration, errors = read_configuration(values, spelling)
    if errors:
        raise errors[0]
    return configuration


def read_configuration(
    values: Mapping[str, Any], spelling: Spelling
) -> tuple[Configuration, list[WootricSnippetError]]:
    """Return the configuration of what is right, and every error, with each field as the site writes it.

    `values` holds the options by their keys, without what stands before each (`spelling.prefix`). An option that is
    `None` or an empty text, such as an environment variable that is not set, counts as not given.
    """
    reader = _Reader(spelling, [])
    options = reader.read(values, OPTIONS)
    named = options.pop("accounts", {})
    given = {name: options.pop(name) for name in RENDERER_OPTIONS if name in options}
    base = reader.validated(given)
    accounts: dict[str | None, Mapping[str, Any]] = {}
    if "account_token" in given:
        accounts[None] = base
    elif options.get("enabled", True) and not named:
        reader.refuse(_missing_token(spelling))
    for name, values_of_account in named.items():
        if not isinstance(values_of_account, Mapping):
            reader.refuse(InvalidSetting(f"accounts.{name}", type_problem(values_of_account), "a dict of options"))
            continue
        account_reader = replace(reader, within=(spelling.case("accounts"), str(name)))
        own = account_reader.read(values_of_account, RENDERER_OPTIONS)
        if "account_token" not in own:
            account_reader.refuse(_missing_token(spelling))
        inherited = _options_for(own.get("delivery", base.get("delivery")), base)
        accounts[name] = account_reader.validated(inherited | own)
    if options.get("mock_sdk") and "sdk_url" in base:
        reader.refuse(InvalidSetting("sdk_url", "cannot be set beside mock_sdk", "one of the two"))
    if options.get("consent") and accounts and all(each.get("load") != "consent" for each in accounts.values()):
        problem = f'has no effect with load="{base.get("load", "lazy")}"'
        reader.refuse(InvalidSetting("consent", problem, 'load="consent", or no consent'))
    respect_gpc = base.get("respect_gpc", False)
    return Configuration(accounts=accounts, respect_gpc=respect_gpc, spelling=spelling, **options), reader.errors


@dataclass(frozen=True)
class _Reader:
    """Reads the options of a site or of one of its accounts, and collects the errors."""

    spelling: Spelling
    errors: list[WootricSnippetError]
    within: tuple[str, ...] = ()
    """The keys under which the account stands."""

    def refuse(self, error: WootricSnippetError) -> None:
        self.errors.append(type(error)(self.spelling.field(error.field, *self.within), error.problem, error.accepted))

    def read(self, values: Mapping[str, Any], options: Mapping[str, Reader]) -> dict[str, Any]:
        """Return the options that can be read, by their names."""
        keys = {self.spelling.case(name): name for name in options}
        read: dict[str, Any] = {}
        for key, value in values.items():
            if (name := keys.get(key)) is None:
                self._refuse_key(key, keys)
            elif name == "survey" and isinstance(value, Mapping):
                read[name], errors = validate_fields(Survey, "survey.", value)
                for error in errors:
                    self.refuse(error)
            elif value is not None and not (isinstance(value, str) and value == ""):
                try:
                    read[name] = options[name](name, value)
                except WootricSnippetError as error:
                    self.refuse(error)
        return read

    def _refuse_key(self, key: Any, keys: Mapping[str, str]) -> None:
        prefix = "" if self.within else self.spelling.prefix
        may_be_the_sites_own = self.spelling.allows_unknown_keys and not self.within
        synonym = self.spelling.case(SYNONYMS.get(str(key).lower(), ""))
        if synonym in keys:
            accepted = prefix + synonym
            problem = f"is unknown (did you mean {accepted}?)"
        elif may_be_the_sites_own and not get_close_matches(str(key), keys, cutoff=0.8):
            return
        else:
            unknown = unknown_key_error(key, keys, prefix=prefix)
            problem, accepted = unknown.problem, unknown.accepted
        self.errors.append(InvalidSetting(self.spelling.join(*self.within, safe_key(key)), problem, accepted))

    def validated(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return those arguments of a renderer that are right."""
        delivery = str(arguments.get("delivery"))
        addresses = dict.fromkeys(DELIVERY_URLS.get(delivery, ()), "/")
        right: dict[str, Any] = {}
        for names in (*([name] for name in arguments if name not in _TOGETHER), _TOGETHER):
            some = {name: arguments[name] for name in names if name in arguments}
            try:
                SnippetRenderer(**{"account_token": "NPS-0", **(addresses if names is _TOGETHER else {}), **some})
                right |= some
            except WootricSnippetError as error:
                self.refuse(error)
        return right


def validate_fields(
    model: type[Model], prefix: str, fields: Mapping[Any, Any]
) -> tuple[Any, list[WootricSnippetError]]:
    """Return a model of those fields that are right, and an error for each of the others."""
    names = tuple(signature(model).parameters)
    unknown = [unknown_key_error(key, names, prefix) for key in fields if key not in names]
    made, wrong = model.validate(**{name: fields[name] for name in names if name in fields})
    return made, [*unknown, *wrong]


def _options_for(delivery: Any, site: Mapping[str, Any]) -> dict[str, Any]:
    """Return the site's options without those that would have no effect with an account's own delivery."""
    useful = {"delivery", *DELIVERY_URLS.get(str(delivery), ()), *(["signed_in_cookie"] if delivery == "fetch" else [])}
    return {name: value for name, value in site.items() if name in useful or name not in _TOGETHER}


def _missing_token(spelling: Spelling) -> InvalidAccountToken:
    switch = spelling.field("enabled")
    accepted = f"NPS- and letters or digits, as InMoment shows it; tests need none where {switch} is False"
    return InvalidAccountToken("account_token", "is not set", accepted)
