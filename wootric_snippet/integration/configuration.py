"""A site's configuration: read once, at start-up, with every error that is in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wootric_snippet.conform import not_known
from wootric_snippet.errors import InvalidAccountToken, InvalidSetting, WootricSnippetError
from wootric_snippet.integration.options import OPTIONS, RENDERER_OPTIONS, SITE_OPTIONS, SYNONYMS
from wootric_snippet.loader_file import loader_file
from wootric_snippet.renderer import SnippetRenderer

Function = Callable[..., Any]

# These are right or wrong together.
_TOGETHER = ("delivery", "loader_url", "settings_url")


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """How a framework writes options: their case, what stands before them, and how errors show them."""

    upper: bool = False
    prefix: str = ""
    container: str = ""
    own_keys: bool = False
    """Whether a key that resembles no option may be the site's own, and is left alone."""

    def key(self, option: str) -> str:
        """Return an option as the site writes it, such as `WOOTRIC_ACCOUNT_TOKEN`."""
        return self.prefix + (option.upper() if self.upper else option)

    def field(self, path: str) -> str:
        """Return a path such as `survey.modal_theme` as the site writes it."""
        first, *rest = path.split(".")
        keys = [self.key(first) if first in OPTIONS else first]
        if first == "accounts" and len(rest) > 1 and rest[1] in RENDERER_OPTIONS:
            rest[1] = rest[1].upper() if self.upper else rest[1]
        keys += rest
        return self.container + "".join(f'["{key}"]' for key in keys) if self.container else ".".join(keys)


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """What a site has configured. A function is the site's own; `None` where it has none."""

    accounts: Mapping[str | None, Mapping[str, Any]]
    """The arguments of each account's `SnippetRenderer` by its name; the default account's under `None`."""
    respect_gpc: bool = False
    enabled: bool = True
    user: Function | None = None
    group: Function | None = None
    nonce: Function | None = None
    language: Function | None = None
    consent: Function | None = None
    account: Function | None = None
    page_path: str | Function = "route"
    include_query: bool = False
    on_error: str | None = None
    mock_sdk: bool | str = False
    mount_path: str = "/wootric"
    mobile_client_id: str | None = None

    def renderer(self, account: str | None, prefix: str, consent: bool, mock: bool) -> SnippetRenderer:
        """Return an account's renderer, with the addresses that it has below the prefix of the site's mount point.

        `consent` says that the visitor has agreed, `mock` that the mock SDK plays InMoment's script.
        Raises `InvalidSetting` for an account that is not configured.
        """
        if account not in self.accounts:
            if account is None:
                raise InvalidSetting("account", "is not given, and there is no default one", _names(self.accounts))
            raise not_known(account, [name for name in self.accounts if name is not None], "account ")
        arguments = dict(self.accounts[account])
        mount = prefix.rstrip("/") + self.mount_path
        if arguments.get("delivery") in ("data", "fetch"):
            arguments.setdefault("loader_url", f"{mount}/{loader_file().name}")
        if arguments.get("delivery") == "fetch":
            arguments.setdefault("settings_url", f"{mount}/settings.json")
        if mock:
            arguments["sdk_url"] = f"{mount}/mock-sdk.js"
        if consent and arguments.get("load") == "consent":
            arguments["load"] = "lazy"
        return SnippetRenderer(**arguments)


def _names(accounts: Mapping[str | None, Any]) -> str:
    return ", ".join(f'account="{name}"' for name in accounts if name is not None)


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

    `values` holds the options by the keys that the framework has for them, without what stands before each
    (`spelling.prefix`). An option that is `None`, or an empty text, such as an environment variable that is not set,
    counts as not given.
    """
    errors: list[WootricSnippetError] = []
    options = _read(values, OPTIONS, spelling, "", errors)
    enabled = options.get("enabled", True)
    base = {name: options[name] for name in RENDERER_OPTIONS if name in options}
    accounts: dict[str | None, Mapping[str, Any]] = {}
    named = options.pop("accounts", {})
    if not isinstance(named, Mapping):
        errors.append(InvalidSetting("accounts", f"is of type {type(named).__name__}", "a dict of accounts by name"))
        named = {}
    for name, given in named.items():
        path = f"accounts.{name}."
        if not isinstance(given, Mapping):
            errors.append(InvalidSetting(path[:-1], f"is of type {type(given).__name__}", "a dict of options"))
            continue
        accounts[name] = base | _read(given, RENDERER_OPTIONS, spelling, path, errors)
        if not given.get(spelling.key("account_token").removeprefix(spelling.prefix)):
            errors.append(_missing_token(f"{path}account_token"))
    if "account_token" in base:
        accounts[None] = base
    elif enabled and not accounts:
        errors.append(_missing_token("account_token"))
    for name, arguments in accounts.items():
        accounts[name] = _validated(arguments, "" if name is None else f"accounts.{name}.", errors)
        if options.get("mock_sdk") and "sdk_url" in arguments:
            errors.append(InvalidSetting("sdk_url", "cannot be set beside mock_sdk", "one of the two"))
    site = {name: options[name] for name in (*SITE_OPTIONS, "respect_gpc") if name in options}
    configuration = Configuration(accounts=accounts, **site)
    return configuration, [_spelled(error, spelling) for error in errors]


def _read(
    values: Mapping[str, Any],
    options: Mapping[str, Callable[[str, Any], Any]],
    spelling: Spelling,
    path: str,
    errors: list[WootricSnippetError],
) -> dict[str, Any]:
    """Return the options that can be read, by their names; append an error for each of the others."""
    keys = {(name.upper() if spelling.upper else name): name for name in options}
    read: dict[str, Any] = {}
    for key, value in values.items():
        if key not in keys:
            error = _unknown_key(key, keys, spelling, path)
            errors += [] if error is None else [error]
        elif value is not None and not (isinstance(value, str) and value == ""):
            try:
                read[keys[key]] = options[keys[key]](path + keys[key], value)
            except WootricSnippetError as error:
                errors.append(error)
            except TypeError as error:
                errors.append(InvalidSetting(path + keys[key], f"cannot be read ({error})", "see the documentation"))
    return read


def _unknown_key(key: Any, keys: Mapping[str, str], spelling: Spelling, path: str) -> WootricSnippetError | None:
    synonym = SYNONYMS.get(str(key).lower())
    if synonym is not None and synonym in keys.values():
        name = synonym.upper() if spelling.upper else synonym
        problem = f"is not an option (did you mean {spelling.prefix}{name}?)"
        return InvalidSetting(path + spelling.prefix + str(key), problem, spelling.prefix + name)
    error = not_known(key, list(keys), path, prefix=spelling.prefix)
    return None if spelling.own_keys and not path and "did you mean" not in error.problem else error


def _validated(arguments: Mapping[str, Any], path: str, errors: list[WootricSnippetError]) -> dict[str, Any]:
    """Return those arguments of a renderer that are right; append an error for each of the others."""
    addresses = {"loader_url": "/", "settings_url": "/"} if arguments.get("delivery") == "fetch" else {}
    if arguments.get("delivery") == "data":
        addresses = {"loader_url": "/"}
    right: dict[str, Any] = {}
    for names in (*([name] for name in arguments if name not in _TOGETHER), _TOGETHER):
        some = {name: arguments[name] for name in names if name in arguments}
        try:
            SnippetRenderer(**{"account_token": "NPS-0", **(addresses if names is _TOGETHER else {}), **some})
            right |= some
        except WootricSnippetError as error:
            errors.append(type(error)(path + error.field, error.problem, error.accepted))
    return right


def _missing_token(field: str) -> InvalidAccountToken:
    return InvalidAccountToken(field, "is not set", "NPS- and letters or digits, as InMoment shows it")


def _spelled(error: WootricSnippetError, spelling: Spelling) -> WootricSnippetError:
    return type(error)(spelling.field(error.field), error.problem, error.accepted)
