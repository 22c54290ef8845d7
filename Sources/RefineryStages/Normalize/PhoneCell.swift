/// Joins an area code and a local number that a file keeps in two columns.
package enum PhoneCell {
    /// The cell to parse as a phone: `312` and `555-0123` become `312555-0123`; a number that is not local stays as it is.
    ///
    /// Only a number of exactly seven digits is local, whatever text (an extension, a second number) follows it, and only three
    /// digits, parentheses aside, are an area code.
    package static func joined(areaCode: Bytes?, number: Bytes, arena: TextArena) -> Bytes {
        let number = number.trimmed().withoutTextMark().withoutDecimalZeros()
        guard let areaCode, digits(in: number, endsAtText: true) == 7 else { return number }
        let area = areaCode.trimmed().withoutTextMark().withoutDecimalZeros()
        guard digits(in: area, endsAtText: false) == 3 else { return number }
        return arena.write(3 + number.count) { out in
            var length = 0
            for byte in area where byte.isDigit {
                out[length] = byte
                length += 1
            }
            for index in 0..<number.count { out[length + index] = number[index] }
            return length + number.count
        }
    }

    /// How many digits there are among the punctuation of phone numbers; -1 when there is anything else, unless the digits end there.
    private static func digits(in text: Bytes, endsAtText: Bool) -> Int {
        var count = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): count += 1
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"): break
            default: return endsAtText ? count : -1
            }
        }
        return count
    }
}
