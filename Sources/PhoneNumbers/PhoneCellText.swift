/// The text of a phone cell in the small alphabet that the grammar knows: lower-case ASCII.
///
/// Full-width forms, the decimal digits of other scripts, and the Unicode family of blanks, dashes and quotes become their
/// ASCII counterparts, as in libphonenumber; invisible marks become blanks; all else becomes ``unknown``.
enum PhoneCellText {
    /// The longest cell that is read, in characters after normalization.
    static let bytesMax = 512

    /// Stands for every character that no phone number holds.
    static let unknown: UInt8 = 0

    /// Calls `body` with the normalized text, without control characters at its ends; `nil` when it is too long.
    static func withNormalized<Value>(_ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value? {
        var trimmed = text[...]
        while let first = trimmed.first, first <= 32 { trimmed.removeFirst() }
        while let last = trimmed.last, last <= 32 { trimmed.removeLast() }
        // A character is at most four bytes.
        guard trimmed.count <= 4 * bytesMax else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytesMax) { buffer in
            guard let count = normalize(UnsafeBufferPointer(rebasing: trimmed), into: buffer) else { return nil }
            return body(UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static func normalize(_ text: UnsafeBufferPointer<UInt8>, into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        var codec = UTF8()
        var bytes = text.makeIterator()
        var count = 0
        while true {
            let form: UInt8
            switch codec.decode(&bytes) {
            case .emptyInput: return count
            case .error: form = unknown
            case .scalarValue(let scalar): form = scalar.isASCII ? lowercased(UInt8(scalar.value)) : asciiForm(scalar)
            }
            guard count < buffer.count else { return nil }
            buffer[count] = form
            count += 1
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "\t"): UInt8(ascii: " ")
        default: byte
        }
    }

    private static func asciiForm(_ scalar: Unicode.Scalar) -> UInt8 {
        switch scalar.value {
        case 0x00A0, 0x00AD, 0x034F, 0x115F, 0x1160, 0x180E, 0x2000...0x200F, 0x202A...0x202F, 0x205F...0x206F, 0x2800, 0x3000, 0x3164,
            0xFE00...0xFE0F, 0xFEFF, 0xFFA0:
            UInt8(ascii: " ")
        // The letters of "Tél." and "Móvil".
        case 0xC0...0xC5, 0xE0...0xE5: UInt8(ascii: "a")
        case 0xC8...0xCB, 0xE8...0xEB: UInt8(ascii: "e")
        case 0xCC...0xCF, 0xEC...0xEF: UInt8(ascii: "i")
        case 0xD1, 0xF1: UInt8(ascii: "n")
        case 0xD2...0xD6, 0xF2...0xF6: UInt8(ascii: "o")
        case 0xD9...0xDC, 0xF9...0xFC: UInt8(ascii: "u")
        case 0x2010...0x2015, 0x2043, 0x207B, 0x2212, 0x30FC, 0xFE58, 0xFE63: UInt8(ascii: "-")
        case 0x00B7, 0x2022, 0x2024, 0x2027, 0x22C5: UInt8(ascii: ".")
        case 0x2018, 0x2019, 0x201B, 0x02BC: UInt8(ascii: "'")
        case 0x201C...0x201E: UInt8(ascii: "\"")
        case 0x2028, 0x2029, 0x0085: UInt8(ascii: "\n")
        case 0x2044, 0x2215: UInt8(ascii: "/")
        case 0x223C, 0x2053: UInt8(ascii: "~")
        case 0xFF01...0xFF5E: lowercased(UInt8(scalar.value - 0xFF01 + 0x21))
        default:
            if scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue {
                UInt8(ascii: "0") + UInt8(value)
            } else {
                unknown
            }
        }
    }
}
