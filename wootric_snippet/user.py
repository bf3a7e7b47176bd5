"""The person who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, final

from wootric_snippet.faults import checked
from wootric_snippet.languages import language_code
from wootric_snippet.model import Model, checked_pairs
from wootric_snippet.properties import PropertyValue, property_pair
from wootric_snippet.text import identifier, text
from wootric_snippet.timestamps import Timestamp, unix_seconds

if TYPE_CHECKING:
    from uuid import UUID


@final
@dataclass(frozen=True, repr=False, eq=False, init=False)
class User(Model):
    """The person who may be asked.

    `email` identifies the person at InMoment (any unique text is accepted there), `external_id` is the id in the
    site's own system, `created_at` the moment of the sign-up (see `unix_seconds`), `language` the survey's language
    (see `language_code`), `properties` whatever else the answers are to be compared by (see `property_pair`).
    An empty `email` or `external_id` counts as not given. Raises the `WootricSnippetError` of the first wrong field.

    Examples:
        >>> User(email="hello@example.com", created_at="2018-08-03T15:28:46.493Z").created_at
        1533310126
    """

    email: str | None = None
    created_at: int | None = None
    language: str | None = None
    external_id: str | None = None
    properties: Mapping[str, str | int | bool | None] = field(default_factory=dict)

    mappings: ClassVar[tuple[str, ...]] = ("properties",)

    def __init__(
        self,
        email: str | UUID | None = None,
        created_at: Timestamp | None = None,
        language: str | None = None,
        external_id: str | int | UUID | None = None,
        properties: Mapping[str, PropertyValue] | None = None,
    ) -> None:
        """Check what is given, and hold what InMoment receives."""
        held, refuse = self.__dict__, self._refuse
        if email is not None and (address := checked(refuse, text, "email", email)):
            held["email"] = address
        if external_id is not None and (own_id := checked(refuse, identifier, "external_id", external_id)):
            held["external_id"] = own_id
        if created_at is not None:
            held["created_at"] = checked(refuse, unix_seconds, "created_at", created_at)
        if language is not None:
            held["language"] = checked(refuse, language_code, "language", language)
        held["properties"] = checked_pairs(refuse, property_pair, "properties", properties)
