// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Basis, Part} from "../types/Basis.sol";
import {DocumentId, FinancingId, LineId, OrgId} from "../types/Ids.sol";
import {Leaf, Signed} from "../types/Statement.sol";
import {AmortizationKind} from "../types/Terms.sol";
import {IClaimLedger} from "./IClaimLedger.sol";

/// @title The pledge of export receivables and of cargo
/// @notice An asset is an invoice with the declarations of what it bills, or a right in cargo: a warehouse receipt or a
/// bill of lading, without declarations and without a debtor. An enterprise requests a financing of it on a line; the contract works out the amount; the bank funds, and money and pledge change together; repayment and
/// collection release the papers. Every verb that touches papers is given the financing's `Basis` and refuses another.
interface IReceivablePledge {
    /// @param lineVersion version of the line's terms that the enterprise agrees to
    /// @param asset the invoice, or the cargo right
    /// @param declarations customs declarations that the invoice rests on, in the order in which they are filled; none
    /// for cargo
    /// @param amount minor units; 0 asks for the most there is
    /// @param maturityDay local day number; 0 takes the invoice's due date, rolled to a business day, and for cargo the
    /// last business day within the line's tenor
    /// @param instalments 1 for a bullet
    struct Application {
        LineId line;
        uint8 lineVersion;
        DocumentId asset;
        DocumentId[] declarations;
        uint96 amount;
        uint24 maturityDay;
        AmortizationKind kind;
        uint8 instalments;
    }

    /// @notice A financing with the papers it rests on, as its request event told them.
    struct Held {
        FinancingId financing;
        Basis basis;
    }

    /// @notice A receipt as `Collected` told it: `payer` is who booked it.
    struct Receipt {
        DocumentId invoice;
        OrgId payer;
        bytes32 bankReference;
        uint96 amount;
    }

    /// @notice Every term of the amount, minor units; `amount` is the least of them.
    /// @param assetOpen attested less collected and surrendered
    /// @param assetFree open less everything that rests on the asset
    /// @param advanceFree floor(open x (advance - dilution)) less the principal that already rests on the invoice; of cargo
    /// floor(open x cargo advance) less everything that rests on it
    /// @param declarationsFree what the declarations may still bear; `assetFree` for cargo
    /// @param debtorFree what the debtor's receivables may still bear under the line; `lineFree` where it has no
    /// cap, and for cargo, which has no debtor
    struct Quote {
        uint96 amount;
        uint96 assetOpen;
        uint96 assetFree;
        uint96 advanceFree;
        uint96 declarationsFree;
        uint96 lineFree;
        uint96 debtorFree;
        uint24 maturityDay;
        OrgId debtor;
    }

    event FinancingRequested(
        FinancingId indexed financing,
        DocumentId indexed asset,
        LineId indexed line,
        uint96 amount,
        Part[] parts
    );
    event FinancingDeclined(FinancingId indexed financing, OrgId indexed bank);
    event FinancingWithdrawn(FinancingId indexed financing, OrgId indexed enterprise);
    event FinancingReclaimed(FinancingId indexed financing);
    event FinancingRelieved(FinancingId indexed financing, uint96 amount, uint96 principal);
    event FinancingRepaid(FinancingId indexed financing, address indexed payer, uint96 amount);
    event Collected(
        DocumentId indexed asset,
        OrgId indexed payer,
        bytes32 indexed bankReference,
        uint96 amount,
        uint96 surplus
    );

    error ReceivablesOutOfBounds(uint256 given, uint256 most);
    error DeclarationsOutOfBounds(uint256 given, uint256 most);
    error InvoiceOverdue(DocumentId invoice, uint40 due);
    error AssetPapersFixed(DocumentId invoice, uint256 used);
    error AmountExceedsAdvance(DocumentId asset, uint256 requested, uint256 available);
    error AmountExceedsDeclarations(DocumentId invoice, uint256 requested, uint256 available);
    error DebtorRelated(DocumentId invoice, OrgId debtor);
    error NothingToFinance(
        DocumentId asset,
        uint96 advanceFree,
        uint96 declarationsFree,
        uint96 lineFree,
        uint96 debtorFree
    );
    error MaturityOutOfBounds(uint24 given, uint24 earliest, uint24 latest);
    error CallerNotBankOfFinancing(FinancingId financing, OrgId bank, OrgId caller);
    error CallerNotBorrower(FinancingId financing, OrgId borrower, OrgId caller);
    error CallerNotPayer(DocumentId asset, OrgId caller);
    error RequestNotLapsed(FinancingId financing, IClaimLedger.FinancingStatus status);
    error NothingToRelieve(FinancingId financing, uint96 used, uint96 principal);
    error ConditionNotMet(FinancingId financing, uint96 principal, uint96 headroom);
    error AmountIsZero();
    error BankReferenceUsed(bytes32 bankReference);
    error RanksOutOfOrder(FinancingId before, FinancingId next);
    error RanksIncomplete(DocumentId asset, uint256 listed, uint256 live);
    error FinancingNotOnAsset(FinancingId financing, DocumentId asset);

    /// @notice Requests a financing; the papers and the line are reserved for `TTL` seconds. The line's enterprise.
    /// @param beside financings that hold these papers: lapsed requests are reclaimed first, so that they refuse
    /// nothing; where the invoice is in use after that, one of them must rest on the same declarations
    /// @param signed statements to present to the registry first, as `present` takes them
    /// @param leaves the same out of anchored batches
    function request(
        Application calldata application,
        Held[] calldata beside,
        Signed[] calldata signed,
        Leaf[] calldata leaves
    )
        external
        returns (FinancingId financing);

    /// @notice Requests a financing for each of 1 to `MOST_RECEIVABLES` receivables, all or none, in the order given: a
    /// bound that they share (line, debtor, declaration) is used up in it. Each is repaid by its own debtor. Otherwise
    /// as `request`.
    function requestAll(
        Application[] calldata applications,
        Held[] calldata beside,
        Signed[] calldata signed,
        Leaf[] calldata leaves
    )
        external
        returns (FinancingId[] memory financings);

    /// @notice Takes a request back before it is funded. Its enterprise.
    function withdraw(Held calldata held) external;

    /// @notice Declines a request. Its bank.
    function decline(Held calldata held) external;

    /// @notice Frees what a lapsed request holds. Anybody.
    function reclaim(Held calldata held) external;

    /// @notice Pays the principal, less the fee, from the bank's account to the enterprise's and makes the pledge final.
    /// Its bank.
    function fund(Held calldata held) external;

    /// @notice Funds 1 to `MOST_RECEIVABLES` requests, all or none, in the order given. The bank of them all; otherwise as
    /// `fund`.
    function fundAll(Held[] calldata held) external;

    /// @notice Repays from own funds, at most what is owed; the papers can bear the principal again. Anybody: from
    /// the account of the caller's organisation, or from the caller where it has none.
    /// @return paid minor units taken
    function repay(Held calldata held, uint96 amount) external returns (uint96 paid);

    /// @notice Frees what of the papers and the line bears no principal any more, since the ledger discharged it: repayment
    /// and collection free it at once. Anybody.
    function relieve(Held calldata held) external;

    /// @notice Distributes what the debtor paid, or what the goods were sold for: by rank, then to the enterprise; takes
    /// it off the papers for good. The invoice's debtor, or the bank of a financing that rests on the asset; from the
    /// caller's account. The surplus is the asset's holder's.
    /// @param ranks every funded financing on the asset, oldest first; none where there is none: then the debtor pays
    /// the holder, and the paper can't be financed again. Requests that wait have no rank and can't hold this up.
    /// @param bankReference digest of the payment's reference, usable once for each payer
    function collect(DocumentId asset, uint96 amount, bytes32 bankReference, Held[] calldata ranks) external;

    /// @notice What `request` would work out for these papers now, and every term of it.
    function quote(Application calldata application) external view returns (Quote memory);

    /// @notice Whether `collect` booked this very receipt.
    function isBooked(Receipt calldata receipt) external view returns (bool);
}
