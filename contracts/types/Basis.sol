// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentId} from "./Ids.sol";

/// @dev A paper that bears a share of a use. Shares are filled in the order given and freed from the last.
/// @param share minor units
struct Part {
    DocumentId document;
    uint96 share;
}

/// @dev What a use rests on: one paper that bears all of it (invoice, warehouse receipt, deed) and, beside it, papers
/// that bear it together (the declarations of an invoice), whose shares add up to the amount reserved.
struct Basis {
    DocumentId whole;
    Part[] parts;
}
