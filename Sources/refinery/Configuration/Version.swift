#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The version of this program, as it registers in `workers` and as `--version` prints it: `0.1.0`, or with the revision that was deployed
/// `0.1.0+4f2c1aa` (semver.org, build metadata).
enum Version {
    static let current = "0.1.0" + (revision.map { "+\($0)" } ?? "")

    /// What was deployed, as `REFINERY_REVISION` names it: an image and a release folder say so of themselves.
    private static var revision: String? {
        guard let text = getenv("REFINERY_REVISION").map({ String(cString: $0) }), !text.isEmpty, text.utf8.count <= 64 else { return nil }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") } ? text : nil
    }
}
