// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrgId} from "../types/Ids.sol";

/// @title What a guarantor has deposited, locked and promised
/// @notice Settlement tokens of guarantors, by organisation and currency. What is locked leaves only to the
/// beneficiary of a guarantee; what is not, only to the guarantor's own account.
interface IGuarantorCapital {
    /// @param balance held, minor units; `balance - locked` is free
    /// @param locked behind live guarantees
    struct Capital {
        uint96 balance;
        uint96 locked;
    }

    event CapitalDeposited(OrgId indexed guarantor, uint16 indexed currency, uint96 amount, uint96 balance);
    event CapitalWithdrawn(OrgId indexed guarantor, uint16 indexed currency, uint96 amount, uint96 balance);
    event CapitalLocked(OrgId indexed guarantor, uint16 indexed currency, uint96 amount, uint96 locked);
    event CapitalUnlocked(OrgId indexed guarantor, uint16 indexed currency, uint96 amount, uint96 locked);
    event CapitalPaidOut(
        OrgId indexed guarantor, OrgId indexed beneficiary, uint16 indexed currency, uint96 amount, uint96 balance
    );

    error CapitalInsufficient(OrgId guarantor, uint256 requested, uint256 free);
    error CallerNotEscrow(address caller);
    error DepositIsZero();

    /// @notice Deposits from the guarantor's account. Guarantor only.
    function deposit(uint16 currency, uint96 amount) external;

    /// @notice Withdraws free capital to the guarantor's account. Its own signers, suspended or not; not while frozen.
    function withdraw(uint16 currency, uint96 amount) external;

    /// @notice Locks free capital behind a guarantee. The escrow only.
    function lock(OrgId guarantor, uint16 currency, uint96 amount) external;

    /// @notice Unlocks what a guarantee no longer promises. The escrow only.
    function unlock(OrgId guarantor, uint16 currency, uint96 amount) external;

    /// @notice Pays locked capital to the beneficiary's account. The escrow only.
    /// @param kept to the ledger instead, which keeps it for the beneficiary
    function payOut(OrgId guarantor, OrgId beneficiary, uint16 currency, uint96 amount, bool kept) external;

    function capitalOf(OrgId guarantor, uint16 currency) external view returns (Capital memory);
}
