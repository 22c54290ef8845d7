/// An enumeration of plain cases, at most 256, that arrays are indexed by.
package protocol CaseIndexed: CaseIterable {}

extension CaseIndexed {
    /// The place of the case among ``CaseIterable/allCases``: what the compiler stores for it, so that it costs nothing in any target.
    @inlinable @inline(__always) package var index: Int { Int(unsafeBitCast(self, to: UInt8.self)) }
}
