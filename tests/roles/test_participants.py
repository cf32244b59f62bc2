"""Who may act: admission, roles, suspension, keys, recovery and the account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import IDENTIFIERS, Consortium, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    ZERO,
    admit,
    another_guarantor,
    ask,
    at,
    attestation,
    by_key,
    connection_of,
    covered,
    default_of,
    drawn,
    enter,
    fresh_key,
    refused,
)
from tradefin.enums import DocumentKind, FinancingStatus, Role
from tradefin.errors import (
    AccountTaken,
    AddressIsZero,
    AdmissionInPast,
    ConsentMissing,
    ERC20InsufficientBalance,
    IdentifierTaken,
    InvalidInput,
    KindNotEntitled,
    OrganisationExpired,
    OrganisationIsSuspended,
    OrganisationUnknown,
    RecoveryNotProposed,
    RecoveryTooEarly,
    RoleMissing,
    SignerIsLast,
    SignerNotOfOrganisation,
    SignerTaken,
    SignerUnknown,
)
from tradefin.ids import OrgId
from tradefin.roles.enterprise import Enterprise
from tradefin.roles.party import Party

RECOVERY_DELAY = timedelta(days=3)


# Admission


def test_an_identifier_is_admitted_once(embedded: Consortium) -> None:
    c = embedded
    with refused(c.net, IdentifierTaken(IDENTIFIERS["bank"], c.bank.org)):
        c.registrar.admit(IDENTIFIERS["bank"], signer=c.net.keys[9].address, roles={Role.BANK})


def test_an_admission_ends_later_than_now(embedded: Consortium) -> None:
    c = embedded
    now = c.net.now()
    with refused(c.net, AdmissionInPast(now)):
        admit(c, c.net.keys[9].address, valid_until=now)


def test_an_admission_may_end_in_the_second_of_its_own_block(embedded: Consortium) -> None:
    c = embedded
    end = c.net.now() + DAY
    with at(c.net, end):
        org = admit(c, c.net.keys[9].address, valid_until=end)
    assert c.net.organisation(org).valid_until == end


def test_a_renewal_ends_later_than_now(embedded: Consortium) -> None:
    c = embedded
    now = c.net.now()
    with refused(c.net, AdmissionInPast(now)):
        c.registrar.renew(c.bank.org, roles={Role.BANK}, valid_until=now)


def test_an_admission_needs_a_signer(embedded: Consortium) -> None:
    with refused(embedded.net, AddressIsZero()):
        admit(embedded, ZERO)


def test_a_key_signs_for_one_organisation(embedded: Consortium) -> None:
    c = embedded
    address = c.net.keys[2].address
    with refused(c.net, SignerTaken(address, c.bank.org)):
        admit(c, address)


@pytest.mark.parametrize("verb", ["renew", "suspend", "reinstate", "recover"])
def test_nobody_has_a_number_that_was_never_given(embedded: Consortium, verb: str) -> None:
    c = embedded
    nobody = OrgId(99)
    with refused(c.net, OrganisationUnknown(nobody)):
        if verb == "renew":
            c.registrar.renew(nobody, roles=(), valid_until=c.net.now() + DAY)
        elif verb == "recover":
            c.registrar.recover(nobody, c.net.keys[9].address)
        else:
            getattr(c.registrar, verb)(nobody)


def test_a_line_is_not_opened_for_nobody(embedded: Consortium) -> None:
    c = embedded
    with refused(c.net, OrganisationUnknown(OrgId(99))):
        expiry = c.net.now() + DAY
        c.bank.open_line(OrgId(99), usd("1.00"), rate_bps=1, expiry=expiry)


def test_wrong_check_digits_never_reach_the_chain(embedded: Consortium) -> None:
    before = connection_of(embedded.net).web3.eth.block_number
    with pytest.raises(InvalidInput):
        embedded.registrar.admit(
            "LEI:TRAD00WUXICOMBANKA66", signer=embedded.net.keys[9].address, roles={Role.BANK}
        )
    assert connection_of(embedded.net).web3.eth.block_number == before


# Who is calling


def test_a_stranger_is_nobody(embedded: Consortium) -> None:
    with pytest.raises(SignerUnknown) as caught:
        embedded.net.enterprise(embedded.net.keys[11])
    assert caught.value == SignerUnknown(embedded.net.keys[11].address)


def test_a_bank_is_no_enterprise(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    disguised = Enterprise(connection_of(c.net), c.net.keys[2])
    with refused(c.net, RoleMissing(c.bank.org, Role.ENTERPRISE)):
        disguised.request(line, papers.invoice, [papers.declaration])


def test_an_enterprise_is_no_regulator(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    with refused(c.net, RoleMissing(c.exporter.org, Role.REGULATOR)):
        c.net.regulator(c.net.keys[1]).freeze(papers.invoice, case_number="1", until=None)


def test_an_organisation_may_hold_several_roles(embedded: Consortium) -> None:
    c = embedded
    both = {Role.BANK, Role.GUARANTOR}
    c.registrar.renew(c.bank.org, roles=both, valid_until=c.net.now() + 90 * DAY)
    assert c.net.organisation(c.bank.org).roles == both
    c.line()
    c.net.guarantor(c.net.keys[2]).approve("USD")
    assert c.net.guarantor(c.net.keys[2]).deposit(usd("1.00")).balance == 100


def test_a_renewal_takes_roles_away(embedded: Consortium) -> None:
    c = embedded
    c.registrar.renew(c.bank.org, roles=(), valid_until=c.net.now() + 90 * DAY)
    with refused(c.net, RoleMissing(c.bank.org, Role.BANK)):
        c.line()


def test_a_kind_needs_its_own_entitlement(embedded: Consortium) -> None:
    c = embedded
    statement = attestation(c, "declaration", DocumentKind.CUSTOMS_DECLARATION)
    with refused(c.net, KindNotEntitled(c.bank.org, DocumentKind.CUSTOMS_DECLARATION)):
        enter(c.bank, statement)


def test_a_renewal_takes_kinds_away(embedded: Consortium) -> None:
    c = embedded
    c.registrar.renew(c.customs.org, roles={Role.ATTESTOR}, valid_until=c.net.now() + 90 * DAY)
    statement = attestation(c, "declaration", DocumentKind.CUSTOMS_DECLARATION)
    with refused(c.net, KindNotEntitled(c.customs.org, DocumentKind.CUSTOMS_DECLARATION)):
        enter(c.customs, statement)


# Suspension and the end of an admission


def test_a_suspended_bank_does_no_new_business(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    c.registrar.suspend(c.bank.org)
    with refused(c.net, OrganisationIsSuspended(c.bank.org)):
        c.bank.fund(financing)
    with refused(c.net, OrganisationIsSuspended(c.bank.org)):
        c.line()
    c.registrar.reinstate(c.bank.org)
    assert c.bank.fund(financing).principal == 28_800_000


def test_a_suspended_attestor_states_nothing(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    c.registrar.suspend(c.bank.org)
    with refused(c.net, OrganisationIsSuspended(c.bank.org)):
        c.bank.revoke(papers.invoice)


def test_a_suspended_enterprise_still_pays_its_debt(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    c.registrar.suspend(c.exporter.org)
    assert c.exporter.repay(financing).amount == 28_800_000
    assert c.net.financing(financing).status is FinancingStatus.SETTLED


def test_a_suspended_bank_is_still_paid_and_still_demands(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, usd("100.00"))
    c.net.travel(default_of(c, financing))
    c.registrar.suspend(c.bank.org)
    demand = c.bank.demand(guarantee, usd("100.00"), b"unpaid").demand
    c.guarantor.examine(demand)
    before = c.net.balance(c.bank.org, "USD")
    c.guarantor.pay(demand)
    assert c.net.balance(c.bank.org, "USD") == before + usd("100.00")


def test_the_last_second_of_an_admission_counts(embedded: Consortium) -> None:
    c = embedded
    end = c.net.now() + DAY
    c.registrar.renew(c.bank.org, roles={Role.BANK}, valid_until=end)
    far = end + 30 * DAY
    with at(c.net, end):
        c.bank.open_line(c.exporter.org, usd("1.00"), rate_bps=1, expiry=far)
    expired = OrganisationExpired(c.bank.org, end)
    with at(c.net, end + SECOND), refused(c.net, expired):
        c.bank.open_line(c.exporter.org, usd("1.00"), rate_bps=1, expiry=far)


def test_an_expired_attestor_states_nothing(embedded: Consortium) -> None:
    c = embedded
    end = c.net.now() + DAY
    kinds = {DocumentKind.INVOICE}
    c.registrar.renew(c.bank.org, roles={Role.BANK}, kinds=kinds, valid_until=end)
    c.net.travel(end)
    with refused(c.net, OrganisationExpired(c.bank.org, end)):
        enter(c.bank, attestation(c, "late"))


def test_an_expired_enterprise_still_pays_its_debt(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    end = c.net.now() + DAY
    c.registrar.renew(c.exporter.org, roles={Role.ENTERPRISE}, valid_until=end)
    c.net.travel(end + DAY)
    c.exporter.repay(financing)
    assert c.net.financing(financing).status is FinancingStatus.SETTLED


def test_no_money_goes_to_an_enterprise_suspended_since_its_request(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    c.registrar.suspend(c.exporter.org)
    with refused(c.net, OrganisationIsSuspended(c.exporter.org)):
        c.bank.fund(financing)


# Keys


def test_a_key_is_rotated_by_the_organisation(embedded: Consortium) -> None:
    c = embedded
    old, new = c.net.keys[2], fresh_key(c.net, "new")
    papers, line = c.papers(), c.line()
    financing = ask(c, papers, line)
    c.net.consent(new, c.bank.org)
    c.bank.add_signer(new.address)
    renewed = c.net.bank(new)
    renewed.remove_signer(old.address)
    with refused(c.net, SignerUnknown(old.address)):
        c.bank.fund(financing)
    assert renewed.org == c.bank.org
    before = c.net.balance(c.bank.org, "USD")
    renewed.fund(financing)
    assert c.net.balance(c.bank.org, "USD") == before - usd("288000.00")


def test_the_last_key_stays(embedded: Consortium) -> None:
    c = embedded
    own = c.net.keys[2].address
    with refused(c.net, SignerIsLast(c.bank.org, own)):
        c.bank.remove_signer(own)


def test_a_key_of_another_organisation_is_not_removed(embedded: Consortium) -> None:
    c = embedded
    theirs = c.net.keys[3].address
    with refused(c.net, SignerNotOfOrganisation(theirs, c.bank.org)):
        c.bank.remove_signer(theirs)


def test_a_key_of_another_organisation_is_not_added(embedded: Consortium) -> None:
    c = embedded
    theirs = c.net.keys[3]
    c.net.consent(theirs, c.bank.org)
    with refused(c.net, SignerTaken(theirs.address, c.other_bank.org)):
        c.bank.add_signer(theirs.address)


def test_a_key_is_not_added_without_its_consent(embedded: Consortium) -> None:
    c = embedded
    key = c.net.keys[9]
    with refused(c.net, ConsentMissing(key.address, c.bank.org, False)):
        c.bank.add_signer(key.address)
    c.net.consent(key, c.other_bank.org)
    with refused(c.net, ConsentMissing(key.address, c.bank.org, False)):
        c.bank.add_signer(key.address)
    with refused(c.net, ConsentMissing(ZERO, c.bank.org, False)):
        c.bank.add_signer(ZERO)


def test_a_consent_is_used_once(embedded: Consortium) -> None:
    c = embedded
    key = fresh_key(c.net, "once")
    c.net.consent(key, c.bank.org)
    c.bank.add_signer(key.address)
    c.bank.remove_signer(key.address)
    with refused(c.net, ConsentMissing(key.address, c.bank.org, False)):
        c.bank.add_signer(key.address)


def test_a_consent_to_hold_money_is_none_to_sign(embedded: Consortium) -> None:
    c = embedded
    key = c.net.keys[9]
    c.net.consent(key, c.bank.org, hold=True)
    with refused(c.net, ConsentMissing(key.address, c.bank.org, False)):
        c.bank.add_signer(key.address)


def test_a_consent_to_sign_is_none_to_hold_money(embedded: Consortium) -> None:
    c = embedded
    key = fresh_key(c.net, "second")
    c.net.consent(key, c.bank.org)
    c.bank.add_signer(key.address)
    with refused(c.net, ConsentMissing(key.address, c.bank.org, True)):
        c.bank.set_account(key.address)


def test_a_suspended_organisation_still_keeps_its_keys(embedded: Consortium) -> None:
    c = embedded
    c.registrar.suspend(c.bank.org)
    c.net.consent(c.net.keys[9], c.bank.org)
    c.bank.add_signer(c.net.keys[9].address)
    assert c.net.organisation(c.bank.org).signers == 2


@pytest.mark.parametrize("verb", ["addSigner", "removeSigner", "setAccount", "cancelRecovery"])
def test_keys_and_account_are_kept_by_own_signers(embedded: Consortium, verb: str) -> None:
    c = embedded
    stranger = c.net.keys[11]
    arguments = () if verb == "cancelRecovery" else (c.net.keys[9].address,)
    with refused(c.net, SignerUnknown(stranger.address)):
        by_key(c.net, stranger, "ParticipantRegistry", verb, *arguments)


# Recovery


def test_a_recovered_key_counts_after_three_days_to_the_second(consortium: Consortium) -> None:
    c = consortium
    new = c.net.keys[9]
    proposed = c.registrar.recover(c.bank.org, new.address)
    effective = proposed.effective_from
    assert effective == c.net.now() + RECOVERY_DELAY
    early = RecoveryTooEarly(c.bank.org, effective)
    with at(c.net, effective - SECOND), refused(c.net, early):
        c.registrar.complete_recovery(c.bank.org)
    with at(c.net, effective):
        c.registrar.complete_recovery(c.bank.org)
    assert c.net.now() == effective
    assert c.net.bank(new).org == c.bank.org


def test_anybody_may_complete_a_recovery(embedded: Consortium) -> None:
    c = embedded
    proposed = c.registrar.recover(c.bank.org, c.net.keys[9].address)
    c.net.travel(proposed.effective_from)
    by_key(c.net, c.net.keys[11], "ParticipantRegistry", "completeRecovery", c.bank.org)
    assert c.net.organisation(c.bank.org).signers == 2


def test_a_recovery_is_completed_once(embedded: Consortium) -> None:
    c = embedded
    proposed = c.registrar.recover(c.bank.org, c.net.keys[9].address)
    c.net.travel(proposed.effective_from)
    c.registrar.complete_recovery(c.bank.org)
    with refused(c.net, RecoveryNotProposed(c.bank.org)):
        c.registrar.complete_recovery(c.bank.org)


def test_any_live_key_cancels_a_recovery(embedded: Consortium) -> None:
    c = embedded
    second, thief = fresh_key(c.net, "second"), c.net.keys[9]
    c.net.consent(second, c.bank.org)
    c.bank.add_signer(second.address)
    proposed = c.registrar.recover(c.bank.org, thief.address)
    assert c.net.bank(second).cancel_recovery().signer == thief.address
    c.net.travel(proposed.effective_from)
    with refused(c.net, RecoveryNotProposed(c.bank.org)):
        c.registrar.complete_recovery(c.bank.org)


def test_a_recovery_can_be_cancelled_until_it_is_completed(embedded: Consortium) -> None:
    c = embedded
    proposed = c.registrar.recover(c.bank.org, c.net.keys[9].address)
    c.net.travel(proposed.effective_from + DAY)
    c.bank.cancel_recovery()
    with refused(c.net, RecoveryNotProposed(c.bank.org)):
        c.registrar.complete_recovery(c.bank.org)


def test_there_is_nothing_to_cancel(embedded: Consortium) -> None:
    with refused(embedded.net, RecoveryNotProposed(embedded.bank.org)):
        embedded.bank.cancel_recovery()


def test_another_organisation_cancels_nothing(embedded: Consortium) -> None:
    c = embedded
    c.registrar.recover(c.bank.org, c.net.keys[9].address)
    with refused(c.net, RecoveryNotProposed(c.other_bank.org)):
        c.other_bank.cancel_recovery()


def test_a_proposed_key_must_be_free(embedded: Consortium) -> None:
    c = embedded
    theirs = c.net.keys[3].address
    with refused(c.net, SignerTaken(theirs, c.other_bank.org)):
        c.registrar.recover(c.bank.org, theirs)
    with refused(c.net, AddressIsZero()):
        c.registrar.recover(c.bank.org, ZERO)


def test_a_key_taken_meanwhile_is_not_put_in_place(embedded: Consortium) -> None:
    c = embedded
    key = c.net.keys[9].address
    proposed = c.registrar.recover(c.bank.org, key)
    c.net.consent(c.net.keys[9], c.other_bank.org)
    c.other_bank.add_signer(key)
    c.net.travel(proposed.effective_from)
    with refused(c.net, SignerTaken(key, c.other_bank.org)):
        c.registrar.complete_recovery(c.bank.org)


def test_a_second_proposal_starts_the_delay_anew(embedded: Consortium) -> None:
    c = embedded
    first = c.registrar.recover(c.bank.org, c.net.keys[9].address)
    c.net.travel(first.effective_from - SECOND * 5)
    second = c.registrar.recover(c.bank.org, c.net.keys[10].address)
    c.net.travel(first.effective_from)
    with refused(c.net, RecoveryTooEarly(c.bank.org, second.effective_from)):
        c.registrar.complete_recovery(c.bank.org)


def test_a_recovery_moves_no_money_and_no_account(embedded: Consortium) -> None:
    c = embedded
    account = c.net.organisation(c.bank.org).account
    balance = c.net.balance(c.bank.org, "USD")
    proposed = c.registrar.recover(c.bank.org, c.net.keys[9].address)
    c.net.travel(proposed.effective_from)
    c.registrar.complete_recovery(c.bank.org)
    assert c.net.organisation(c.bank.org).account == account
    assert c.net.balance(c.bank.org, "USD") == balance


# The account


def test_an_account_is_not_taken_without_its_consent(embedded: Consortium) -> None:
    c = embedded
    for account in (ZERO, c.net.keys[9].address, c.net.deployment.address("ClaimLedger")):
        with refused(c.net, ConsentMissing(account, c.bank.org, True)):
            c.bank.set_account(account)


def test_an_account_serves_one_organisation(embedded: Consortium) -> None:
    c = embedded
    theirs = c.net.keys[3]
    c.net.consent(theirs, c.bank.org, hold=True)
    with refused(c.net, AccountTaken(theirs.address, c.other_bank.org)):
        c.bank.set_account(theirs.address)


def test_an_account_left_may_serve_another(embedded: Consortium) -> None:
    c = embedded
    vault = fresh_key(c.net, "vault")
    old = c.net.keys[3]
    c.net.consent(vault, c.other_bank.org, hold=True)
    c.other_bank.set_account(vault.address)
    c.net.consent(old, c.bank.org, hold=True)
    c.bank.set_account(old.address)
    assert c.net.organisation(c.bank.org).account == old.address


def test_a_key_that_holds_another_ones_money_is_not_admitted(embedded: Consortium) -> None:
    c = embedded
    vault = fresh_key(c.net, "vault")
    c.net.consent(vault, c.bank.org, hold=True)
    c.bank.set_account(vault.address)
    with refused(c.net, AccountTaken(vault.address, c.bank.org)):
        admit(c, vault.address)


def steal(c: Consortium, thief: Party, victim: Party) -> None:
    """Tries to get at the victim's account in every way that the thief has."""
    theirs = c.net.organisation(victim.org).account
    with refused(c.net, ConsentMissing(theirs, thief.org, True)):
        thief.set_account(theirs)


def test_nobody_repays_with_the_money_of_another(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    before = {party: c.net.balance(party.org, "USD") for party in (c.bank, c.other_bank)}
    steal(c, c.exporter, c.other_bank)
    steal(c, c.exporter, c.bank)
    c.exporter.repay(financing)
    assert c.net.balance(c.other_bank.org, "USD") == before[c.other_bank]
    assert c.net.balance(c.bank.org, "USD") == before[c.bank] + usd("288000.00")


def test_nobody_lends_the_money_of_another(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers(), c.line(c.other_bank))
    before = c.net.balance(c.bank.org, "USD")
    steal(c, c.other_bank, c.bank)
    c.other_bank.fund(financing)
    assert c.net.balance(c.bank.org, "USD") == before


def test_no_guarantor_deposits_the_money_of_another(embedded: Consortium) -> None:
    c = embedded
    thief = another_guarantor(c, "thief", usd("1.00"))
    steal(c, thief, c.guarantor)
    with refused(c.net, ERC20InsufficientBalance(str(thief._account.address), 0, 100_000)):
        thief.deposit(usd("1000.00"))


def test_money_follows_the_account(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    vault = fresh_key(c.net, "vault")
    c.net.consent(vault, c.bank.org, hold=True)
    before = c.net.balance(c.bank.org, "USD")
    c.bank.set_account(vault.address)
    c.exporter.repay(financing)
    assert c.net.balance(c.bank.org, "USD") == usd("288000.00")
    token = connection_of(c.net).read("TokenUSD", "balanceOf", c.net.keys[2].address)
    assert token == before.minor


def test_a_signer_moves_the_money_to_its_own_address(embedded: Consortium) -> None:
    c = embedded
    key = fresh_key(c.net, "second")
    c.net.consent(key, c.bank.org)
    c.bank.add_signer(key.address)
    c.net.bank(key).set_account(key.address)
    assert c.net.organisation(c.bank.org).account == key.address


def test_relatives_are_told_by_their_group(embedded: Consortium) -> None:
    c = embedded
    read = connection_of(c.net).read
    one = admit(c, fresh_key(c.net, "one").address, group=7)
    two = admit(c, fresh_key(c.net, "two").address, group=7)
    assert read("ParticipantRegistry", "related", one, two)
    assert not read("ParticipantRegistry", "related", one, c.bank.org)
    assert not read("ParticipantRegistry", "related", c.bank.org, c.exporter.org)
    assert read("ParticipantRegistry", "related", c.bank.org, c.bank.org)
