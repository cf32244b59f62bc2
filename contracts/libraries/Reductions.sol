// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @dev From the first second of local day `day` on a guarantee covers `bps` of its cover.
struct Reduction {
    uint24 day;
    uint16 bps;
}

/// @title How a cover falls by dates agreed: up to five steps in one word, the first in its lowest bits
library Reductions {
    using SafeCast for uint256;

    error ReductionsTooMany(uint256 given, uint256 most);
    error ReductionsNotFalling(uint256 index);

    uint256 internal constant MOST = 5;
    uint256 private constant BPS = 10_000;
    uint256 private constant WIDTH = 40;

    /// @notice The steps in one word; days must rise and shares fall, from below the whole to nothing at the least.
    function pack(Reduction[] calldata steps) internal pure returns (uint200 packed) {
        uint256 n = steps.length;
        if (n > MOST) revert ReductionsTooMany(n, MOST);
        (uint256 day, uint256 bps) = (0, BPS);
        for (uint256 i; i < n; ++i) {
            if (steps[i].day <= day || steps[i].bps >= bps) revert ReductionsNotFalling(i);
            (day, bps) = (steps[i].day, steps[i].bps);
            packed |= uint200((day << 16 | bps) << i * WIDTH);
        }
    }

    /// @notice The steps as they were agreed.
    function unpack(uint200 packed) internal pure returns (Reduction[] memory steps) {
        uint256 n;
        while (n < MOST && _day(packed, n) != 0) ++n;
        steps = new Reduction[](n);
        for (uint256 i; i < n; ++i) {
            steps[i] = Reduction(uint24(_day(packed, i)), uint16(packed >> i * WIDTH));
        }
    }

    /// @notice How many steps have begun by `day`.
    function begun(uint200 packed, uint256 day) internal pure returns (uint8 n) {
        while (n < MOST && _day(packed, n) != 0 && _day(packed, n) <= day) ++n;
    }

    /// @notice What is covered once `n` steps have begun, minor units, rounded up.
    function coverUp(uint200 packed, uint256 n, uint96 cover) internal pure returns (uint96) {
        if (n == 0) return cover;
        uint256 bps = uint16(packed >> (n - 1) * WIDTH);
        return Math.mulDiv(cover, bps, BPS, Math.Rounding.Ceil).toUint96();
    }

    function _day(uint200 packed, uint256 i) private pure returns (uint256) {
        return uint24(packed >> i * WIDTH + 16);
    }
}
