"""The models of a page view: the user who may be asked, the page and the user's group, validated when they are made."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial, update_wrapper
from typing import Any, ClassVar, ParamSpec, TypeVar, final
from uuid import UUID

from wootric_snippet.errors import (
    InvalidProperty,
    InvalidText,
    WootricSnippetError,
    as_package_error,
    field_path,
    log_omitted,
)
from wootric_snippet.validators.languages import language_code
from wootric_snippet.validators.lazy import PLAIN_TYPES, resolve
from wootric_snippet.validators.properties import (
    Normalize,
    PropertyValue,
    SentValue,
    normalize_property,
    normalize_trait,
    validate_mapping,
)
from wootric_snippet.validators.text import identifier, optional_text, text
from wootric_snippet.validators.timestamps import Timestamp, unix_seconds

P = ParamSpec("P")
M = TypeVar("M")

# RFC 3986, appendix B: everything before the path, then the path.
_PATH = r"(?s)(?:[^:/?#]+:)?(?://[^/?#]*)?([^?#]*).*"


class Model:
    """What `User`, `Page`, `Group` and `Survey` share. Their fields hold what InMoment receives.

    A subclass passes its arguments to `_store` and `_store_mapping`, which write what is right into `__dict__`; a field
    that is not there has the default of its class.
    """

    _mappings: ClassVar[tuple[str, ...]] = ()
    """The fields that hold a mapping, and always do once the object is made."""

    def __init_subclass__(cls) -> None:
        """Forbid subclasses of the models: they would skip validation."""
        if cls.__bases__ != (Model,):
            name = cls.__bases__[0].__name__
            raise TypeError(f"{name} cannot be subclassed; write a function that returns a {name}")
        # Each class has its own, so that `inspect.signature` finds the parameters of the class.
        for method in (vars(Model)["lenient"], vars(Model)["validate"]):
            function = update_wrapper(partial(method.__func__, cls), method)
            function.__wrapped__ = cls
            setattr(cls, method.__name__, staticmethod(function))

    @classmethod
    def lenient(cls: Callable[P, M], *args: P.args, **kwargs: P.kwargs) -> M:
        """Make the object from the same arguments, leaving out and logging what is wrong.

        Of properties, traits, labels and `extra`, only the wrong keys are left out. Each log line is a warning of the
        logger `wootric_snippet` that names the field and the problem, and never the value.

        Args:
            *args: As for the class itself.
            **kwargs: As for the class itself.

        Returns:
            The object with the fields that are right.
        """
        model, errors = _make(cls, *args, **kwargs)
        for error in errors:
            log_omitted(error)
        return model

    @classmethod
    def validate(cls: Callable[P, M], *args: P.args, **kwargs: P.kwargs) -> tuple[M, list[WootricSnippetError]]:
        """Make the object from the same arguments, leaving out what is wrong, and return the errors.

        Args:
            *args: As for the class itself.
            **kwargs: As for the class itself.

        Returns:
            The object with the fields that are right, and an error for each of the others.
        """
        return _make(cls, *args, **kwargs)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that have a value, by name; the dict is a copy."""
        fields = self.__dict__.copy()
        for name in self._mappings:
            if mapping := fields.get(name):
                fields[name] = mapping.copy()
            else:
                fields.pop(name, None)
        return fields

    def _store(
        self, name: str, field: str, validator: Callable[[str, Any], Any], value: Any, *, required: bool = False
    ) -> None:
        """Store what the validator returns for an argument; `None` is validated only if the field is `required`.

        `field` is the argument's name in errors; a wrong one is raised, or collected by `_make`.
        """
        try:
            if type(value) not in PLAIN_TYPES:
                value = resolve(value)
            if (value is not None or required) and (value := validator(field, value)) is not None:
                self.__dict__[name] = value
        except Exception as error:
            self._reject(as_package_error(field, error))

    def _store_mapping(self, name: str, field: str, normalize: Normalize, mapping: Any) -> None:
        """Store the pairs of a mapping that are right; an empty mapping for `None`."""
        self.__dict__[name], errors = validate_mapping(normalize, field, mapping)
        for error in errors:
            self._reject(error)

    def _reject(self, error: WootricSnippetError) -> None:
        errors: list[WootricSnippetError] | None = self.__dict__.get("_errors")
        if errors is None:
            raise error
        errors.append(error)

    def __repr__(self) -> str:
        """Name the fields that have a value, never the values: a repr ends up in logs."""
        return f"<{type(self).__name__} with {', '.join(self.to_dict()) or 'nothing'}>"

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is of the same class, and InMoment receives the same for it."""
        return vars(self) == vars(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        """Return the same for equal objects; raises `TypeError` for those with a mapping."""
        return hash(frozenset(vars(self).items()))


def _make(cls: Callable[..., M], *args: Any, **kwargs: Any) -> tuple[M, list[WootricSnippetError]]:
    """Return an object whose wrong fields are left out, and their errors, which `_reject` collects in between."""
    model: Any = object.__new__(cls)  # type: ignore[arg-type]  # one of the four classes
    errors: list[WootricSnippetError] = []
    vars(model)["_errors"] = errors
    model.__init__(*args, **kwargs)
    del vars(model)["_errors"]
    return model, errors


@final
@dataclass(frozen=True, repr=False, eq=False, init=False)
class User(Model):
    """The person who may be asked. Every field is optional; an empty `email` or `external_id` counts as not given.

    Examples:
        >>> User(email="hello@example.com", created_at="2018-08-03T15:28:46.493Z").created_at
        1533310126
    """

    email: str | None = None
    created_at: int | None = None
    language: str | None = None
    external_id: str | None = None
    properties: Mapping[str, SentValue] = field(default_factory=dict[str, SentValue])

    _mappings = ("properties",)

    def __init__(
        self,
        email: str | UUID | None = None,
        created_at: Timestamp | None = None,
        language: str | None = None,
        external_id: str | int | UUID | None = None,
        properties: Mapping[str, PropertyValue] | None = None,
    ) -> None:
        """Validate the arguments; the fields hold what InMoment receives.

        Args:
            email: Identifies the person at InMoment, which accepts any unique text.
            created_at: The time of the sign-up: a datetime (a naive one is UTC), a date, Unix seconds or milliseconds,
                or an ISO 8601 string. The field holds Unix seconds.
            language: The language of the survey: one of InMoment's codes, or a locale such as `en-GB`.
            external_id: The person's id in the site's own system.
            properties: What else the answers are to be compared by: text, whole numbers, dates, bools or `None`.

        Raises:
            WootricSnippetError: The first argument that is wrong.
        """
        if type(email) is str:  # as both nearly always are: each call costs
            if email:
                self.__dict__["email"] = email
        else:
            self._store("email", "email", optional_text, email)
        if type(external_id) is str:
            if external_id:
                self.__dict__["external_id"] = external_id
        else:
            self._store("external_id", "external_id", identifier, external_id)
        self._store("created_at", "created_at", unix_seconds, created_at)
        self._store("language", "language", language_code, language)
        self._store_mapping("properties", "properties", normalize_property, properties)


@final
@dataclass(frozen=True, repr=False, eq=False, init=False)
class Page(Model):
    """The page, as InMoment's `page_info`: text in every field, each of them optional.

    Examples:
        >>> Page(url="https://shop.example/pricing?plan=pro").path
        '/pricing'
    """

    path: str | None = None
    url: str | None = None
    title: str | None = None
    name: str | None = None
    category: str | None = None
    referrer: str | None = None
    search: str | None = None

    def __init__(
        self,
        path: str | None = None,
        url: str | None = None,
        title: str | None = None,
        name: str | None = None,
        category: str | None = None,
        referrer: str | None = None,
        search: str | None = None,
    ) -> None:
        """Validate the arguments.

        Args:
            path: The page's path; taken from `url` if it is not given.
            url: The page's URL. It is sent unchanged: leave out a query string that may hold tokens or addresses.
            title: The page's title.
            name: The page's name.
            category: The page's category.
            referrer: The URL of the page before.
            search: The query string, sent unchanged.

        Raises:
            WootricSnippetError: The first argument that is wrong.
        """
        if path is not None:
            self._store_text("path", path)
        if url is not None:
            self._store_text("url", url)
        if title is not None:
            self._store_text("title", title)
        if name is not None:
            self._store_text("name", name)
        if category is not None:
            self._store_text("category", category)
        if referrer is not None:
            self._store_text("referrer", referrer)
        if search is not None:
            self._store_text("search", search)
        fields = self.__dict__
        if "url" in fields and "path" not in fields:
            # The pattern matches every text. A URL that ends with its host has the path "/", as in a browser.
            known = {"path": re.sub(_PATH, r"\1", fields["url"]) or "/"} | fields
            fields.clear()  # so that the path comes first, wherever it is from
            fields.update(known)

    def _store_text(self, name: str, value: Any) -> None:
        if type(value) is str:
            self.__dict__[name] = value
        else:
            self._store(name, f"page.{name}", text, value)


@final
@dataclass(frozen=True, repr=False, eq=False, init=False)
class Group(Model):
    """The account or company that the user belongs to, as InMoment's `group_info`: an `id`, and traits.

    Examples:
        >>> Group(id="0e8c", traits={"name": "Initech"}).group_info()
        {'id': '0e8c', 'name': 'Initech'}
    """

    id: str | None = None
    traits: Mapping[str, SentValue] = field(default_factory=dict[str, SentValue])

    _mappings = ("traits",)

    def __init__(
        self,
        id: str | int | UUID | None = None,  # noqa: A002 - InMoment's own word
        traits: Mapping[str, PropertyValue] | None = None,
    ) -> None:
        """Validate the arguments; the fields hold what InMoment receives.

        Args:
            id: The group's id. It is required.
            traits: What else is known of the group: text, whole numbers, dates, bools or `None`.

        Raises:
            WootricSnippetError: The first argument that is wrong.
        """
        self._store("id", "group.id", _group_id, id, required=True)
        self._store_mapping("traits", "group.traits", _trait_beside_id, traits)

    def group_info(self) -> dict[str, Any]:
        """Return the id and the traits in one dict, as InMoment takes them."""
        fields = self.to_dict()
        traits: dict[str, Any] = fields.pop("traits", {})
        return fields | traits


def _group_id(field: str, value: Any) -> str:
    if (group_id := None if value is None else identifier(field, value)) is None:
        raise InvalidText(field, "is missing", "the group's id as text or a whole number")
    return group_id


def _trait_beside_id(field: str, key: Any, value: Any) -> tuple[str, SentValue]:
    key, sent = normalize_trait(field, key, value)
    if key == "id":
        raise InvalidProperty(field_path(field, key), "would replace the group's id", "another key")
    return key, sent
