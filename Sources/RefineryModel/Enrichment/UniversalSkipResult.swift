/// What a provider says of one person, or of a company and its people, in the same words for all of them.
///
/// Nothing of it is more than the provider's word: a number here is not checked, and ``SkipPhone/doNotCall`` is a hint, never the scrub.
/// Its description shows nothing of the person. As JSON it has no ``raw``, which is kept beside it.
package struct UniversalSkipResult: Sendable, Equatable, Codable {
    /// Who came back; nil where the answer is about a company, or names nobody.
    package var person: MatchedPerson?
    /// The best first, each number once.
    package var phones: [SkipPhone] = []
    /// The best first, each address once, in lower case.
    package var emails: [SkipEmail] = []
    package var socials: [SkipProfile] = []
    /// In years.
    package var age: Int?
    /// The lower end of what is supposed, in dollars a year.
    package var income: Int64?
    /// Vetoes a call; nil: not said.
    package var deceased: Bool?
    /// Sues callers; vetoes a call; nil: not said.
    package var litigator: Bool?
    /// How sure the provider is that it is the person who was asked for, 0 to 100 on our scale; nil: not said.
    package var likelihood: Int?
    /// People of the company that was asked for, who can be asked about next; the likeliest to decide first.
    package var principals: [EnrichmentSubject] = []
    /// The answer as it came, as JSON, without what may not be stored (``ForbiddenFacts``); may be empty.
    package var raw: [UInt8] = []

    private enum CodingKeys: String, CodingKey {
        case person, phones, emails, socials, age, income, deceased, litigator, likelihood, principals
    }

    package init() {}

    package var mobiles: [SkipPhone] { phones.filter { $0.type == .mobile } }

    /// Which of what can be wanted is in it.
    package var answered: EnrichmentWants {
        var wants: EnrichmentWants = []
        if !phones.isEmpty { wants.insert(.phone) }
        if !mobiles.isEmpty { wants.insert(.mobile) }
        if !emails.isEmpty { wants.insert(.email) }
        if !socials.isEmpty { wants.insert(.social) }
        if age != nil || income != nil { wants.insert(.demographics) }
        if person?.lastName != nil || !principals.isEmpty { wants.insert(.name) }
        return wants
    }

    /// Takes in what came later about the same person: what is known already stays, numbers and addresses are not doubled.
    package func joined(with later: UniversalSkipResult) -> UniversalSkipResult {
        var joined = self
        joined.person = person ?? later.person
        joined.phones.append(later.phones)
        joined.emails.append(later.emails)
        joined.socials += later.socials.filter { !socials.contains($0) }
        joined.age = age ?? later.age
        joined.income = income ?? later.income
        // Of two words about a veto the one that forbids counts.
        joined.deceased = [deceased, later.deceased].compactMap(\.self).max { !$0 && $1 }
        joined.litigator = [litigator, later.litigator].compactMap(\.self).max { !$0 && $1 }
        joined.likelihood = likelihood ?? later.likelihood
        joined.principals += later.principals.filter { !principals.contains($0) }
        return joined
    }
}

/// The person the provider means.
package struct MatchedPerson: Sendable, Equatable, Codable {
    package var firstName: String?
    package var lastName: String?
    package var title: String?
    package var company: String?

    package init(firstName: String? = nil, lastName: String? = nil, title: String? = nil, company: String? = nil) {
        self.firstName = firstName
        self.lastName = lastName
        self.title = title
        self.company = company
    }
}

/// One number of a person.
package struct SkipPhone: Sendable, Equatable, Codable {
    /// What kind of line the provider says it is. The raw values are those of `persona_phones.type`.
    package enum LineKind: String, Sendable, Codable, CaseIterable {
        case mobile, landline, voip
        case tollFree = "toll_free"
        case other, unknown
    }

    /// E.164.
    package var number: String
    package var type: LineKind
    /// How likely it reaches the person, 0 to 100, on our scale: those of the providers cannot be compared.
    package var score: Int
    /// What the provider says of its confidence, as it came; nil: nothing.
    package var vendorScore: String?
    /// What the provider says of do-not-call lists, at no known date.
    package var doNotCall: DoNotCallHint

    package init(
        _ number: String, type: LineKind = .unknown, score: Int, vendorScore: String? = nil, doNotCall: DoNotCallHint = .unknown
    ) {
        self.number = number
        self.type = type
        self.score = min(100, max(0, score))
        self.vendorScore = vendorScore
        self.doNotCall = doNotCall
    }
}

/// What a provider says of do-not-call lists. Absent is not false. The raw values are those of `persona_phones.do_not_call`.
package enum DoNotCallHint: String, Sendable, Codable, CaseIterable {
    case yes, no, unknown

    package init(_ isListed: Bool?) {
        self = isListed.map { $0 ? .yes : .no } ?? .unknown
    }
}

/// One e-mail address of a person.
package struct SkipEmail: Sendable, Equatable, Codable {
    /// The raw values are among those of `persona_emails.type`.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case work, personal, unknown
    }

    /// In lower case.
    package var address: String
    package var type: Kind

    package init(_ address: String, type: Kind = .unknown) {
        self.address = address.lowercased()
        self.type = type
    }
}

/// One profile of a person at a social network.
package struct SkipProfile: Sendable, Hashable, Codable {
    /// Its name in lower case, as `linkedin`.
    package var network: String
    package var url: String

    package init(network: String, url: String) {
        self.network = network
        self.url = url
    }
}

extension [SkipPhone] {
    /// Adds those whose number is not there. Of the same number twice the first stays, but a listing or a line kind that only the other knows.
    package mutating func append(_ later: [SkipPhone]) {
        for phone in later {
            guard let place = firstIndex(where: { $0.number == phone.number }) else {
                append(phone)
                continue
            }
            if phone.doNotCall == .yes || self[place].doNotCall == .unknown { self[place].doNotCall = phone.doNotCall }
            if self[place].type == .unknown { self[place].type = phone.type }
        }
    }
}

extension [SkipEmail] {
    /// Adds those whose address is not there.
    package mutating func append(_ later: [SkipEmail]) {
        for email in later {
            guard let place = firstIndex(where: { $0.address == email.address }) else {
                append(email)
                continue
            }
            if self[place].type == .unknown { self[place].type = email.type }
        }
    }
}

extension UniversalSkipResult: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        "\(phones.count) phones (\(mobiles.count) mobile), \(emails.count) e-mails, \(socials.count) profiles, \(principals.count) principals"
    }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
