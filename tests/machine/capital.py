"""What guarantors deposited, locked, promised and lack: a model."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.machine.market import Market
from tradefin.enums import DocumentKind, Role
from tradefin.errors import (
    CapitalInsufficient,
    ClientExceedsLimit,
    DepositIsZero,
    GuarantorIsShort,
    LiabilityExceedsLimit,
    NetAssetsNotAttested,
)

LEVERAGE, CLIENT_BPS = 10, 1_000


@dataclass
class Capital:
    """A guarantor's deposit and promises. `net` is None until somebody attests it."""

    balance: int = 0
    locked: int = 0
    shortfall: int = 0
    net: int | None = None
    margin: int = 10_000
    exposure: Counter[int] = field(default_factory=Counter)

    @property
    def free(self) -> int:
        return self.balance - self.locked

    @property
    def liability(self) -> int:
        return sum(self.exposure.values())


@dataclass
class Deposits(Market):
    """Who has what to stand behind others with."""

    capital: dict[int, Capital] = field(default_factory=dict)

    def own(self, guarantor: int) -> Capital:
        return self.capital.setdefault(guarantor, Capital())

    def deposit(self, _: int, who: str, amount: int) -> None:
        c = self.own(self.org(who)) if self.org(who) else Capital()
        if not c.shortfall:
            self.actor(who, Role.GUARANTOR)
        if amount == 0:
            raise DepositIsZero()
        self.pay(who, "GuarantorCapital", amount)
        c.balance += amount

    def withdraw_capital(self, _: int, who: str, amount: int) -> None:
        c = self.own(self.org(who))
        free = max(0, c.free - c.shortfall)
        if amount > free:
            raise CapitalInsufficient(self.org(who), amount, free)
        self.require_unfrozen(self.org(who))
        c.balance -= amount
        self.pay("GuarantorCapital", who, amount)

    def attest_net_assets(self, _: int, who: str, guarantor: int, amount: int) -> None:
        if Role.REGULATOR not in self.active(who).roles:
            self.entitled(who, DocumentKind.APPRAISAL, guarantor)
        self.own(guarantor).net = amount

    def classify(self, _: int, who: str, guarantor: int, margin: int) -> None:
        self.require_registrar(who)
        self.own(guarantor).margin = margin

    def undertake(self, guarantor: int, client: int, cover: int, lock: int) -> None:
        c = self.own(guarantor)
        if c.shortfall:
            raise GuarantorIsShort(guarantor, c.shortfall)
        if c.net is None:
            raise NetAssetsNotAttested(guarantor, "USD")
        if c.liability + cover > c.net * LEVERAGE:
            raise LiabilityExceedsLimit(guarantor, c.liability + cover, c.net * LEVERAGE)
        exposure, limit = c.exposure[client] + cover, c.net * CLIENT_BPS // 10_000
        if exposure > limit:
            raise ClientExceedsLimit(guarantor, client, exposure, limit)
        if lock > c.free:
            raise CapitalInsufficient(guarantor, lock, c.free)
        c.exposure[client] += cover
        c.locked += lock

    def relieve(self, guarantor: int, client: int, cover: int, lock: int) -> None:
        c = self.own(guarantor)
        c.exposure[client] -= cover
        c.locked -= lock
