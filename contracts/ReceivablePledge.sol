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
import {Amortization} from "./libraries/Amortization.sol";
import {Basis, Part} from "./types/Basis.sol";
import {DocumentId, FinancingId, LineId, OrgId} from "./types/Ids.sol";
import {DocumentKind, Role} from "./types/Roles.sol";
import {AmortizationKind, Instalment} from "./types/Terms.sol";

contract ReceivablePledge is IReceivablePledge, Permissioned, ReentrancyGuardTransient {
    using SafeCast for uint256;

    uint256 public constant MOST_DECLARATIONS = 16;
    uint256 private constant BPS = 10_000;

    IBusinessCalendar public immutable CALENDAR;
    IDocumentRegistry public immutable DOCUMENTS;
    ICreditLines public immutable LINES;
    IClaimLedger public immutable CLAIMS;
    /// @notice Seconds for which a request reserves its papers.
    uint40 public immutable TTL;

    mapping(DocumentId invoice => bytes32) public papersOf;
    mapping(bytes32 payment => bool) private _bankReferenceUsed;

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

    function request(Application calldata a, Held[] calldata lapsed) external returns (FinancingId financing) {
        OrgId enterprise = only(Role.Enterprise);
        for (uint256 i; i < lapsed.length; ++i) {
            _reclaim(lapsed[i]);
        }
        ICreditLines.Line memory line = LINES.drawable(a.line, enterprise);
        (Quote memory q, IDocumentRegistry.Document memory invoice) = _quote(a, line);
        _fixPapers(a, invoice);
        uint96 amount = _amount(a, q);

        Basis memory basis = Basis(a.invoice, _parts(a, amount));
        uint40 until = uint40(block.timestamp) + TTL;
        financing = CLAIMS.open(_terms(a, line, amount, until, q.maturityDay));
        DOCUMENTS.reserve(_ref(financing), basis, enterprise, line.terms.currency, amount, until);
        // After the registry, so that what another financing already uses is told by the paper itself.
        _requireBase(a, q, amount);
        LINES.draw(a.line, amount);
        emit FinancingRequested(financing, a.invoice, a.line, amount, basis.parts);
    }

    function withdraw(Held calldata h) external {
        OrgId caller = only(Role.Enterprise);
        OrgId borrower = _terms(h.financing).enterprise;
        if (borrower != caller) revert CallerNotBorrower(h.financing, borrower, caller);
        _drop(h);
        emit FinancingWithdrawn(h.financing, caller);
    }

    function decline(Held calldata h) external {
        OrgId bank = only(Role.Bank);
        _requireBank(h.financing, bank);
        _drop(h);
        emit FinancingDeclined(h.financing, bank);
    }

    function reclaim(Held calldata h) external {
        _reclaim(h);
    }

    function _reclaim(Held calldata h) private {
        IClaimLedger.FinancingStatus status = CLAIMS.statusOf(h.financing);
        if (status != IClaimLedger.FinancingStatus.Lapsed) revert RequestNotLapsed(h.financing, status);
        _drop(h);
        emit FinancingReclaimed(h.financing);
    }

    function _drop(Held calldata h) private {
        IClaimLedger.Terms memory t = _terms(h.financing);
        CLAIMS.close(h.financing);
        DOCUMENTS.release(_ref(h.financing), h.basis, t.principal);
        LINES.free(t.line, t.principal);
    }

    /* FUNDING */

    function fund(Held calldata h) external nonReentrant {
        OrgId bank = only(Role.Bank);
        IClaimLedger.Terms memory t = _requireBank(h.financing, bank);
        CLAIMS.start(h.financing);
        DOCUMENTS.commit(_ref(h.financing), h.basis);
        _requireCondition(h.financing, t);
        CLAIMS.pull(
            t.currency, PARTICIPANTS.accountOf(bank), PARTICIPANTS.accountOf(t.enterprise), t.principal
        );
    }

    function _requireCondition(FinancingId financing, IClaimLedger.Terms memory t) private view {
        address condition = LINES.conditionOf(t.line);
        if (condition == address(0)) return;
        uint96 headroom = ICondition(condition).headroom(financing);
        if (t.principal > headroom) revert ConditionNotMet(financing, t.principal, headroom);
    }

    /* MONEY BACK */

    function repay(Held calldata h, uint96 amount) external nonReentrant returns (uint96 paid) {
        if (amount == 0) revert AmountIsZero();
        IClaimLedger.Terms memory t = _terms(h.financing);
        IClaimLedger.Booking memory b = CLAIMS.book(h.financing, amount);
        paid = amount - b.excess;
        if (b.paid.principal != 0) {
            DOCUMENTS.release(_ref(h.financing), h.basis, b.paid.principal);
            LINES.free(t.line, b.paid.principal);
        }
        emit FinancingRepaid(h.financing, msg.sender, paid);
        _distribute(t, _payerAccount(), b);
    }

    function collect(DocumentId invoice, uint96 amount, bytes32 bankReference, Held[] calldata ranks)
        external
        nonReentrant
    {
        if (amount == 0) revert AmountIsZero();
        OrgId payer = PARTICIPANTS.organisationOf(msg.sender);
        _requireRanks(invoice, payer, ranks);
        _useReference(payer, bankReference);
        address account = PARTICIPANTS.accountOf(payer);
        uint96 left = amount;
        for (uint256 i; i < ranks.length; ++i) {
            left = _collectOne(ranks[i], account, left, i + 1 == ranks.length);
        }
        emit Collected(invoice, payer, bankReference, amount, left);
        IClaimLedger.Terms memory t = _terms(ranks[0].financing);
        CLAIMS.pull(t.currency, account, PARTICIPANTS.accountOf(t.enterprise), left);
    }

    /// @dev The last rank's papers also bear what is left over: it was collected on them.
    function _collectOne(Held calldata h, address account, uint96 available, bool last)
        private
        returns (uint96 left)
    {
        IClaimLedger.Terms memory t = _terms(h.financing);
        IClaimLedger.Booking memory b;
        b.excess = available;
        if (_owes(h.financing) && available != 0) b = CLAIMS.book(h.financing, available);
        left = b.excess;
        uint96 collected = last ? available : available - left;
        if (collected != 0) DOCUMENTS.consume(_ref(h.financing), h.basis, b.paid.principal, collected);
        if (b.paid.principal != 0) LINES.free(t.line, b.paid.principal);
        _distribute(t, account, b);
    }

    function _distribute(IClaimLedger.Terms memory t, address from, IClaimLedger.Booking memory b) private {
        if (b.toHolders != 0) CLAIMS.pull(t.currency, from, address(CLAIMS), b.toHolders);
        if (b.toLead != 0) CLAIMS.pull(t.currency, from, PARTICIPANTS.accountOf(t.bank), b.toLead);
    }

    function _payerAccount() private view returns (address) {
        OrgId org = PARTICIPANTS.organisationOf(msg.sender);
        return org.isNull() ? msg.sender : PARTICIPANTS.accountOf(org);
    }

    function _useReference(OrgId payer, bytes32 bankReference) private {
        bytes32 key = keccak256(abi.encode(payer, bankReference));
        if (_bankReferenceUsed[key]) revert BankReferenceUsed(bankReference);
        _bankReferenceUsed[key] = true;
    }

    /// @dev Complete when the listed uses are all that rests on the invoice: nobody's rank is left out.
    function _requireRanks(DocumentId invoice, OrgId payer, Held[] calldata ranks) private view {
        IDocumentRegistry.Document memory d = DOCUMENTS.document(invoice);
        bool mayPay = d.counterparty == payer && !payer.isNull();
        uint256 listed;
        for (uint256 i; i < ranks.length; ++i) {
            FinancingId f = ranks[i].financing;
            if (i != 0 && !(ranks[i - 1].financing < f)) revert RanksOutOfOrder(ranks[i - 1].financing, f);
            if (!(ranks[i].basis.whole == invoice)) revert FinancingNotOnInvoice(f, invoice);
            listed += DOCUMENTS.useOf(address(this), _ref(f), ranks[i].basis).amount;
            if (!mayPay) mayPay = _terms(f).bank == payer;
        }
        if (ranks.length == 0 || listed != d.used) revert RanksIncomplete(invoice, listed, d.used);
        if (!mayPay) revert CallerNotPayer(invoice, payer);
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
        returns (Quote memory q, IDocumentRegistry.Document memory invoice)
    {
        if (a.declarations.length == 0 || a.declarations.length > MOST_DECLARATIONS) {
            revert DeclarationsOutOfBounds(a.declarations.length, MOST_DECLARATIONS);
        }
        invoice = _paper(a.invoice, DocumentKind.Invoice);
        if (invoice.due < block.timestamp) revert InvoiceOverdue(a.invoice, invoice.due);
        q.invoiceOpen = invoice.amount - invoice.consumed;
        q.invoiceFree = _free(invoice);
        uint256 base = Math.mulDiv(q.invoiceOpen, line.terms.advanceBps, BPS);
        q.advanceFree = Math.saturatingSub(base, invoice.used).toUint96();
        uint256 declared;
        for (uint256 i; i < a.declarations.length; ++i) {
            declared += _free(_paper(a.declarations[i], DocumentKind.CustomsDeclaration));
        }
        q.declarationsFree = Math.min(declared, type(uint96).max).toUint96();
        q.lineFree = line.terms.limit - line.used;
        q.maturityDay = _maturity(a, line.terms, invoice.due);
    }

    function _amount(Application calldata a, Quote memory q) private pure returns (uint96 amount) {
        amount = a.amount == 0 ? _most(q) : a.amount;
        if (amount == 0) revert NothingToFinance(a.invoice, q.advanceFree, q.declarationsFree, q.lineFree);
    }

    function _most(Quote memory q) private pure returns (uint96) {
        uint256 papers = Math.min(Math.min(q.invoiceFree, q.advanceFree), q.declarationsFree);
        return Math.min(papers, q.lineFree).toUint96();
    }

    function _requireBase(Application calldata a, Quote memory q, uint96 amount) private pure {
        if (amount > q.advanceFree) revert AmountExceedsAdvance(a.invoice, amount, q.advanceFree);
    }

    /// @dev Filled in the order given; a single declaration is left to the registry to refuse.
    function _parts(Application calldata a, uint96 amount) private view returns (Part[] memory parts) {
        uint256 n = a.declarations.length;
        parts = new Part[](n);
        uint96 left = amount;
        for (uint256 i; i < n; ++i) {
            uint96 share = n == 1 ? left : Math.min(left, DOCUMENTS.free(a.declarations[i])).toUint96();
            parts[i] = Part(a.declarations[i], share);
            left -= share;
        }
        if (left != 0) revert AmountExceedsDeclarations(a.invoice, amount, amount - left);
    }

    /// @dev The papers of an asset may be corrected while nothing rests on it.
    function _fixPapers(Application calldata a, IDocumentRegistry.Document memory invoice) private {
        bytes32 papers = keccak256(abi.encode(a.declarations));
        bytes32 registered = papersOf[a.invoice];
        if (registered == papers) return;
        if (invoice.used != 0) revert AssetPapersFixed(a.invoice, registered, papers);
        papersOf[a.invoice] = papers;
        emit AssetRegistered(a.invoice, invoice.counterparty, invoice.due, a.declarations);
    }

    function _maturity(Application calldata a, ICreditLines.LineTerms memory t, uint40 due)
        private
        view
        returns (uint24 day)
    {
        uint24 today = CALENDAR.dayOf(t.calendar, block.timestamp);
        uint24 dueDay = CALENDAR.rollModifiedFollowing(t.calendar, CALENDAR.dayOf(t.calendar, due));
        uint24 latest = Math.min(uint256(dueDay) + t.graceDays, uint256(today) + t.tenorDays).toUint24();
        day = a.maturityDay == 0 ? dueDay : a.maturityDay;
        if (day < today || day > latest) revert MaturityOutOfBounds(day, today, latest);
    }

    function _terms(
        Application calldata a,
        ICreditLines.Line memory line,
        uint96 amount,
        uint40 until,
        uint24 maturityDay
    ) private view returns (IClaimLedger.Terms memory) {
        bool bullet = a.kind == AmortizationKind.Bullet;
        if (a.instalments == 0 || (bullet && a.instalments != 1)) revert InstalmentsInvalid(a.kind, a.instalments);
        return IClaimLedger.Terms(
            a.line,
            line.bank,
            line.terms.enterprise,
            line.terms.currency,
            amount,
            until,
            maturityDay,
            CALENDAR.offsetOf(line.terms.calendar),
            line.terms.rateBps,
            line.terms.penaltyBps,
            line.terms.graceDays,
            line.terms.dayCount,
            a.kind,
            a.instalments
        );
    }

    function scheduleOf(FinancingId financing) external view returns (Instalment[] memory) {
        IClaimLedger.Financing memory f = CLAIMS.get(financing);
        ICreditLines.Line memory line = LINES.get(f.terms.line);
        uint16 calendar = line.terms.calendar;
        uint24 start = CALENDAR.dayOf(calendar, f.drawn == 0 ? block.timestamp : f.drawn);
        uint24[] memory due = Amortization.dueDays(start, f.terms.instalments, 1);
        for (uint256 i; i < due.length; ++i) {
            due[i] = CALENDAR.rollModifiedFollowing(calendar, due[i]);
        }
        due[due.length - 1] = f.terms.maturityDay;
        return Amortization.schedule(
            f.terms.kind, f.terms.principal, f.terms.rateBps, f.terms.dayCount, start, due
        );
    }

    /* LOOK-UPS */

    function _paper(DocumentId id, DocumentKind expected)
        private
        view
        returns (IDocumentRegistry.Document memory d)
    {
        d = DOCUMENTS.requireSound(id);
        if (d.kind != expected) revert DocumentKindMismatch(id, expected, d.kind);
    }

    function _free(IDocumentRegistry.Document memory d) private pure returns (uint96) {
        return d.amount - d.consumed - d.used;
    }

    function _terms(FinancingId financing) private view returns (IClaimLedger.Terms memory) {
        return CLAIMS.get(financing).terms;
    }

    function _owes(FinancingId financing) private view returns (bool) {
        IClaimLedger.FinancingStatus s = CLAIMS.statusOf(financing);
        return s == IClaimLedger.FinancingStatus.Funded || s == IClaimLedger.FinancingStatus.Overdue
            || s == IClaimLedger.FinancingStatus.Defaulted;
    }

    function _requireBank(FinancingId financing, OrgId caller) private view returns (IClaimLedger.Terms memory t) {
        t = _terms(financing);
        if (t.bank != caller) revert CallerNotBankOfFinancing(financing, t.bank, caller);
    }

    function _ref(FinancingId financing) private pure returns (bytes32) {
        return bytes32(uint256(FinancingId.unwrap(financing)));
    }
}
