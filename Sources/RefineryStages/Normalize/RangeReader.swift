import RefineryModel

/// Reads one number or range from normalized text. See ``NumberRangeNormalizer`` for what it accepts.
struct RangeReader {
    private let text: Bytes
    private var position = 0
    private let multiplier: Int64
    private let isMoney: Bool
    private let decimals: DecimalSign
    /// Whether a currency was named.
    private var hasCurrency = false
    /// Whether what was read is one number without unit or words: `1,200`, `$1,200,000`.
    private(set) var isPlain = true

    init(_ text: Bytes, multiplier: Int64, isMoney: Bool, decimals: DecimalSign) {
        self.text = text
        self.multiplier = multiplier
        self.isMoney = isMoney
        self.decimals = decimals
    }

    mutating func read() -> (low: Int64, high: Int64?)? {
        let opening = readOpening()
        skipSpaces()
        guard var left = readAmount() else { return nil }
        skipNoun()
        skipGrowth(left)
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
        if accept("between") { return .between }
        // The digits of most cells come first: other languages are looked for only where words do.
        guard position < text.count, text[position].isLetter || text[position] >= 0x80 else { return nil }
        if accept("weniger als") || accept("unter") || accept("moins de") || accept("menos de") || accept("meno di") { return .below }
        if accept("bis zu") || accept("bis") || accept("jusqu'à") || accept("hasta") || accept("até") || accept("fino a") { return .upTo }
        if accept("mehr als") || accept("über") || accept("Über") || accept("ab") || accept("mindestens") { return .atLeast }
        if accept("plus de") || accept("más de") || accept("mas de") || accept("mais de") || accept("più di") || accept("oltre") {
            return .atLeast
        }
        return accept("zwischen") || accept("entre") || accept("tra") ? .between : nil
    }

    private mutating func readOpenEnd() -> Bool {
        skipSpaces()
        if accept("+") { return true }
        let mark = position
        if accept("and") || accept("or") || accept("&") || accept("und") || accept("oder") || accept("et") || accept("ou") || accept("y")
            || accept("o") || accept("e")
        {
            skipSpaces()
            if accept("over") || accept("more") || accept("above") || accept("up") || accept("greater") { return true }
            if accept("mehr") || accept("plus") || accept("más") || accept("mas") || accept("mais") || accept("più") { return true }
            position = mark
            return false
        }
        return accept("plus")
    }

    private mutating func readSeparator() -> Bool {
        skipSpaces()
        return accept("-") || accept("–") || accept("—") || accept("‑") || accept("~") || accept("..") || accept("through")
            || accept("thru") || accept("to") || accept("and") || accept("bis") || accept("und") || accept("à") || accept("et")
            || accept("tot") || accept("hasta") || accept("até")
            // One letter is a word between blanks only: "1e400" is no range.
            || position > 0 && text[position - 1] == 0x20 && (accept("a") || accept("y") || accept("e") || accept("do"))
    }

    private mutating func skipNoun() {
        skipSpaces()
        guard position < text.count else { return }
        if isMoney {
            readCurrency()
            // "850.000,-", "1'200.–": no cents.
            if accept(",-") || accept(".-") || accept(",–") || accept(".–") { _ = accept("-") }
            skipSpaces()
            readCurrency()
        } else {
            _ =
                accept("employees") || accept("employee") || accept("people") || accept("staff") || accept("emp") || accept("persons")
                || accept("workers") || accept("fte") || accept("mitarbeiter") || accept("mitarbeitende") || accept("beschäftigte")
                || accept("employés") || accept("salariés") || accept("personnes") || accept("empleados") || accept("trabajadores")
                || accept("personas") || accept("dipendenti") || accept("addetti") || accept("funcionários") || accept("colaboradores")
                || accept("medewerkers") || accept("anställda") || accept("ansatte")
        }
        skipSpaces()
    }

    /// Moves past names and signs of currencies. Other ones than dollars are kept by the text of the range.
    private mutating func readCurrency() {
        while position < text.count, !text[position].isDigit {
            if accept("$") || accept("us$") || accept("usd") || accept("dollars") || accept("dollar") {
                hasCurrency = true
            } else if acceptForeignCurrency() {
                hasCurrency = true
                isPlain = false
            } else {
                return
            }
            skipSpaces()
        }
    }

    private mutating func acceptForeignCurrency() -> Bool {
        guard text[position].isLetter || text[position] >= 0x80 else { return false }
        for name in Self.currencies where accept(name) {
            if position < text.count, text[position] == UInt8(ascii: "."), position + 1 == text.count || !text[position + 1].isDigit {
                position += 1
            }
            return true
        }
        return false
    }

    private static let currencies: [StaticString] = [
        "€", "eur", "euro", "euros", "£", "gbp", "pounds", "chf", "sfr", "fr", "¥", "￥", "jpy", "yen", "cny", "rmb", "yuan", "元", "円",
        "c$", "ca$", "cad", "cdn", "a$", "au$", "aud", "nz$", "nzd", "hk$", "hkd", "s$", "sgd", "r$", "brl", "mx$", "mxn", "mxp", "ars",
        "clp", "cop", "pen", "₹", "inr", "rs", "sek", "nok", "dkk", "kr", "zł", "pln", "kč", "czk", "ft", "huf", "ron", "lei", "bgn",
        "₽", "rub", "rur", "рублей", "руб", "р", "₺", "try", "tl", "₴", "uah", "₩", "krw", "₪", "ils", "nis", "zar", "aed", "sar", "thb",
        "฿", "₫", "vnd", "idr", "rp", "php", "₱", "myr", "rm", "ngn", "₦", "kes", "ksh", "egp", "pkr",
    ]

    /// Moves past what a list says of the year before, as in `140 702 722 000 руб. +151%`: behind a currency or unit only.
    private mutating func skipGrowth(_ amount: Amount) {
        guard isMoney, hasCurrency || amount.unit != nil, position < text.count else { return }
        let start = position
        guard accept("+") || accept("-") || accept("−") || accept("–") else { return }
        let digits = position
        while position < text.count, text[position].isDigit || text[position] == UInt8(ascii: ".") || text[position] == UInt8(ascii: ",") {
            position += 1
        }
        if position > digits, position + 1 == text.count, text[position] == UInt8(ascii: "%") {
            position += 1
            isPlain = false
        } else {
            position = start
        }
    }

    /// A unit, with the full stop of an abbreviation. `mil` is a million in English and a thousand in Spanish, a billion is one thing in
    /// English and another in German: beside a decimal comma they are neither.
    private mutating func readUnit() -> Int64? {
        skipSpaces()
        guard position < text.count, text[position].isLetter || text[position] >= 0x80, let unit = acceptUnit() else { return nil }
        if position < text.count, text[position] == UInt8(ascii: "."), position + 1 == text.count || text[position + 1] != UInt8(ascii: ".")
        {
            position += 1
        }
        return unit
    }

    private mutating func acceptUnit() -> Int64? {
        switch text[position] | 0x20 {
        case UInt8(ascii: "k"): return accept("k") || accept("keur") ? 1000 : nil
        case UInt8(ascii: "m"):
            if accept("million") || accept("millions") || accept("mill") || accept("mm") || accept("mn") || accept("m") { return 1_000_000 }
            if accept("mil") { return decimals == .point ? 1_000_000 : Self.unknownUnit }
            if accepts(["mio", "millionen", "mios", "millones", "milhões", "milioni", "miljoen", "miljoner", "mln", "meur"]) {
                return 1_000_000
            }
            return accepts(["mrd", "milliarden", "milliards", "milliard", "md", "mds", "mld", "mlrd", "miljard", "miliardi"])
                ? 1_000_000_000 : nil
        case UInt8(ascii: "b"):
            if accept("bn") || accept("b") { return 1_000_000_000 }
            guard accept("billion") || accept("billions") || accept("bill") || accept("bil") else { return nil }
            return decimals == .point ? 1_000_000_000 : Self.unknownUnit
        case UInt8(ascii: "t"):
            if accept("trillion") { return 1_000_000_000_000 }
            return accept("thousand") || accept("thousands") || accepts(["tsd", "tausend", "t€", "teur", "tys"]) ? 1000 : nil
        case UInt8(ascii: "l"): return accepts(["lakh", "lakhs", "lac"]) ? 100_000 : nil
        case UInt8(ascii: "c"): return accepts(["crore", "crores", "cr"]) ? 10_000_000 : nil
        case 0x80...:
            if accepts(["тысяч", "тыс"]) { return 1000 }
            if accepts(["млн", "миллионов"]) { return 1_000_000 }
            return accept("млрд") ? 1_000_000_000 : nil
        default: return nil
        }
    }

    private mutating func accepts(_ words: [StaticString]) -> Bool {
        for word in words where accept(word) { return true }
        return false
    }

    /// What no amount is multiplied by: the cell is malformed.
    private static let unknownUnit: Int64 = -1

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
            guard factor > 0 else { return nil }
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
            readCurrency()
            skipSpaces()
        }
        guard let number = WrittenNumber(text, at: position, decimals) else { return nil }
        position = number.end
        var amount = Amount(whole: number.whole, fraction: number.fraction, scale: number.scale, unit: nil, isMoney: isMoney)
        amount.unit = readUnit()
        return amount
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
