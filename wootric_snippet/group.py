"""The account or company that the person belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from wootric_snippet.errors import InvalidProperty, InvalidText
from wootric_snippet.faults import Refuse, raise_error
from wootric_snippet.model import Check, Model, PairCheck
from wootric_snippet.properties import PropertyValue, trait_pair
from wootric_snippet.text import entry, identifier

if TYPE_CHECKING:
    from uuid import UUID


def _group_id(field: str, value: Any) -> str:
    known = identifier(field, value)
    if known is None:
        raise InvalidText(field, "is missing", "the group's id as text or a whole number")
    return known


def _trait_beside_id(field: str, key: Any, value: Any) -> tuple[str, Any]:
    key, value = trait_pair(field, key, value)
    if key == "id":
        raise InvalidProperty(entry(field, key), "stands where the group's id does", "another key")
    return key, value


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

    prefix: ClassVar[str] = "group."
    checks: ClassVar[Mapping[str, Check]] = {"id": _group_id}
    pair_checks: ClassVar[Mapping[str, PairCheck]] = {"traits": _trait_beside_id}

    def __init__(
        self,
        id: str | int | UUID | None = None,  # noqa: A002 - InMoment's own word
        traits: Mapping[str, PropertyValue] | None = None,
    ) -> None:
        """Check what is given, and hold what InMoment receives."""
        self._hold(raise_error, (id,), (traits,))

    def _hold(self, refuse: Refuse, given: Sequence[Any], mappings: Sequence[Any]) -> None:
        # An empty id, which is one that is missing, in place of none: what is not given is not checked.
        (group_id,) = given
        super()._hold(refuse, ("" if group_id is None else group_id,), mappings)

    def group_info(self) -> dict[str, Any]:
        """Return the id and the traits in one dict, as InMoment takes them."""
        known = self.known()
        traits: dict[str, Any] = known.pop("traits", {})
        return known | traits
