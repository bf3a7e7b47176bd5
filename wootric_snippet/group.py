"""The account or company that the person belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, final

from wootric_snippet.errors import InvalidProperty, InvalidText
from wootric_snippet.faults import checked
from wootric_snippet.model import Model, checked_pairs
from wootric_snippet.properties import PropertyValue, trait_pair
from wootric_snippet.text import entry, identifier

if TYPE_CHECKING:
    from uuid import UUID


def _group_id(field: str, value: Any) -> str:
    known = None if value is None else identifier(field, value)
    if known is None:
        raise InvalidText(field, "is missing", "the group's id as text or a whole number")
    return known


def _trait_beside_id(field: str, key: Any, value: Any) -> tuple[str, Any]:
    key, value = trait_pair(field, key, value)
    if key == "id":
        raise InvalidProperty(entry(field, key), "stands where the group's id does", "another key")
    return key, value


@final
@dataclass(frozen=True, repr=False, eq=False, init=False)
class Group(Model):
    """The account or company, as InMoment's `group_info`: its `id` and its traits (see `trait_pair`).

    Raises `InvalidText` where the id is missing, and the `WootricSnippetError` of the first wrong trait.

    Examples:
        >>> Group(id="0e8c", traits={"name": "Initech"}).group_info()
        {'id': '0e8c', 'name': 'Initech'}
    """

    id: str | None = None
    traits: Mapping[str, str | int | bool | None] = field(default_factory=dict)

    mappings: ClassVar[tuple[str, ...]] = ("traits",)

    def __init__(
        self,
        id: str | int | UUID | None = None,  # noqa: A002 - InMoment's own word
        traits: Mapping[str, PropertyValue] | None = None,
    ) -> None:
        """Check what is given, and hold what InMoment receives."""
        held, refuse = self.__dict__, self._refuse
        held["id"] = checked(refuse, _group_id, "group.id", id)
        held["traits"] = checked_pairs(refuse, _trait_beside_id, "group.traits", traits)

    def group_info(self) -> dict[str, Any]:
        """Return the id and the traits in one dict, as InMoment takes them."""
        known = self.known()
        traits: dict[str, Any] = known.pop("traits", {})
        return known | traits
