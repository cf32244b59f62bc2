// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Permissioned} from "./Permissioned.sol";
import {ICreditLines} from "./interfaces/ICreditLines.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {LineId, OrgId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";
import {DayCountConvention} from "./types/Terms.sol";

contract CreditLines is ICreditLines, Permissioned {
    /// @dev Two slots; the third is written, and read, only where a condition is set.
    struct Record {
        uint96 limit;
        uint96 used;
        uint16 advanceBps;
        uint16 rateBps;
        uint8 graceDays;
        DayCountConvention dayCount;
        bool closed;
        OrgId bank;
        OrgId enterprise;
        uint16 currency;
        uint16 penaltyBps;
        uint16 tenorDays;
        uint16 calendar;
        uint40 expiry;
        bool conditional;
        address condition;
    }

    uint16 private constant BPS = 10_000;

    address public immutable PLEDGE;

    uint32 private _last;
    mapping(LineId => Record) private _line;

    constructor(IParticipantRegistry participants, address pledge) Permissioned(participants) {
        PLEDGE = pledge;
    }

    modifier onlyPledge() {
        if (msg.sender != PLEDGE) revert CallerNotPledge(msg.sender);
        _;
    }

    function open(LineTerms calldata t) external returns (LineId line) {
        OrgId bank = only(Role.Bank);
        if (bank == t.enterprise) revert LineToItself(bank);
        PARTICIPANTS.activeAccountOf(t.enterprise);
        if (t.limit == 0 || t.advanceBps == 0 || t.advanceBps > BPS || t.expiry < block.timestamp) {
            revert LineTermsInvalid(t.limit, t.advanceBps, t.expiry);
        }
        line = LineId.wrap(++_last);
        _write(_line[line], bank, t);
        emit LineOpened(
            line,
            bank,
            t.enterprise,
            t.currency,
            t.limit,
            t.advanceBps,
            t.rateBps,
            t.penaltyBps,
            t.tenorDays,
            t.graceDays,
            t.dayCount,
            t.calendar,
            t.expiry,
            t.condition
        );
    }

    function close(LineId line) external {
        OrgId bank = only(Role.Bank);
        Record storage r = _known(line);
        if (r.bank != bank) revert LineNotOfBank(line, r.bank, bank);
        if (r.closed) revert LineIsClosed(line);
        r.closed = true;
        emit LineClosed(line);
    }

    function draw(LineId line, uint96 amount) external onlyPledge {
        Record storage r = _known(line);
        uint96 available = r.limit - r.used;
        if (amount > available) revert UseExceedsLine(line, amount, available);
        r.used += amount;
        emit LineUsed(line, r.used, r.limit);
    }

    function free(LineId line, uint96 amount) external onlyPledge {
        Record storage r = _known(line);
        r.used -= amount;
        emit LineUsed(line, r.used, r.limit);
    }

    function get(LineId line) external view returns (Line memory) {
        return _read(_known(line));
    }

    function drawable(LineId line, OrgId enterprise) external view returns (Line memory) {
        Record storage r = _known(line);
        if (r.enterprise != enterprise) revert LineNotOfEnterprise(line, r.enterprise, enterprise);
        if (r.closed) revert LineIsClosed(line);
        if (block.timestamp > r.expiry) revert LineExpired(line, r.expiry);
        return _read(r);
    }

    function _known(LineId line) private view returns (Record storage r) {
        r = _line[line];
        if (r.limit == 0) revert LineUnknown(line);
    }

    function _write(Record storage r, OrgId bank, LineTerms calldata t) private {
        (r.limit, r.advanceBps, r.rateBps) = (t.limit, t.advanceBps, t.rateBps);
        (r.graceDays, r.dayCount) = (t.graceDays, t.dayCount);
        (r.bank, r.enterprise, r.currency) = (bank, t.enterprise, t.currency);
        (r.penaltyBps, r.tenorDays, r.calendar, r.expiry) = (t.penaltyBps, t.tenorDays, t.calendar, t.expiry);
        if (t.condition != address(0)) (r.conditional, r.condition) = (true, t.condition);
    }

    function _read(Record storage r) private view returns (Line memory) {
        LineTerms memory t = LineTerms(
            r.enterprise,
            r.currency,
            r.limit,
            r.advanceBps,
            r.rateBps,
            r.penaltyBps,
            r.tenorDays,
            r.graceDays,
            r.dayCount,
            r.calendar,
            r.expiry,
            r.conditional ? r.condition : address(0)
        );
        return Line(r.bank, t, r.used, r.closed);
    }
}
