"""Track-and-trace events: what happened, when in UTC, to which shipment."""

import contextlib
import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.documents.mutations import CHANCE, SEEDED, changed_bytes, changed_json
from tradefin import documents
from tradefin.documents import Classifier, EventKind
from tradefin.errors import InvalidInput

OLD, NEW = "transport/tnt-220-response.json", "transport/tnt-300-response.json"
EVENT = {
    "eventType": "EQUIPMENT",
    "eventClassifierCode": "ACT",
    "eventDateTime": "2026-03-02T23:30:00-05:00",
    "equipmentEventTypeCode": "LOAD",
    "equipmentReference": "HLXU1234567",
    "documentReferences": [{"documentReferenceType": "TRD", "documentReferenceValue": "T1"}],
}


def read(*events: Any) -> tuple[documents.ShipmentEvent, ...]:
    return documents.read_events(json.dumps(list(events)).encode())


REFUSED = [
    (b"<events/>", "isn't JSON"),
    (b"%PDF-1.7", "isn't JSON"),
    (b"", "empty"),
    (b"[{", "damaged or cut off"),
    (b'{"events": "none"}', "no list of events"),
    (b'{"events": null}', "no list of events"),
    (b"[1]", "event 1 is no object"),
    (b"[{}]", "event 1 has no kind or classifier"),
    (b"[" * 100_000, "too deeply"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_is_no_answer_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        documents.read_events(data)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"eventType": "WEATHER"}, "event 2 has no kind or classifier"),
        ({"eventClassifierCode": "REQ"}, "event 2 has no kind or classifier"),
        ({"eventClassifierCode": None}, "event 2 has no kind or classifier"),
        ({"equipmentEventTypeCode": "{CODE}"}, "event 2 has no event type code"),
        ({"eventType": "TRANSPORT"}, "event 2 has no event type code"),
        ({"eventDateTime": "2026-03-02T23:30:00"}, "event 2 has no time with its offset"),
        ({"eventDateTime": "2026-02-30T23:30:00Z"}, "event 2 has no time"),
        ({"eventDateTime": "0001-01-01T00:00:00+14:00"}, "event 2 has no time"),
        ({"eventDateTime": 1772510400}, "event 2 has no time"),
        ({"eventDateTime": "{TIME}"}, "event 2 has no time"),
    ],
)
def test_an_event_that_does_not_say_what_or_when_is_refused(
    changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(InvalidInput, match=reason) as caught:
        read(EVENT, EVENT | changes)
    assert "HLXU" not in str(caught.value)


def test_a_paper_is_no_event_and_events_are_no_paper(shared: Path) -> None:
    for name in (OLD, NEW):
        with pytest.raises(InvalidInput, match="read_events reads them"):
            documents.read(shared / name)
    with pytest.raises(InvalidInput, match="has no kind or classifier"):
        documents.read_events(shared / "transport/pint-3.0.0-transport-document.json")


def test_track_and_trace_2_2(shared: Path) -> None:
    events = documents.read_events(shared / OLD)
    told = [(str(e.kind), str(e.classifier), e.code, e.location) for e in events]
    assert told == [
        ("TRANSPORT", "ACT", "ARRI", "FRPAR"),
        ("SHIPMENT", "ACT", "DRFT", None),
        ("EQUIPMENT", "EST", "LOAD", "FRPAR"),
        ("TRANSPORT", "ACT", "ARRI", "FRPAR"),
        ("SHIPMENT", "ACT", "DRFT", None),
        ("EQUIPMENT", "EST", "LOAD", "FRPAR"),
        ("SHIPMENT", "ACT", "DRFT", None),
    ]
    assert events[0].time == dt.datetime(2021, 1, 9, 13, 12, 56, tzinfo=dt.UTC)
    assert events[1].time == dt.datetime(2019, 11, 11, 23, 11, tzinfo=dt.UTC)
    assert ("BKG", "ABC123123123") in events[0].references
    assert ("TRD", "reserved-HHL123") in events[0].references
    assert events[1].references == (
        ("SHI", "reserved-HHL123"), ("FF", "string"), ("EQ", "APZU4812090"),
    )  # fmt: skip
    assert events[2].references.count(("EQ", "APZU4812090")) == 1
    assert events[6].event_id == "3cecb101-7a1a-43a4-9d62-e88a131651e8"


def test_track_and_trace_3_0(shared: Path) -> None:
    events = documents.read_events(shared / NEW)
    told = [(str(e.kind), str(e.classifier), e.code, e.location) for e in events]
    assert told == [
        ("SHIPMENT", "ACT", "CONF", None),
        ("TRANSPORT", "ACT", "DEPA", "GBSOU"),
        ("EQUIPMENT", "ACT", "GTIN", "FRPAR"),
        ("IOT", "ACT", "DETC", "Monitoring Station Alpha"),
        ("REEFER", "ACT", "MEAS", "BEANR"),
    ]
    assert events[0].time == dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
    assert events[1].references == (("BKG", "ABC709951"), ("TRD", "HHL71800000"))
    assert events[2].references == (("EQ", "APZU4812090"),)


def test_times_are_utc_and_one_event_alone_is_read() -> None:
    (event,) = documents.read_events(json.dumps(EVENT).encode())
    assert event.time == dt.datetime(2026, 3, 3, 4, 30, tzinfo=dt.UTC)
    assert event.time.tzinfo is dt.UTC
    assert (event.kind, event.classifier) == (EventKind.EQUIPMENT, Classifier.ACT)
    assert read() == documents.read_events(b'{"events": []}') == ()


def test_the_first_draft_of_3_0_divides_an_event_in_two() -> None:
    told = {
        "relatedDocumentReferences": [{"type": "BKG", "value": "B1"}],
        "references": [{"type": "FF", "value": "F1"}],
        "documentTypeCode": "TRD",
        "documentReference": "T1",
        "location": {"UNLocationCode": "DEHAM"},
    }
    metadata = {"eventID": "E1", "eventType": EVENT["eventType"]}
    payload = {name: value for name, value in EVENT.items() if name not in metadata} | told
    (event,) = read({"metadata": metadata, "payload": payload})
    assert (event.event_id, event.code, event.location) == ("E1", "LOAD", "DEHAM")
    assert event.references == (
        ("TRD", "T1"), ("BKG", "B1"), ("FF", "F1"), ("EQ", "HLXU1234567"),
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="read_events reads them"):
        documents.read(json.dumps([{"metadata": metadata, "payload": payload}]).encode())


def test_a_slot_nobody_filled_is_absent() -> None:
    slots = {"equipmentReference": "{EQ}", "eventLocation": {"UNLocationCode": "{LOC}"}}
    (event,) = read(EVENT | slots)
    assert event.location is None and event.references == (("TRD", "T1"),)


def test_events_are_frozen_hashable_and_tell_nothing() -> None:
    (event,) = read(EVENT)
    with pytest.raises(AttributeError):
        event.code = "X"  # type: ignore[misc]
    assert {event, *read(EVENT)} == {event}
    assert repr(event) == "ShipmentEvent(EQUIPMENT, ACT, LOAD)"


@SEEDED
@given(CHANCE)
def test_changed_answers_are_read_or_refused(shared: Path, chance: random.Random) -> None:
    data = (shared / chance.choice([OLD, NEW])).read_bytes()
    changed = json.dumps(changed_json(json.loads(data), chance)).encode()
    for mutated in (changed, changed_bytes(data, chance)):
        with contextlib.suppress(InvalidInput):
            assert all(event.code for event in documents.read_events(mutated))
