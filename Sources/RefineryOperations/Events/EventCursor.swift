/// Where a reader of events is. Events whose transaction ends after that of a later one are found by reading some back each time.
package struct EventCursor: Sendable {
    /// How many events are read again each time.
    package static let lookback: Int64 = 200

    /// The newest event that was taken.
    package private(set) var newest: Int64
    private let start: Int64
    /// Those that were taken, as far back as is read again.
    private var taken: Set<Int64> = []

    /// - Parameter start: The number of the event behind which it begins; 0 for all.
    package init(after start: Int64) { (newest, self.start) = (start, start) }

    /// Behind which event to read next.
    package var readsAfter: Int64 { max(start, newest - Self.lookback) }

    package func hasTaken(_ seq: Int64) -> Bool { taken.contains(seq) }

    /// - Returns: Whether the event is a new one.
    package mutating func take(_ seq: Int64) -> Bool {
        newest = max(newest, seq)
        guard taken.insert(seq).inserted else { return false }
        if taken.count > Int(4 * Self.lookback) {
            let oldest = newest - 2 * Self.lookback
            taken = taken.filter { $0 > oldest }
        }
        return true
    }
}
