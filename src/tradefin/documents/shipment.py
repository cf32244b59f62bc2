"""What carriers say about a shipment: DCSA track and trace 2.2 and 3.0."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from tradefin.documents import dcsasource, jsonsource, values
from tradefin.documents.source import load, looks_like_json
from tradefin.errors import InvalidInput


class EventKind(StrEnum):
    """What an event is about; IOT and REEFER are of 3.0."""

    TRANSPORT = "TRANSPORT"
    EQUIPMENT = "EQUIPMENT"
    SHIPMENT = "SHIPMENT"
    IOT = "IOT"
    REEFER = "REEFER"


class Classifier(StrEnum):
    """Whether it happened (ACT), is expected (EST) or planned (PLN)."""

    ACT = "ACT"
    EST = "EST"
    PLN = "PLN"


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class ShipmentEvent:
    """One event; `repr` shows its codes, nothing of the shipment.

    `code` is the DCSA event type code (ARRI, DEPA, LOAD, DISC, GTIN, ISSU, ...), `time` when it
    happened or should, in UTC; `location` the UN/LOCODE, else the place's name. `references` are
    (DCSA type, number) pairs: TRD the transport document, BKG the booking, EQ the container.
    """

    kind: EventKind
    classifier: Classifier
    code: str
    time: dt.datetime
    location: str | None = None
    references: tuple[tuple[str, str], ...] = ()
    event_id: str | None = None

    def __repr__(self) -> str:
        return f"ShipmentEvent({self.kind}, {self.classifier}, {self.code})"


Path = tuple[str, ...]

_KIND: tuple[Path, ...] = (("eventType",), ("eventClassification", "eventTypeCode"))
_CLASSIFIER: tuple[Path, ...] = (
    ("eventClassifierCode",),
    ("eventClassification", "eventClassifierCode"),
)
_LEVELS: tuple[Path, ...] = ((), ("eventClassification",))
_CODES = MappingProxyType(
    {
        kind: tuple((*level, f"{kind.lower()}EventTypeCode") for level in _LEVELS)
        for kind in EventKind
    }
)
_PLACES: tuple[Path, ...] = (
    ("eventLocation", "UNLocationCode"),
    ("transportCall", "location", "UNLocationCode"),
    ("transportCall", "UNLocationCode"),
    ("transportDetails", "transportCall", "location", "UNLocationCode"),
    ("location", "UNLocationCode"),
    ("eventLocation", "locationName"),
)
_REFERENCES: tuple[tuple[Path, str, str], ...] = (
    (("documentReferences",), "documentReferenceType", "documentReferenceValue"),
    (("shipmentDetails", "documentReference"), "typeCode", "reference"),
    (("shipmentDetails", "additionalDocumentReferences"), "typeCode", "reference"),
    ((), "documentTypeCode", "documentID"),
    (("references",), "referenceType", "referenceValue"),
    (("references",), "type", "reference"),
    (("relatedDocumentReferences",), "type", "value"),
    (("references",), "type", "value"),
    ((), "documentTypeCode", "documentReference"),
)
_EQUIPMENT: tuple[Path, ...] = (
    ("equipmentReference",),
    ("equipmentDetails", "equipmentReference"),
)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def read_events(source: str | os.PathLike[str] | bytes) -> tuple[ShipmentEvent, ...]:
    """The events of a DCSA track-and-trace answer (2.2: a list, 3.0: `events`, its first draft:
    each in `metadata` and `payload`), as they stand.

    A value `{X}` is read as absent. Raises InvalidInput for what isn't such an answer, and, naming
    the event by its place, where one lacks its kind, classifier, code or time, has a kind or
    classifier that isn't DCSA's, or a time without its offset from UTC.
    """
    data = load(source)
    if not looks_like_json(data):
        raise InvalidInput("the file isn't JSON, as track-and-trace events are")
    value = jsonsource.loads(data)
    listed = value.get("events") if isinstance(value, dict) and "events" in value else value
    events = [listed] if isinstance(listed, dict) else listed
    if not isinstance(events, list):
        raise InvalidInput("the JSON is no list of events")
    return tuple(_event(event, place) for place, event in enumerate(events, 1))


def _event(event: Any, place: int) -> ShipmentEvent:
    if not isinstance(event, dict):
        raise InvalidInput(f"event {place} is no object")
    event = dcsasource.event_of(event)
    try:
        kind = EventKind(_text(event, _KIND) or "")
        classifier = Classifier(_text(event, _CLASSIFIER) or "")
    except ValueError:
        raise InvalidInput(f"event {place} has no kind or classifier of DCSA's") from None
    code, time = _text(event, _CODES[kind]), _time(_text(event, (("eventDateTime",),)) or "")
    if code is None:
        raise InvalidInput(f"event {place} has no event type code")
    if time is None:
        raise InvalidInput(f"event {place} has no time with its offset from UTC")
    return ShipmentEvent(
        kind=kind,
        classifier=classifier,
        code=code,
        time=time,
        location=_text(event, _PLACES),
        references=tuple(dict.fromkeys(_references(event))),
        event_id=_text(event, (("eventID",),)),
    )


def _references(event: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, type_name, number_name in _REFERENCES:
        found = _at(event, path)
        for item in found if isinstance(found, list) else [found]:
            type_, number = _text(item, ((type_name,),)), _text(item, ((number_name,),))
            if type_ and number:
                yield type_, number
    for path in _EQUIPMENT:
        if container := _text(event, (path,)):
            yield "EQ", container


def _at(value: Any, path: Path) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: Any, paths: tuple[Path, ...]) -> str | None:
    """The first text at `paths`, white space collapsed; a placeholder is none."""
    for path in paths:
        found = _at(value, path)
        text = " ".join(found.split()) if isinstance(found, str) else ""
        if text and not values.is_placeholder(text):
            return text
    return None


def _time(text: str) -> dt.datetime | None:
    if not _TIME.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
