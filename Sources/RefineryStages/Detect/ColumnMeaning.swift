internal import RefineryModel

/// From a type to a field and a role, by the words of the header and the values.
struct ColumnMeaning {
    private let words: HeaderWords
    private let profile: ValueProfile

    init(_ words: HeaderWords, _ profile: ValueProfile) {
        self.words = words
        self.profile = profile
    }

    /// What a header says that is a field's own name, `other_phones:mobile`, or a field's with its unit, `annual_revenue (in 000s)`.
    static func named(_ header: String) -> DetectedColumn.Meaning? {
        if header.hasPrefix("extra_") { return .extra }
        let name = header.hasSuffix(")") ? header.prefix { $0 != " " } : header[...]
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let field = parts.first.flatMap({ Field(rawValue: String($0)) }) else { return nil }
        guard parts.count == 2 else { return .field(field, nil) }
        return ColumnRole(rawValue: String(parts[1])).flatMap { $0.fits(field) ? .field(field, $0) : nil }
    }

    /// The best candidate, and the next one where it is worth a word; two types that come to the same are one.
    func candidates(_ types: [(type: ColumnType, probability: Double)]) -> (
        best: DetectedColumn.Candidate, runnerUp: DetectedColumn.Candidate?
    ) {
        let (first, second) = (of(types[0].type), of(types[1].type))
        if first == second { return (.init(first, confidence: min(1, types[0].probability + types[1].probability)), nil) }
        return (
            .init(first, confidence: types[0].probability),
            types[1].probability < 0.005 ? nil : .init(second, confidence: types[1].probability)
        )
    }

    func of(_ type: ColumnType) -> DetectedColumn.Meaning {
        switch type {
        case .businessName: .field(.businessName, nil)
        case .contactName: .field(.contactName, nil)
        case .firstName: .field(.firstName, nil)
        case .lastName: .field(.lastName, nil)
        case .title: .field(.title, nil)
        case .email: email
        case .phone: part ?? phone
        case .street: .field(.businessAddress, street)
        case .city: .field(.city, mailing)
        case .state: .field(.state, mailing)
        case .zip: part ?? .field(.zipCode, mailing)
        case .county: .field(.county, mailing)
        case .country: .field(.country, mailing)
        case .website: .field(.website, nil)
        case .employees: .field(.employeeCount, nil)
        case .revenue: .field(.annualRevenue, nil)
        case .sicCode: .field(.sicCode, nil)
        case .sicDescription: .field(words.has("SIC") ? .sicDescription : .industry, nil)
        case .naicsCode: .field(.naicsCode, nil)
        case .yearEstablished: .field(.yearEstablished, nil)
        case .other: other
        }
    }

    private var phone: DetectedColumn.Meaning {
        if words.has("FAX") { return .field(.fax, nil) }
        if words.has("HOME") && !words.has("MOBILE") { return .field(.otherPhones, .home) }
        if words.has("TOLLFREE") { return .field(.otherPhones, .tollFree) }
        if words.has("PAGER") || words.has("REP") || isFurther { return .field(.otherPhones, words.has("MOBILE") ? .mobile : .second) }
        if words.has("MOBILE") { return .field(.directPhone, .mobile) }
        if words.has("DIRECT") { return .field(.directPhone, .direct) }
        return .field(.businessPhone, nil)
    }

    private var email: DetectedColumn.Meaning {
        if words.has("HOME") { return .field(.otherEmails, .personal) }
        return isFurther ? .field(.otherEmails, nil) : .field(.businessEmail, nil)
    }

    /// Whether the header says that another column of its kind comes first.
    private var isFurther: Bool { words.has("OTHER") || (2...9).contains(words.number ?? 0) }

    private var street: ColumnRole? {
        if (2...4).contains(words.number ?? 0) && !words.has("FULL") || words.words.contains("extended")
            || words.words.contains("complement")
        {
            return .line2
        }
        let isWhole = profile[.addressParts] > 0.5 || profile[.zipEnd] > 0.5
        if isWhole || words.has("FULL") && profile[.none] == 1 { return .full }
        return mailing
    }

    private var mailing: ColumnRole? { words.has(any: ["MAILING", "BILLING", "SHIPPING"]) ? .mailing : nil }

    private var other: DetectedColumn.Meaning {
        if let part { return part }
        if let besideName { return .field(besideName, nil) }
        return isBusinessType ? .field(.businessType, nil) : .extra
    }

    /// A piece of a phone number or a ZIP, in a column of its own.
    private var part: DetectedColumn.Meaning? {
        let isShort = profile[.lengthMore] + profile[.length80] + profile[.length40] + profile[.length20] < 0.1
        if words.head == "EXTENSION" || words.has("EXTENSION") && words.has("PHONE"), isShort { return .field(.phoneExtension, nil) }
        let hasPlusFour = words.has("PLUSFOUR") || words.words.contains("four") || words.number == 4
        if words.has("ZIP"), hasPlusFour, isShort { return .field(.zip4, nil) }
        let isArea = words.words.contains("area") && words.has("CODE") || words.words.contains("vorwahl") || words.words.contains("npa")
        if isArea, profile[.none] == 1 || profile[.digits3] + profile[.digits4] + profile[.digits5] + profile[.digits2] > 0.5 {
            return .field(.areaCode, nil)
        }
        return nil
    }

    /// What stands before or behind a person's name, in a column of its own; not what stands so beside a street or a number.
    private var besideName: Field? {
        guard profile[.none] == 1 || profile[.letterShare] > 0.5 else { return nil }
        let said = Set(words.words)
        let isOfName = said.isDisjoint(with: [
            "street", "address", "addr", "road", "st", "phone", "number", "no", "id", "code", "account", "company", "unit", "file", "url",
        ])
        guard isOfName, said.count <= 3 else { return nil }
        if said.contains("suffix") || said.contains("namenszusatz") { return .nameSuffix }
        if !said.isDisjoint(with: ["prefix", "salutation", "honorific", "anrede", "civilite"]) { return .namePrefix }
        return nil
    }

    /// The kind of a firm: its legal form, its ownership; not what it does.
    private var isBusinessType: Bool {
        words.head == "TYPE" && words.has(any: ["COMPANY", "BUSINESS", "LEGAL", "OWNER", "ACCOUNT"]) && !words.has("PHONE")
            && !words.has("EMAIL")
    }
}
