// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What an organisation may do; it may hold several roles.
enum Role {
    Enterprise,
    Bank,
    Guarantor,
    Attestor,
    Regulator
}

/// @dev What a paper is. The order is also the bit in an attestor's entitlement, from bit 0 for an invoice on: sixteen
/// kinds fill it.
enum DocumentKind {
    None,
    Invoice,
    CreditNote,
    CustomsDeclaration,
    Contract,
    BillOfLading,
    WarehouseReceipt,
    TitleDeed,
    Appraisal,
    InsurancePolicy,
    Waybill,
    MiningRight,
    Factory,
    Machinery,
    Stock,
    ListedShares,
    CashDeposit
}
