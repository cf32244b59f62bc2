// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentId, FinancingId, GuaranteeId, OrgId} from "../types/Ids.sol";
import {DocumentKind} from "../types/Roles.sol";

/// @title Which assets secure the guarantor of a guarantee
/// @notice An enterprise secures a guarantor by papers of its own: its client's, or a third party's. An asset counts what
/// it was appraised at, after its class's haircut and liquidity factor, less the liens that come before, while its
/// valuation is good. Whatever rests on an asset, whoever is secured by it, is one quota: no more than it is recognised
/// at. Uses are reservations in DocumentRegistry without an end.
interface ICounterSecurity {
    /// @dev How a class of assets counts: basis points after the haircut, basis points of liquidity, and for how many
    /// calendar months a valuation is good, 0 where it doesn't age. An invoice is good until it is due, whatever it says.
    struct ClassTerms {
        uint16 rateBps;
        uint16 liquidityBps;
        uint8 validMonths;
    }

    struct Class {
        DocumentKind kind;
        ClassTerms terms;
    }

    /// @param amount minor units of the guarantee's currency
    struct Secured {
        DocumentId asset;
        uint96 amount;
    }

    /// @param amount for new security, all of it together; 0 while it is stale, short or stopped, a hold too
    /// @param standing the same but for staleness, holds and shortness: behind what is live
    /// @param liens prior ones outside, minor units
    /// @param stale whether its valuation counts no more, or not yet
    /// @param validThrough last second in which its valuation counts; all ones where it doesn't age
    struct Recognised {
        uint96 amount;
        uint96 standing;
        uint96 liens;
        bool stale;
        uint40 validThrough;
    }

    /// @param amount secured, minor units
    /// @param counted of it now: less than the amount calls for more security
    struct Standing {
        uint96 amount;
        uint96 counted;
        bool stale;
        uint40 validThrough;
    }

    /// @param booked what a guarantor spent on recovering, minor units
    /// @param recovered of it, out of its security
    struct Costs {
        uint96 booked;
        uint96 recovered;
    }

    event ClassSet(DocumentKind indexed kind, uint16 rateBps, uint16 liquidityBps, uint8 validMonths);
    event LiensStated(DocumentId indexed asset, OrgId indexed attestor, uint96 liens);
    event AssetSecured(
        GuaranteeId indexed guarantee,
        DocumentId indexed asset,
        OrgId indexed enterprise,
        uint96 amount
    );
    event AssetReleased(GuaranteeId indexed guarantee, DocumentId indexed asset, address indexed by, uint96 amount);
    /// @param total booked so far, minor units
    event RecoveryCostsBooked(
        GuaranteeId indexed guarantee,
        FinancingId indexed financing,
        uint96 amount,
        uint96 total,
        bytes32 statement
    );
    /// @param value of the asset that was realised, minor units, and `proceeds` it brought: to the guarantor's costs, to
    /// its claim, to the asset's holder
    /// @param secured by the asset from now on
    event AssetRecovered(
        GuaranteeId indexed guarantee,
        DocumentId indexed asset,
        FinancingId indexed financing,
        uint96 value,
        uint96 proceeds,
        uint96 toCosts,
        uint96 toClaim,
        OrgId holder,
        uint96 toHolder,
        uint96 secured,
        bytes32 bankReference
    );

    error ClassTermsInvalid(DocumentKind kind, uint16 rateBps, uint16 liquidityBps);
    error AssetsOutOfBounds(uint256 given, uint256 most);
    error AssetsNotAscending(DocumentId before, DocumentId next);
    error ValuationLapsed(DocumentId asset, uint40 stated, uint40 validThrough);
    error SecurityExceedsRecognised(DocumentId asset, uint256 requested, uint256 available);
    error AssetNotSecured(GuaranteeId guarantee, DocumentId asset);
    error AssetSecuresOthers(DocumentId asset, uint256 others);
    error GuaranteeNotPaid(GuaranteeId guarantee);
    error NothingToRecover(GuaranteeId guarantee);
    error RecoveryOutOfBounds(DocumentId asset, uint256 value, uint256 most);

    /// @notice Says how a class of assets counts from now on: an invoice, or a kind that is valued. Registrar only.
    function setClass(DocumentKind kind, ClassTerms calldata terms) external;

    /// @notice States the liens outside that come before what rests on an asset here, minor units. The organisation that
    /// attested it.
    function stateLiens(DocumentId asset, uint96 liens) external;

    /// @notice Secures the guarantor of an offered or live guarantee by 1 to 16 assets, each once: by no more than it is
    /// recognised at less everything that rests on it, its valuation good. An invoice stated by its debtor alone, or owed
    /// by a company related to its holder or to the client, secures nothing. An enterprise, by papers that it holds,
    /// while the financing isn't frozen.
    function secure(GuaranteeId guarantee, Secured[] calldata given) external;

    /// @notice Gives an asset back; the cover stays. The guarantor, suspended or not, at any time but under a freeze of it
    /// or of the financing; anybody once the guarantee can't be demanded on any more and its guarantor is owed nothing.
    function release(GuaranteeId guarantee, DocumentId asset) external;

    /// @notice Books what recovering cost a guarantor that has paid, while its claim is owed: it comes back out of the
    /// proceeds of its own security alone. The guarantor, suspended or not.
    /// @param statement commitment of the bills; the event keeps it
    function bookCosts(GuaranteeId guarantee, uint96 amount, bytes32 statement) external;

    /// @notice Distributes what an asset brought that was realised for `value` of its worth: the guarantor, on whose
    /// account the `proceeds` lie, keeps its costs first, then its claim, which is discharged by that; the rest goes to
    /// the asset's holder, or is credited to it. The asset bears `value` less for good and secures no more than it still
    /// bears. Not while anything else rests on the asset. The guarantor that has paid, suspended or not, but not frozen; no claim is
    /// discharged on a frozen financing.
    /// @param bankReference digest of the payment's; the event keeps it
    function recover(
        GuaranteeId guarantee,
        DocumentId asset,
        uint96 value,
        uint96 proceeds,
        bytes32 bankReference
    ) external;

    function recognisedOf(DocumentId asset) external view returns (Recognised memory);

    /// @notice How an asset stands behind a guarantee; all zero where it doesn't.
    function standingOf(GuaranteeId guarantee, DocumentId asset) external view returns (Standing memory);

    function costsOf(GuaranteeId guarantee) external view returns (Costs memory);

    function classOf(DocumentKind kind) external view returns (ClassTerms memory);
}
