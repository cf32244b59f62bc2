"""From the chain's bytes to Python's values and back."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import IntEnum
from typing import Any

import pytest
from eth_abi.abi import encode as abi_encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.chain.abis import (
    ERRORS,
    EVENTS,
    VIEWS,
    Entry,
    element_of,
    selector,
    signature,
    type_of,
    values,
)
from tradefin import events
from tradefin.chain import decode
from tradefin.enums import AmortizationKind, DocumentKind, FinancingStatus, Role
from tradefin.errors import (
    LEAVES,
    AddressIsZero,
    CurrencyMismatch,
    DocumentExpired,
    DueDayNotAscending,
    FinancingNotInStatus,
    InvalidInput,
    KindNotEntitled,
    OrganisationExpired,
    OutOfBounds,
    Reverted,
    RoleMissing,
    TokenNotListed,
    UnknownRevert,
    UseExceedsCapacity,
)
from tradefin.events import Part, Receipt
from tradefin.ids import DocumentId, FinancingId, LineId, OrgId
from tradefin.money import currency_number
from tradefin.terms import DayCount

FEW = settings(max_examples=25)

PAPER = DocumentId(bytes.fromhex("12ab34cd") + bytes(28))
ROOM = "0x" + "5a" * 20
RECEIPT = Receipt(transaction=bytes(32), block=7, time=datetime(2026, 3, 2, tzinfo=UTC), gas=90_000)


def back(parameter: Entry, value: Any) -> Any:
    """A converted value as the ABI had it."""
    if parameter["type"] == "uint16" and isinstance(value, str):
        return currency_number(value)
    if parameter["type"] == "tuple":
        pairs = zip(parameter["components"], value.values(), strict=True)
        return tuple(back(component, item) for component, item in pairs)
    if parameter["type"].endswith("]"):
        return tuple(back(element_of(parameter), item) for item in value)
    if parameter["type"] == "address":
        assert value == to_checksum_address(value)
        return value.lower()
    return decode.encode(value)


def error_data(entry: Entry, raw: Any) -> bytes:
    return selector(entry) + abi_encode(list(map(type_of, entry["inputs"])), raw)


def log_of(entry: Entry, raw: Any) -> tuple[list[bytes], bytes]:
    """Topics and data of an event with these values."""
    told = list(zip(entry["inputs"], raw, strict=True))
    indexed = [abi_encode([type_of(p)], [value]) for p, value in told if p["indexed"]]
    plain = [(type_of(p), value) for p, value in told if not p["indexed"]]
    data = abi_encode([kind for kind, _ in plain], [value for _, value in plain])
    return [keccak(text=signature(entry)), *indexed], data


@pytest.mark.parametrize("entry", ERRORS.values(), ids=ERRORS)
@FEW
@given(data=st.data())
def test_every_error_comes_back_whole(entry: Entry, data: st.DataObject) -> None:
    raw = data.draw(st.tuples(*map(values, entry["inputs"])))
    found = decode.refusal(error_data(entry, raw))
    assert type(found) is LEAVES[entry["name"]]
    pairs = zip(entry["inputs"], found.arguments.values(), strict=True)
    assert tuple(back(parameter, value) for parameter, value in pairs) == raw
    assert str(found)


@pytest.mark.parametrize("entry", EVENTS.values(), ids=EVENTS)
@FEW
@given(data=st.data())
def test_every_event_comes_back_whole(entry: Entry, data: st.DataObject) -> None:
    raw = data.draw(st.tuples(*map(values, entry["inputs"])))
    found = decode.event(ROOM, *log_of(entry, raw), RECEIPT)
    assert type(found) is events.EVENTS[entry["name"]]
    assert found.receipt is RECEIPT
    assert found.emitter == ROOM
    pairs = [(p, getattr(found, decode.snake(p["name"]))) for p in entry["inputs"]]
    assert tuple(back(parameter, value) for parameter, value in pairs) == raw


@pytest.mark.parametrize("entry", VIEWS.values(), ids=VIEWS)
@FEW
@given(data=st.data())
def test_every_result_comes_back_whole(entry: Entry, data: st.DataObject) -> None:
    outputs = entry["outputs"]
    raw = data.draw(st.tuples(*map(values, outputs)))
    found = decode.struct(outputs, raw[0] if len(raw) == 1 else raw)
    pairs = zip(outputs, [found] if len(raw) == 1 else found, strict=True)
    assert tuple(back(parameter, value) for parameter, value in pairs) == raw


@pytest.mark.parametrize("entry", [e for e in ERRORS.values() if e["inputs"]])
def test_truncated_errors_are_unknown_reverts(entry: Entry) -> None:
    data = error_data(entry, tuple(map(_some, entry["inputs"])))
    for length in (4, 5, len(data) - 1):
        found = decode.refusal(data[:length])
        assert found == UnknownRevert(
            data[:length], f"the data of the error 0x{data[:4].hex()} are damaged"
        )


@given(st.sampled_from([*map(selector, ERRORS.values()), b""]), st.binary(max_size=200))
def test_no_bytes_are_a_traceback(start: bytes, rest: bytes) -> None:
    found = decode.refusal(start + rest)
    assert isinstance(found, Reverted)
    assert str(found)


@given(
    st.sampled_from(sorted(EVENTS)),
    st.lists(st.binary(min_size=32, max_size=32), max_size=4),
    st.binary(max_size=500),
)
def test_foreign_logs_are_no_events(name: str, topics: list[bytes], data: bytes) -> None:
    assert decode.event(ROOM, topics, data) is None
    decode.event(ROOM, [keccak(text=name), *topics], data)


def test_a_log_with_other_topics_or_too_little_data_is_no_event() -> None:
    topics, data = log_of(EVENTS["Transfer(address,address,uint256)"], (ROOM, ROOM, 5))
    assert decode.event(ROOM, topics, data) is not None
    assert decode.event(ROOM, topics[:2], data) is None
    assert decode.event(ROOM, topics, data[:31]) is None
    assert decode.event(ROOM, [], b"") is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no reason was given"),
        (b"\x01", "the error 0x01 is not one of the contracts'"),
        (
            bytes.fromhex("deadbeef") + bytes(32),
            "the error 0xdeadbeef is not one of the contracts'",
        ),
        (
            keccak(text="Error(string)")[:4] + abi_encode(["string"], ["out of order"]),
            "'out of order'",
        ),
        (keccak(text="Error(string)")[:4], "the data of the error 0x08c379a0 are damaged"),
        (
            keccak(text="Panic(uint256)")[:4] + (0x11).to_bytes(32),
            "a number overflowed (panic 0x11)",
        ),
        (
            keccak(text="Panic(uint256)")[:4] + (0x99).to_bytes(32),
            "the contract gave up (panic 0x99)",
        ),
    ],
)
def test_unknown_reverts_say_why(data: bytes, reason: str) -> None:
    found = decode.refusal(data)
    assert found == UnknownRevert(data, reason)
    assert str(found) == f"the call was reverted: {reason}"


def test_an_enum_member_that_does_not_exist_is_an_unknown_revert() -> None:
    data = error_data(ERRORS["RoleMissing(uint32,uint8)"], (4, 200))
    assert isinstance(decode.refusal(data), UnknownRevert)


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_leaves_compare_pickle_and_speak(name: str) -> None:
    (entry,) = (e for e in ERRORS.values() if e["name"] == name)
    raw = [_some(parameter, number) for number, parameter in enumerate(entry["inputs"])]
    one, same = (decode.refusal(error_data(entry, raw)) for _ in range(2))
    assert one == same
    assert hash(one) == hash(same)
    assert one == type(one)(**one.arguments)
    assert one == type(one)(*one.args)
    assert one == pickle.loads(pickle.dumps(one))
    assert one != AmortizationKind.BULLET
    assert one != UnknownRevert(b"")
    for argument, value in one.arguments.items():
        assert _shown(value) in str(one).replace(",", ""), argument
        assert f"{argument}={value!r}" in repr(one)


def test_a_different_argument_is_a_different_refusal() -> None:
    assert UseExceedsCapacity(PAPER, 3, 2) != UseExceedsCapacity(PAPER, 3, 1)
    with pytest.raises(TypeError, match="available"):
        UseExceedsCapacity(PAPER, 3)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        (
            UseExceedsCapacity(PAPER, requested=140_000, available=20_000),
            "140,000 minor units requested of document 0x12ab34cd…, 20,000 are free of uses; what "
            "a line advances on it may be less: ask for a quote",
        ),
        (CurrencyMismatch(840, 978), "expected USD (840), got EUR (978)"),
        (CurrencyMismatch(0, 978), "expected currency 0, got EUR (978)"),
        (
            FinancingNotInStatus(
                FinancingId(3), FinancingStatus.DEFAULTED, FinancingStatus.REQUESTED
            ),
            "financing 3 is in the state defaulted; this takes requested",
        ),
        (
            KindNotEntitled(OrgId(5), DocumentKind.CUSTOMS_DECLARATION),
            "organisation 5 is not entitled to attest the kind customs declaration; its registrar "
            "may add it",
        ),
        (
            DocumentExpired(
                PAPER, datetime(2026, 3, 2, 8, 0, 1, tzinfo=timezone(timedelta(hours=8)))
            ),
            "document 0x12ab34cd… was valid until 2026-03-02 00:00:01 UTC; its attestor may amend "
            "it",
        ),
        (
            OrganisationExpired(OrgId(5), None),
            "the admission of organisation 5 ended at none; its registrar may renew it",
        ),
        (
            DueDayNotAscending(1, previous_day=20_514, due_day=1 << 200),
            f"due day {1 << 200} at position 1 does not follow 20514 (2026-03-02)",
        ),
        (
            TokenNotListed(None),
            "no settlement token is listed for none; the administration lists one",
        ),
        (
            AddressIsZero(),
            "the zero address can neither sign nor hold money; give an address",
        ),
        (
            RoleMissing(OrgId(5), Role.BANK),
            "organisation 5 does not hold the role bank, which this takes",
        ),
    ],
)
def test_what_refusals_say(refusal: Reverted, text: str) -> None:
    assert str(refusal) == text


def test_refusals_can_be_taken_apart() -> None:
    match decode.refusal(
        error_data(ERRORS["UseExceedsCapacity(bytes32,uint256,uint256)"], (PAPER, 9, 4))
    ):
        case OutOfBounds() as refusal:
            assert isinstance(refusal, UseExceedsCapacity)
            assert (refusal.document, refusal.requested, refusal.available) == (PAPER, 9, 4)
        case _:
            pytest.fail("not out of bounds")


@pytest.mark.parametrize(
    ("kind", "name", "internal", "raw", "value"),
    [
        ("uint40", "until", "uint40", 1_772_409_600, datetime(2026, 3, 2, tzinfo=UTC)),
        ("uint40", "until", "uint40", 0, None),
        ("uint40", "until", "uint40", 2**40 - 1, None),
        ("uint40", "until", "uint40", 253_402_300_800, None),
        ("uint24", "day", "uint24", 20_514, date(2026, 3, 2)),
        ("uint24", "day", "uint24", 0, None),
        ("uint24", "day", "uint24", 2**24 - 1, None),
        ("uint16", "currency", "uint16", 840, "USD"),
        ("uint16", "otherCurrency", "uint16", 156, "CNY"),
        ("uint16", "currency", "uint16", 0, None),
        ("uint16", "rateBps", "uint16", 840, 840),
        ("int24", "utcOffset", "int24", -3_600, -3_600),
        ("uint8", "kind", "enum AmortizationKind", 2, AmortizationKind.ANNUITY),
        ("uint8", "status", "enum IClaimLedger.FinancingStatus", 6, FinancingStatus.OVERDUE),
        ("uint32", "line", "LineId", 7, LineId(7)),
        ("bytes32", "document", "DocumentId", PAPER, PAPER),
        ("address", "token", "address", ROOM, to_checksum_address(ROOM)),
        ("uint24[]", "days", "uint24[]", [1, 0], (date(1970, 1, 2), None)),
    ],
)
def test_conversion(kind: str, name: str, internal: str, raw: Any, value: Any) -> None:
    output = {"type": kind, "name": name, "internalType": internal}
    found = decode.struct([output], raw)
    assert found == value
    assert type(found) is type(value)


def test_structs_become_dicts_and_several_outputs_a_tuple() -> None:
    (outputs,) = (v["outputs"] for k, v in VIEWS.items() if k == "ClaimLedger.holdingsOf")
    found = decode.struct(outputs, [5, [(1, 2), (3, 4)]])
    assert found == (5, ({"holder": 1, "amount": 2}, {"holder": 3, "amount": 4}))


@dataclass(frozen=True)
class _Share:
    document: bytes
    share: int


@pytest.mark.parametrize(
    ("value", "raw"),
    [
        (datetime(2026, 3, 2, tzinfo=UTC), 1_772_409_600),
        (datetime(2026, 3, 2, 8, tzinfo=timezone(timedelta(hours=8))), 1_772_409_600),
        (date(2026, 3, 2), 20_514),
        (None, 0),
        (Role.BANK, 1),
        (DayCount.ACT_365F, 1),
        (True, True),
        ("USD", "USD"),
        (b"x", b"x"),
        ([date(1970, 1, 2), (None, [Role.BANK])], (1, (0, (1,)))),
        (_Share(PAPER, 5), (PAPER, 5)),
        ({"document": PAPER, "due": None}, (PAPER, 0)),
    ],
)
def test_encode(value: Any, raw: Any) -> None:
    assert decode.encode(value) == raw
    assert type(decode.encode(value)) is type(raw)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no time zone"):
        decode.encode(datetime(2026, 3, 2))


@pytest.mark.parametrize(
    ("name", "snake"),
    [
        ("validUntil", "valid_until"),
        ("from", "from_"),
        ("advanceBps", "advance_bps"),
        ("org", "org"),
        ("currentNonce", "current_nonce"),
        ("s", "s"),
    ],
)
def test_snake(name: str, snake: str) -> None:
    assert decode.snake(name) == snake


def test_events_are_values() -> None:
    requested = events.FinancingRequested(
        FinancingId(1), PAPER, LineId(2), 500, (Part(document=PAPER, share=500),), receipt=RECEIPT
    )
    again = events.FinancingRequested(
        FinancingId(1), PAPER, LineId(2), 500, (Part(document=PAPER, share=500),)
    )
    assert requested == again
    assert pickle.loads(pickle.dumps(requested)).receipt == RECEIPT
    assert "receipt" not in repr(requested)
    with pytest.raises(FrozenInstanceError):
        requested.amount = 1  # type: ignore[misc]


def _some(parameter: Entry, number: int = 0) -> Any:
    """A value of the parameter's type that is unlike those of its neighbours."""
    kind, internal = parameter["type"], parameter["internalType"]
    if internal.startswith("enum"):
        return 1 + number % 2
    if kind == "address":
        return "0x" + f"{number + 0x5A:02x}" * 20
    if kind == "string":
        return f"LEI:{number}"
    if kind == "bool":
        return True
    if kind.startswith("bytes"):
        return bytes([number + 0x5A]) * int(kind.removeprefix("bytes"))
    if kind == "uint16" and parameter["name"] == "currency":
        return 840
    return {"uint40": 1_772_409_600, "uint24": 20_514, "uint8": 41}.get(kind, 12_345) + number


def _shown(value: Any) -> str:
    match value:
        case IntEnum():
            return value.name.lower().replace("_", " ")
        case bytes():
            return f"0x{value.hex()[:8]}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    return str(value)
