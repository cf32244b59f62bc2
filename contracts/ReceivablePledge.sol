// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Permissioned} from "./Permissioned.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {ICondition} from "./interfaces/ICondition.sol";
import {ICreditLines} from "./interfaces/ICreditLines.sol";
import {IDocumentRegistry} from "./interfaces/IDocumentRegistry.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {IReceivablePledge} from "./interfaces/IReceivablePledge.sol";
import {Advance} from "./libraries/Advance.sol";
import {Amortization} from "./libraries/Amortization.sol";
import {Bookings} from "./libraries/Bookings.sol";
import {Cargo} from "./libraries/Cargo.sol";
import {Basis, Part} from "./types/Basis.sol";
import {DocumentId, FinancingId, OrgId} from "./types/Ids.sol";
import {DocumentKind, Role} from "./types/Roles.sol";
import {Leaf, Signed} from "./types/Statement.sol";

contract ReceivablePledge is IReceivablePledge, Permissioned, ReentrancyGuardTransient {
    using Bookings for IClaimLedger.Booking[];
    using Cargo for DocumentId;
    using SafeCast for uint256;

    uint256 public constant MOST_DECLARATIONS = 16;
    uint256 public constant MOST_RECEIVABLES = 16;

    IBusinessCalendar public immutable CALENDAR;
    IDocumentRegistry public immutable DOCUMENTS;
    ICreditLines public immutable LINES;
    IClaimLedger public immutable CLAIMS;
    /// @notice Seconds for which a request reserves its papers.
    uint40 public immutable TTL;

    /// @dev Digests of what was booked under a payer's reference.
    mapping(bytes32 payment => bytes32 receipt) private _receipt;

    constructor(
        IParticipantRegistry participants,
        IBusinessCalendar calendar,
        IDocumentRegistry documents,
        ICreditLines lines,
        IClaimLedger claims,
        uint40 ttl
    ) Permissioned(participants) {
        (CALENDAR, DOCUMENTS, LINES, CLAIMS, TTL) = (calendar, documents, lines, claims, ttl);
    }

    /* REQUEST */

    function request(
        Application calldata a,
        Held[] calldata beside,
        Signed[] calldata signed,
        Leaf[] calldata leaves
    ) external nonReentrant returns (FinancingId) {
        OrgId enterprise = only(Role.Enterprise);
        if (signed.length + leaves.length != 0) DOCUMENTS.present(signed, leaves);
        return _request(a, beside, enterprise);
    }

    function requestAll(
        Application[] calldata all,
        Held[] calldata beside,
        Signed[] calldata signed,
        Leaf[] calldata leaves
    ) external nonReentrant returns (FinancingId[] memory financings) {
        OrgId enterprise = only(Role.Enterprise);
        uint256 n = _requireCount(all.length);
        if (signed.length + leaves.length != 0) DOCUMENTS.present(signed, leaves);
        financings = new FinancingId[](n);
        for (uint256 i; i < n; ++i) {
            financings[i] = _request(all[i], beside, enterprise);
        }
    }

    function _requireCount(uint256 n) private pure returns (uint256) {
        if (n == 0 || n > MOST_RECEIVABLES) revert ReceivablesOutOfBounds(n, MOST_RECEIVABLES);
        return n;
    }

    function _request(Application calldata a, Held[] calldata beside, OrgId enterprise)
        private
        returns (FinancingId financing)
    {
        bool witnessed = _clear(a, beside);
        ICreditLines.Line memory line = LINES.drawable(a.line, enterprise, a.lineVersion);
        (Quote memory q, int24 utcOffset) = _quote(a, line);
        uint96 amount = _amount(a, q);

        Basis memory basis = Basis(a.asset, _parts(a, amount));
        uint40 until = uint40(block.timestamp) + TTL;
        bool capped = _capped(a, line);
        financing = CLAIMS.open(_terms(a, line, amount, until, q, utcOffset, capped));
        DOCUMENTS.reserve(financing.ref(), basis, line.enterprise, line.currency, amount, until);
        _requireBase(a, amount, q, witnessed);
        LINES.draw(a.line, q.debtor, capped, amount);
        emit FinancingRequested(financing, a.asset, a.line, amount, basis.parts);
    }

    /// @dev After the registry, so that what another financing already uses is told by the paper itself.
    function _requireBase(Application calldata a, uint96 amount, Quote memory q, bool witnessed) private pure {
        uint96 inUse = q.assetOpen - q.assetFree;
        if (inUse != 0 && !witnessed && !a.asset.isCargo()) revert AssetPapersFixed(a.asset, inUse);
        if (amount > q.advanceFree) revert AmountExceedsAdvance(a.asset, amount, q.advanceFree);
    }

    /// @dev Reclaims what lapsed. An asset keeps its declarations while anything rests on it: true if one of the
    /// financings given rests on the same ones.
    function _clear(Application calldata a, Held[] calldata beside) private returns (bool witnessed) {
        for (uint256 i; i < beside.length; ++i) {
            if (CLAIMS.statusOf(beside[i].financing) == IClaimLedger.FinancingStatus.Lapsed) _reclaim(beside[i]);
            else if (_restsOn(beside[i], a)) witnessed = true;
        }
    }

    function _restsOn(Held calldata h, Application calldata a) private view returns (bool) {
        Part[] calldata parts = h.basis.parts;
        if (!(h.basis.whole == a.asset) || parts.length != a.declarations.length) return false;
        for (uint256 i; i < parts.length; ++i) {
            if (!(parts[i].document == a.declarations[i])) return false;
        }
        return DOCUMENTS.useOf(address(this), h.financing.ref(), h.basis).amount != 0;
    }

    function withdraw(Held calldata h) external nonReentrant {
        OrgId caller = only(Role.Enterprise);
        OrgId borrower = CLAIMS.partiesOf(h.financing).enterprise;
        if (borrower != caller) revert CallerNotBorrower(h.financing, borrower, caller);
        _drop(h);
        emit FinancingWithdrawn(h.financing, caller);
    }

    function decline(Held calldata h) external nonReentrant {
        OrgId bank = only(Role.Bank);
        _requireBank(h.financing, CLAIMS.partiesOf(h.financing).bank, bank);
        _drop(h);
        emit FinancingDeclined(h.financing, bank);
    }

    function reclaim(Held calldata h) external nonReentrant {
        _reclaim(h);
    }

    function _reclaim(Held calldata h) private {
        IClaimLedger.FinancingStatus status = CLAIMS.statusOf(h.financing);
        if (status != IClaimLedger.FinancingStatus.Lapsed) revert RequestNotLapsed(h.financing, status);
        _drop(h);
        emit FinancingReclaimed(h.financing);
    }

    function _drop(Held calldata h) private {
        IClaimLedger.Parties memory p = CLAIMS.close(h.financing);
        DOCUMENTS.release(h.financing.ref(), h.basis, p.principal);
        _freeLine(p, p.principal);
    }

    function _freeLine(IClaimLedger.Parties memory p, uint96 principal) private {
        LINES.free(p.line, p.debtor, p.capped, principal);
    }

    /* FUNDING */

    function fund(Held calldata h) external nonReentrant {
        _fund(h, only(Role.Bank));
    }

    function fundAll(Held[] calldata all) external nonReentrant {
        OrgId bank = only(Role.Bank);
        uint256 n = _requireCount(all.length);
        for (uint256 i; i < n; ++i) {
            _fund(all[i], bank);
        }
    }

    function _fund(Held calldata h, OrgId bank) private {
        (IClaimLedger.Parties memory p, uint96 fee) = CLAIMS.start(h.financing);
        _requireBank(h.financing, p.bank, bank);
        DOCUMENTS.commit(h.financing.ref(), h.basis, p.currency);
        if (p.condition != address(0)) _requireCondition(h.financing, p);
        CLAIMS.pull(
            p.currency, PARTICIPANTS.accountOf(bank), PARTICIPANTS.activeAccountOf(p.enterprise), p.principal - fee
        );
    }

    function _requireCondition(FinancingId financing, IClaimLedger.Parties memory p) private view {
        uint96 headroom = ICondition(p.condition).headroom(financing);
        if (p.principal > headroom) revert ConditionNotMet(financing, p.principal, headroom);
    }

    /* MONEY BACK */

    function repay(Held calldata h, uint96 amount) external nonReentrant returns (uint96 paid) {
        if (amount == 0) revert AmountIsZero();
        IClaimLedger.Booking memory b = CLAIMS.book(h.financing, amount);
        paid = amount - b.excess;
        if (b.paid.principal != 0) {
            DOCUMENTS.release(h.financing.ref(), h.basis, b.paid.principal);
            _freeLine(b.parties, b.paid.principal);
        }
        emit FinancingRepaid(h.financing, msg.sender, paid);
        (, address payer) = PARTICIPANTS.payerOf(msg.sender);
        _distribute(payer, b);
    }

    function collect(DocumentId asset, uint96 amount, bytes32 bankReference, Held[] calldata ranks)
        external
        nonReentrant
    {
        if (amount == 0) revert AmountIsZero();
        (OrgId payer, address account) = PARTICIPANTS.payerOf(msg.sender);
        (OrgId holder, uint16 currency) = _requireRanks(asset, payer, ranks);
        _book(Receipt(asset, payer, bankReference, amount));
        uint96 left = amount;
        IClaimLedger.Booking[] memory booked = new IClaimLedger.Booking[](ranks.length);
        for (uint256 i; i < ranks.length; ++i) {
            booked[i] = _collectOne(ranks[i], left, i + 1 == ranks.length);
            left = booked[i].excess;
        }
        if (ranks.length == 0) DOCUMENTS.collect(asset, amount);
        emit Collected(asset, payer, bankReference, amount, left);
        booked.merge();
        for (uint256 i; i < booked.length; ++i) {
            if (booked[i].paid.principal != 0) _freeLine(booked[i].parties, booked[i].paid.principal);
            _distribute(account, booked[i]);
        }
        CLAIMS.payTo(currency, account, holder, left);
    }

    /// @dev The last rank's papers also bear what is left over: it was collected on them.
    function _collectOne(Held calldata h, uint96 available, bool last)
        private
        returns (IClaimLedger.Booking memory b)
    {
        if (available != 0) b = CLAIMS.book(h.financing, available);
        uint96 collected = last ? available : available - b.excess;
        DOCUMENTS.consume(h.financing.ref(), h.basis, b.paid.principal, collected);
    }

    function relieve(Held calldata h) external nonReentrant {
        IClaimLedger.Financing memory f = CLAIMS.get(h.financing);
        uint96 used = DOCUMENTS.useOf(address(this), h.financing.ref(), h.basis).amount;
        if (f.drawn == 0 || used <= f.principal) revert NothingToRelieve(h.financing, used, f.principal);
        uint96 amount = used - f.principal;
        emit FinancingRelieved(h.financing, amount, f.principal);
        DOCUMENTS.release(h.financing.ref(), h.basis, amount);
        LINES.free(f.terms.line, f.terms.debtor, f.terms.capped, amount);
    }

    function _distribute(address from, IClaimLedger.Booking memory b) private {
        IClaimLedger.Parties memory p = b.parties;
        if (b.toHolders != 0) CLAIMS.pull(p.currency, from, address(CLAIMS), b.toHolders);
        if (b.toLead != 0) CLAIMS.payTo(p.currency, from, p.bank, b.toLead);
    }

    function _book(Receipt memory r) private {
        bytes32 key = _paymentOf(r);
        if (_receipt[key] != 0) revert BankReferenceUsed(r.bankReference);
        _receipt[key] = keccak256(abi.encode(r));
    }

    function isBooked(Receipt calldata r) external view returns (bool) {
        return _receipt[_paymentOf(r)] == keccak256(abi.encode(r));
    }

    function _paymentOf(Receipt memory r) private pure returns (bytes32) {
        return keccak256(abi.encode(r.payer, r.bankReference));
    }

    /// @dev Complete when as many are listed as committed uses rest on the asset: nobody's rank is left out. The
    /// registry consumes committed uses only.
    function _requireRanks(DocumentId asset, OrgId payer, Held[] calldata ranks)
        private
        view
        returns (OrgId holder, uint16 currency)
    {
        OrgId debtor;
        uint256 commits;
        (holder, debtor, currency, commits) = DOCUMENTS.dueTo(asset);
        bool mayPay = asset.kindByte() == uint8(DocumentKind.Invoice) && debtor == payer && !payer.isNull();
        for (uint256 i; i < ranks.length; ++i) {
            FinancingId f = ranks[i].financing;
            if (i != 0 && !(ranks[i - 1].financing < f)) revert RanksOutOfOrder(ranks[i - 1].financing, f);
            if (!(ranks[i].basis.whole == asset)) revert FinancingNotOnAsset(f, asset);
            if (!mayPay) mayPay = CLAIMS.partiesOf(f).bank == payer;
        }
        if (ranks.length != commits) revert RanksIncomplete(asset, ranks.length, commits);
        if (!mayPay) revert CallerNotPayer(asset, payer);
    }

    /* AMOUNT AND TERMS */

    function quote(Application calldata a) external view returns (Quote memory q) {
        ICreditLines.Line memory line = LINES.get(a.line);
        (q,) = _quote(a, line);
        q.amount = _most(q);
    }

    function _quote(Application calldata a, ICreditLines.Line memory line)
        private
        view
        returns (Quote memory q, int24 utcOffset)
    {
        bool cargo = a.asset.isCargo();
        uint256 n = a.declarations.length;
        if (cargo ? n != 0 : n == 0 || n > MOST_DECLARATIONS) {
            revert DeclarationsOutOfBounds(n, cargo ? 0 : MOST_DECLARATIONS);
        }
        uint40 due = cargo ? _quoteCargo(a, line, q) : _quoteInvoice(a, line, q);
        q.lineFree = Math.saturatingSub(line.terms.limit, line.used).toUint96();
        q.debtorFree = _capped(a, line) ? LINES.debtorFree(a.line, q.debtor) : q.lineFree;
        (q.maturityDay, utcOffset) = _maturity(a, line.terms, due);
    }

    function _quoteInvoice(Application calldata a, ICreditLines.Line memory line, Quote memory q)
        private
        view
        returns (uint40 due)
    {
        uint96 open;
        uint96 used;
        (open, used, due, q.debtor) = DOCUMENTS.capacityOf(a.asset, DocumentKind.Invoice);
        if (due < block.timestamp) revert InvoiceOverdue(a.asset, due);
        if (PARTICIPANTS.related(line.enterprise, q.debtor)) revert DebtorRelated(a.asset, q.debtor);
        (q.assetOpen, q.assetFree) = (open, open - used);
        q.advanceFree = Advance.freeDown(open, used, line.terms.advanceBps, line.terms.dilutionBps);
        uint256 declared;
        for (uint256 i; i < a.declarations.length; ++i) {
            (open, used,,) = DOCUMENTS.capacityOf(a.declarations[i], DocumentKind.CustomsDeclaration);
            declared += open - used;
        }
        q.declarationsFree = Math.min(declared, type(uint96).max).toUint96();
    }

    /// @dev Whoever the paper names as receiving the goods owes nothing on it: no debtor, no due date but the tenor's end.
    function _quoteCargo(Application calldata a, ICreditLines.Line memory line, Quote memory q)
        private
        view
        returns (uint40 end)
    {
        if (line.terms.cargoAdvanceBps == 0) revert ICreditLines.LineLendsNoCargo(a.line);
        (uint96 open, uint96 used, uint40 valued,) = DOCUMENTS.capacityOf(a.asset, DocumentKind(a.asset.kindByte()));
        a.asset.requireFresh(valued, line.terms.valuationDays);
        (q.assetOpen, q.assetFree, q.declarationsFree) = (open, open - used, open - used);
        q.advanceFree = Advance.freeDown(open, used, line.terms.cargoAdvanceBps, 0);
        end = uint40(block.timestamp + uint256(line.terms.tenorDays) * 1 days);
    }

    function _amount(Application calldata a, Quote memory q) private pure returns (uint96 amount) {
        amount = a.amount == 0 ? _most(q) : a.amount;
        if (amount != 0) return amount;
        revert NothingToFinance(a.asset, q.advanceFree, q.declarationsFree, q.lineFree, q.debtorFree);
    }

    function _capped(Application calldata a, ICreditLines.Line memory line) private pure returns (bool) {
        return line.terms.concentrationBps < Advance.BPS && !a.asset.isCargo();
    }

    function _most(Quote memory q) private pure returns (uint96) {
        uint256 papers = Math.min(Math.min(q.assetFree, q.advanceFree), q.declarationsFree);
        return Math.min(papers, Math.min(q.lineFree, q.debtorFree)).toUint96();
    }

    /// @dev Filled in the order given; a single declaration is left to the registry to refuse.
    function _parts(Application calldata a, uint96 amount) private view returns (Part[] memory parts) {
        uint256 n = a.declarations.length;
        parts = new Part[](n);
        if (n == 0) return parts;
        uint96 left = amount;
        for (uint256 i; i < n; ++i) {
            uint96 share = n == 1 ? left : Math.min(left, DOCUMENTS.free(a.declarations[i])).toUint96();
            parts[i] = Part(a.declarations[i], share);
            left -= share;
        }
        if (left != 0) revert AmountExceedsDeclarations(a.asset, amount, amount - left);
    }

    function _maturity(Application calldata a, ICreditLines.LineTerms memory t, uint40 due)
        private
        view
        returns (uint24 day, int24 utcOffset)
    {
        uint24 today;
        uint24 dueDay;
        (today, dueDay, utcOffset) = CALENDAR.datesFor(t.calendar, due);
        uint24 latest = today + t.tenorDays;
        if (!a.asset.isCargo()) latest = Math.min(uint256(dueDay) + t.graceDays, latest).toUint24();
        else if (dueDay > latest) dueDay = CALENDAR.rollPreceding(t.calendar, latest);
        day = a.maturityDay == 0 ? dueDay : a.maturityDay;
        if (day < today || day > latest) revert MaturityOutOfBounds(day, today, latest);
        // Funded at the last moment, they must still end before maturity.
        Amortization.requireFit(a.kind, a.instalments, today + TTL / 1 days + 1, day);
    }

    function _terms(
        Application calldata a,
        ICreditLines.Line memory line,
        uint96 amount,
        uint40 until,
        Quote memory q,
        int24 utcOffset,
        bool capped
    ) private pure returns (IClaimLedger.Terms memory) {
        return IClaimLedger.Terms(
            a.line,
            line.bank,
            line.enterprise,
            line.currency,
            amount,
            until,
            q.maturityDay,
            utcOffset,
            line.terms.rateBps,
            line.terms.penaltyBps,
            line.terms.graceDays,
            line.terms.dayCount,
            a.kind,
            a.instalments,
            line.terms.calendar,
            line.terms.feeBps,
            line.terms.condition,
            q.debtor,
            capped
        );
    }

    /* LOOK-UPS */

    function _requireBank(FinancingId financing, OrgId bank, OrgId caller) private pure {
        if (bank != caller) revert CallerNotBankOfFinancing(financing, bank, caller);
    }
}
