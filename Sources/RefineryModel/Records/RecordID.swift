/// The id of a stored record: which import and which row it came from, in one number.
///
/// `import number × 2^32 + row`: computed by the worker before anything is written, so that running a batch again gives
/// the same ids; records of an import stand together in row order and need no second index.
package struct RecordID: RawRepresentable, Sendable, Hashable, Comparable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// - Precondition: `0 <= row < 2^32`: ``rowsMax`` bounds what an import may hold.
    package init(importNumber: Int32, row: Int64) {
        precondition(row >= 0 && row <= Self.rowsMax, "a row number is between 0 and \(Self.rowsMax)")
        rawValue = Int64(importNumber) << 32 | row
    }

    package var row: Int64 { rawValue & Self.rowsMax }

    /// The largest row number.
    package static let rowsMax: Int64 = 0xFFFF_FFFF

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
