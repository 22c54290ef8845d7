internal import Foundation

/// Instants as every JSON of Refinery writes them: ISO 8601 in UTC.
package enum Timestamp {
    /// - Parameter seconds: Since 1970.
    package static func iso8601(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// Reads what ``iso8601(_:)`` writes.
    /// - Returns: Seconds since 1970; nil for something else.
    package static func seconds(iso8601 text: String) -> Double? {
        (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))?.timeIntervalSince1970
    }

    /// For people: the same without fractions of a second.
    package static func short(_ seconds: Double) -> String { Date(timeIntervalSince1970: seconds).formatted(.iso8601) }

    /// Reads `2026-11-21`, `2026-11-21T12:00:00Z`, or an age: `30m`, `12h`, `7d`.
    /// - Returns: Seconds since 1970; nil for what is none of these.
    package static func seconds(parsing text: String, now: Double = Date().timeIntervalSince1970) -> Double? {
        let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400]
        if let unit = text.last.flatMap({ units[$0] }), let count = UInt32(text.dropLast()) { return now - Double(count) * unit }
        let style = Date.ISO8601FormatStyle.iso8601
        let instant = (try? Date(text, strategy: style)) ?? (try? Date(text, strategy: style.year().month().day()))
        return instant?.timeIntervalSince1970
    }
}
