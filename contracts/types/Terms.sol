// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Actual days over 360, actual days over 365, Eurobond 30/360.
enum DayCountConvention {
    Act360,
    Act365F,
    E30360
}

/// @dev Principal at the end; equal parts of principal; equal payments of principal and interest.
enum AmortizationKind {
    Bullet,
    EqualPrincipal,
    Annuity
}

/// @dev The terms of a credit line that have bounds.
enum LineTerm {
    Limit,
    Advance,
    Dilution,
    Concentration,
    Fee,
    Tenor,
    CargoAdvance,
    Valuation
}

/// @dev `dueDay` in days since 1970-01-01, amounts in minor units, `balance` after the payment.
struct Instalment {
    uint24 dueDay;
    uint96 principal;
    uint96 interest;
    uint96 balance;
}
