// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {DayCount} from "./libraries/DayCount.sol";

contract BusinessCalendar is IBusinessCalendar, AccessManaged {
    using BitMaps for BitMaps.BitMap;
    using SafeCast for uint256;
    using SafeCast for int256;

    struct Calendar {
        int24 utcOffset;
        uint8 weekendMask;
        bool isOpen;
    }

    uint16 private constant DEFAULT_CALENDAR = 0;
    uint8 private constant SATURDAY_SUNDAY = 0x60;
    uint8 private constant EVERY_DAY = 0x7f;
    uint256 private constant MAX_STEPS = 31;
    // 1970-01-01 was a Thursday, weekday 3 counted from Monday.
    uint256 private constant FIRST_WEEKDAY = 3;

    mapping(uint16 number => Calendar) private _calendars;
    mapping(uint16 number => BitMaps.BitMap) private _holidays;

    constructor(address authority) AccessManaged(authority) {
        _open(DEFAULT_CALENDAR, 0, SATURDAY_SUNDAY);
    }

    /* CALENDARS */

    function open(uint16 number, int24 utcOffset, uint8 weekendMask) external restricted {
        require(!_calendars[number].isOpen, CalendarAlreadyOpen(number));
        bool within = utcOffset >= -12 hours && utcOffset <= 14 hours;
        require(within, UtcOffsetOutOfRange(utcOffset));
        require(weekendMask < EVERY_DAY, WeekendMaskInvalid(weekendMask));
        _open(number, utcOffset, weekendMask);
    }

    function publish(uint16 number, uint24[] calldata holidays) external restricted {
        require(number != DEFAULT_CALENDAR, CalendarFixed(number));
        uint24 today = dayOf(number, block.timestamp);
        for (uint256 i; i < holidays.length; ++i) {
            require(holidays[i] > today, HolidayNotInFuture(holidays[i], today));
            _holidays[number].set(holidays[i]);
            emit HolidayPublished(number, holidays[i]);
        }
    }

    function _open(uint16 number, int24 utcOffset, uint8 weekendMask) private {
        _calendars[number] = Calendar(utcOffset, weekendMask, true);
        emit CalendarOpened(number, utcOffset, weekendMask);
    }

    /* DAYS */

    function datesFor(
        uint16 number,
        uint256 due
    ) external view returns (uint24 today, uint24 dueDay, int24 utcOffset) {
        Calendar memory calendar = _calendar(number);
        utcOffset = calendar.utcOffset;
        today = _localDay(utcOffset, block.timestamp);
        dueDay = _rolled(number, calendar.weekendMask, _localDay(utcOffset, due));
    }

    function offsetOf(uint16 number) external view returns (int24) {
        return _calendar(number).utcOffset;
    }

    function dayOf(uint16 number, uint256 timestamp) public view returns (uint24) {
        return _localDay(_calendar(number).utcOffset, timestamp);
    }

    function _localDay(int24 utcOffset, uint256 timestamp) private pure returns (uint24) {
        int256 local = timestamp.toInt256() + utcOffset;
        return (local.toUint256() / 1 days).toUint24();
    }

    function closeAfter(uint16 number, uint8 count) external view returns (uint40) {
        Calendar memory calendar = _calendar(number);
        uint24 today = _localDay(calendar.utcOffset, block.timestamp);
        return _closeOf(calendar.utcOffset, _added(number, calendar.weekendMask, today, count));
    }

    function closeOf(uint16 number, uint24 day) external view returns (uint40) {
        return _closeOf(_calendar(number).utcOffset, day);
    }

    function _closeOf(int24 utcOffset, uint24 day) private pure returns (uint40) {
        int256 close = int256((uint256(day) + 1) * 1 days - 1) - utcOffset;
        return close.toUint256().toUint40();
    }

    function isBusinessDay(uint16 number, uint24 day) external view returns (bool) {
        return _isBusinessDay(number, _calendar(number).weekendMask, day);
    }

    function rollModifiedFollowing(uint16 number, uint24 day) external view returns (uint24) {
        return _rolled(number, _calendar(number).weekendMask, day);
    }

    function _rolled(uint16 number, uint8 mask, uint24 day) private view returns (uint24) {
        if (_isBusinessDay(number, mask, day)) return day;
        (uint256 year, uint256 month, uint256 dayOfMonth) = DayCount.toDate(day);
        uint256 daysAfter = DayCount.monthLength(year, month) - dayOfMonth;
        for (uint24 i = 1; i <= daysAfter; ++i) {
            if (_isBusinessDay(number, mask, day + i)) return day + i;
        }
        for (uint24 i = 1; i < dayOfMonth; ++i) {
            if (_isBusinessDay(number, mask, day - i)) return day - i;
        }
        revert BusinessDayNotFound(number, day);
    }

    function rollPreceding(uint16 number, uint24 day) external view returns (uint24) {
        uint8 mask = _calendar(number).weekendMask;
        for (uint24 i; i <= MAX_STEPS && i <= day; ++i) {
            if (_isBusinessDay(number, mask, day - i)) return day - i;
        }
        revert BusinessDayNotFound(number, day);
    }

    function addBusinessDays(
        uint16 number,
        uint24 day,
        uint8 count
    ) external view returns (uint24) {
        return _added(number, _calendar(number).weekendMask, day, count);
    }

    function _added(uint16 number, uint8 mask, uint24 day, uint8 count) private view returns (uint24) {
        for (uint256 i; i < count; ++i) {
            day = _following(number, mask, day + 1);
        }
        return day;
    }

    function _following(uint16 number, uint8 mask, uint24 day) private view returns (uint24) {
        for (uint24 i; i <= MAX_STEPS; ++i) {
            if (_isBusinessDay(number, mask, day + i)) return day + i;
        }
        revert BusinessDayNotFound(number, day);
    }

    function _isBusinessDay(uint16 number, uint8 mask, uint24 day) private view returns (bool) {
        uint256 weekday = (uint256(day) + FIRST_WEEKDAY) % 7;
        return (mask >> weekday) & 1 == 0 && !_holidays[number].get(day);
    }

    function _calendar(uint16 number) private view returns (Calendar memory calendar) {
        calendar = _calendars[number];
        require(calendar.isOpen, CalendarNotOpen(number));
    }
}
