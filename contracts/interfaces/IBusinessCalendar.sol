// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Which days count
/// @notice Calendars by number, each with its own clock, weekend and published holidays. Days are
/// numbered from 1970-01-01 in the calendar's local time: floor((t + utcOffset) / 86,400).
/// @dev Calendar 0 is always there: UTC, Saturday and Sunday off, no holidays, ever.
interface IBusinessCalendar {
    event CalendarOpened(uint16 indexed number, int24 utcOffset, uint8 weekendMask);
    event HolidayPublished(uint16 indexed number, uint24 day);

    error CalendarNotOpen(uint16 number);
    error CalendarAlreadyOpen(uint16 number);
    /// @dev Nobody can publish holidays for this calendar.
    error CalendarFixed(uint16 number);
    error UtcOffsetOutOfRange(int24 utcOffset);
    error WeekendMaskInvalid(uint8 weekendMask);
    error HolidayNotInFuture(uint24 day, uint24 today);
    /// @dev No business day in the month of `day`, or in the 31 days after it or before it.
    error BusinessDayNotFound(uint16 number, uint24 day);

    /// @notice Opens a calendar, for good.
    /// @param utcOffset Seconds that local time is ahead of UTC, -43,200 to 50,400.
    /// @param weekendMask Weekdays that never count, bit 0 = Monday .. bit 6 = Sunday; not all seven.
    function open(uint16 number, int24 utcOffset, uint8 weekendMask) external;

    /// @notice Adds holidays, all of them later than today in this calendar; none can be taken back.
    function publish(uint16 number, uint24[] calldata holidays) external;

    /// @notice What a due date needs in one call.
    /// @return today The local day of now.
    /// @return dueDay The local day of `due`, rolled modified following.
    /// @return utcOffset Seconds that local time is ahead of UTC.
    function datesFor(
        uint16 number,
        uint256 due
    ) external view returns (uint24 today, uint24 dueDay, int24 utcOffset);

    /// @notice Seconds that the calendar's local time is ahead of UTC.
    function offsetOf(uint16 number) external view returns (int24);

    /// @notice The local day of a Unix time.
    function dayOf(uint16 number, uint256 timestamp) external view returns (uint24);

    /// @notice The last second of `day`, as a Unix time: at this second one is still in time.
    function closeOf(uint16 number, uint24 day) external view returns (uint40);

    /// @notice The last second of the `count`-th business day after today.
    function closeAfter(uint16 number, uint8 count) external view returns (uint40);

    function isBusinessDay(uint16 number, uint24 day) external view returns (bool);

    /// @notice `day`, or the next business day, or the one before where the next is in another month;
    /// always in the month of `day`.
    function rollModifiedFollowing(uint16 number, uint24 day) external view returns (uint24);

    /// @notice `day`, or the business day before it.
    function rollPreceding(uint16 number, uint24 day) external view returns (uint24);

    /// @notice The `count`-th business day after `day`; `day` itself where `count` is 0.
    function addBusinessDays(uint16 number, uint24 day, uint8 count) external view returns (uint24);
}
