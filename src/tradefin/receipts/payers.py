"""Who paid, and for what: a payer known by its aliases or its name, a number found in a text."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from tradefin.documents import Participants, Party, normal

_WORLDWIDE = frozenset({"DUNS", "GLN", "IBAN", "LEI", "NAME", "USCC", "VAT"})
"""What needs no country to tell two parties apart; other identifiers count through an alias."""

_CODES = re.compile(r"/(?:CINV|INV|IPI|RFB|ROC)/|//")
"""Of SWIFT's field 70, before a reference and between two."""

_BREAKS = re.compile(r"[\s,;:()]+")
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True, repr=False)
class Who:
    """A party as it can be known again; `identity` where it is certain."""

    identity: str | None = None
    labels: frozenset[str] = frozenset()

    @classmethod
    def of(cls, party: Party | None, aliases: Participants) -> Who:
        """By the aliases, where NAME and IBAN are schemes too, by LEI or USCC, by name.

        Raises InvalidInput where the party's identifiers belong to different participants.
        """
        if party is None:
            return cls()
        named = (("NAME", party.name),) if party.name else ()
        pairs = tuple((s, v) for s, v in (*party.identifiers, *named) if normal(v))
        found = aliases.find(Party(identifiers=pairs))
        own = (f"{s}:{normal(v)}" for s, v in pairs if s in ("LEI", "USCC"))
        identity = found or next(own, None)
        labels = {f"{s}:{normal(v)}" for s, v in pairs if s in _WORLDWIDE}
        return cls(identity, frozenset(labels if identity is None else labels | {identity}))

    @classmethod
    def known_as(cls, identity: str) -> Who:
        return cls(identity, frozenset({identity}))

    def contradicts(self, other: Who) -> bool:
        """Whether the two are certainly two."""
        return None not in (self.identity, other.identity) and self.identity != other.identity

    def is_same_as(self, other: Who) -> bool:
        """Whether the two have an identity, identifier or name in common."""
        return not self.contradicts(other) and not self.labels.isdisjoint(other.labels)


def numbers_in(text: str, known: Container[str]) -> set[str]:
    """Which of the `known` numbers, in normal form, stand in `text` as whole words.

    A number may be written over several words; one within a longer one doesn't count.
    """
    words = [word for part in _BREAKS.split(_CODES.sub(" ", text)) if (word := normal(part))]
    found: set[str] = set()
    reached = 0
    for start in range(len(words)):
        ends = range(min(len(words), start + _MOST_WORDS), max(start, reached), -1)
        for end in ends:
            number = "".join(words[start:end])
            if number in known:
                found.add(number)
                reached = end
                break
    return found
