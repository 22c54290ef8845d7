/// A run of decimal digits: its value and its length, so that leading zeros are kept. Runs longer than 19 digits keep
/// only their length.
struct DigitRun: Equatable {
    private(set) var value: UInt64 = 0
    private(set) var count = 0

    /// The longest run whose value is known.
    static let countMax = 19

    var isEmpty: Bool { count == 0 }

    /// Whether the run has digits and all of them are zero.
    var isZero: Bool { count > 0 && count <= Self.countMax && value == 0 }

    /// The first digit, `nil` for an empty run or one too long to be known.
    var first: UInt64? {
        guard count > 0, count <= Self.countMax else { return nil }
        var power: UInt64 = 1
        for _ in 1..<count { power *= 10 }
        return value / power
    }

    mutating func append(_ digit: UInt8) {
        if count < Self.countMax { value = value * 10 + UInt64(digit) }
        count += 1
    }

    /// Removes the last `removed` digits of a run not too long to be known.
    mutating func removeLast(_ removed: Int) {
        for _ in 0..<removed { value /= 10 }
        count -= removed
    }

    /// Whether the last `length` digits of a run not too long to be known are zeros.
    func endsInZeros(_ length: Int) -> Bool {
        guard count <= Self.countMax, length <= count else { return false }
        var power: UInt64 = 1
        for _ in 0..<length { power *= 10 }
        return value % power == 0
    }

    /// Writes the digits as ASCII at the start of `buffer` and returns their number.
    func write(to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var rest = value
        for position in stride(from: count - 1, through: 0, by: -1) {
            buffer[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        return count
    }
}
