#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import PhoneNumbers

extension Checkup {
    /// Seconds of a year.
    private static let year = 365.25 * 86_400

    /// How old the knowledge about phone numbers is: new area codes are unknown to old metadata, and their numbers "invalid".
    static func phoneMetadata(now: Date = Date()) -> [CheckResult] {
        [
            metadata(
                "nanp_table", "North American table", PhoneNumberMetadata.northAmericanRelease, now, yearsMax: 1,
                remedy: "Run scripts/generate-nanp-table with a newer phonenumbers package, or update this program."),
            metadata(
                "libphonenumber", "libphonenumber (other countries)", PhoneNumberMetadata.worldwideRelease, now, yearsMax: 2,
                remedy: "Install a newer libphonenumber. Numbers of North America do not depend on it."),
        ]
    }

    private static func metadata(
        _ name: String, _ what: String, _ release: String?, _ now: Date, yearsMax: Double, remedy: String
    ) -> CheckResult {
        guard let release, let date = PhoneMetadataAge.date(ofRelease: release) else {
            return CheckResult(name, .warn, "\(what): release \(release ?? "unknown"), of unknown age", remedy: remedy)
        }
        let years = now.timeIntervalSince(date) / year
        let words = "\(what): release \(release), \(years < 0.1 ? "new" : "about \(Double(Int(years * 10)) / 10) years old")"
        return CheckResult(name, years > yearsMax ? .warn : .ok, words, remedy: years > yearsMax ? remedy : nil)
    }
}

/// When a release of libphonenumber came out, closely enough to tell a fresh one from an old one: the releases of a line are
/// taken to be evenly spread (https://github.com/google/libphonenumber/releases). A release without its last number is
/// taken for the newest of its line.
enum PhoneMetadataAge {
    /// A line of releases: its first and last day, in seconds since 1970, and the number of the last.
    private struct Line {
        let first: Double, last: Double, number: Double
    }

    private static let lines = [
        "8.10": Line(first: 1_542_240_000, last: 1_573_000_000, number: 23),
        "8.11": Line(first: 1_573_084_800, last: 1_580_200_000, number: 5),
        "8.12": Line(first: 1_580_256_000, last: 1_665_964_800, number: 57),
        "8.13": Line(first: 1_667_260_800, last: 1_740_000_000, number: 55),
        // The line that still grows: one release in two weeks.
        "9.0": Line(first: 1_740_614_400, last: 1_740_614_400 + 26 * 14 * 86_400, number: 26),
    ]

    /// nil for a line that is not known.
    static func date(ofRelease release: String) -> Date? {
        let parts = release.split(separator: ".")
        guard parts.count >= 2, let line = lines["\(parts[0]).\(parts[1])"] else { return nil }
        let number = parts.count > 2 ? Double(parts[2]) ?? line.number : line.number
        return Date(timeIntervalSince1970: line.first + (line.last - line.first) / line.number * number)
    }
}
