// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title A settlement token for test networks
/// @notice Stands for a currency where the consortium has no token yet; its authority mints it.
contract SettlementToken is ERC20, ERC20Permit, AccessManaged {
    uint8 private immutable _decimals;

    constructor(string memory name, string memory symbol, uint8 decimals_, address authority)
        ERC20(name, symbol)
        ERC20Permit(name)
        AccessManaged(authority)
    {
        _decimals = decimals_;
    }

    function mint(address to, uint256 amount) external restricted {
        _mint(to, amount);
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }
}
