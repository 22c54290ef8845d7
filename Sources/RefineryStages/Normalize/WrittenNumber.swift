package import RefineryModel

/// One number as people write it: `1234`, `1,234.50`, `1.234,50`, `1 234`, `1'234.50`, `12,34,567`, `.5`.
struct WrittenNumber {
    private(set) var whole: Int64 = 0
    /// Decimals as a numerator over ``scale``. Six are enough for any unit; more are only passed over.
    private(set) var fraction: Int64 = 0
    private(set) var scale: Int64 = 1
    /// Where the text goes on.
    private(set) var end: Int
    /// What its marks say of the decimal sign; nil where they say nothing: `1,234`, `1234`.
    private(set) var evidence: DecimalSign?

    private static let scaleMax: Int64 = 1_000_000
    /// Groups of digits; more are no number.
    private static let groupsMax = 8

    /// - Parameter sign: Decides where one point or comma stands before three last digits.
    /// - Returns: Nil when no number stands there, or one that is not to be understood, or exceeds `Int64`.
    init?(_ text: Bytes, at start: Int, _ sign: DecimalSign) {
        // Whether all but the last one are the same.
        var marks = (first: UInt8(0), last: UInt8(0), areEqual: true, count: 0)
        var position = start
        var groupStart = start
        // Of the groups between the first and the last one.
        var middles = (areThree: true, areTwo: true)
        while position < text.count, text[position].isDigit { position += 1 }
        let firstLength = position - start
        while let mark = Self.mark(text, at: position), marks.count < Self.groupsMax {
            if marks.count > 0 {
                let length = position - groupStart
                middles = (middles.areThree && length == 3, middles.areTwo && length == 2)
                marks.areEqual = marks.areEqual && marks.last == marks.first
            } else {
                marks.first = mark.byte
            }
            marks.last = mark.byte
            marks.count += 1
            position += mark.length
            groupStart = position
            while position < text.count, text[position].isDigit { position += 1 }
        }
        guard position > start else { return nil }
        end = position
        let lastLength = position - groupStart
        let isDecimal: Bool
        if marks.count == 0 {
            isDecimal = false
        } else if marks.count == 1 {
            guard let point = DecimalSign(marks.last) else {
                guard lastLength == 3, (1...3).contains(firstLength), read(text, start..<position) else { return nil }
                return
            }
            if lastLength != 3 || !(1...3).contains(firstLength) || text[start] == UInt8(ascii: "0") {
                isDecimal = true
                evidence = point
            } else {
                isDecimal = point == sign
            }
        } else if marks.last != marks.first {
            guard let point = DecimalSign(marks.last), marks.areEqual,
                middles.areThree || middles.areTwo && marks.first == UInt8(ascii: ",")
            else { return nil }
            isDecimal = true
            evidence = point
        } else {
            guard marks.areEqual, lastLength == 3, middles.areThree || middles.areTwo && marks.first == UInt8(ascii: ",") else {
                return nil
            }
            isDecimal = false
            evidence = DecimalSign(marks.first)?.other
        }
        if marks.count > 1 || marks.count == 1 && !isDecimal { guard (1...3).contains(firstLength) else { return nil } }
        guard read(text, start..<(isDecimal ? groupStart : position)) else { return nil }
        if isDecimal { readFraction(text.slice(groupStart..<position)) }
    }

    /// A mark between digits, or before the first one: its kind and its length in bytes.
    private static func mark(_ text: Bytes, at position: Int) -> (byte: UInt8, length: Int)? {
        guard position < text.count else { return nil }
        let byte = text[position]
        let length = byte == 0xE2 && position + 2 < text.count && text[position + 1] == 0x80 && text[position + 2] == 0x99 ? 3 : 1
        let next = position + length
        guard next < text.count, text[next].isDigit else { return nil }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","): return (byte, 1)
        case UInt8(ascii: "'"), 0x20, 0xE2:
            guard byte != 0xE2 || length == 3 else { return nil }
            // These group thousands and nothing else: exactly three digits follow.
            guard next + 3 <= text.count, text[next + 1].isDigit, text[next + 2].isDigit, next + 3 == text.count || !text[next + 3].isDigit
            else { return nil }
            return (byte == 0x20 ? byte : UInt8(ascii: "'"), length)
        default: return nil
        }
    }

    /// Takes the digits of a range, whatever stands between them; false on overflow.
    private mutating func read(_ text: Bytes, _ range: Range<Int>) -> Bool {
        for byte in text.slice(range) where byte.isDigit {
            let (scaled, overflow) = whole.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) = scaled.addingReportingOverflow(Int64(byte & 0x0F))
            guard !overflow, !sumOverflow else { return false }
            whole = sum
        }
        return true
    }

    private mutating func readFraction(_ digits: Bytes) {
        for byte in digits where scale < Self.scaleMax {
            fraction = fraction * 10 + Int64(byte & 0x0F)
            scale *= 10
        }
    }
}

extension DecimalSign {
    fileprivate init?(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "."): self = .point
        case UInt8(ascii: ","): self = .comma
        default: return nil
        }
    }

    fileprivate var other: DecimalSign { self == .point ? .comma : .point }

    /// What the numbers of some cells say together; nil when they say nothing, or as much for one as for the other.
    package static func evident(in cells: some Sequence<String>) -> DecimalSign? {
        var votes = 0
        for var cell in cells {
            cell.withUTF8 { text in
                var position = 0
                while position < text.count {
                    guard text[position].isDigit else {
                        position += 1
                        continue
                    }
                    guard let number = WrittenNumber(text, at: position, .point) else {
                        while position < text.count, text[position].isDigit { position += 1 }
                        continue
                    }
                    switch number.evidence {
                    case .point: votes += 1
                    case .comma: votes -= 1
                    case nil: break
                    }
                    position = max(number.end, position + 1)
                }
            }
        }
        return votes == 0 ? nil : votes > 0 ? .point : .comma
    }
}
