"""A paper is handed to those who may read it, and to nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Consortium, usd
from tradefin import samples
from tradefin.documents import ReadingKey, Store, seal
from tradefin.documents.sealing import NotAReader, PaperSwapped
from tradefin.errors import InvalidInput
from tradefin.events import ReadingKeyPublished


def test_a_sealed_paper_is_read_by_those_it_is_sealed_to(
    embedded: Consortium, tmp_path: Path
) -> None:
    c = embedded
    papers = c.papers()
    source = samples.trade(c.net.now().date()).invoice
    keys = {bank.org: ReadingKey.new() for bank in (c.bank, c.other_bank)}
    for bank in (c.bank, c.other_bank):
        told = bank.publish_reading_key(keys[bank.org])
        assert isinstance(told, ReadingKeyPublished)
        assert (told.org, told.key) == (bank.org, keys[bank.org].public)
    sealed = c.exporter.seal(source, [c.bank.org], document=papers.invoice)
    address = Store(str(tmp_path)).put(sealed)
    received = Store(str(tmp_path)).get(address)
    found = c.bank.unseal(received, keys[c.bank.org], papers.invoice)
    assert found.total == usd("360000.00")
    with pytest.raises(NotAReader):
        c.other_bank.unseal(received, keys[c.other_bank.org], papers.invoice)
    wider = received.add_reader(c.net.reading_key(c.other_bank.org), by=keys[c.bank.org])
    assert c.other_bank.unseal(wider, keys[c.other_bank.org], papers.invoice) == found


def test_another_paper_under_the_seal_is_found_out(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    key = ReadingKey.new()
    today = c.net.now().date()
    other = samples.trade(today, serial=118).invoice
    swapped = seal(other, [key.public], document=papers.invoice)
    with pytest.raises(PaperSwapped):
        c.bank.unseal(swapped, key, papers.invoice)
    cheaper = samples.trade(today).invoice.replace(b"360000.00", b"350000.00")
    altered = seal(cheaper, [key.public], document=papers.invoice)
    with pytest.raises(PaperSwapped):
        c.bank.unseal(altered, key, papers.invoice)
    retyped = seal(samples.trade(today).retyped, [key.public], document=papers.invoice)
    assert c.bank.unseal(retyped, key, papers.invoice).total == usd("360000.00")


def test_nobody_seals_to_who_published_no_key(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    with pytest.raises(InvalidInput, match="no reading key"):
        c.exporter.seal(b"paper", [c.bank.org], document=papers.invoice)


def test_a_reading_key_can_be_changed(embedded: Consortium) -> None:
    c = embedded
    first, second = ReadingKey.new(), ReadingKey.new()
    c.bank.publish_reading_key(first)
    c.registrar.suspend(c.bank.org)
    c.bank.publish_reading_key(second)
    assert c.net.reading_key(c.bank.org) == second.public
