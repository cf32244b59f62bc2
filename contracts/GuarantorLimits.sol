// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Permissioned} from "./Permissioned.sol";
import {IGuarantorCapital} from "./interfaces/IGuarantorCapital.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Margin} from "./libraries/Margin.sol";
import {OrgId} from "./types/Ids.sol";
import {DocumentKind, Role} from "./types/Roles.sol";

/// @dev How much a guarantor may promise, for whom, and for whom not: a part of GuarantorCapital in a file of its own.
abstract contract GuarantorLimits is IGuarantorCapital, Permissioned, AccessManaged {
    /// @dev What is promised for a client, the group that it was counted to, and whether the guarantor is listed behind it.
    struct Exposure {
        uint96 amount;
        uint16 group;
        bool listed;
    }

    /// @dev What a promise left: for the client, and in all.
    struct Promised {
        uint96 exposure;
        uint96 liability;
    }

    uint256 public constant MOST_GUARANTORS = 8;
    uint16 private constant BPS = 10_000;

    mapping(OrgId => mapping(uint16 currency => Standing)) private _standing;
    mapping(uint8 jurisdiction => Jurisdiction) private _rules;
    mapping(uint8 jurisdiction => bool) private _known;
    mapping(OrgId => mapping(uint16 currency => mapping(OrgId client => Exposure))) private _exposure;
    mapping(OrgId => mapping(uint16 currency => mapping(uint16 group => uint96))) private _toGroup;
    /// @dev One slot: who stands behind an organisation that is a guarantor itself, once for each currency in which it does.
    mapping(OrgId client => OrgId[MOST_GUARANTORS]) private _behind;

    constructor(IParticipantRegistry participants, Jurisdiction memory rules) Permissioned(participants) {
        _setJurisdiction(0, rules);
    }

    /* STANDING */

    function attestNetAssets(OrgId guarantor, uint16 currency, uint96 netAssets, uint40 asOf) external {
        (OrgId caller, uint8 roles) = PARTICIPANTS.activeOf(msg.sender);
        // Who is no regulator attests as an appraiser, and nothing of its own group.
        if (roles >> uint8(Role.Regulator) & 1 == 0) {
            PARTICIPANTS.attestorOf(msg.sender, DocumentKind.Appraisal, guarantor, OrgId.wrap(0));
        } else if (PARTICIPANTS.related(caller, guarantor)) {
            revert IParticipantRegistry.AttestorRelated(caller, guarantor);
        }
        Standing storage s = _standing[guarantor][currency];
        if (asOf > block.timestamp || asOf < s.attestedAt) revert NetAssetsOutdated(guarantor, asOf, s.attestedAt);
        (s.netAssets, s.attestedAt) = (netAssets, asOf);
        emit NetAssetsAttested(guarantor, currency, caller, netAssets, asOf);
    }

    function setJurisdiction(uint8 jurisdiction, Jurisdiction calldata rules) external restricted {
        _setJurisdiction(jurisdiction, rules);
    }

    function _setJurisdiction(uint8 jurisdiction, Jurisdiction memory rules) private {
        (_rules[jurisdiction], _known[jurisdiction]) = (rules, true);
        emit JurisdictionSet(jurisdiction, rules.leverage, rules.clientBps, rules.groupBps);
    }

    function classify(OrgId guarantor, uint16 currency, uint8 jurisdiction, uint16 marginBps) external restricted {
        if (!_known[jurisdiction]) revert JurisdictionUnknown(jurisdiction);
        if (marginBps == 0 || marginBps > BPS) revert MarginOutOfBounds(marginBps, BPS);
        Standing storage s = _standing[guarantor][currency];
        (s.jurisdiction, s.marginBps) = (jurisdiction, marginBps);
        emit GuarantorClassified(guarantor, currency, jurisdiction, marginBps);
    }

    /* PROMISES */

    function _promise(OrgId guarantor, OrgId client, uint16 currency, uint96 amount)
        internal
        returns (Promised memory p)
    {
        Standing memory s = _standing[guarantor][currency];
        Jurisdiction memory rules = _rules[s.jurisdiction];
        p.liability = s.liability + amount;
        if (rules.leverage != 0) {
            if (s.attestedAt == 0) revert NetAssetsNotAttested(guarantor, currency);
            uint256 limit = uint256(s.netAssets) * rules.leverage;
            if (p.liability > limit) revert LiabilityExceedsLimit(guarantor, p.liability, limit);
        }
        _standing[guarantor][currency].liability = p.liability;
        p.exposure = _expose(guarantor, client, currency, amount, s.netAssets, rules);
    }

    function _expose(
        OrgId guarantor,
        OrgId client,
        uint16 currency,
        uint96 amount,
        uint256 netAssets,
        Jurisdiction memory rules
    ) private returns (uint96) {
        Exposure memory e = _exposure[guarantor][currency][client];
        if (e.amount == 0) e.listed = _standBehind(guarantor, client, currency);
        uint16 group = PARTICIPANTS.groupOf(client);
        if (e.group != group) _regroup(guarantor, currency, e, group);
        e.amount += amount;
        uint256 limit = netAssets * rules.clientBps / BPS;
        if (rules.clientBps != 0 && e.amount > limit) revert ClientExceedsLimit(guarantor, client, e.amount, limit);
        if (group != 0) {
            uint96 toGroup = _toGroup[guarantor][currency][group] + amount;
            limit = netAssets * rules.groupBps / BPS;
            if (rules.groupBps != 0 && toGroup > limit) revert GroupExceedsLimit(guarantor, group, toGroup, limit);
            _toGroup[guarantor][currency][group] = toGroup;
        }
        _exposure[guarantor][currency][client] = e;
        return e.amount;
    }

    function regroup(OrgId guarantor, OrgId client, uint16 currency) external {
        Exposure memory e = _exposure[guarantor][currency][client];
        uint16 group = PARTICIPANTS.groupOf(client);
        if (e.group == group || e.amount == 0) revert GroupIsCounted(guarantor, client, e.group);
        uint16 before = e.group;
        _regroup(guarantor, currency, e, group);
        _exposure[guarantor][currency][client] = e;
        emit ClientRegrouped(guarantor, client, currency, before, group);
    }

    /// @dev A client that changed its group since takes along what is promised for it.
    function _regroup(OrgId guarantor, uint16 currency, Exposure memory e, uint16 group) private {
        if (e.group != 0) _toGroup[guarantor][currency][e.group] -= e.amount;
        if (group != 0) _toGroup[guarantor][currency][group] += e.amount;
        e.group = group;
    }

    function _unpromise(OrgId guarantor, OrgId client, uint16 currency, uint96 amount)
        internal
        returns (Promised memory p)
    {
        Exposure memory e = _exposure[guarantor][currency][client];
        Standing storage s = _standing[guarantor][currency];
        (p.exposure, p.liability) = (e.amount - amount, s.liability - amount);
        if (amount == 0) return p;
        s.liability = p.liability;
        if (e.group != 0) _toGroup[guarantor][currency][e.group] -= amount;
        if (p.exposure != 0) {
            _exposure[guarantor][currency][client].amount = p.exposure;
        } else {
            delete _exposure[guarantor][currency][client];
            if (e.listed) _stepBack(guarantor, client);
        }
    }

    /* WHO STANDS BEHIND WHOM */

    /// @dev A client that is no guarantor closes no circle: behind it nobody is listed.
    function _standBehind(OrgId guarantor, OrgId client, uint16 currency) private returns (bool) {
        // It may have become one since somebody stood behind it.
        if (_exposure[client][currency][guarantor].amount != 0) revert GuaranteeCircular(guarantor, client, guarantor);
        _requireNoCircle(guarantor, client);
        if (PARTICIPANTS.organisation(client).roles >> uint8(Role.Guarantor) & 1 == 0) return false;
        OrgId[MOST_GUARANTORS] storage behind = _behind[client];
        for (uint256 i; i < MOST_GUARANTORS; ++i) {
            if (!behind[i].isNull()) continue;
            behind[i] = guarantor;
            return true;
        }
        revert GuarantorsTooMany(client, MOST_GUARANTORS);
    }

    function _stepBack(OrgId guarantor, OrgId client) private {
        OrgId[MOST_GUARANTORS] storage behind = _behind[client];
        uint256 i;
        while (behind[i] != guarantor) ++i;
        behind[i] = OrgId.wrap(0);
    }

    /// @dev Asks who stands behind the guarantor, and behind those, the nearest first, eight organisations in all.
    function _requireNoCircle(OrgId guarantor, OrgId client) private view {
        OrgId[MOST_GUARANTORS] memory asked;
        asked[0] = guarantor;
        uint256 n = 1;
        for (uint256 i; i < n; ++i) {
            OrgId[MOST_GUARANTORS] memory behind = _behind[asked[i]];
            for (uint256 j; j < MOST_GUARANTORS; ++j) {
                if (behind[j].isNull()) continue;
                if (behind[j] == client) revert GuaranteeCircular(guarantor, client, asked[i]);
                if (n < MOST_GUARANTORS) asked[n++] = behind[j];
            }
        }
    }

    /* STATE */

    function standingOf(OrgId guarantor, uint16 currency) external view returns (Standing memory s) {
        s = _standing[guarantor][currency];
        s.marginBps = marginOf(guarantor, currency);
    }

    function marginOf(OrgId guarantor, uint16 currency) public view returns (uint16 bps) {
        bps = _standing[guarantor][currency].marginBps;
        if (bps == 0) bps = BPS;
    }

    function _room(OrgId guarantor, OrgId client, uint16 currency, uint96 free)
        internal
        view
        returns (Room memory r)
    {
        Standing memory s = _standing[guarantor][currency];
        Jurisdiction memory rules = _rules[s.jurisdiction];
        r.group = PARTICIPANTS.groupOf(client);
        Exposure memory e = _exposure[guarantor][currency][client];
        uint96 toGroup = _toGroup[guarantor][currency][r.group];
        if (e.group != r.group) toGroup += e.amount;
        uint256 own = s.netAssets;
        r.all = _left(rules.leverage, own * rules.leverage, s.liability);
        r.toClient = _left(rules.clientBps, own * rules.clientBps / BPS, e.amount);
        r.toGroup = _left(r.group == 0 ? 0 : rules.groupBps, own * rules.groupBps / BPS, toGroup);
        r.byCapital = Margin.coverDown(free, marginOf(guarantor, currency));
    }

    function _left(uint16 bound, uint256 limit, uint96 used) private pure returns (uint96) {
        if (bound == 0) return type(uint96).max;
        return uint96(Math.min(Math.saturatingSub(limit, used), type(uint96).max));
    }

    function jurisdictionOf(uint8 jurisdiction) external view returns (Jurisdiction memory) {
        if (!_known[jurisdiction]) revert JurisdictionUnknown(jurisdiction);
        return _rules[jurisdiction];
    }

    function exposureOf(OrgId guarantor, uint16 currency, OrgId client)
        external
        view
        returns (uint96 toClient, uint96 toGroup)
    {
        Exposure memory e = _exposure[guarantor][currency][client];
        return (e.amount, e.group == 0 ? e.amount : _toGroup[guarantor][currency][e.group]);
    }

    function guarantorsOf(OrgId client) external view returns (OrgId[MOST_GUARANTORS] memory) {
        return _behind[client];
    }
}
