// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrgId} from "../types/Ids.sol";

/// @title What a guarantor has deposited, locked and promised
/// @notice Settlement tokens of guarantors, by organisation and currency. What is locked leaves only to the beneficiary
/// of a guarantee; what is not, to the guarantor's own account, to a beneficiary that its guarantee's own lock did not
/// cover, or back to who paid a premium that was not earned. Beside it, what it may promise: so many times its
/// net assets, and so much of them for one client and for one group (Reg. 683 of 2017 and its rules).
interface IGuarantorCapital {
    /// @param balance held, minor units
    /// @param locked behind live guarantees, and for premiums to be given back
    /// @param isShort whether something is owed to a beneficiary that wasn't there to be paid
    struct Capital {
        uint96 balance;
        uint96 locked;
        bool isShort;
    }

    /// @dev What the rules of a jurisdiction let a guarantor promise; 0 for a bound that it doesn't know.
    /// @param leverage times its net assets, for all of its guarantees
    /// @param clientBps basis points of its net assets for one client
    /// @param groupBps basis points of its net assets for a client's group
    struct Jurisdiction {
        uint16 leverage;
        uint16 clientBps;
        uint16 groupBps;
    }

    /// @param netAssets attested, minor units of the currency: that part of them which stands behind it
    /// @param liability what live guarantees may still pay, minor units
    /// @param attestedAt second as of which the net assets were attested, 0 for never
    /// @param jurisdiction number of the rules that bind it
    /// @param marginBps basis points of a new cover that are locked
    struct Standing {
        uint96 netAssets;
        uint96 liability;
        uint40 attestedAt;
        uint8 jurisdiction;
        uint16 marginBps;
    }

    /// @dev How much more cover each bound allows, minor units; all ones where there is no such bound.
    /// @param all for all clients, `toClient` for the one, `toGroup` for its `group` where it has one
    /// @param byCapital as far as free capital covers the margin; nothing while it is short
    struct Room {
        uint96 all;
        uint96 toClient;
        uint96 toGroup;
        uint96 byCapital;
        uint16 group;
    }

    /// @dev How a payout is booked: `own` of it out of the guarantee's own lock, the rest out of what is free.
    /// @param paid minor units that leave now
    /// @param shortBefore what was missing for this demand before, `shortAfter` what is now
    /// @param to the beneficiary's account, or the ledger that keeps it for the beneficiary
    struct Payout {
        OrgId guarantor;
        OrgId client;
        OrgId beneficiary;
        uint16 currency;
        uint96 paid;
        uint96 own;
        uint96 shortBefore;
        uint96 shortAfter;
        address to;
    }

    event CapitalDeposited(OrgId indexed guarantor, uint16 indexed currency, uint96 amount, uint96 balance);
    event CapitalWithdrawn(OrgId indexed guarantor, uint16 indexed currency, uint96 amount, uint96 balance);
    /// @param cover minor units promised more, `exposure` what the guarantor may have to pay for the client now,
    /// `liability` for all, `locked` of its capital
    event CoverUndertaken(
        OrgId indexed guarantor,
        OrgId indexed client,
        uint16 indexed currency,
        uint96 cover,
        uint96 exposure,
        uint96 liability,
        uint96 locked
    );
    /// @param cover minor units promised less
    event CoverRelieved(
        OrgId indexed guarantor,
        OrgId indexed client,
        uint16 indexed currency,
        uint96 cover,
        uint96 exposure,
        uint96 liability,
        uint96 locked
    );
    /// @param amount minor units paid, and promised less
    event CapitalPaidOut(
        OrgId indexed guarantor,
        OrgId indexed client,
        OrgId indexed beneficiary,
        uint16 currency,
        uint96 amount,
        uint96 balance,
        uint96 exposure,
        uint96 liability,
        uint96 locked
    );
    event PremiumRefunded(
        OrgId indexed guarantor, OrgId indexed payer, uint16 indexed currency, uint96 amount, uint96 balance
    );
    event ClientRegrouped(
        OrgId indexed guarantor, OrgId indexed client, uint16 indexed currency, uint16 before, uint16 group
    );
    event ShortfallChanged(OrgId indexed guarantor, uint16 indexed currency, uint96 shortfall);
    event NetAssetsAttested(
        OrgId indexed guarantor, uint16 indexed currency, OrgId indexed attestor, uint96 netAssets, uint40 asOf
    );
    event JurisdictionSet(uint8 indexed jurisdiction, uint16 leverage, uint16 clientBps, uint16 groupBps);
    event GuarantorClassified(
        OrgId indexed guarantor, uint16 indexed currency, uint8 jurisdiction, uint16 marginBps
    );

    error CapitalInsufficient(OrgId guarantor, uint256 requested, uint256 free);
    error CallerNotEscrow(address caller);
    error DepositIsZero();
    error GuarantorIsShort(OrgId guarantor, uint96 shortfall);
    error NetAssetsNotAttested(OrgId guarantor, uint16 currency);
    error NetAssetsOutdated(OrgId guarantor, uint40 asOf, uint40 known);
    error LiabilityExceedsLimit(OrgId guarantor, uint256 liability, uint256 limit);
    error ClientExceedsLimit(OrgId guarantor, OrgId client, uint256 exposure, uint256 limit);
    error GroupExceedsLimit(OrgId guarantor, uint16 group, uint256 exposure, uint256 limit);
    error GuaranteeCircular(OrgId guarantor, OrgId client, OrgId through);
    error GuarantorsTooMany(OrgId client, uint256 most);
    error GroupIsCounted(OrgId guarantor, OrgId client, uint16 group);
    error JurisdictionUnknown(uint8 jurisdiction);
    error MarginOutOfBounds(uint16 given, uint16 most);

    /// @notice Deposits from the guarantor's account; what is owed to beneficiaries may be taken out of it at once, before
    /// anything else. Guarantor only; one that is short also suspended.
    function deposit(uint16 currency, uint96 amount) external;

    /// @notice Withdraws free capital to the guarantor's account. Its own signers, suspended or not; not while frozen.
    function withdraw(uint16 currency, uint96 amount) external;

    /// @notice States a guarantor's net assets behind guarantees in `currency`, as of a second not to come and not before
    /// the last one. Less than before stops new cover and voids none. A regulator, or an organisation entitled to
    /// attest appraisals, neither related to the guarantor.
    function attestNetAssets(OrgId guarantor, uint16 currency, uint96 netAssets, uint40 asOf) external;

    /// @notice Puts down the rules of a jurisdiction, for cover from now on. Through the authority.
    function setJurisdiction(uint8 jurisdiction, Jurisdiction calldata rules) external;

    /// @notice Tells which jurisdiction's rules bind a guarantor, and how much of a new cover it locks: 1 to 10,000 basis
    /// points, rounded up; 10,000 where nobody told. What stands keeps its own. Registrar only.
    function classify(OrgId guarantor, uint16 currency, uint8 jurisdiction, uint16 marginBps) external;

    /// @notice Counts what is promised for a client to the group that it belongs to since; more cover for it does so too.
    /// Anybody.
    function regroup(OrgId guarantor, OrgId client, uint16 currency) external;

    /// @notice Promises `cover` more for a client and locks `lock`: within the limits, for none whose own guarantor the
    /// client is, be it through other guarantors (eight are asked), by none that is short. The escrow only.
    function undertake(OrgId guarantor, OrgId client, uint16 currency, uint96 cover, uint96 lock) external;

    /// @notice Takes back a promise of `liability` and unlocks `unlocked`. The escrow only.
    function relieve(OrgId guarantor, OrgId client, uint16 currency, uint96 liability, uint96 unlocked) external;

    /// @notice Minor units that can be paid of `owed` now: out of `own`, which is the guarantee's lock, and what no
    /// guarantee has locked.
    function drawable(OrgId guarantor, uint16 currency, uint96 own, uint96 owed) external view returns (uint96);

    /// @notice Pays a beneficiary and books what is missing. The escrow only.
    function payOut(Payout calldata payout) external;

    /// @notice Gives back `amount` of a premium, which was locked for it. The escrow only.
    function refund(OrgId guarantor, OrgId payer, uint16 currency, uint96 amount) external;

    function capitalOf(OrgId guarantor, uint16 currency) external view returns (Capital memory);

    /// @notice Owed to beneficiaries and not there, minor units; new cover waits until it is paid.
    function shortfallOf(OrgId guarantor, uint16 currency) external view returns (uint96);

    /// @notice What a guarantor could promise, and has promised.
    function standingOf(OrgId guarantor, uint16 currency) external view returns (Standing memory);

    /// @notice How much more cover a guarantor could give a client now.
    function roomFor(OrgId guarantor, OrgId client, uint16 currency) external view returns (Room memory);

    /// @notice Basis points of a new cover that the guarantor locks.
    function marginOf(OrgId guarantor, uint16 currency) external view returns (uint16);

    function jurisdictionOf(uint8 jurisdiction) external view returns (Jurisdiction memory);

    /// @notice What a guarantor may still have to pay for a client, and what for the group that counts for it.
    function exposureOf(OrgId guarantor, uint16 currency, OrgId client)
        external
        view
        returns (uint96 toClient, uint96 toGroup);

    /// @notice Who stands behind `client` that is a guarantor itself, at most eight, one entry for each currency; of other
    /// clients nobody is listed.
    function guarantorsOf(OrgId client) external view returns (OrgId[8] memory);
}
