"""Capitals of other scripts, by the Latin capital they imitate.

Taken from the table of Unicode TR 39 (Greek, Cyrillic, Coptic, Armenian, Cherokee, Lisu, Canadian
syllabics, Deseret, Osage, Warang Citi); a letter whose capital imitates none folds by its small
form. Frozen here rather than taken from a library: a key must not change with a library's release.
Letters that imitate digits are left out.
"""

from __future__ import annotations

from types import MappingProxyType

_IMITATIONS = {
    "A": "\u0391\u0410\u13aa\u15c5\ua4ee",
    "B": "\u0392\u0412\u042c\u13cf\u13f4\u1472\u15af\u15f7\ua4d0",
    "C": "\u0421\u13df\u2ca4\ua4da\U00010415",
    "D": "\u0500\u13a0\u15de\u15ea\ua4d3",
    "E": "\u0395\u0415\u04bc\u13ac\ua4f0\U000118a6\U000118ae",
    "F": "\u03dc\u0554\u15b4\ua4dd\U000118a2",
    "G": "\u050c\u0551\u13c0\u13f3\ua4d6",
    "H": "\u0397\u041d\u04ba\u0540\u13bb\u157c\u2c8e\ua4e7",
    "I": "\u0399\u0406\u04c0\u13a5\u2c92\ua4f2\ua646",
    "J": "\u037f\u0408\u13ab\u148d\ua4d9",
    "K": "\u039a\u041a\u13e6\u2c94\ua4d7",
    "L": "\u13de\u14aa\u2cd0\ua4e1\U0001041b\U000118a3\U000118b2",
    "M": "\u039c\u03fa\u041c\u13b7\u15f0\u2c98\ua4df",
    "N": "\u039d\u0548\u054c\u2c9a\ua4e0",
    "O": "\u039f\u041e\u0555\u2c9e\ua4f3\U00010404\U000104c2\U000118a8\U000118b5\U000118b7",
    "P": "\u03a1\u0420\u13e2\u146d\u2ca2\ua4d1",
    "Q": "\u051a\u0533\u0536",
    "R": "\u0413\u13a1\u13b1\u13d2\u1587\u2c84\ua4e3\U000104b4",
    "S": "\u0405\u054f\u13d5\u13da\ua4e2\U00010420\U000118a1",
    "T": "\u03a4\u0422\u13a2\u2ca6\ua4d4\U000118bc",
    "U": "\u054d\u144c\ua4f4\U000104ce\U000118b8",
    "V": "\u0474\u13d9\u142f\ua4e6\U000118a0",
    "W": "\u0460\u051c\u0531\u13b3\u13d4\ua4ea",
    "X": "\u03a7\u0425\u2cac\ua4eb",
    "Y": "\u0393\u03a5\u0423\u04ae\u13a9\u13bd\u2ca8\ua4ec\U000118a4",
    "Z": "\u0396\u13c3\ua4dc\U000118a9",
}

LOOKALIKES = MappingProxyType(
    {letter: latin for latin, letters in _IMITATIONS.items() for letter in letters}
)
"""Letter to Latin capital, upper case only."""
