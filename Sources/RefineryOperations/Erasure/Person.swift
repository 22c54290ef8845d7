internal import PhoneNumbers
package import RefineryModel

/// The person `refinery erase` removes: a phone number, an e-mail address, or both.
///
/// Both mean either: whatever has the number or the address belongs to the person.
package struct Person: Sendable, Equatable {
    /// In E.164.
    package let phone: String?
    /// In lower case.
    package let email: String?

    /// - Parameters:
    ///   - phone: A number with its country code, as `+1 415 555 2671`; a number without one is taken for American.
    ///   - email: An address in any case.
    /// - Throws: ``PersonError`` when there is neither, or one that is none.
    package init(phone: String?, email: String?) throws(PersonError) {
        guard phone != nil || email != nil else { throw .nobody }
        self.phone = try phone.map { text throws(PersonError) in
            guard let parser = try? PhoneNumberParser(region: "US"), case .valid(let number, isFirstOfSeveral: false) = parser.parse(text)
            else { throw .noPhoneNumber }
            return number.e164
        }
        self.email = try email.map { text throws(PersonError) in
            let address = text.lowercased()
            let parts = address.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !address.contains(where: \.isWhitespace) else {
                throw .noEmailAddress
            }
            return address
        }
    }

    /// A regular expression of Postgres, to be used without regard to case, that finds the number or the address in text as
    /// people write it: digits with up to three other characters between two of them, and nothing that would make it
    /// another number or address right before or behind.
    package var pattern: String {
        var alternatives: [String] = []
        if let phone {
            let digits = phone.filter(\.isNumber).map(String.init)
            let isNorthAmerican = phone.hasPrefix("+1") && digits.count == 11
            let gap = "[^0-9]{0,3}"
            let body = (isNorthAmerican ? digits.dropFirst() : digits[...]).joined(separator: gap)
            alternatives.append("(?<![0-9])\(isNorthAmerican ? "(?:1\(gap))?" : "")\(body)(?![0-9])")
        }
        if let email {
            let escaped = email.map { $0.isLetter || $0.isNumber ? String($0) : "\\\($0)" }.joined()
            alternatives.append("(?<![a-z0-9._%+-])\(escaped)(?![a-z0-9-]|\\.[a-z0-9])")
        }
        return alternatives.joined(separator: "|")
    }
}

/// Why nobody can be erased. The text that was given is personal data and stands in no message.
package enum PersonError: Fault, Equatable {
    case nobody
    case noPhoneNumber
    case noEmailAddress

    package var code: FaultCode {
        switch self {
        case .nobody: .usageInvalid
        case .noPhoneNumber: .phoneNumberInvalid
        case .noEmailAddress: .emailInvalid
        }
    }

    package var summary: String {
        switch self {
        case .nobody: "Neither a phone number nor an e-mail address was given."
        case .noPhoneNumber: "What was given is no valid phone number."
        case .noEmailAddress: "What was given is no e-mail address."
        }
    }

    package var remedy: String? {
        switch self {
        case .nobody: "Name the person: a phone number, an e-mail address, or both."
        case .noPhoneNumber: "Write it with its country code, as +14155552671."
        case .noEmailAddress: "Write it as person@example.com."
        }
    }
}
