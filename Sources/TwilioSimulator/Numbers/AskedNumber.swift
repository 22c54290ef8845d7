internal import Simulation

/// A number as a client asked for it, understood.
struct AskedNumber: Equatable, Sendable {
    enum Verdict: Equatable, Sendable {
        case valid(Country, national: Substring)
        case invalid(ValidationError)
    }

    /// Why a number is invalid, in Twilio's words.
    enum ValidationError: String, CaseIterable, Sendable {
        case tooShort = "TOO_SHORT"
        case tooLong = "TOO_LONG"
        case invalidButPossible = "INVALID_BUT_POSSIBLE"
        case invalidCountryCode = "INVALID_COUNTRY_CODE"
        case invalidLength = "INVALID_LENGTH"
        case notANumber = "NOT_A_NUMBER"
    }

    /// `+` and digits; what was asked when there are no digits in it.
    let text: String
    let verdict: Verdict
    /// The digits as a number; `nil` when there are none, or too many for a phone.
    let digits: UInt64?

    /// One in fifty well-formed numbers is invalid all the same, as in real lists.
    static let invalidOfThousand: UInt64 = 20

    /// - Parameters:
    ///   - asked: The text of the path, decoded: international with `+`, or national.
    ///   - countryCode: Where a national number belongs; `nil` is the United States.
    init(_ asked: String, countryCode: String?) {
        let isInternational = asked.utf8.first == UInt8(ascii: "+")
        var digits = asked.utf8.dropFirst(isInternational ? 1 : 0).allSatisfy(Self.isDigit) ? asked : asked.filter(Self.isDigit)
        if digits.utf8.first == UInt8(ascii: "+") { digits.removeFirst() }
        guard !digits.isEmpty else {
            (text, verdict, self.digits) = (asked, .invalid(.notANumber), nil)
            return
        }
        let home = countryCode.map(Country.named) ?? .unitedStates
        if !isInternational {
            guard let home else {
                (text, verdict, self.digits) = ("+" + digits, .invalid(.invalidCountryCode), UInt64(digits))
                return
            }
            if !home.trunkPrefix.isEmpty, digits.hasPrefix(home.trunkPrefix) { digits.removeFirst(home.trunkPrefix.utf8.count) }
            let hasCallingCode = home.callingCode == "1" && digits.utf8.count == 11 && digits.utf8.first == UInt8(ascii: "1")
            if !hasCallingCode { digits = home.callingCode + digits }
        }
        text = "+" + digits
        let value = UInt64(digits).flatMap { digits.utf8.count <= 18 ? $0 : nil }
        self.digits = value
        verdict = Self.verdict(digits[...], hash: NumberHash.of(value ?? 0))
    }

    /// What its answer is drawn from.
    var hash: UInt64 { NumberHash.of(digits ?? 0) }

    private static func verdict(_ digits: Substring, hash: UInt64) -> Verdict {
        guard let (country, national) = Country.splitting(digits) else { return .invalid(.invalidCountryCode) }
        let length = national.utf8.count
        if length < country.lengths.lowerBound { return .invalid(.tooShort) }
        if length > country.lengths.upperBound { return .invalid(.tooLong) }
        if country.callingCode == "1" {
            // Area code and exchange of the North American plan begin with 2 to 9.
            let isPlausible = [0, 3].allSatisfy {
                national.utf8[national.utf8.index(national.startIndex, offsetBy: $0)] >= UInt8(ascii: "2")
            }
            if !isPlausible { return .invalid(.invalidButPossible) }
            if MagicNumber(national: national) != nil { return .valid(country, national: national) }
        }
        // The upper bits: the lower ones choose the line type.
        return hash >> 32 % 1_000 < invalidOfThousand ? .invalid(.invalidButPossible) : .valid(country, national: national)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isWholeNumber }
}
