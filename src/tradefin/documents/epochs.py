"""The consortium's secret, epoch by epoch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tradefin.documents.key import check_secret
from tradefin.errors import InvalidInput

FIRST_EPOCH = 1


@dataclass(frozen=True, slots=True)
class Secrets:
    """Secrets by epoch, 1 the first; `repr` shows none of them.

    A paper is known by its key under the epoch in which it was first attested, so that the secrets
    of earlier epochs are kept as long as papers of theirs matter.
    """

    by_epoch: Mapping[int, bytes] = field(repr=False)

    @classmethod
    def of(cls, secret: bytes | Mapping[int, bytes] | Secrets | None) -> Secrets:
        """One secret is that of the first epoch; None is none at all.

        Raises InvalidInput for a secret shorter than 16 bytes, and for one that two epochs share.
        """
        if isinstance(secret, Secrets):
            return secret
        if secret is None:
            return cls(MappingProxyType({}))
        given = dict(secret) if isinstance(secret, Mapping) else {FIRST_EPOCH: secret}
        for one in given.values():
            check_secret(one)
        if len(set(given.values())) < len(given):
            raise InvalidInput("two epochs have the same secret")
        return cls(MappingProxyType(dict(sorted(given.items()))))

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs whose secrets are held, oldest first."""
        return tuple(self.by_epoch)

    def __getitem__(self, epoch: int) -> bytes:
        if not self.by_epoch:
            raise InvalidInput(
                "papers are keyed with the consortium's secret; connect with secret=..."
            )
        if epoch not in self.by_epoch:
            raise InvalidInput(
                f"the secret of epoch {epoch} is missing; connect with secret={{epoch: secret}}"
            )
        return self.by_epoch[epoch]
