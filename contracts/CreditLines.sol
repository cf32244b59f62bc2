// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Permissioned} from "./Permissioned.sol";
import {ICreditLines} from "./interfaces/ICreditLines.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Advance} from "./libraries/Advance.sol";
import {LineId, OrgId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";
import {DayCountConvention, LineTerm} from "./types/Terms.sol";

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
        uint8 version;
        OrgId bank;
        OrgId enterprise;
        uint16 currency;
        uint16 penaltyBps;
        uint16 tenorDays;
        uint16 calendar;
        uint40 expiry;
        uint16 dilutionBps;
        uint16 concentrationBps;
        uint16 feeBps;
        bool conditional;
        uint16 cargoAdvanceBps;
        uint8 valuationDays;
        address condition;
    }

    uint16 private constant BPS = 10_000;
    uint16 public constant MOST_TENOR_DAYS = 360;
    uint8 public constant MOST_VERSIONS = type(uint8).max;

    address public immutable PLEDGE;

    uint32 private _last;
    mapping(LineId => Record) private _line;
    mapping(LineId => mapping(OrgId debtor => uint96)) private _debtorUsed;

    constructor(IParticipantRegistry participants, address pledge) Permissioned(participants) {
        PLEDGE = pledge;
    }

    modifier onlyPledge() {
        if (msg.sender != PLEDGE) revert CallerNotPledge(msg.sender);
        _;
    }

    function open(OrgId enterprise, uint16 currency, LineTerms calldata t) external returns (LineId line) {
        OrgId bank = only(Role.Bank);
        if (bank == enterprise) revert LineToItself(bank);
        PARTICIPANTS.activeAccountOf(enterprise);
        _requireTerms(t);
        line = LineId.wrap(++_last);
        Record storage r = _line[line];
        (r.bank, r.enterprise, r.currency, r.version) = (bank, enterprise, currency, 1);
        _write(r, t);
        emit LineOpened(
            line,
            bank,
            enterprise,
            currency,
            t.limit,
            t.advanceBps,
            t.dilutionBps,
            t.concentrationBps,
            t.cargoAdvanceBps,
            t.valuationDays,
            t.rateBps,
            t.penaltyBps,
            t.feeBps,
            t.tenorDays,
            t.graceDays,
            t.dayCount,
            t.calendar,
            t.expiry,
            t.condition
        );
    }

    function change(LineId line, LineTerms calldata t) external {
        Record storage r = _own(line);
        _requireTerms(t);
        if (r.version == MOST_VERSIONS) revert LineVersionsUsedUp(line, MOST_VERSIONS);
        ++r.version;
        _write(r, t);
        emit LineChanged(
            line,
            r.version,
            t.limit,
            t.advanceBps,
            t.dilutionBps,
            t.concentrationBps,
            t.cargoAdvanceBps,
            t.valuationDays,
            t.rateBps,
            t.penaltyBps,
            t.feeBps,
            t.tenorDays,
            t.graceDays,
            t.dayCount,
            t.calendar,
            t.expiry,
            t.condition
        );
    }

    function close(LineId line) external {
        _own(line).closed = true;
        emit LineClosed(line);
    }

    function draw(LineId line, OrgId debtor, bool capped, uint96 amount) external onlyPledge {
        Record storage r = _known(line);
        uint96 available = _free(r);
        if (amount > available) revert UseExceedsLine(line, amount, available);
        r.used += amount;
        emit LineUsed(line, r.used, r.limit);
        if (!capped) return;
        uint96 room = _room(r, line, debtor);
        if (amount > room) revert DebtorConcentrated(line, debtor, amount, room);
        _useDebtor(line, debtor, _debtorUsed[line][debtor] + amount);
    }

    function free(LineId line, OrgId debtor, bool capped, uint96 amount) external onlyPledge {
        Record storage r = _known(line);
        r.used -= amount;
        emit LineUsed(line, r.used, r.limit);
        if (capped) _useDebtor(line, debtor, _debtorUsed[line][debtor] - amount);
    }

    function get(LineId line) external view returns (Line memory) {
        return _read(_known(line));
    }

    function debtorFree(LineId line, OrgId debtor) external view returns (uint96) {
        Record storage r = _known(line);
        return r.concentrationBps == BPS ? _free(r) : _room(r, line, debtor);
    }

    function drawable(LineId line, OrgId enterprise, uint8 version) external view returns (Line memory) {
        Record storage r = _known(line);
        if (r.enterprise != enterprise) revert LineNotOfEnterprise(line, r.enterprise, enterprise);
        if (r.closed) revert LineIsClosed(line);
        if (block.timestamp > r.expiry) revert LineExpired(line, r.expiry);
        if (r.version != version) revert LineVersionMismatch(line, r.version, version);
        return _read(r);
    }

    function _known(LineId line) private view returns (Record storage r) {
        r = _line[line];
        if (r.limit == 0) revert LineUnknown(line);
    }

    function _own(LineId line) private view returns (Record storage r) {
        OrgId bank = only(Role.Bank);
        r = _known(line);
        if (r.bank != bank) revert LineNotOfBank(line, r.bank, bank);
        if (r.closed) revert LineIsClosed(line);
    }

    function _free(Record storage r) private view returns (uint96) {
        return r.limit > r.used ? r.limit - r.used : 0;
    }

    function _room(Record storage r, LineId line, OrgId debtor) private view returns (uint96) {
        return Advance.roomDown(r.limit, _debtorUsed[line][debtor], r.concentrationBps);
    }

    function _useDebtor(LineId line, OrgId debtor, uint96 used) private {
        _debtorUsed[line][debtor] = used;
        emit DebtorUsed(line, debtor, used);
    }

    function _requireTerms(LineTerms calldata t) private view {
        _requireWithin(LineTerm.Limit, t.limit, 1, type(uint96).max);
        _requireWithin(LineTerm.Advance, t.advanceBps, 1, BPS);
        _requireWithin(LineTerm.Dilution, t.dilutionBps, 0, t.advanceBps - 1);
        _requireWithin(LineTerm.Concentration, t.concentrationBps, 1, BPS);
        _requireWithin(LineTerm.Fee, t.feeBps, 0, BPS - 1);
        _requireWithin(LineTerm.Tenor, t.tenorDays, 0, MOST_TENOR_DAYS);
        _requireWithin(LineTerm.CargoAdvance, t.cargoAdvanceBps, 0, BPS);
        _requireWithin(LineTerm.Valuation, t.valuationDays, t.cargoAdvanceBps == 0 ? 0 : 1, type(uint8).max);
        if (t.expiry < block.timestamp) revert LineExpiryInPast(t.expiry);
    }

    function _requireWithin(LineTerm term, uint256 given, uint256 least, uint256 most) private pure {
        if (given < least || given > most) revert LineTermsInvalid(term, given, least, most);
    }

    function _write(Record storage r, LineTerms calldata t) private {
        (r.limit, r.advanceBps, r.rateBps) = (t.limit, t.advanceBps, t.rateBps);
        (r.graceDays, r.dayCount) = (t.graceDays, t.dayCount);
        (r.penaltyBps, r.tenorDays, r.calendar, r.expiry) = (t.penaltyBps, t.tenorDays, t.calendar, t.expiry);
        (r.dilutionBps, r.concentrationBps, r.feeBps) = (t.dilutionBps, t.concentrationBps, t.feeBps);
        (r.cargoAdvanceBps, r.valuationDays) = (t.cargoAdvanceBps, t.valuationDays);
        r.conditional = t.condition != address(0);
        if (r.conditional) r.condition = t.condition;
    }

    function _read(Record storage r) private view returns (Line memory) {
        LineTerms memory t = LineTerms(
            r.limit,
            r.advanceBps,
            r.dilutionBps,
            r.concentrationBps,
            r.cargoAdvanceBps,
            r.valuationDays,
            r.rateBps,
            r.penaltyBps,
            r.feeBps,
            r.tenorDays,
            r.graceDays,
            r.dayCount,
            r.calendar,
            r.expiry,
            r.conditional ? r.condition : address(0)
        );
        return Line(r.bank, r.enterprise, r.currency, t, r.used, r.closed, r.version);
    }
}
