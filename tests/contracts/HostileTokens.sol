// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @dev A token of two decimals that anybody may mint, and that turns hostile when told.
abstract contract TestToken is ERC20 {
    bool public hostile;

    constructor() ERC20("Test", "TEST") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function turn(bool on) external {
        hostile = on;
    }

    function decimals() public pure override returns (uint8) {
        return 2;
    }
}

/// @dev Says false instead of moving anything.
contract FalseToken is TestToken {
    function transfer(address to, uint256 amount) public override returns (bool) {
        return !hostile && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !hostile && super.transferFrom(from, to, amount);
    }
}

/// @dev Says true and moves nothing.
contract LyingToken is TestToken {
    function transfer(address to, uint256 amount) public override returns (bool) {
        return hostile || super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return hostile || super.transferFrom(from, to, amount);
    }
}

/// @dev Keeps a hundredth of what moves.
contract FeeToken is TestToken {
    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (hostile && from != address(0) && to != address(0)) super._update(to, address(0), amount / 100);
    }
}

/// @dev Takes and gives nothing where an account is blocked.
contract BlockingToken is TestToken {
    error AccountBlocked(address account);

    mapping(address => bool) public blocked;

    function block_(address account, bool on) external {
        blocked[account] = on;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (blocked[from]) revert AccountBlocked(from);
        if (blocked[to]) revert AccountBlocked(to);
        super._update(from, to, amount);
    }
}

/// @dev Reverts, with its reason or without any.
contract RevertingToken is TestToken {
    error TokenPaused(uint256 amount);

    bool public silent;

    function silence(bool on) external {
        silent = on;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (hostile && silent) revert();
        if (hostile) revert TokenPaused(amount);
        super._update(from, to, amount);
    }
}

/// @dev Calls back before it moves anything, as a token with hooks does; what the call reverts with goes through.
contract ReenteringToken is TestToken {
    using Address for address;

    address public target;
    bytes public data;
    bool public succeeded;

    function aim(address target_, bytes calldata data_) external {
        (target, data) = (target_, data_);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (hostile && from != address(0)) _callBack();
        super._update(from, to, amount);
    }

    function _callBack() private {
        hostile = false;
        target.functionCall(data);
        succeeded = true;
    }
}

/// @dev Returns nothing, as USDT does on Ethereum.
contract SilentToken {
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    function decimals() external pure returns (uint8) {
        return 2;
    }

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @dev Counts in eighteen decimals, whatever its currency does.
contract WideToken is ERC20 {
    constructor() ERC20("Wide", "WIDE") {}
}
