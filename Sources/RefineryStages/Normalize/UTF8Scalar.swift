/// Reads single scalars out of UTF-8 bytes.
enum UTF8Scalar {
    enum Kind {
        case text
        case space
        /// Control and format characters that no reader sees.
        case invisible
    }

    /// The scalar at `index` and its length in bytes; `nil` when the bytes there are not valid UTF-8.
    @inline(__always)
    static func decode(_ bytes: Bytes, at index: Int) -> (scalar: UInt32, length: Int)? {
        let lead = bytes[index]
        let length: Int
        let smallest: UInt32
        var scalar: UInt32
        switch lead {
        case ..<0x80: return (UInt32(lead), 1)
        case 0xC2...0xDF: (length, smallest, scalar) = (2, 0x80, UInt32(lead & 0x1F))
        case 0xE0...0xEF: (length, smallest, scalar) = (3, 0x800, UInt32(lead & 0x0F))
        case 0xF0...0xF4: (length, smallest, scalar) = (4, 0x10000, UInt32(lead & 0x07))
        default: return nil
        }
        guard bytes.count - index >= length else { return nil }
        for offset in 1..<length {
            let byte = bytes[index + offset]
            guard byte & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        guard scalar >= smallest, scalar <= 0x10FFFF, scalar & 0xFFFF_F800 != 0xD800 else { return nil }
        return (scalar, length)
    }

    static func kind(of scalar: UInt32) -> Kind {
        switch scalar {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: .space
        case 0..<0x20, 0x7F...0x9F, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: .invisible
        default: .text
        }
    }

    /// Whether text of these scalars alone is in normalization form C already: starters that never compose with what precedes them
    /// and have no other canonical form. Scalars not listed are only looked at more closely.
    @inline(__always)
    static func isComposed(_ scalar: UInt32) -> Bool {
        switch scalar {
        case ..<0x300, 0x388...0x3FF, 0x400...0x482, 0x48A...0x52F, 0x2010...0x2027, 0x2030...0x205E, 0x20A0...0x20C0, 0x2100...0x2125,
            0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xFFFD, 0x1F300...0x1FAFF:
            true
        default: false
        }
    }

    /// Whether a scalar that is not ASCII may stand in a name of mailboxes and hosts: a letter, mark or number.
    static func isWord(_ scalar: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(scalar) else { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
            .decimalNumber, .letterNumber, .otherNumber:
            return true
        default: return false
        }
    }
}
