/// 64-bit hashes of folded texts: what is compared for equality, and what keys are made of. The same on every machine and in every version,
/// since keys are stored.
struct NameHash {
    private var state: UInt64

    /// - Parameter kind: Sets hashes of different kinds apart.
    init(_ kind: StaticString = "") {
        state = 0xCBF2_9CE4_8422_2325
        for index in 0..<kind.utf8CodeUnitCount { step(kind.utf8Start[index]) }
        step(0)
    }

    @inline(__always)
    mutating func step(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

    mutating func add(_ text: some Sequence<UInt8>) { for byte in text { step(byte) } }

    mutating func add(_ number: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { step(UInt8(truncatingIfNeeded: number >> UInt64(shift))) }
    }

    /// FNV-1a, mixed so that all bits depend on all bytes; never 0, which stands for nothing.
    var value: UInt64 {
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ (mixed >> 31)) | 1
    }

    static func of(_ text: some Sequence<UInt8>) -> UInt64 {
        var hash = NameHash()
        hash.add(text)
        return hash.value
    }
}
