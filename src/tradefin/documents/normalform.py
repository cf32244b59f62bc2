"""The normal form of numbers and identifiers: what stays when a paper is retyped."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from tradefin.documents.lookalikes import LOOKALIKES

_DROPPED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Lm", "Me"})
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_ASCII = str.maketrans({c: c.upper() if c.isalnum() else None for c in map(chr, range(128))})


def normal(text: str) -> str:
    """`text` without its typography: equal for two spellings of one number.

    NFKC; upper case; letters of other scripts folded to the Latin capital they imitate (by the
    shape of their own capital, so that case never matters); digits of any script to 0-9, never a
    digit to a letter nor a letter to a digit; spaces, separators, punctuation, symbols, modifier
    letters and invisible characters out. Leading zeros stay. Idempotent. Empty where `text` has
    neither letter nor digit.
    """
    if text.isascii():
        return text.translate(_ASCII)
    while True:
        upper = unicodedata.normalize("NFKC", text).casefold().upper()
        folded = "".join(map(_fold, upper))
        if folded == text:
            return text
        text = folded


def mixes_scripts(text: str) -> bool:
    """Whether Latin letters stand beside imitations of Latin letters: the mark of a disguise."""
    letters = [c for c in unicodedata.normalize("NFKC", text).casefold().upper() if c.isalpha()]
    latin = any(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    return latin and any(c in LOOKALIKES for c in letters)


@lru_cache(maxsize=4096)  # single characters: nothing of a paper can be read from them
def _fold(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    category = unicodedata.category(character)
    if category[0] in "PS" or category in _DROPPED or character in _INVISIBLE:
        return ""
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return LOOKALIKES.get(character, character)
