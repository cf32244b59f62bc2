"""Who stands on a paper, and which organisation that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tradefin.documents.identifiers import organisation_id, scheme_name
from tradefin.documents.normalform import normal
from tradefin.errors import InvalidInput

Identifiers = tuple[tuple[str, str], ...]
MOST_KEPT = 1_024


@dataclass(frozen=True, slots=True, repr=False)
class Party:
    """An organisation as a paper names it; `repr` shows nothing of it.

    `identifiers` are (scheme, value) pairs in the order in which they identify: LEI, then legal
    registration (BT-30), party id (BT-29, never a SEPA creditor id), VAT (BT-31), tax (BT-32),
    electronic address (BT-34). A scheme is LEI, USCC, GLN, DUNS, VAT, TAX, REGISTRATION, PARTY or
    ADDRESS, the last three with the paper's own scheme after a slash where it states one.
    """

    name: str | None = None
    country: str | None = None
    identifiers: Identifiers = ()

    def __repr__(self) -> str:
        return f"Party({len(self.identifiers)} identifiers)"

    def identity(self, participants: Aliases | None = None) -> str:
        """The organisation's canonical text: the participant's, else by the first identifier.

        An unknown organisation with an LEI or a USCC is `LEI:...`, `USCC:...`, any other its
        country and the first identifier in normal form. Raises InvalidInput where there is no
        identifier, or where two of them belong to different participants.
        """
        known = Participants.of(participants).find(self)
        if known is not None:
            return known
        for scheme, value in self.identifiers:
            if scheme in ("LEI", "USCC"):
                return f"{scheme}:{value}"
            if normal(value):
                return f"{normal(self.country or '')}:{normal(value)}"
        raise InvalidInput("the party has no identifier to know it by")

    def label(self, participants: Aliases | None = None) -> str:
        """`identity`, or where there is none country and name in normal form, or nothing."""
        try:
            return self.identity(participants)
        except InvalidInput:
            name = normal(self.name or "")
            return f"NAME:{normal(self.country or '')}:{name}" if name else ""


@dataclass(frozen=True, slots=True)
class Participants:
    """Aliases of the known organisations: (scheme, value) to canonical text, `LEI:...`."""

    aliases: Mapping[tuple[str, str], str] = field(repr=False)
    _found: dict[Identifiers, str | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, aliases: Aliases | None) -> Participants:
        """Normalise a mapping once; a Participants passes through.

        Raises InvalidInput where two spellings of one alias name different organisations.
        """
        if isinstance(aliases, Participants):
            return aliases
        normalised: dict[tuple[str, str], str] = {}
        for (scheme, value), text in (aliases or {}).items():
            alias = (scheme_name(scheme), normal(value))
            if normalised.setdefault(alias, canonical := _canonical(text)) != canonical:
                raise InvalidInput("one alias is given for two organisations")
        return cls(MappingProxyType(normalised))

    def find(self, party: Party) -> str | None:
        """The canonical text of the participant behind `party`; InvalidInput if there are two.

        The same few parties stand on many papers: the last answers are kept.
        """
        if party.identifiers not in self._found:
            if len(self._found) == MOST_KEPT:
                self._found.clear()
            self._found[party.identifiers] = self._look_up(party.identifiers)
        return self._found[party.identifiers]

    def _look_up(self, identifiers: Identifiers) -> str | None:
        found = {
            self.aliases.get((name, number))
            for scheme, value in identifiers
            for number in (normal(value),)
            for name in (scheme, *scheme.split("/"))
        } - {None}
        if len(found) > 1:
            raise InvalidInput("the party's identifiers belong to different participants")
        return found.pop() if found else None


Aliases = Mapping[tuple[str, str], str] | Participants


def _canonical(text: str) -> str:
    try:
        return organisation_id(text)
    except InvalidInput:
        if not normal(text):
            raise
        return text.strip()
