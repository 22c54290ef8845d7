/// Reads phone cells: text and region in, E.164 out.
///
/// Numbers of the North American plan are judged by a generated table, all others by libphonenumber. A cell is never
/// repaired by a guess: what is not certainly a number is invalid. The grammar, beside digits with the usual punctuation:
/// - a leading `+`, `1`, apostrophe, `="…"`, `tel:` or known label (`Phone:`, `Cell`, `(main)`);
/// - a trailing `.0` behind digits alone, as spreadsheets write it;
/// - extensions: `x12`, `ext. 12`, `ext 12`, `extension 12`, `#12`, `;ext=12`, `, ext 12`, `;12`, `,,12`;
/// - remarks behind the number: known words, or anything without digits in parentheses;
/// - a vanity number when letters and digits together are exactly as many as the North American plan dials, the letters
///   not parted by spaces: `1-800-FLOWERS`, `800-GO-FEDEX`; any other letters make the cell invalid;
/// - several numbers parted by `/`, `;`, `,`, `|`, `&`, a line break, "or", "and" or a label (`O: … C: …`), and by blanks alone
///   where there is one way only to part them;
/// - labels (`Fax: …`, `… (cell)`), which say what each number is.
///
/// It differs from libphonenumber on purpose where that would turn remarks into digits (`(cell)`), drop unknown words, read one `,` with
/// bare digits as an extension, leave out a trunk prefix twice, or take Canada's seven-digit `310-xxxx` for a number.
package struct PhoneNumberParser: Sendable {
    private let region: PhoneRegion

    /// - Parameter region: Two letters of ISO 3166-1, in either case: where a number without a country code is dialled.
    /// - Throws: ``PhoneNumberError/unknownRegion(_:)`` when no numbering plan is known for the region.
    package init(region: String = "US") throws(PhoneNumberError) {
        self.region = try PhoneRegion(region)
    }

    /// Reads one cell: all the numbers in it, in their order, faxes among them.
    ///
    /// Allocates no memory for North American numbers. Safe to call from any thread.
    /// - Parameters:
    ///   - text: UTF-8; bytes that are not make the cell invalid.
    ///   - region: Where the numbers of this cell are dialled; nil for the parser's own.
    ///   - each: Takes a valid number and what the cell says of it.
    /// - Complexity: O(`text.count`), at most ``PhoneCellText/bytesMax`` bytes of it.
    package func read(
        _ text: UnsafeBufferPointer<UInt8>, in region: PhoneRegion? = nil, each: (PhoneNumber, PhoneLabel?) -> Void
    ) -> PhoneCellReading {
        if text.isEmpty { return PhoneCellReading() }
        let region = region ?? self.region
        switch parsePlain(text, region) {
        case .success(let number):
            each(number, nil)
            return PhoneCellReading(valid: 1, parts: 1)
        case .failure(let fault): return PhoneCellReading(parts: 1, fault: fault)
        case nil: return PhoneCellText.withNormalized(text) { readParts($0, region, each) } ?? PhoneCellReading(parts: 1, fault: .tooLong)
        }
    }

    /// Reads one cell: its first number that is no fax. A cell of faxes alone is empty.
    package func parse(_ text: UnsafeBufferPointer<UInt8>, in region: PhoneRegion? = nil) -> PhoneNumberOutcome {
        var first: PhoneNumber?
        let reading = read(text, in: region) { number, label in
            if first == nil, label != .fax { first = number }
        }
        if let first { return .valid(first, isFirstOfSeveral: reading.parts > 1) }
        return reading.valid > 0 ? .empty : reading.fault.map(PhoneNumberOutcome.invalid) ?? .empty
    }

    /// Reads one cell; see ``parse(_:in:)``.
    package func parse(_ text: String) -> PhoneNumberOutcome {
        var text = text
        return text.withUTF8 { parse($0) }
    }

    // MARK: The usual case

    /// One pass over digits, blanks, parentheses, hyphens and dots; `nil` unless they make up one complete North American
    /// number.
    private func parsePlain(_ text: UnsafeBufferPointer<UInt8>, _ region: PhoneRegion) -> Result<PhoneNumber, PhoneNumberFault>? {
        let hasPlus = text[0] == UInt8(ascii: "+")
        guard hasPlus || region.isNorthAmerican else { return nil }
        var value: UInt64 = 0
        var count = 0
        var position = hasPlus ? 1 : 0
        while position < text.count {
            let byte = text[position]
            let digit = byte &- UInt8(ascii: "0")
            if digit < 10 {
                value = value &* 10 &+ UInt64(digit)
                count &+= 1
            } else if byte &- 32 > 15 || (Self.plainPunctuation >> (byte &- 32)) & 1 == 0 {
                return nil
            }
            position &+= 1
        }
        if count == 11, value >= 12_000_000_000, value < 20_000_000_000 {
            value &-= 10_000_000_000
        } else if count != 10 || hasPlus || value < 2_000_000_000 {
            return nil
        }
        // A dot before the last digit or two may be a spreadsheet's decimal point.
        let dot = UInt8(ascii: ".")
        if text[text.count - 2] == dot || text[text.count - 3] == dot { return nil }
        return NorthAmericanPlan.number(national: value)
    }

    /// Bit n: byte 32 + n is a blank, parenthesis, hyphen or dot.
    private static let plainPunctuation: UInt16 = " ().-".utf8.reduce(0) { $0 | 1 << UInt16($1 - 32) }

    // MARK: All other cases

    private func readParts(
        _ text: UnsafeBufferPointer<UInt8>, _ region: PhoneRegion, _ each: (PhoneNumber, PhoneLabel?) -> Void
    ) -> PhoneCellReading {
        var scanner = PhoneCellScanner(text)
        var reading = PhoneCellReading()
        var labelsAhead: PhoneLabels = []
        while let part = scanner.next() {
            if part.isEmpty { continue }
            if part.isLabelAlone { labelsAhead.formUnion(part.labels) }
            if part.holdsDigits { reading.parts += 1 }
            let labels = part.labels.union(labelsAhead)
            if part.holdsDigits { labelsAhead = [] }
            switch number(part, region) {
            case .success(let number):
                reading.valid += 1
                each(number, labels.label)
            case .failure(.spreadsheetExponent): reading.fault = .spreadsheetExponent
            case .failure(let reason):
                let numbers = part.digits.count < Self.digitsOfTwo ? nil : parted(UnsafeBufferPointer(rebasing: text[part.range]), region)
                guard let numbers else {
                    reading.fault = reading.fault ?? reason
                    continue
                }
                reading.parts += numbers.count - 1
                reading.valid += numbers.count
                for number in numbers { each(number, labels.label) }
            }
        }
        return reading
    }

    /// The fewest digits that can be two numbers.
    private static let digitsOfTwo = 14
    /// More numbers, or more blanks, are not taken apart: trying every place costs a look at each.
    private static let partedMax = (numbers: 4, blanks: 24)

    /// The numbers of a text in which only blanks part them; nil unless there is exactly one way to read all of it as numbers.
    private func parted(_ text: UnsafeBufferPointer<UInt8>, _ region: PhoneRegion, most: Int = partedMax.numbers) -> [PhoneNumber]? {
        guard most > 1, text.count(where: { $0 == UInt8(ascii: " ") }) <= Self.partedMax.blanks else { return nil }
        var found: [PhoneNumber]?
        for blank in text.indices where blank > 0 && text[blank] == UInt8(ascii: " ") && text[blank - 1] &- UInt8(ascii: "0") < 10 {
            guard let first = whole(UnsafeBufferPointer(rebasing: text[..<blank]), region) else { continue }
            let rest = UnsafeBufferPointer(rebasing: text[(blank + 1)...])
            guard let others = whole(rest, region).map({ [$0] }) ?? parted(rest, region, most: most - 1) else { continue }
            let numbers = [first] + others
            guard found == nil || found == numbers else { return nil }
            found = numbers
        }
        return found
    }

    /// The number that a text is as a whole.
    private func whole(_ text: UnsafeBufferPointer<UInt8>, _ region: PhoneRegion) -> PhoneNumber? {
        var scanner = PhoneCellScanner(text)
        guard let part = scanner.next(), part.range.upperBound == text.count, part.digits.count * 2 >= Self.digitsOfTwo else { return nil }
        return try? number(part, region).get()
    }

    private func number(_ part: PhoneCellPart, _ region: PhoneRegion) -> Result<PhoneNumber, PhoneNumberFault> {
        if let fault = part.fault { return .failure(fault) }
        guard part.unknownLetters == 0 else { return vanityNumber(part, region) }
        let digits = part.digits
        guard digits.count <= DigitRun.countMax else { return .failure(.tooLong) }
        guard part.hasPlus ? digits.first == 1 : (region.isNorthAmerican && digits.first != 0) else {
            return WorldwidePlan.number(digits, hasPlus: part.hasPlus, extension: part.extensionDigits, in: region)
        }
        let isInternational = digits.first == 1 && (part.hasPlus || digits.count == 11)
        let national = isInternational ? digits.count - 1 : digits.count
        switch national {
        case 10:
            let value = isInternational ? digits.value - 10_000_000_000 : digits.value
            return NorthAmericanPlan.number(national: value, extension: part.extensionDigits)
        case 7 where region.completesLocalNumbers && !isInternational:
            return WorldwidePlan.number(digits, hasPlus: false, extension: part.extensionDigits, in: region)
        case 11, 12:
            // The trunk prefix behind the country code, "+1 1 312 …", which libphonenumber leaves out too.
            guard digits.count == 12, digits.value >= 112_000_000_000, digits.value < 120_000_000_000 else { return .failure(.tooLong) }
            return NorthAmericanPlan.number(national: digits.value - 110_000_000_000, extension: part.extensionDigits)
        default: return .failure(national < 10 ? .tooShort : .tooLong)
        }
    }

    private func vanityNumber(_ part: PhoneCellPart, _ region: PhoneRegion) -> Result<PhoneNumber, PhoneNumberFault> {
        guard part.isVanity, part.hasPlus || region.isNorthAmerican else { return .failure(.unknownWords) }
        let dialled = part.dialled
        let hasCountryCode = dialled.first == 1
        guard dialled.count == (hasCountryCode ? 11 : 10), hasCountryCode || !part.hasPlus else { return .failure(.unknownWords) }
        let value = hasCountryCode ? dialled.value - 10_000_000_000 : dialled.value
        return NorthAmericanPlan.number(national: value, extension: part.extensionDigits)
    }
}
