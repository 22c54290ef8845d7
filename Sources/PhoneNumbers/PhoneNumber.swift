/// A phone number that the world's numbering plans know: E.164, and the extension written behind it.
///
/// Two numbers are equal when their digits and their extensions are; an extension keeps its leading zeros.
package struct PhoneNumber: Sendable, Hashable {
    /// E.164 without its plus: country calling code and national number, 8 to 15 digits, never with a leading zero.
    package let digits: UInt64

    /// The country calling code, such as 1 or 44.
    package let countryCallingCode: UInt16

    /// How many digits the extension has; 0 without one.
    package let extensionLength: UInt8

    /// The extension's digits as a number; its leading zeros are told by ``extensionLength``.
    package let extensionValue: UInt64

    /// The least number of eight digits. Shorter ones exist (Niue, Norwegian services) but are not taken for numbers to call.
    static let digitsMin: UInt64 = 10_000_000

    /// The most digits an extension can have.
    package static let extensionLengthMax = 15

    /// The bytes that ``writeE164(to:)`` needs at most: a plus and 15 digits.
    package static let e164BytesMax = 16

    init(digits: UInt64, countryCallingCode: UInt16, extension number: DigitRun = DigitRun()) {
        self.digits = digits
        self.countryCallingCode = countryCallingCode
        extensionLength = UInt8(number.count)
        extensionValue = number.value
    }

    /// Whether the number belongs to the North American Numbering Plan.
    package var isNorthAmerican: Bool { countryCallingCode == 1 }

    /// E.164 with its plus: `+13125550123`.
    package var e164: String {
        String(unsafeUninitializedCapacity: Self.e164BytesMax) { writeE164(to: $0) }
    }

    /// The extension's digits: `012`; `nil` without one.
    package var extensionText: String? {
        guard extensionLength > 0 else { return nil }
        let significant = String(extensionValue)
        return String(repeating: "0", count: Int(extensionLength) - significant.utf8.count) + significant
    }

    /// Writes E.164 with its plus as ASCII.
    ///
    /// - Parameter buffer: Holds at least ``e164BytesMax`` bytes.
    /// - Returns: The bytes written, from the start of `buffer`.
    package func writeE164(to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        precondition(buffer.count >= Self.e164BytesMax, "a buffer for E.164 holds \(Self.e164BytesMax) bytes")
        var length = 1
        var power: UInt64 = 10
        while power <= digits {
            length += 1
            power *= 10
        }
        buffer[0] = UInt8(ascii: "+")
        var rest = digits
        var position = length
        while position > 0 {
            buffer[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
            position -= 1
        }
        return length + 1
    }
}

extension PhoneNumber {
    /// Whether a caller in North America pays nothing.
    package var isTollFree: Bool {
        guard isNorthAmerican else { return false }
        switch digits / 10_000_000 {
        case 1800, 1833, 1844, 1855, 1866, 1877, 1888: return true
        default: return false
        }
    }
}
