internal import PhoneNumbers
internal import RefineryModel

/// Says whether a cell can stand in a column, by what the normalizers make of it: how rows of another width are understood.
struct CellJudge {
    enum Fit { case fits, saysNothing, misfits }

    let columns: ColumnPlan
    let phones: PhoneNumberParser
    let country: CountryCode
    let currentYear: Int

    /// Whether a delimiter may be part of what stands in the column: texts, and numbers that group thousands.
    func holdsDelimiters(_ column: Int) -> Bool {
        switch columns.fields[column] {
        case nil, .businessName, .contactName, .firstName, .lastName, .namePrefix, .nameSuffix, .title, .businessAddress, .city, .county,
            .industry, .businessType, .sicDescription, .employeeCount, .annualRevenue:
            true
        default: false
        }
    }

    func fit(_ cell: Bytes, _ column: Int, arena: TextArena) -> Fit {
        guard let field = columns.fields[column] else { return .saysNothing }
        let text = TextNormalizer.normalize(cell, arena: arena)
        if EmptyToken.matches(text, .any) { return .saysNothing }
        switch field {
        case .businessEmail, .otherEmails:
            return Self.fit(EmailNormalizer.normalize(text, arena: arena), orNothing: text.contains(UInt8(ascii: "@")))
        case .businessPhone, .directPhone, .otherPhones, .fax:
            if phones.read(text, each: { _, _ in }).valid > 0 { return .fits }
            return text.count(where: \.isDigit) >= 5 && !text.contains(where: \.isLetter) ? .saysNothing : .misfits
        case .phoneExtension: return Self.weak(PhoneExtension.normalize(text, arena: arena))
        case .areaCode, .zip4: return text.count <= 5 && text.contains(where: \.isDigit) ? .saysNothing : .misfits
        case .state:
            return country.hasAmericanPost ? Self.fit(StateNormalizer.normalize(text), orNothing: false) : fit(text: text, .county)
        case .zipCode:
            let isShort = text.count <= 10 && text.contains(where: \.isDigit) && !text.contains(UInt8(ascii: "@"))
            return Self.fit(
                ZIPNormalizer.normalize(text, state: nil, arena: arena), orNothing: isShort && text.count(where: \.isDigit) < 10)
        case .country: return Self.fit(CountryNormalizer.normalize(text, arena: arena), orNothing: false)
        case .website: return Self.fit(WebsiteNormalizer.normalize(text, arena: arena), orNothing: false)
        case .employeeCount: return Self.weak(NumberRangeNormalizer.employees(text, decimals: country.decimalSign, arena: arena))
        case .annualRevenue: return Self.weak(NumberRangeNormalizer.revenue(text, decimals: country.decimalSign, arena: arena))
        case .sicCode: return Self.weak(IndustryCodeNormalizer.sic(text, arena: arena))
        case .naicsCode: return Self.weak(IndustryCodeNormalizer.naics(text, arena: arena))
        case .yearEstablished: return Self.weak(YearNormalizer.normalize(text, currentYear: currentYear))
        case .businessName, .contactName, .firstName, .lastName, .namePrefix, .nameSuffix, .title, .businessAddress, .city, .county,
            .industry, .businessType, .sicDescription:
            return fit(text: text, field)
        }
    }

    /// Texts fit nearly everywhere: only what is plainly something else does not.
    private func fit(text: Bytes, _ field: Field) -> Fit {
        if text.starts(with: "http:") || text.starts(with: "https:") || text.starts(with: "www.") { return .misfits }
        if text.contains(UInt8(ascii: "@")) { return .misfits }
        let digits = text.count(where: \.isDigit)
        if digits >= 7, phones.read(text, each: { _, _ in }).valid > 0 { return .misfits }
        let hasWords = text.contains { $0.isLetter || $0 >= 0x80 }
        switch field {
        case .city, .county: return digits > 0 || country.hasAmericanPost && StateCode(code: text) != nil ? .misfits : .saysNothing
        case .businessName, .businessAddress: return .saysNothing
        default: return hasWords ? .saysNothing : .misfits
        }
    }

    private static func fit<Value>(_ outcome: Normalized<Value>, orNothing isUndecided: Bool) -> Fit {
        switch outcome {
        case .value: .fits
        case .empty: .saysNothing
        case .malformed: isUndecided ? .saysNothing : .misfits
        }
    }

    /// What many columns would take does not speak for one of them.
    private static func weak<Value>(_ outcome: Normalized<Value>) -> Fit {
        if case .malformed = outcome { .misfits } else { .saysNothing }
    }
}
