// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Permissioned} from "./Permissioned.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Advance} from "./libraries/Advance.sol";
import {Changes} from "./libraries/Changes.sol";
import {Claim, Claims} from "./libraries/Claims.sol";
import {Holder, Holders, Holdings} from "./libraries/Holders.sol";
import {Sales} from "./libraries/Sales.sol";
import {Settlement} from "./libraries/Settlement.sol";
import {Debt, Waterfall} from "./libraries/Waterfall.sol";
import {FinancingId, OrgId, ShareId} from "./types/Ids.sol";

contract ClaimLedger is IClaimLedger, Permissioned, AccessManaged, ReentrancyGuardTransient {
    using Changes for Claim;
    using Claims for Claim;
    using Claims for Debt;
    using Holders for Holdings;
    using Sales for Holdings;
    using Sales for Share;

    /// @dev What the last change of terms left: its hash, and from when on what its schedule runs.
    struct Agreed {
        bytes32 termsHash;
        uint96 principal;
        uint24 day;
    }

    address public immutable PLEDGE;
    address public immutable ESCROW;
    uint16 public immutable bankShareBps;

    uint32 private _last;
    uint32 private _lastShare;
    mapping(FinancingId => Claim) private _claim;
    mapping(FinancingId => Proposal) private _proposal;
    mapping(FinancingId => Agreed) private _agreed;
    mapping(FinancingId => Holdings) private _holdings;
    mapping(ShareId => Share) private _share;
    mapping(FinancingId => uint96) private _ceiling;
    mapping(uint16 currency => address) private _token;
    mapping(OrgId => mapping(uint16 currency => uint96)) private _credit;

    constructor(
        IParticipantRegistry participants,
        address authority,
        address pledge,
        address escrow,
        uint16 ownShareBps
    ) Permissioned(participants) AccessManaged(authority) {
        (PLEDGE, ESCROW, bankShareBps) = (pledge, escrow, ownShareBps);
    }

    modifier onlyPledge() {
        if (msg.sender != PLEDGE) revert CallerNotTrusted(msg.sender);
        _;
    }

    modifier onlyEscrow() {
        if (msg.sender != ESCROW) revert CallerNotTrusted(msg.sender);
        _;
    }

    /* LIFE */

    function open(Terms memory t) external onlyPledge returns (FinancingId financing) {
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

    function start(FinancingId financing) external onlyPledge returns (Parties memory, uint96 fee) {
        Claim storage c = _claim[financing];
        if (c.status != FinancingStatus.Requested) {
            revert FinancingNotInStatus(financing, c.status, FinancingStatus.Requested);
        }
        if (block.timestamp > c.clock) revert RequestLapsed(financing, c.clock);
        uint24 day = c.today();
        if (day > c.maturityDay) revert MaturityPassed(financing, c.maturityDay, day);
        (c.status, c.clock) = (FinancingStatus.Funded, uint40(block.timestamp));
        if (c.special) fee = Advance.feeHalfUp(c.principal, c.feeBps);
        emit FinancingFunded(financing, c.principal, fee, c.clock);
        return (_parties(c), fee);
    }

    function close(FinancingId financing) external onlyPledge returns (Parties memory) {
        Claim storage c = _claim[financing];
        if (c.status != FinancingStatus.Requested) {
            revert FinancingNotInStatus(financing, c.status, FinancingStatus.Requested);
        }
        c.status = FinancingStatus.Closed;
        emit FinancingClosed(financing);
        return _parties(c);
    }

    function writeOff(FinancingId financing) external {
        OrgId caller = _caller();
        Claim storage c = _claim[financing];
        if (c.bank != caller) revert CallerNotLead(financing, c.bank, caller);
        FinancingStatus status = c.statusNow();
        if (status != FinancingStatus.Defaulted) {
            revert FinancingNotInStatus(financing, status, FinancingStatus.Defaulted);
        }
        c.status = FinancingStatus.WrittenOff;
        emit FinancingWrittenOff(financing, c.principal, c.debtOn(c.today()).sum());
    }

    function book(FinancingId financing, uint96 amount) external onlyPledge returns (Booking memory b) {
        Claim storage c = _owing(financing);
        uint24 day = c.today();
        (uint128 interest, uint160 penalty) = c.accruedTo(day);
        Debt memory owed = c.debt(interest, penalty);
        uint96 claim = owed.sum();
        (b.paid, b.excess) = Waterfall.run(amount, owed);
        uint96 receipt = amount - b.excess;
        b.settled = receipt == claim;
        _apply(financing, c, b);
        // A debt paid at once never touches these slots.
        if (b.settled) (c.interest, c.interestPaid, c.accruedDay, c.penalised) = (0, 0, 0, false);
        else c.store(interest, c.interestPaid + b.paid.interest, penalty, b.paid.penalty, day);
        b.toHolders = c.holders == 0 ? 0 : _credit_(financing, c, claim, receipt);
        b.toLead = receipt - b.toHolders;
        b.parties = _parties(c);
    }

    function _apply(FinancingId financing, Claim storage c, Booking memory b) private {
        c.principal -= b.paid.principal;
        emit PaymentBooked(financing, b.paid.fees, b.paid.penalty, b.paid.interest, b.paid.principal, c.principal);
        if (!b.settled) return;
        c.status = FinancingStatus.Settled;
        emit FinancingSettled(financing);
    }

    /* CHANGE OF TERMS */

    function propose(FinancingId financing, Change calldata change) external {
        (OrgId caller,) = _active();
        Claim storage c = _changeable(financing, caller);
        if (block.timestamp > change.until) revert ProposalLapsed(financing, change.until);
        Changes.requireFit(financing, change, c.today());
        _proposal[financing] = Proposal(caller, change);
        emit TermsProposed(
            financing,
            caller,
            c.termsVersion + 1,
            change.maturityDay,
            change.rateBps,
            change.penaltyBps,
            change.graceDays,
            change.kind,
            change.instalments,
            change.until,
            Changes.hashOf(financing, c.termsVersion + 1, change)
        );
    }

    function accept(FinancingId financing, bytes32 termsHash) external {
        (OrgId caller,) = _active();
        Proposal memory p = _proposed(financing);
        Claim storage c = _changeable(financing, caller);
        if (p.by == caller) revert ProposalIsOwn(financing, caller);
        if (block.timestamp > p.change.until) revert ProposalLapsed(financing, p.change.until);
        bytes32 expected = Changes.hashOf(financing, c.termsVersion + 1, p.change);
        if (expected != termsHash) revert ProposalHashMismatch(financing, expected, termsHash);
        uint24 day = c.today();
        Changes.requireFit(financing, p.change, day);
        c.adopt(p.change, day);
        _agreed[financing] = Agreed(termsHash, c.principal, day);
        delete _proposal[financing];
        emit TermsChanged(
            financing, c.termsVersion, c.maturityDay, c.rateBps, c.penaltyBps, c.graceDays, c.kind, c.instalments,
            termsHash
        );
    }

    function withdrawProposal(FinancingId financing) external {
        OrgId caller = _caller();
        OrgId by = _proposed(financing).by;
        if (by != caller) revert CallerNotProposer(financing, by, caller);
        delete _proposal[financing];
        emit ProposalWithdrawn(financing, caller);
    }

    function _proposed(FinancingId financing) private view returns (Proposal memory p) {
        p = _proposal[financing];
        if (p.by.isNull()) revert ProposalNotFound(financing);
    }

    function _changeable(FinancingId financing, OrgId caller) private view returns (Claim storage c) {
        c = _claim[financing];
        if (caller != c.bank && caller != c.enterprise) revert CallerNotLeadOrBorrower(financing, caller);
        if (c.status != FinancingStatus.Funded) {
            revert FinancingNotInStatus(financing, c.statusNow(), FinancingStatus.Funded);
        }
        if (c.holders != 0) revert ClaimIsShared(financing, c.holders);
    }

    /* HOLDERS */

    function allowPurchase(FinancingId financing, uint96 ceiling) external onlyEscrow {
        _ceiling[financing] += ceiling;
        emit PurchaseAllowed(financing, msg.sender, _ceiling[financing]);
    }

    function withdrawAllowance(FinancingId financing, uint96 amount) external onlyEscrow {
        _ceiling[financing] -= amount;
        emit PurchaseAllowed(financing, msg.sender, _ceiling[financing]);
    }

    function assign(FinancingId financing, OrgId holder, uint96 amount) external onlyEscrow {
        Claim storage c = _owing(financing);
        if (amount > _ceiling[financing]) revert PurchaseExceedsCeiling(financing, amount, _ceiling[financing]);
        uint96 claim = c.debtOn(c.today()).sum();
        Holdings storage h = _holdings[financing];
        uint96 lead = claim - h.restateDown(claim);
        if (amount > lead) revert PurchaseExceedsClaim(financing, amount, lead);
        _ceiling[financing] -= amount;
        (, uint256 seats) = h.add(holder, amount, false);
        if (seats > Holders.MOST_GUARANTORS) revert HoldersTooMany(financing, Holders.MOST_GUARANTORS);
        c.holders = uint8(h.others.length);
        emit ClaimAssigned(financing, holder, amount, claim);
    }

    function withdraw(OrgId org, uint16 currency) external nonReentrant {
        uint96 amount = _credit[org][currency];
        if (amount == 0) revert NothingCredited(org, currency);
        delete _credit[org][currency];
        emit CreditWithdrawn(org, currency, amount);
        Settlement.push(tokenOf(currency), PARTICIPANTS.accountOf(org), amount);
    }

    function _credit_(FinancingId financing, Claim storage c, uint96 claim, uint96 receipt)
        private
        returns (uint96 total)
    {
        Holdings storage h = _holdings[financing];
        h.restateDown(claim);
        h.claim = claim - receipt;
        uint96 left = receipt;
        for (uint256 i; i < h.others.length && claim != 0; ++i) {
            (uint96 part, uint96 held) = h.takeDown(i, claim, left);
            (left, claim) = (left - part, claim - held);
            OrgId holder = h.others[i].org;
            _credit[holder][c.currency] += part;
            emit HolderCredited(financing, holder, part, held - part);
        }
        total = receipt - left;
    }

    /* SALE */

    function offerShare(FinancingId financing, OrgId buyer, uint96 amount, uint96 price, uint40 until)
        external
        returns (ShareId id)
    {
        (OrgId seller,) = _active();
        if (amount == 0 || until < block.timestamp) revert ShareTermsInvalid(amount, until);
        Share memory s = Share(financing, seller, buyer, amount, price, until);
        Claim storage c = _requireSale(s);
        id = ShareId.wrap(++_lastShare);
        _share[id] = s;
        emit ShareOffered(id, financing, seller, buyer, amount, price, until, s.hashOf(id, c.termsVersion));
    }

    function buyShare(ShareId id, bytes32 termsHash) external nonReentrant {
        (OrgId buyer, uint8 roles) = _active();
        Share memory s = _offered(id);
        s.requirePurchase(id, _claim[s.financing].termsVersion, buyer, roles, termsHash);
        Claim storage c = _requireSale(s);
        delete _share[id];
        uint96 claim = c.debtOn(c.today()).sum();
        (uint96 left, uint96 held) = _holdings[s.financing].transfer(s, c.bank, claim);
        c.holders = uint8(_holdings[s.financing].others.length);
        emit ShareSold(id, s.financing, buyer, s.seller, s.amount, s.price, claim, left, held);
        address to = PARTICIPANTS.activeAccountOf(s.seller);
        if (s.price != 0) Settlement.pull(tokenOf(c.currency), PARTICIPANTS.accountOf(buyer), to, s.price);
    }

    function withdrawShare(ShareId id) external {
        OrgId caller = _caller();
        OrgId seller = _offered(id).seller;
        if (seller != caller) revert CallerNotSeller(id, seller, caller);
        delete _share[id];
        emit ShareWithdrawn(id);
    }

    function _offered(ShareId id) private view returns (Share memory s) {
        s = _share[id];
        if (s.seller.isNull()) revert ShareNotOffered(id);
    }

    /// @dev A lead bank keeps what guarantees may still buy of it, and then its own share too.
    function _requireSale(Share memory s) private view returns (Claim storage c) {
        c = _owing(s.financing);
        if (s.buyer == s.seller) revert ShareToItself(s.financing, s.seller);
        if (PARTICIPANTS.related(s.buyer, c.enterprise)) revert BuyerRelated(s.buyer, c.enterprise);
        (uint96 available, Holding[] memory others) = holdingsOf(s.financing);
        uint96 kept = _ceiling[s.financing];
        if (s.seller != c.bank) available = Holders.heldBy(others, s.seller);
        else if (kept != 0) available = uint96(Math.saturatingSub(coverableOf(s.financing), kept));
        if (s.amount > available) revert SaleExceedsHolding(s.financing, s.seller, s.amount, available);
    }

    /* MONEY */

    function listToken(uint16 currency, address token, uint8 decimals) external restricted {
        if (_token[currency] != address(0)) revert TokenAlreadyListed(currency, _token[currency]);
        uint8 actual = IERC20Metadata(token).decimals();
        if (actual != decimals) revert TokenDecimalsMismatch(token, decimals, actual);
        _token[currency] = token;
        emit TokenListed(currency, token, decimals);
    }

    function pull(uint16 currency, address from, address to, uint96 amount) external nonReentrant {
        bool trusted = msg.sender == PLEDGE || msg.sender == ESCROW;
        if (!trusted || from == address(this)) revert CallerNotTrusted(msg.sender);
        if (amount == 0 || from == to) return;
        Settlement.pull(tokenOf(currency), from, to, amount);
    }

    function payTo(uint16 currency, address from, OrgId to, uint96 amount) external nonReentrant {
        if (msg.sender != PLEDGE || from == address(this)) revert CallerNotTrusted(msg.sender);
        address account = PARTICIPANTS.accountOf(to);
        if (amount == 0 || from == account) return;
        address token = tokenOf(currency);
        if (Settlement.tryPull(token, from, account, amount)) return;
        _credit[to][currency] += amount;
        emit PayeeCredited(to, currency, amount);
        Settlement.pull(token, from, address(this), amount);
    }

    function tokenOf(uint16 currency) public view returns (address token) {
        token = _token[currency];
        if (token == address(0)) revert TokenNotListed(currency);
    }

    /* STATE */

    function get(FinancingId financing) external view returns (Financing memory f) {
        Claim storage c = _claim[financing];
        bool drawn = c.owing() || c.status == FinancingStatus.Settled;
        Agreed memory a = _agreed[financing];
        uint96 scheduled = a.day == 0 ? c.original : a.principal;
        (uint96 principal, uint40 clock) = drawn ? (c.principal, c.clock) : (0, 0);
        f = Financing(c.terms(drawn), c.statusNow(), principal, clock, c.termsVersion, scheduled, a.day);
    }

    function proposalOf(FinancingId financing)
        external
        view
        returns (OrgId by, Change memory change, bytes32 termsHash)
    {
        Proposal memory p = _proposal[financing];
        (by, change) = (p.by, p.change);
        if (!by.isNull()) termsHash = Changes.hashOf(financing, _claim[financing].termsVersion + 1, change);
    }

    function termsOf(FinancingId financing) external view returns (uint16 termsVersion, bytes32 termsHash) {
        return (_claim[financing].termsVersion, _agreed[financing].termsHash);
    }

    function partiesOf(FinancingId financing) external view returns (Parties memory) {
        return _parties(_claim[financing]);
    }

    function _parties(Claim storage c) private view returns (Parties memory p) {
        p = Parties(c.line, c.bank, c.enterprise, c.currency, c.original, address(0), OrgId.wrap(0), false);
        if (c.special) (p.condition, p.debtor, p.capped) = (c.condition, c.debtor, c.capped);
    }

    function statusOf(FinancingId financing) external view returns (FinancingStatus) {
        return _claim[financing].statusNow();
    }

    function debtOf(FinancingId financing) public view returns (Debt memory d) {
        Claim storage c = _claim[financing];
        if (c.owing()) d = c.debtOn(c.today());
    }

    function _active() private view returns (OrgId, uint8 roles) {
        return PARTICIPANTS.activeOf(msg.sender);
    }

    function _caller() private view returns (OrgId) {
        return PARTICIPANTS.organisationOf(msg.sender);
    }

    function _owing(FinancingId financing) private view returns (Claim storage c) {
        c = _claim[financing];
        if (!c.owing()) revert FinancingNotOwing(financing, c.status);
    }

    function holdingsOf(FinancingId financing) public view returns (uint96 lead, Holding[] memory others) {
        Holdings storage h = _holdings[financing];
        lead = debtOf(financing).sum();
        others = new Holding[](h.others.length);
        uint96 claim = lead;
        for (uint256 i; i < others.length; ++i) {
            Holder memory one = h.others[i];
            others[i] = Holding(one.org, Holders.restatedDown(one.amount, claim, h.claim));
            lead -= others[i].amount;
        }
    }

    function coverableOf(FinancingId financing) public view returns (uint96) {
        (uint96 lead,) = holdingsOf(financing);
        return Holders.beyondOwnShare(lead, debtOf(financing).sum(), bankShareBps);
    }

    function shareOf(ShareId id) external view returns (Share memory s, bytes32 termsHash) {
        s = _share[id];
        if (!s.seller.isNull()) termsHash = s.hashOf(id, _claim[s.financing].termsVersion);
    }

    function creditOf(OrgId org, uint16 currency) external view returns (uint96) {
        return _credit[org][currency];
    }

    function ceilingOf(FinancingId financing) external view returns (uint96) {
        return _ceiling[financing];
    }
}
