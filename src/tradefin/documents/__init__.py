"""Trade documents: read them, know them again, prove what they say without showing them."""

from tradefin.documents.crosschecks import crosscheck
from tradefin.documents.document import Reference, ReferenceType, TradeDocument
from tradefin.documents.epochs import Secrets
from tradefin.documents.findings import Code, Finding
from tradefin.documents.identifiers import organisation_id
from tradefin.documents.key import business_key
from tradefin.documents.likeness import Likeness
from tradefin.documents.normalform import normal
from tradefin.documents.parties import Participants, Party
from tradefin.documents.proofs import Disclosure, commitment, core_fields, disclose
from tradefin.documents.reader import read
from tradefin.documents.sealing import ReadingKey, Sealed, open_sealed, seal
from tradefin.documents.shipment import Classifier, EventKind, ShipmentEvent, read_events
from tradefin.documents.similarity import Known, Match, similar
from tradefin.documents.storage import Store
from tradefin.enums import DocumentKind

__all__ = [
    "Classifier",
    "Code",
    "Disclosure",
    "DocumentKind",
    "EventKind",
    "Finding",
    "Known",
    "Likeness",
    "Match",
    "Participants",
    "Party",
    "ReadingKey",
    "Reference",
    "ReferenceType",
    "Sealed",
    "Secrets",
    "ShipmentEvent",
    "Store",
    "TradeDocument",
    "business_key",
    "commitment",
    "core_fields",
    "crosscheck",
    "disclose",
    "normal",
    "open_sealed",
    "organisation_id",
    "read",
    "read_events",
    "seal",
    "similar",
]
