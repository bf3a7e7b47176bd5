"""The models of a page view: the user who may be asked, the page, and the user's group."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, final
from uuid import UUID

from wootric_snippet.base_model import Model
from wootric_snippet.errors import InvalidProperty, InvalidText, field_path
from wootric_snippet.validators.languages import language_code
from wootric_snippet.validators.properties import PropertyValue, SentValue, normalize_property, normalize_trait
from wootric_snippet.validators.text import identifier, optional_text, text
from wootric_snippet.validators.timestamps import Timestamp, unix_seconds

# RFC 3986, appendix B: everything before the path, then the path.
_PATH = r"(?s)(?:[^:/?#]+:)?(?://[^/?#]*)?([^?#]*).*"


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
            language: The language of the survey: a code of InMoment's, or a locale such as `en-GB`.
            external_id: The person's id in the site's own system.
            properties: What else the answers are to be compared by: text, whole numbers, dates, bools or `None`.

        Raises:
            WootricSnippetError: The first argument that is wrong.
        """
        if email is not None:
            self._store("email", "email", optional_text, email)
        if external_id is not None:
            self._store("external_id", "external_id", identifier, external_id)
        if created_at is not None:
            self._store("created_at", "created_at", unix_seconds, created_at)
        if language is not None:
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
            self._store("path", "page.path", text, path)
        if url is not None:
            self._store("url", "page.url", text, url)
        if title is not None:
            self._store("title", "page.title", text, title)
        if name is not None:
            self._store("name", "page.name", text, name)
        if category is not None:
            self._store("category", "page.category", text, category)
        if referrer is not None:
            self._store("referrer", "page.referrer", text, referrer)
        if search is not None:
            self._store("search", "page.search", text, search)
        fields = self.__dict__
        if "path" not in fields and "url" in fields:
            # The pattern matches every text. A URL that ends with its host has the path "/", as in a browser.
            known = {"path": re.sub(_PATH, r"\1", fields["url"], count=1) or "/"} | fields
            fields.clear()  # so that the path comes first, wherever it is from
            fields.update(known)


def _group_id(field: str, value: Any) -> str:
    if (group_id := None if value is None else identifier(field, value)) is None:
        raise InvalidText(field, "is missing", "the group's id as text or a whole number")
    return group_id


def _normalize_trait_beside_id(field: str, key: Any, value: Any) -> tuple[str, SentValue]:
    key, sent = normalize_trait(field, key, value)
    if key == "id":
        raise InvalidProperty(field_path(field, key), "would replace the group's id", "another key")
    return key, sent


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
        self._store_mapping("traits", "group.traits", _normalize_trait_beside_id, traits)

    def group_info(self) -> dict[str, Any]:
        """Return the id and the traits in one dict, as InMoment takes them."""
        fields = self.to_dict()
        traits: dict[str, Any] = fields.pop("traits", {})
        return fields | traits
