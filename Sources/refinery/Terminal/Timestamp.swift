internal import Foundation

/// Instants as every JSON of Refinery writes them: ISO 8601 in UTC.
enum Timestamp {
    /// - Parameter seconds: Since 1970.
    static func iso8601(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
