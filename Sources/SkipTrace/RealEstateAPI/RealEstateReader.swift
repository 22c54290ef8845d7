internal import RefineryModel

/// Reads answers of RealEstateAPI, whatever their version.
struct RealEstateReader: Sendable {
    let words: ResultReader

    static func isMiss(_ body: JSONValue) -> Bool {
        body["match"].flag == false || body["statusCode"].integer == 404
            || (body["persons"] == .array([]) && !body["persons"].isNull)
    }

    static func isAnswer(_ body: JSONValue) -> Bool {
        !body["output"]["identity"].isNull || !body["persons"].elements.isEmpty || !body["data"].isNull
    }

    /// - Parameter question: nil for a callback, whose question is not at hand.
    /// - Returns: nil when it is about somebody else.
    func person(_ body: JSONValue, _ check: NameCheck, _ question: SkipTraceQuestion?) -> UniversalSkipResult? {
        let clean = ForbiddenFacts.removed(from: body)
        var result: UniversalSkipResult?
        if !clean["output"].isNull {
            result = first(clean["output"], check)
        } else if !clean["persons"].elements.isEmpty {
            let zip = question?[.zip]
            let people = clean["persons"].elements
            result = ResultReader.chosen(
                of: people, check, name: { Self.name($0) }, place: { zip != nil && $0["address"]["zip"].text == zip }
            ).map(second)
        } else {
            result = delivered(clean["data"], check)
        }
        result?.raw = clean.bytes
        return result
    }

    /// Version 1: one identity, with demographics beside it.
    private func first(_ output: JSONValue, _ check: NameCheck) -> UniversalSkipResult? {
        let names = output["identity"]["names"].list.map { Self.name($0) }
        guard names.isEmpty || names.contains(where: { check.accepts($0) }) else { return nil }
        var result = UniversalSkipResult()
        result.person = names.first { check.accepts($0) }
        for phone in output["identity"]["phones"].list {
            let isConnected = phone["isConnected"].flag
            // Five points for each year in which it was not seen.
            let years = phone["lastSeen"].text.flatMap(CalendarDay.init)?.years(to: words.services.today()) ?? 0
            let score = max(5, (isConnected == true ? 80 : 30) - 5 * years)
            words.add(
                phone["phone"].text, ResultReader.lineKind(phone["phoneType"].text), score: score,
                vendorScore: isConnected.map { "isConnected \($0)" }, doNotCall: DoNotCallHint(phone["doNotCall"].flag), to: &result)
        }
        for email in output["identity"]["emails"].list {
            words.add(email["email"].text ?? email.text, ResultReader.emailKind(email["emailType"].text), domain: nil, to: &result)
        }
        let demographics = output["demographics"]
        for profile in demographics["social"].list {
            words.add(network: profile["type"].text ?? profile["network"].text, profile["url"].text, to: &result)
        }
        result.age = demographics["age"].integer
        result.deceased = demographics["deceased"].flag
        result.person?.title = demographics["jobs"].list.first?["title"].text
        return result
    }

    /// Version 2: a list of people.
    private func second(_ person: JSONValue) -> UniversalSkipResult {
        var result = UniversalSkipResult()
        result.person = Self.name(person)
        for phone in person["phones"].list {
            let usage = phone["phoneUsage12Month"].integer
            words.add(
                phone["phone"].text, ResultReader.lineKind(phone["phoneType"].text), score: min(90, max(0, usage ?? 3) * 10),
                vendorScore: usage.map { "phoneUsage12Month \($0)" }, doNotCall: DoNotCallHint(phone["phoneFtcDnc"].flag), to: &result)
        }
        for email in person["emails"].list { words.add(email.text ?? email["email"].text, domain: nil, to: &result) }
        result.age = person["age"].integer
        result.deceased = person["deceased"].flag
        return result
    }

    /// What a batch delivers: phones, e-mails and names in `data`.
    private func delivered(_ data: JSONValue, _ check: NameCheck) -> UniversalSkipResult? {
        guard case .object = data else { return nil }
        let names = data["names"].list.map { Self.name($0) }
        guard names.isEmpty || names.contains(where: { check.accepts($0) }) else { return nil }
        var result = UniversalSkipResult()
        result.person = names.first { check.accepts($0) }
        for phone in data["phones"].list {
            words.add(
                phone["phone"].text, ResultReader.lineKind(phone["type"].text), score: 50, vendorScore: nil,
                doNotCall: DoNotCallHint(phone["dnc"].flag), to: &result)
        }
        for email in data["emails"].list {
            words.add(email["email"].text, ResultReader.emailKind(email["type"].text), domain: nil, to: &result)
        }
        return result
    }

    /// CorporateSkip: a company and its people.
    func company(_ entity: JSONValue, raw: JSONValue) -> UniversalSkipResult {
        var result = UniversalSkipResult()
        words.add(entity["primaryPhone"].text, .unknown, score: 50, vendorScore: nil, doNotCall: .unknown, to: &result)
        words.add(entity["primaryEmail"].text, domain: nil, to: &result)
        result.likelihood = entity["relevanceScore"].text.flatMap { Double($0) }.map { min(100, max(0, Int($0 <= 1 ? $0 * 100 : $0))) }
        let company = entity["entityName"].text
        let people = entity["principals"].list.compactMap { principal -> (rank: Int, subject: EnrichmentSubject)? in
            var subject = EnrichmentSubject()
            (subject.firstName, subject.lastName) = (principal["firstName"].text, principal["lastName"].text)
            guard subject.isNamed, !CompanyWords.isCompany(subject.lastName), !CompanyWords.isCompany(subject.firstName) else { return nil }
            let titles = principal["titles"].list.compactMap(\.text)
            subject.title = titles.first
            subject.companyName = company
            (subject.address, subject.city) = (principal["addressLine1"].text, principal["city"].text)
            (subject.state, subject.zipCode) = (principal["stateProvince"].text, principal["postalCode"].text)
            return (CompanyWords.rank(of: titles), subject)
        }
        result.principals = people.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(
            \.element.subject)
        result.raw = ForbiddenFacts.removed(from: raw).bytes
        return result
    }

    private static func name(_ value: JSONValue) -> MatchedPerson {
        let named = MatchedPerson(firstName: value["firstName"].text, lastName: value["lastName"].text)
        return named.lastName == nil ? MatchedPerson(fullName: value["fullName"].text) : named
    }
}

/// Words of registers of companies.
enum CompanyWords {
    private static let forms: Set<String> = [
        "llc", "inc", "corp", "corporation", "incorporated", "company", "co", "ltd", "limited", "lp", "llp", "pllc", "trust", "holdings",
        "services", "group", "associates", "partners",
    ]

    /// Whether a part of a name is a company's, as that of a registered agent.
    static func isCompany(_ text: String?) -> Bool {
        let words = NameCheck.words(text?.filter { $0 != "." })
        return words.count > 1
            ? words.contains { forms.contains($0) } : words.first.map { ["llc", "inc", "corp", "pllc"].contains($0) } ?? false
    }

    private static let ranks = [["owner", "member", "founder"], ["president", "ceo", "chief"], ["partner", "manager", "director"]]

    /// The lower, the likelier to decide. Registered agents come last.
    static func rank(of titles: [String]) -> Int {
        let words = Set(titles.flatMap { NameCheck.words($0) })
        if words.contains("agent") || words.contains("registered") { return ranks.count + 1 }
        return ranks.firstIndex { !words.isDisjoint(with: $0) } ?? ranks.count
    }
}
