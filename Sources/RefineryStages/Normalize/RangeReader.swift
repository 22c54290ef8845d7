/// Reads one number or range from normalized text. See ``NumberRangeNormalizer`` for what it accepts.
struct RangeReader {
    private let text: Bytes
    private var position = 0
    private let multiplier: Int64
    private let isMoney: Bool
    /// Whether what was read is one number without unit or words: `1,200`, `$1,200,000`.
    private(set) var isPlain = true

    init(_ text: Bytes, multiplier: Int64, isMoney: Bool) {
        self.text = text
        self.multiplier = multiplier
        self.isMoney = isMoney
    }

    mutating func read() -> (low: Int64, high: Int64?)? {
        let opening = readOpening()
        skipSpaces()
        guard var left = readAmount() else { return nil }
        skipNoun()
        if let opening {
            isPlain = false
            if opening != .between {
                // "From 5 to 9" is a range whatever the word before it.
                if opening == .atLeast, readSeparator() { return finishRange(left) }
                guard isAtEnd, let value = left.value(multiplier) else { return nil }
                switch opening {
                case .below: return value > 0 ? (0, value - 1) : nil
                case .upTo: return (0, value)
                default: return (value, nil)
                }
            }
        }
        if isAtEnd {
            guard opening != .between, let value = left.value(multiplier) else { return nil }
            if left.unit != nil { isPlain = false }
            return (value, value)
        }
        isPlain = false
        if readOpenEnd() {
            if left.unit == nil { left.unit = readUnit() }
            skipNoun()
            guard opening == nil, isAtEnd, let value = left.value(multiplier) else { return nil }
            return (value, nil)
        }
        guard readSeparator() else { return nil }
        return finishRange(left)
    }

    private mutating func finishRange(_ left: Amount) -> (low: Int64, high: Int64?)? {
        var left = left
        skipSpaces()
        guard let right = readAmount() else { return nil }
        skipNoun()
        guard isAtEnd else { return nil }
        // A unit at the end is also the left number's, unless that would turn the range around.
        if left.unit == nil, let unit = right.unit, left.isAtMost(right) { left.unit = unit }
        guard let low = left.value(right.unit == nil ? multiplier : 1), let high = right.value(left.unit == nil ? multiplier : 1),
            low <= high
        else { return nil }
        return (low, high)
    }

    // MARK: Words

    private enum Opening { case below, upTo, atLeast, between }

    private mutating func readOpening() -> Opening? {
        if accept("less than") || accept("fewer than") || accept("under") || accept("below") { return .below }
        if accept("<=") || accept("up to") || accept("at most") || accept("≤") { return .upTo }
        if accept("<") { return .below }
        if accept("over") || accept("more than") || accept("greater than") || accept("above") || accept("at least") { return .atLeast }
        if accept(">=") || accept(">") || accept("≥") || accept("from") { return .atLeast }
        return accept("between") ? .between : nil
    }

    private mutating func readOpenEnd() -> Bool {
        skipSpaces()
        if accept("+") { return true }
        let mark = position
        if accept("and") || accept("or") || accept("&") {
            skipSpaces()
            if accept("over") || accept("more") || accept("above") || accept("up") || accept("greater") { return true }
            position = mark
            return false
        }
        return accept("plus")
    }

    private mutating func readSeparator() -> Bool {
        skipSpaces()
        return accept("-") || accept("–") || accept("—") || accept("‑") || accept("~") || accept("..") || accept("through")
            || accept("thru")
            || accept("to") || accept("and")
    }

    private mutating func skipNoun() {
        skipSpaces()
        if isMoney {
            _ = accept("usd") || accept("dollars")
        } else {
            _ = accept("employees") || accept("employee") || accept("people") || accept("staff") || accept("emp")
        }
        skipSpaces()
    }

    private mutating func readUnit() -> Int64? {
        skipSpaces()
        if accept("thousand") { return 1000 }
        if accept("million") || accept("mill") || accept("mil") { return 1_000_000 }
        if accept("billion") || accept("bill") || accept("bil") { return 1_000_000_000 }
        if accept("trillion") { return 1_000_000_000_000 }
        if accept("mm") || accept("mn") || accept("m") { return 1_000_000 }
        if accept("bn") || accept("b") { return 1_000_000_000 }
        if accept("k") { return 1000 }
        return nil
    }

    // MARK: Amounts

    /// A number as written: digits before and after the decimal point, and the unit behind it.
    private struct Amount {
        var whole: Int64
        /// Decimals as a numerator over `scale`.
        var fraction: Int64
        var scale: Int64
        var unit: Int64?
        var isMoney: Bool

        /// The value in ones, decimals of a cent and less cut off; `nil` on overflow, or for half an employee.
        func value(_ multiplier: Int64) -> Int64? {
            let factor = unit ?? multiplier
            let (main, overflow) = whole.multipliedReportingOverflow(by: factor)
            let (part, partOverflow) = fraction.multipliedReportingOverflow(by: factor)
            guard !overflow, !partOverflow else { return nil }
            if !isMoney, part % scale != 0 { return nil }
            let (sum, sumOverflow) = main.addingReportingOverflow(part / scale)
            return sumOverflow ? nil : sum
        }

        func isAtMost(_ other: Amount) -> Bool {
            if whole != other.whole { return whole < other.whole }
            return Double(fraction) / Double(scale) <= Double(other.fraction) / Double(other.scale)
        }
    }

    private mutating func readAmount() -> Amount? {
        if isMoney {
            _ = accept("us$") || accept("usd")
            skipSpaces()
            if accept("$") { skipSpaces() }
        }
        guard let whole = readWhole() else { return nil }
        var amount = Amount(whole: whole, fraction: 0, scale: 1, unit: nil, isMoney: isMoney)
        if position + 1 < text.count, text[position] == UInt8(ascii: "."), text[position + 1].isDigit {
            position += 1
            while position < text.count, text[position].isDigit {
                // Six decimals are enough for any unit; more are only passed over.
                if amount.scale < 1_000_000 {
                    amount.fraction = amount.fraction * 10 + Int64(text[position] & 0x0F)
                    amount.scale *= 10
                }
                position += 1
            }
        }
        amount.unit = readUnit()
        return amount
    }

    /// Digits, with or without commas between every three.
    private mutating func readWhole() -> Int64? {
        var value: Int64 = 0
        var digits = 0
        var sinceComma = 0
        var hasComma = false
        while position < text.count {
            let byte = text[position]
            if byte.isDigit {
                let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, sumOverflow) = scaled.addingReportingOverflow(Int64(byte & 0x0F))
                guard !overflow, !sumOverflow else { return nil }
                value = sum
                digits += 1
                sinceComma += 1
            } else if byte == UInt8(ascii: ","), digits > 0 {
                guard hasComma ? sinceComma == 3 : sinceComma <= 3 else { return nil }
                hasComma = true
                sinceComma = 0
            } else {
                break
            }
            position += 1
        }
        guard digits > 0, !hasComma || sinceComma == 3 else {
            // ".5 Million" has no digit before the point.
            let hasPoint = position + 1 < text.count && text[position] == UInt8(ascii: ".") && text[position + 1].isDigit
            return digits == 0 && hasPoint ? 0 : nil
        }
        return value
    }

    // MARK: Cursor

    private var isAtEnd: Bool { position == text.count }

    private mutating func skipSpaces() {
        while position < text.count, text[position] == 0x20 { position += 1 }
    }

    /// Moves past `word` when it comes next; a word of letters must not go on into further letters.
    @inline(__always)
    private mutating func accept(_ word: StaticString) -> Bool {
        // Nearly every word differs in its first byte: that much is looked at without a call.
        guard position < text.count, text[position] | 0x20 == word.utf8Start[0] | 0x20 else { return false }
        return acceptWhole(word)
    }

    @inline(never)
    private mutating func acceptWhole(_ word: StaticString) -> Bool {
        let rest = text.dropping(first: position)
        guard rest.starts(with: word) else { return false }
        let length = word.utf8CodeUnitCount
        if word.utf8Start[length - 1].isLetter, length < rest.count, rest[length].isLetter { return false }
        position += length
        return true
    }
}
