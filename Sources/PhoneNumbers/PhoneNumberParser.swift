/// Reads phone cells: text and region in, E.164 out.
///
/// Numbers of the North American plan are judged by a generated table, all others by libphonenumber. A cell is never
/// repaired by a guess: what is not certainly a number is invalid. The grammar, beside digits with the usual punctuation:
/// - a leading `+`, `1`, apostrophe, `="…"`, `tel:` or known label (`Phone:`, `Cell`, `(main)`);
/// - a trailing `.0` behind digits alone, as spreadsheets write it;
/// - extensions: `x12`, `ext. 12`, `ext 12`, `extension 12`, `#12`, `;ext=12`, `, ext 12`;
/// - remarks behind the number: known words, or anything without digits in parentheses;
/// - a vanity number when letters and digits together are exactly as many as the North American plan dials, the letters
///   not parted by spaces: `1-800-FLOWERS`, `800-GO-FEDEX`; any other letters make the cell invalid;
/// - several numbers parted by `/`, `;`, `,`, `|`, `&`, a line break, "or", "and" or a label (`O: … C: …`): the first
///   valid one is taken.
///
/// It differs from libphonenumber on purpose where that would turn remarks into digits (`(cell)`), drop unknown words,
/// read `;` or `,` with bare digits as an extension, leave out a trunk prefix twice, or take Canada's seven-digit `310-xxxx` for a number.
package struct PhoneNumberParser: Sendable {
    private let worldwide: WorldwidePlan

    /// Whether plain national numbers are those of the North American plan.
    private let isNorthAmerican: Bool

    /// Whether seven digits alone can be a number: some islands complete them with their only area code.
    private let completesLocalNumbers: Bool

    /// - Parameter region: Two letters of ISO 3166-1, in either case: where a number without a country code is dialled.
    /// - Throws: ``PhoneNumberError/unknownRegion(_:)`` when no numbering plan is known for the region.
    package init(region: String = "US") throws(PhoneNumberError) {
        worldwide = try WorldwidePlan(region: region)
        isNorthAmerican = worldwide.countryCallingCode == 1
        completesLocalNumbers = isNorthAmerican && !["US", "CA"].contains(region.uppercased())
    }

    /// Reads one cell.
    ///
    /// Allocates no memory for North American numbers. Safe to call from any thread.
    /// - Parameter text: UTF-8; bytes that are not make the cell invalid.
    /// - Complexity: O(`text.count`), at most ``PhoneCellText/bytesMax`` bytes of it.
    package func parse(_ text: UnsafeBufferPointer<UInt8>) -> PhoneNumberOutcome {
        if text.isEmpty { return .empty }
        if let outcome = parsePlain(text) { return outcome }
        return PhoneCellText.withNormalized(text) { parseParts($0) } ?? .invalid(.tooLong)
    }

    /// Reads one cell; see ``parse(_:)-(UnsafeBufferPointer<UInt8>)``.
    package func parse(_ text: String) -> PhoneNumberOutcome {
        var text = text
        return text.withUTF8 { parse($0) }
    }

    // MARK: The usual case

    /// One pass over digits, blanks, parentheses, hyphens and dots; `nil` unless they make up one complete North American
    /// number.
    private func parsePlain(_ text: UnsafeBufferPointer<UInt8>) -> PhoneNumberOutcome? {
        let hasPlus = text[0] == UInt8(ascii: "+")
        guard hasPlus || isNorthAmerican else { return nil }
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
        switch NorthAmericanPlan.number(national: value) {
        case .success(let number): return .valid(number, isFirstOfSeveral: false)
        case .failure(let fault): return .invalid(fault)
        }
    }

    /// Bit n: byte 32 + n is a blank, parenthesis, hyphen or dot.
    private static let plainPunctuation: UInt16 = " ().-".utf8.reduce(0) { $0 | 1 << UInt16($1 - 32) }

    // MARK: All other cases

    private func parseParts(_ text: UnsafeBufferPointer<UInt8>) -> PhoneNumberOutcome {
        var scanner = PhoneCellScanner(text)
        var found: PhoneNumber?
        var fault: PhoneNumberFault?
        var partsWithDigits = 0
        while let part = scanner.next() {
            if part.isEmpty { continue }
            if part.holdsDigits { partsWithDigits += 1 }
            if found != nil { continue }
            switch number(part) {
            case .success(let number): found = number
            case .failure(.spreadsheetExponent): fault = .spreadsheetExponent
            case .failure(let reason): fault = fault ?? reason
            }
        }
        if let found { return .valid(found, isFirstOfSeveral: partsWithDigits > 1) }
        return fault.map(PhoneNumberOutcome.invalid) ?? .empty
    }

    private func number(_ part: PhoneCellPart) -> Result<PhoneNumber, PhoneNumberFault> {
        if let fault = part.fault { return .failure(fault) }
        guard part.unknownLetters == 0 else { return vanityNumber(part) }
        let digits = part.digits
        guard digits.count <= DigitRun.countMax else { return .failure(.tooLong) }
        guard part.hasPlus ? digits.first == 1 : (isNorthAmerican && digits.first != 0) else {
            return worldwide.number(digits, hasPlus: part.hasPlus, extension: part.extensionDigits)
        }
        let isInternational = digits.first == 1 && (part.hasPlus || digits.count == 11)
        let national = isInternational ? digits.count - 1 : digits.count
        switch national {
        case 10:
            let value = isInternational ? digits.value - 10_000_000_000 : digits.value
            return NorthAmericanPlan.number(national: value, extension: part.extensionDigits)
        case 7 where completesLocalNumbers && !isInternational:
            return worldwide.number(digits, hasPlus: false, extension: part.extensionDigits)
        case 11, 12:
            // The trunk prefix behind the country code, "+1 1 312 …", which libphonenumber leaves out too.
            guard digits.count == 12, digits.value >= 112_000_000_000, digits.value < 120_000_000_000 else { return .failure(.tooLong) }
            return NorthAmericanPlan.number(national: digits.value - 110_000_000_000, extension: part.extensionDigits)
        default: return .failure(national < 10 ? .tooShort : .tooLong)
        }
    }

    private func vanityNumber(_ part: PhoneCellPart) -> Result<PhoneNumber, PhoneNumberFault> {
        guard part.isVanity, part.hasPlus || isNorthAmerican else { return .failure(.unknownWords) }
        let dialled = part.dialled
        let hasCountryCode = dialled.first == 1
        guard dialled.count == (hasCountryCode ? 11 : 10), hasCountryCode || !part.hasPlus else { return .failure(.unknownWords) }
        let value = hasCountryCode ? dialled.value - 10_000_000_000 : dialled.value
        return NorthAmericanPlan.number(national: value, extension: part.extensionDigits)
    }
}
