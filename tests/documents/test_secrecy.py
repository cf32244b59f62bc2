"""Nothing that is printed, logged or raised tells what a paper says."""

import pickle

import pytest

from tests.documents.papers import TRADE, declaration, invoice, retyped
from tradefin import documents, samples
from tradefin.documents import Participants, TradeDocument

TOLD = (
    "Wuxi",
    "Hansa",
    "INV-",
    "0117",
    "360000",
    "420000",
    "TRAD00",
    "9132",
    "2026",
    "taihu",
    "HK-PO",
)


@pytest.mark.parametrize(
    "paper", [invoice(), declaration(), retyped(), invoice((">380<", ">705<"))]
)
def test_reprs_tell_nothing(paper: TradeDocument) -> None:
    secret = b"a consortium's secret, 32 bytes."
    printed = [paper, paper.issuer, paper.holder, paper.counterparty, paper.references]
    printed += [
        paper.disclose("total", secret=secret),
        Participants.of(samples.PARTICIPANTS),
        TRADE,
    ]
    printed += [f"{paper}", *map(str, paper.warnings)]
    assert not [text for text in TOLD if text in " ".join(map(repr, printed))]
    assert repr(paper) == f"TradeDocument({paper.kind.name}, {paper.source_digest.hex()[:8]})"


def test_a_document_is_immutable_hashable_and_comparable() -> None:
    paper = invoice()
    with pytest.raises(AttributeError):
        paper.number = "2"  # type: ignore[misc]
    with pytest.raises(TypeError):
        paper.fields["number"] = "2"  # type: ignore[index]
    assert paper == invoice() and hash(paper) == hash(invoice())
    assert paper != retyped()


def test_the_door_is_sorted_and_complete() -> None:
    assert list(documents.__all__) == sorted(documents.__all__)
    assert all(hasattr(documents, name) for name in documents.__all__)
    assert pickle.loads(pickle.dumps(documents.DocumentKind.INVOICE)) == 1
