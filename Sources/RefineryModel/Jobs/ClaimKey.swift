/// Where a claim's index scan begins: just a hint, so that it need not walk over entries that are dead already.
package struct ClaimKey: Sendable, Equatable, Comparable {
    package var priority: Int16
    package var id: Int64

    package init(priority: Int16, id: Int64) {
        self.priority = priority
        self.id = id
    }

    /// Before every job.
    package static let floor = ClaimKey(priority: .min, id: .min)

    package static func < (left: Self, right: Self) -> Bool { (left.priority, left.id) < (right.priority, right.id) }
}
