/// What makes two rows the same contact: the first 16 bytes of a SHA-256.
///
/// 16 bytes are enough (a billion records collide with a probability of 1.5 × 10⁻²¹) and keep the one index with random
/// inserts a third smaller than 32 would; see docs/decisions/.
package struct Fingerprint: Sendable, Hashable, Comparable {
    package static let byteCount = 16

    /// The first eight bytes, big-endian, so that numbers sort as PostgreSQL sorts the bytes.
    package let high: UInt64
    /// The second eight bytes, big-endian.
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Takes the first 16 bytes of a digest.
    package init(digest: UnsafeRawBufferPointer) {
        precondition(digest.count >= Self.byteCount, "a fingerprint has 16 bytes")
        high = UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    // Sorting compares millions of them: what the compiler makes for Equatable is called through a table from other targets.
    @inlinable package static func == (left: Self, right: Self) -> Bool {
        left.high == right.high && left.low == right.low
    }

    @inlinable package static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}
