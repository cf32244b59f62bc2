// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {OrgId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

/// @dev Who is calling: signer -> organisation -> role. A verb opens with `only(Role.Bank)` and gets the organisation.
abstract contract Permissioned {
    IParticipantRegistry public immutable PARTICIPANTS;

    constructor(IParticipantRegistry participants) {
        PARTICIPANTS = participants;
    }

    function only(Role role) internal view returns (OrgId) {
        return PARTICIPANTS.actor(msg.sender, role);
    }
}
