// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ClaimFreezes} from "./ClaimFreezes.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Advance} from "./libraries/Advance.sol";
import {Claim, Claims} from "./libraries/Claims.sol";
import {Holder, Holders, Holdings} from "./libraries/Holders.sol";
import {Schedules} from "./libraries/Schedules.sol";
import {Settlement} from "./libraries/Settlement.sol";
import {Debt, Waterfall} from "./libraries/Waterfall.sol";
import {FinancingId, OrgId} from "./types/Ids.sol";
import {Instalment} from "./types/Terms.sol";

contract ClaimLedger is ClaimFreezes, AccessManaged, ReentrancyGuardTransient {
    using Claims for Claim;
    using Claims for Debt;
    using Holders for Holder;
    using Holders for Holdings;
    using Schedules for Claim;

    /// @dev What the last change of terms left: its hash, and from when on what its schedule runs.
    struct Agreed {
        bytes32 termsHash;
        uint96 principal;
        uint24 day;
        uint128 interest;
        uint96 interestPaid;
    }

    IBusinessCalendar public immutable CALENDAR;
    address public immutable PLEDGE;
    address public immutable ESCROW;
    address public immutable CHANGES;
    address public immutable SALES;
    address public immutable SECURITY;
    uint16 public immutable bankShareBps;

    uint32 private _last;
    mapping(FinancingId => Agreed) private _agreed;
    mapping(FinancingId => Holdings) private _holdings;
    mapping(FinancingId => uint96) private _ceiling;
    mapping(uint16 currency => address) private _token;

    constructor(
        IParticipantRegistry participants,
        IBusinessCalendar calendar,
        address authority,
        address pledge,
        address escrow,
        address changes,
        address sales,
        address security,
        uint16 ownShareBps
    ) ClaimFreezes(participants) AccessManaged(authority) {
        (CALENDAR, PLEDGE, ESCROW, CHANGES, SALES, SECURITY) = (calendar, pledge, escrow, changes, sales, security);
        bankShareBps = ownShareBps;
    }

    modifier onlyRoom(address room) {
        _requireTrusted(msg.sender == room);
        _;
    }

    function _requireTrusted(bool trusted) private view {
        if (!trusted) revert CallerNotTrusted(msg.sender);
    }

    /* LIFE */

    function open(Terms memory t) external onlyRoom(PLEDGE) returns (FinancingId financing) {
        financing = FinancingId.wrap(++_last);
        Claim storage c = _claim[financing];
        bool special = t.condition != address(0) || t.feeBps != 0 || t.capped;
        // Slot by slot, so that each is written once.
        (c.principal, c.original, c.status) = (t.principal, t.principal, FinancingStatus.Requested);
        (c.kind, c.instalments, c.termsVersion) = (t.kind, t.instalments, 1);
        (c.graceDays, c.dayCount, c.calendar) = (t.graceDays, t.dayCount, t.calendar);
        (c.line, c.bank, c.enterprise, c.clock) = (t.line, t.bank, t.enterprise, t.until);
        (c.maturityDay, c.utcOffset, c.rateBps, c.penaltyBps) = (t.maturityDay, t.utcOffset, t.rateBps, t.penaltyBps);
        (c.currency, c.special) = (t.currency, special);
        if (special) (c.condition, c.debtor, c.feeBps, c.capped) = (t.condition, t.debtor, t.feeBps, t.capped);
        emit FinancingOpened(
            financing,
            t.line,
            t.enterprise,
            t.bank,
            t.currency,
            t.principal,
            t.until,
            t.maturityDay,
            t.rateBps,
            t.kind,
            t.instalments
        );
    }

    function start(FinancingId financing) external onlyRoom(PLEDGE) returns (Parties memory, uint96 fee) {
        Claim storage c = _requested(financing);
        if (c.frozen) requireNotFrozen(financing);
        if (block.timestamp > c.clock) revert RequestLapsed(financing, c.clock);
        uint24 day = c.today();
        if (day > c.maturityDay) revert MaturityPassed(financing, c.maturityDay, day);
        (c.status, c.clock) = (FinancingStatus.Funded, uint40(block.timestamp));
        if (c.special) fee = Advance.feeHalfUp(c.principal, c.feeBps);
        emit FinancingFunded(financing, c.principal, fee, c.clock);
        return (_parties(c), fee);
    }

    function close(FinancingId financing) external onlyRoom(PLEDGE) returns (Parties memory) {
        Claim storage c = _requested(financing);
        c.status = FinancingStatus.Closed;
        emit FinancingClosed(financing);
        return _parties(c);
    }

    function _requested(FinancingId financing) private view returns (Claim storage c) {
        c = _claim[financing];
        if (c.status != FinancingStatus.Requested) {
            revert FinancingNotInStatus(financing, c.status, FinancingStatus.Requested);
        }
    }

    function book(FinancingId financing, uint96 amount) external onlyRoom(PLEDGE) returns (Booking memory b) {
        Claim storage c = _owing(financing);
        uint96 claim = _apply(financing, c, amount, b);
        uint96 receipt = amount - b.excess;
        if (c.holders != 0 || c.frozen) b.toHolders = _share(financing, c, claim, receipt);
        b.toLead = receipt - b.toHolders;
        b.parties = _parties(c);
    }

    function discharge(FinancingId financing, OrgId holder, uint96 amount)
        external
        onlyRoom(SECURITY)
        returns (uint96 held)
    {
        requireNotFrozen(financing);
        Claim storage c = _owing(financing);
        Booking memory b;
        uint96 claim = _apply(financing, c, amount, b);
        uint256 count;
        (held, count) = _holdings[financing].discharge(c.holders, holder, amount, claim);
        if (amount > held) revert DischargeExceedsHolding(financing, holder, amount, held);
        held -= amount;
        c.holders = uint8(count);
        emit HoldingDischarged(financing, holder, amount, held);
    }

    /// @return claim what was owed before
    function _apply(FinancingId financing, Claim storage c, uint96 amount, Booking memory b)
        private
        returns (uint96 claim)
    {
        uint24 day = c.today();
        (uint128 interest, uint160 penalty) = c.accruedTo(day);
        Debt memory owed = c.debt(interest, penalty);
        claim = owed.sum();
        (b.paid, b.excess) = Waterfall.run(amount, owed);
        b.settled = amount - b.excess == claim;
        c.principal -= b.paid.principal;
        emit PaymentBooked(financing, b.paid.fees, b.paid.penalty, b.paid.interest, b.paid.principal, c.principal);
        // A debt paid at once never touches these slots.
        if (b.settled) {
            (c.interest, c.interestPaid, c.accruedDay, c.penalised) = (0, 0, 0, false);
            c.status = FinancingStatus.Settled;
            emit FinancingSettled(financing);
        } else {
            c.store(interest, c.interestPaid + b.paid.interest, penalty, b.paid.penalty, day);
        }
    }

    /* DEFAULT AND CHANGE */

    function writeOff(FinancingId financing) external {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        Claim storage c = _claim[financing];
        if (c.bank != caller) revert CallerNotLead(financing, c.bank, caller);
        FinancingStatus status = statusOf(financing);
        if (status != FinancingStatus.Defaulted) {
            revert FinancingNotInStatus(financing, status, FinancingStatus.Defaulted);
        }
        c.status = FinancingStatus.WrittenOff;
        emit FinancingWrittenOff(financing, c.principal, c.debtOn(c.today()).sum());
    }

    /// @dev What accrued by the end of today stays; the schedule begins anew on what is outstanding.
    function adopt(FinancingId financing, Change calldata change, bytes32 termsHash) external onlyRoom(CHANGES) {
        Claim storage c = _claim[financing];
        uint24 day = c.today();
        c.adopt(change, day);
        Agreed storage a = _agreed[financing];
        (a.principal, a.day, a.interest, a.interestPaid) = (c.principal, day, c.interest, c.interestPaid);
        if (termsHash == 0) return;
        a.termsHash = termsHash;
        ++c.termsVersion;
        emit TermsChanged(
            financing, c.termsVersion, change.maturityDay, change.rateBps, change.penaltyBps,
            change.graceDays, change.kind, change.instalments, termsHash
        );
    }

    /* HOLDERS */

    function allowPurchase(FinancingId financing, uint96 ceiling) external onlyRoom(ESCROW) {
        _allow(financing, _ceiling[financing] + ceiling);
    }

    function withdrawAllowance(FinancingId financing, uint96 amount) external onlyRoom(ESCROW) {
        _allow(financing, _ceiling[financing] - amount);
    }

    function _allow(FinancingId financing, uint96 ceiling) private {
        _ceiling[financing] = ceiling;
        emit PurchaseAllowed(financing, msg.sender, ceiling);
    }

    function assign(FinancingId financing, OrgId holder, uint96 amount) external onlyRoom(ESCROW) returns (address to) {
        (Claim storage c, uint96 claim) = _claimed(financing);
        uint96 ceiling = _ceiling[financing];
        if (amount > ceiling) revert PurchaseExceedsCeiling(financing, amount, ceiling);
        Holdings storage h = _holdings[financing];
        uint96 lead = claim - h.restateDown(c.holders, claim);
        if (amount > lead) revert PurchaseExceedsClaim(financing, amount, lead);
        _ceiling[financing] = ceiling - amount;
        (, uint256 seats, uint256 count) = h.add(c.holders, holder, amount, claim, false);
        if (seats > Holders.MOST_GUARANTORS) revert HoldersTooMany(financing, Holders.MOST_GUARANTORS);
        c.holders = uint8(count);
        emit ClaimAssigned(financing, holder, amount, claim);
        if (_park(financing, c.bank, amount)) return address(this);
        to = _account(c.bank);
        if (to != address(0)) return to;
        _keep(c.bank, c.currency, amount);
        return address(this);
    }

    function transfer(FinancingId financing, OrgId seller, OrgId buyer, uint96 amount)
        external
        onlyRoom(SALES)
        returns (uint96 left, uint96 held)
    {
        (Claim storage c, uint96 claim) = _claimed(financing);
        uint256 seats;
        uint256 count;
        (left, held, seats, count) = _holdings[financing].move(c.holders, c.bank, seller, buyer, amount, claim);
        if (seats > Holders.MOST_BUYERS) revert BuyersTooMany(financing, Holders.MOST_BUYERS);
        c.holders = uint8(count);
        emit ShareTransferred(financing, buyer, seller, amount, claim, left, held);
    }

    function withdraw(OrgId org, uint16 currency) external nonReentrant {
        uint96 amount = _credit[org][currency];
        if (amount == 0) revert NothingCredited(org, currency);
        delete _credit[org][currency];
        emit CreditWithdrawn(org, currency, amount);
        Settlement.push(tokenOf(currency), PARTICIPANTS.unfrozenAccountOf(org), amount);
    }

    function _share(FinancingId financing, Claim storage c, uint96 claim, uint96 receipt)
        private
        returns (uint96 total)
    {
        Holdings storage h = _holdings[financing];
        (uint96 left, uint96 rest, uint256 n) = (receipt, claim, c.holders);
        bool emptied;
        for (uint256 i; i < n; ++i) {
            (OrgId holder, uint96 held, uint96 part) = h.takeDown(i, claim, claim - receipt, rest, left);
            (left, rest, emptied) = (left - part, rest - held, emptied || part == held);
            if (!_park(financing, holder, part)) _credit[holder][c.currency] += part;
            emit HolderCredited(financing, holder, part, held - part);
        }
        total = _park(financing, c.bank, left) ? receipt : receipt - left;
        if (emptied && receipt != claim) c.holders = uint8(h.prune(n));
    }

    /* MONEY */

    function listToken(uint16 currency, address token, uint8 decimals) external restricted {
        address listed = _token[currency];
        if (listed != address(0)) revert TokenAlreadyListed(currency, listed);
        uint8 actual = IERC20Metadata(token).decimals();
        if (actual != decimals) revert TokenDecimalsMismatch(token, decimals, actual);
        _token[currency] = token;
        emit TokenListed(currency, token, decimals);
    }

    function pull(uint16 currency, address from, address to, uint96 amount) external nonReentrant {
        bool trusted =
            msg.sender == PLEDGE || msg.sender == ESCROW || msg.sender == SALES || msg.sender == SECURITY;
        _requireTrusted(trusted && from != address(this));
        if (amount == 0 || from == to) return;
        Settlement.pull(tokenOf(currency), from, to, amount);
    }

    function payTo(uint16 currency, address from, OrgId to, uint96 amount) external nonReentrant {
        bool trusted = msg.sender == PLEDGE || msg.sender == SECURITY;
        _requireTrusted(trusted && from != address(this));
        address account = _account(to);
        if (amount == 0 || from == account) return;
        address token = tokenOf(currency);
        if (account != address(0) && Settlement.tryPull(token, from, account, amount)) return;
        _keep(to, currency, amount);
        Settlement.pull(token, from, address(this), amount);
    }

    function _account(OrgId org) private view returns (address) {
        return PARTICIPANTS.accountUnlessFrozen(org);
    }

    function _keep(OrgId payee, uint16 currency, uint96 amount) private {
        _credit[payee][currency] += amount;
        emit PayeeCredited(payee, currency, amount);
    }

    function tokenOf(uint16 currency) public view returns (address token) {
        token = _token[currency];
        if (token == address(0)) revert TokenNotListed(currency);
    }

    /* STATE */

    function get(FinancingId financing) external view returns (Financing memory f) {
        Claim storage c = _claim[financing];
        bool drawn = c.drawn();
        (uint24 day, uint96 scheduled) = _scheduledFrom(financing, c);
        (uint96 principal, uint40 clock) = drawn ? (c.principal, c.clock) : (0, 0);
        f = Financing(
            c.terms(drawn),
            statusOf(financing),
            principal,
            clock,
            c.termsVersion,
            scheduled,
            day,
            c.holders,
            _frozen(financing)
        );
    }

    function termsOf(FinancingId financing) external view returns (uint16 termsVersion, bytes32 termsHash) {
        return (_claim[financing].termsVersion, _agreed[financing].termsHash);
    }

    function partiesOf(FinancingId financing) external view returns (Parties memory) {
        return _parties(_claim[financing]);
    }

    function _parties(Claim storage c) private view returns (Parties memory p) {
        (p.line, p.bank, p.enterprise, p.currency, p.principal) = (c.line, c.bank, c.enterprise, c.currency, c.original);
        if (c.special) (p.condition, p.debtor, p.capped) = (c.condition, c.debtor, c.capped);
    }

    function statusOf(FinancingId financing) public view returns (FinancingStatus s) {
        Claim storage c = _claim[financing];
        s = c.statusByMaturity();
        if (c.instalments == 1 || (s != FinancingStatus.Funded && s != FinancingStatus.Overdue)) return s;
        (, uint24 since) = arrearsOf(financing);
        if (since == 0) return s;
        return c.today() > uint256(since) + c.graceDays ? FinancingStatus.Defaulted : FinancingStatus.Overdue;
    }

    function scheduleOf(FinancingId financing) public view returns (Instalment[] memory rows) {
        Claim storage c = _claim[financing];
        if (!c.drawn() && c.statusByMaturity() != FinancingStatus.Requested) return rows;
        (uint24 day, uint96 principal) = _scheduledFrom(financing, c);
        if (day == 0) day = c.drawn() ? c.dayOf(c.clock) : c.today();
        Agreed storage a = _agreed[financing];
        return c.schedule(CALENDAR, day, principal, a.interest, a.interestPaid);
    }

    function arrearsOf(FinancingId financing) public view returns (uint96 principal, uint24 since) {
        Claim storage c = _claim[financing];
        if (!c.owing()) return (0, 0);
        (uint24 day, uint24 maturity) = (c.today(), c.maturityDay);
        if (c.instalments != 1) {
            (, uint96 scheduled) = _scheduledFrom(financing, c);
            (principal, since) = Schedules.arrears(scheduleOf(financing), c.kind, scheduled - c.principal, day);
        }
        if (day > maturity) return (c.principal, since == 0 ? maturity : since);
    }

    /// @dev Day 0 is the day of drawing.
    function _scheduledFrom(FinancingId financing, Claim storage c) private view returns (uint24 day, uint96) {
        Agreed storage a = _agreed[financing];
        day = a.day;
        return (day, day == 0 ? c.original : a.principal);
    }

    function todayOf(FinancingId financing) external view returns (uint24) {
        return _claim[financing].today();
    }

    function debtOf(FinancingId financing) public view returns (Debt memory d) {
        Claim storage c = _claim[financing];
        if (c.owing()) d = c.debtOn(c.today());
    }

    function _owing(FinancingId financing) private view returns (Claim storage c) {
        c = _claim[financing];
        if (!c.owing()) revert FinancingNotOwing(financing, c.status);
    }

    function _claimed(FinancingId financing) private view returns (Claim storage c, uint96 claim) {
        c = _owing(financing);
        claim = c.debtOn(c.today()).sum();
    }

    function holdingsOf(FinancingId financing) public view returns (uint96 lead, Holding[] memory others) {
        Holdings storage h = _holdings[financing];
        lead = debtOf(financing).sum();
        others = new Holding[](_claim[financing].holders);
        uint96 claim = lead;
        for (uint256 i; i < others.length; ++i) {
            others[i] = Holding(h.seats[i].org, h.seats[i].restatedDown(claim));
            lead -= others[i].amount;
        }
    }

    function payableOf(FinancingId financing)
        external
        view
        returns (FinancingStatus, uint16 termsVersion, uint96 coverable, uint96 due)
    {
        Claim storage c = _claim[financing];
        Debt memory d = debtOf(financing);
        uint96 claim = d.sum();
        uint96 others = _holdings[financing].totalDown(c.holders, claim);
        (uint96 arrears,) = arrearsOf(financing);
        (termsVersion, coverable) = (c.termsVersion, Holders.beyondOwnShare(claim - others, claim, bankShareBps));
        return (statusOf(financing), termsVersion, coverable, claim - d.principal + arrears);
    }

    function creditOf(OrgId org, uint16 currency) external view returns (uint96) {
        return _credit[org][currency];
    }

    function ceilingOf(FinancingId financing) external view returns (uint96) {
        return _ceiling[financing];
    }
}
