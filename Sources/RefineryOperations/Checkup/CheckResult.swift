/// What one check of `refinery doctor` found.
package struct CheckResult: Sendable, Equatable, Encodable {
    /// How bad it is. A failed check makes the whole checkup fail.
    package enum Status: String, Sendable, Encodable, Comparable {
        case ok
        /// Works, but slower or less safely than it could; or cannot be seen.
        case warn
        case fail

        package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
        private var rank: Int {
            switch self {
            case .ok: 0
            case .warn: 1
            case .fail: 2
            }
        }
    }

    /// Short and stable, for scripts: `indexes`, `notify`, …
    package let name: String
    package let status: Status
    /// What was found, in one line.
    package let summary: String
    /// What to do; nil when there is nothing to do.
    package let remedy: String?

    package init(_ name: String, _ status: Status, _ summary: String, remedy: String? = nil) {
        self.name = name
        self.status = status
        self.summary = summary
        self.remedy = remedy
    }
}
