#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A day of the calendar, as services write it: `2026-09-30`, `20260930`, `2026`.
package struct CalendarDay: Sendable, Equatable {
    package let year: Int
    package let month: Int
    package let day: Int

    package init(year: Int, month: Int = 1, day: Int = 1) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Today, UTC.
    package static var today: CalendarDay {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return CalendarDay(year: Int(parts.tm_year) + 1_900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
    }

    /// Reads the digits at the start; nil where there are not four of a year that makes sense.
    init?(_ text: String) {
        let digits = text.prefix(10).filter { $0.isASCII && $0.isNumber }
        guard digits.count >= 4, let year = Int(digits.prefix(4)), (1_800...2_200).contains(year) else { return nil }
        let rest = digits.dropFirst(4)
        self.init(year: year, month: Int(rest.prefix(2)) ?? 1, day: Int(rest.dropFirst(2).prefix(2)) ?? 1)
    }

    /// Whole years from this day to a later one; zero for an earlier one.
    func years(to later: CalendarDay) -> Int {
        let isBefore = (later.month, later.day) < (month, day)
        return max(0, later.year - year - (isBefore ? 1 : 0))
    }
}
