/// Takes a normalized phone cell apart: a cursor over its parts, each with the digits, extension and words it holds.
struct PhoneCellScanner {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// What is known of the punctuation of the part at hand.
    private struct Punctuation {
        /// Since the first digit, what is neither a digit nor at the end.
        var marks = 0
        /// How many digits preceded the last dot.
        var digitsBeforeDot = 0
        /// Whether a mark stood behind a digit that only stands at the ends of a number.
        var hasEnded = false
        /// Whether a blank stood behind the last unknown letter.
        var hasBlank = false
        /// Marks since the last digit.
        var pending = 0
        /// Whether the last mark was a dot.
        var isDot = false
    }

    /// Whether the cell ends in a word, so that labels stand behind their numbers: `312 … cell 312 … home`.
    private let endsInWord: Bool

    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        endsInWord = text.last.map { $0 &- UInt8(ascii: "a") < 26 } ?? false
    }

    /// The next part, `nil` behind the last one.
    mutating func next() -> PhoneCellPart? {
        guard position < text.count else { return nil }
        let start = position
        var end: Int?
        var part = PhoneCellPart()
        var punctuation = Punctuation()
        while end == nil, position < text.count {
            let byte = text[position]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                takeDigit(byte, &part, &punctuation)
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                if takeWord(&part, &punctuation) { end = position }
            case UInt8(ascii: "+"):
                if part.digits.isEmpty {
                    part.hasPlus = true
                } else if part.looksComplete, isNumberAhead() {
                    // A plus stands at the beginning of a number and nowhere else: "+977 1 4443718+977 1 4446729".
                    end = position
                    continue
                } else {
                    part.fault = part.fault ?? .notANumber
                }
                position += 1
            case UInt8(ascii: "("):
                if !skipRemark(&part) {
                    mark(byte, &part, &punctuation)
                } else if part.looksComplete, isNumberAhead() {
                    end = position
                }
            case UInt8(ascii: "#"):
                if part.looksComplete, part.extensionDigits.isEmpty {
                    takeExtension(&part, lengthMax: 9)
                } else {
                    mark(byte, &part, &punctuation)
                }
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "&"), 10...13:
                end = position
                position += 1
                if part.looksComplete, part.extensionDigits.isEmpty, skipToExtensionLabel() || takeDialled(byte, &part) { end = nil }
            case UInt8(ascii: "/"), UInt8(ascii: "\\"):
                let isBetweenWords = part.digits.isEmpty && position > start && text[position - 1] == UInt8(ascii: " ")
                if part.looksComplete || isBetweenWords {
                    end = position
                    position += 1
                } else {
                    mark(byte, &part, &punctuation)
                }
            default:
                mark(byte, &part, &punctuation)
            }
        }
        part.range = start..<(end ?? position)
        finish(&part, punctuation, text[part.range])
        return part
    }

    // MARK: Elements of a part

    private mutating func takeDigit(_ byte: UInt8, _ part: inout PhoneCellPart, _ punctuation: inout Punctuation) {
        if punctuation.hasEnded || !part.extensionDigits.isEmpty { part.fault = part.fault ?? .notANumber }
        punctuation.marks += punctuation.pending
        if punctuation.isDot, punctuation.pending > 0 { punctuation.digitsBeforeDot = part.digits.count }
        punctuation.pending = 0
        part.appendDigit(byte - UInt8(ascii: "0"))
        position += 1
    }

    /// A character that is neither digit, letter, plus nor separator.
    private mutating func mark(_ byte: UInt8, _ part: inout PhoneCellPart, _ punctuation: inout Punctuation) {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "/"), UInt8(ascii: "~"):
            break
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "?"),
            UInt8(ascii: "!"), UInt8(ascii: "*"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "#"), UInt8(ascii: "\\"):
            if !part.digits.isEmpty { punctuation.hasEnded = true }
        default:
            part.fault = part.fault ?? .notANumber
        }
        if byte == UInt8(ascii: " ") { punctuation.hasBlank = true }
        if !part.digits.isEmpty { punctuation.pending += 1 }
        punctuation.isDot = byte == UInt8(ascii: ".")
        position += 1
    }

    /// Takes one word; `true` when it ends the part.
    private mutating func takeWord(_ part: inout PhoneCellPart, _ punctuation: inout Punctuation) -> Bool {
        let start = position
        while isLetter(byte(position)) { position += 1 }
        let word = text[start..<position]
        switch PhoneWords.role(word) {
        case .separator? where part.looksComplete:
            return true
        case .extensionLabel? where part.looksComplete && part.extensionDigits.isEmpty && part.unknownLetters == 0:
            // A lone letter is a weaker sign than a word: libphonenumber too allows it nine digits only.
            takeExtension(&part, lengthMax: word.count == 1 ? 9 : PhoneNumber.extensionLengthMax)
        case .remark(let label)? where part.digits.isEmpty || part.looksComplete:
            // "O: 312-555-0123 C: 312-555-0199": the label of a second number parts it from the first.
            let isParting = part.looksComplete && isNumberAhead()
            if isParting, !endsInWord || !part.labels.isEmpty || byte(position) == UInt8(ascii: ":") {
                position = start
                return true
            }
            if let label { part.labels.insert(PhoneLabels(label)) }
            return isParting
        default:
            if isExponent(word, part) {
                part.fault = .spreadsheetExponent
            } else {
                if part.unknownLetters > 0, punctuation.hasBlank { part.hasPartedLetters = true }
                for letter in word { part.appendLetter(letter) }
                punctuation.hasBlank = false
            }
        }
        return false
    }

    /// Takes the digits behind an extension's label; a label without digits is left out.
    private mutating func takeExtension(_ part: inout PhoneCellPart, lengthMax: Int) {
        if byte(position) == UInt8(ascii: "#") { position += 1 }
        var ahead = position
        while " .:=#-".utf8.contains(byte(ahead)) { ahead += 1 }
        guard isDigit(byte(ahead)) else { return }
        while isDigit(byte(ahead)) {
            part.extensionDigits.append(text[ahead] - UInt8(ascii: "0"))
            ahead += 1
        }
        if part.extensionDigits.count > lengthMax { part.fault = part.fault ?? .extensionTooLong }
        position = ahead
    }

    /// Behind a separator: moves to the label of an extension that follows it, as in `;ext=12`.
    private mutating func skipToExtensionLabel() -> Bool {
        var ahead = position
        while byte(ahead) == UInt8(ascii: " ") { ahead += 1 }
        let start = ahead
        while isLetter(byte(ahead)) { ahead += 1 }
        let isHash = byte(start) == UInt8(ascii: "#")
        guard isHash || PhoneWords.role(text[start..<ahead]) == .extensionLabel else { return false }
        position = start
        return true
    }

    /// Behind `;` or the first `,` of `,,`: takes the few digits that are dialled once the call is answered, as in `;215`.
    private mutating func takeDialled(_ separator: UInt8, _ part: inout PhoneCellPart) -> Bool {
        var ahead = position
        if separator == UInt8(ascii: ",") {
            guard byte(ahead) == separator else { return false }
            while byte(ahead) == separator { ahead += 1 }
        } else if separator != UInt8(ascii: ";") {
            return false
        }
        let digits = text[ahead...].prefix(while: isDigit)
        let isClosed = digits.endIndex == text.count || " ,;|/\n".utf8.contains(byte(digits.endIndex))
        guard (1...6).contains(digits.count), isClosed, part.unknownLetters == 0 else { return false }
        for digit in digits { part.extensionDigits.append(digit - UInt8(ascii: "0")) }
        position = digits.endIndex
        return true
    }

    /// Skips a group in parentheses that holds letters and no digits, before or behind the number; keeps what it says of it.
    private mutating func skipRemark(_ part: inout PhoneCellPart) -> Bool {
        guard part.digits.isEmpty || part.looksComplete else { return false }
        let group = text[position...].prefix { $0 != UInt8(ascii: ")") }
        guard group.endIndex < text.count, group.contains(where: isLetter), !group.contains(where: isDigit) else { return false }
        for word in group.split(whereSeparator: { !isLetter($0) }) {
            if case .remark(let label?)? = PhoneWords.role(word) { part.labels.insert(PhoneLabels(label)) }
        }
        position = group.endIndex + 1
        return true
    }

    /// Whether the next character that is not mere punctuation belongs to a number.
    private func isNumberAhead() -> Bool {
        var ahead = position
        while " .:#-(".utf8.contains(byte(ahead)) { ahead += 1 }
        return isDigit(byte(ahead)) || byte(ahead) == UInt8(ascii: "+")
    }

    /// Whether a word between digits is the `E` of scientific notation, `3.34387E+13`; if so, moves behind the exponent.
    private mutating func isExponent(_ word: Slice<UnsafeBufferPointer<UInt8>>, _ part: PhoneCellPart) -> Bool {
        guard word.count == 1, word.first == UInt8(ascii: "e"), word.startIndex > 0, isDigit(text[word.startIndex - 1]) else {
            return false
        }
        var ahead = position
        if byte(ahead) == UInt8(ascii: "+") || byte(ahead) == UInt8(ascii: "-") { ahead += 1 }
        let digits = text[ahead...].prefix(while: isDigit)
        guard (1...2).contains(digits.count), !isLetter(byte(digits.endIndex)) else { return false }
        position = digits.endIndex
        return true
    }

    /// Draws the conclusions that need the whole part.
    private func finish(_ part: inout PhoneCellPart, _ punctuation: Punctuation, _ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        if part.digits.isEmpty {
            part.endsInColon = bytes.last { $0 != UInt8(ascii: " ") } == UInt8(ascii: ":")
            let hasLetters = bytes.contains(where: isLetter)
            part.isPlaceholder = hasLetters && PhoneWords.isPlaceholder(bytes.lazy.filter(isLetter))
            if part.isPlaceholder {
                part.fault = nil
                part.unknownLetters = 0
            } else if hasLetters {
                part.fault = .lettersOnly
            }
        }
        let decimals = part.digits.count - punctuation.digitsBeforeDot
        if punctuation.marks == 1, punctuation.digitsBeforeDot > 0, decimals <= 2, part.digits.endsInZeros(decimals) {
            part.digits.removeLast(decimals)
        }
    }

    /// The byte at an index, or ``PhoneCellText/unknown`` behind the end.
    private func byte(_ index: Int) -> UInt8 { index < text.count ? text[index] : PhoneCellText.unknown }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private func isLetter(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "a") < 26 }
}
