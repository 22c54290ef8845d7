#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import RefineryModel
internal import RefineryStore

extension LinkKind {
    /// The byte of a UUID that holds its version, 8: one that its maker lays out.
    private var versionByte: UInt8 { self == .company ? 0x81 : 0x82 }

    /// The id of what a record founds: nothing in it is random, so that whatever runs again gives the same.
    ///
    /// It begins with bits of the row, so that ids of neighbours stand together in indexes, then with bits of a hash, so that the first
    /// digits tell them apart; the record is in it.
    func id(foundedBy record: RecordID) -> OwnerID {
        let bits = UInt64(bitPattern: record.rawValue)
        let hash = Self.mixed(bits ^ UInt64(versionByte) << 56)
        func byte(_ place: UInt64, of value: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> (place * 8)) }
        return OwnerID(
            uuid: (
                byte(2, of: bits), byte(1, of: bits), byte(0, of: hash), byte(1, of: hash), byte(7, of: bits), byte(6, of: bits),
                versionByte, byte(5, of: bits), 0x80 | byte(2, of: hash) & 0x3f, byte(4, of: bits), byte(3, of: bits), byte(2, of: bits),
                byte(1, of: bits), byte(0, of: bits), byte(3, of: hash), byte(4, of: hash)
            ))
    }

    /// Source: S. Vigna, splitmix64.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension OwnerID {
    /// The record that founded it; nil for an id that others made.
    var founder: RecordID? {
        let bytes = uuid
        guard bytes.6 == 0x81 || bytes.6 == 0x82 else { return nil }
        var bits: UInt64 = 0
        for byte in [bytes.4, bytes.5, bytes.7, bytes.9, bytes.10, bytes.11, bytes.12, bytes.13] { bits = bits << 8 | UInt64(byte) }
        return RecordID(rawValue: Int64(bitPattern: bits))
    }
}
