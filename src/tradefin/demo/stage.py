"""What the story is played on: a network, its cast by name, and all that happened so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tradefin.demo.play import Ending, Refusal, Step
from tradefin.errors import (
    DocumentAlreadyAttested,
    Reverted,
    SecurityInsufficient,
    TradefinError,
    UseExceedsCapacity,
)
from tradefin.events import Event
from tradefin.ids import LineId
from tradefin.money import Money
from tradefin.roles.network import LocalNetwork
from tradefin.roles.verdicts import Verdict

Watch = Callable[[Step | Refusal], None]

_VAULTS = ("ClaimLedger", "GuarantorCapital")


@dataclass
class Stage:
    """The cast on a network, and what has happened so far."""

    net: LocalNetwork
    engine: str
    currency: str
    watch: Watch
    ending: str = "opening"
    steps: list[Step] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    document_names: dict[bytes, str] = field(default_factory=dict)
    financing_names: dict[int, str] = field(default_factory=dict)
    orgs: dict[str, Any] = field(default_factory=dict)
    payers: dict[str, Any] = field(default_factory=dict)
    """Those of `orgs` that have money."""
    lines: dict[str, LineId] = field(default_factory=dict)

    def money(self, amount: str) -> Money:
        return Money.of(amount, self.currency)

    def part(self, amount: Money, bps: int) -> Money:
        """So many basis points of `amount`, rounded down."""
        return Money(amount.minor * bps // 10_000, amount.currency)

    def did(self, actor: str, action: str, event: Event, detail: str, **ids: object) -> None:
        gas = event.receipt.gas if event.receipt else None
        self._step(actor, action, detail, gas, ids, self.balances())

    def saw(self, actor: str, action: str, detail: str, **ids: object) -> None:
        """A step that sends nothing, so that no money moves: reading, waiting."""
        held = self.steps[-1].holdings if self.steps else {}
        self._step(actor, action, detail, None, ids, held)

    def foresaw(self, actor: str, action: str, verdict: Verdict) -> None:
        """What a preview says."""
        told = [
            f"{type(f.refusal).__name__}: {self._in_words(f.refusal)}" for f in verdict.failures
        ]
        self.saw(
            actor,
            action,
            f"not yet: {'; '.join(told)}" if told else "yes: no rule stands against it",
        )

    def refused(self, actor: str, action: str, attempt: Callable[[], object]) -> None:
        """Tries what must be refused; it is a fault of the system if it isn't."""
        try:
            attempt()
        except Reverted as refusal:
            found = Refusal(
                self.ending,
                self.net.now(),
                actor,
                action,
                type(refusal).__name__,
                refusal.arguments,
                self._in_words(refusal),
            )
            self.refusals.append(found)
            self.watch(found)
            return
        raise TradefinError(f"{actor}: {action} should have been refused")

    def _in_words(self, refusal: Reverted) -> str:
        """With the paper's name and money, which this program knows and a node doesn't."""
        match refusal:
            case UseExceedsCapacity(document=document, requested=asked, available=free):
                name, rest = self.document_names[document], Money(free, self.currency)
                return f"{Money(asked, self.currency)} asked of {name}, {rest} are free of uses"
            case DocumentAlreadyAttested(document=document):
                return f"{self.document_names[document]} is attested already, with these contents"
            case SecurityInsufficient(counted=counted, required=required):
                has, needs = Money(counted, self.currency), Money(required, self.currency)
                return f"what is named counts {has}, the guarantee requires {needs}"
        return str(refusal)

    def balances(self) -> dict[str, int]:
        """Every party and every contract that holds money, minor units."""
        parties = {
            name: self.net.balance(org, self.currency).minor for name, org in self.payers.items()
        }
        return parties | {v: self.net.held_by(v, self.currency).minor for v in _VAULTS}

    def _step(
        self,
        actor: str,
        action: str,
        detail: str,
        gas: int | None,
        ids: Mapping[str, object],
        held: Mapping[str, int],
    ) -> None:
        now, texts = self.net.now(), _texts(ids)
        step = Step(self.ending, now, actor, action, detail, gas, texts, held)
        self.steps.append(step)
        self.watch(step)


def _texts(ids: Mapping[str, object]) -> dict[str, str]:
    return {k: f"0x{v.hex()}" if isinstance(v, bytes) else str(v) for k, v in ids.items()}
