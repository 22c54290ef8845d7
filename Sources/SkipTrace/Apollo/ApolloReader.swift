internal import RefineryModel

/// Reads people and numbers of Apollo.
struct ApolloReader: Sendable {
    let words: ResultReader

    func person(_ person: JSONValue, _ question: SkipTraceQuestion) -> UniversalSkipResult {
        let clean = ForbiddenFacts.removed(from: person)
        var result = UniversalSkipResult()
        let organization = clean["organization"]
        let company = organization["name"].text
        var matched = MatchedPerson(
            firstName: clean["first_name"].text, lastName: clean["last_name"].text, title: clean["title"].text, company: company)
        if matched.lastName == nil, let name = clean["name"].text {
            matched = MatchedPerson(fullName: name, title: matched.title, company: company)
        }
        result.person = matched
        if clean["email_status"].text != "unavailable" {
            words.add(clean["email"].text, .work, domain: question[.domain], to: &result)
        }
        for email in clean["personal_emails"].list { words.add(email.text, .personal, domain: nil, to: &result) }
        for network in ["linkedin", "twitter", "facebook", "github"] {
            words.add(network: network, clean["\(network)_url"].text, to: &result)
        }
        result.likelihood = Self.score(clean["match_confidence"].text ?? "")
        add(clean["phone_numbers"], to: &result)
        result.raw = clean.bytes
        return result
    }

    /// The numbers that came later, by the person's id.
    func numbers(_ body: JSONValue, creditPrice: Money) -> [(person: String, outcome: SkipTraceOutcome)] {
        let people = body["people"].list
        let credits = body["credits_consumed"].integer.map { Money(micros: creditPrice.micros * Int64($0) / Int64(max(1, people.count))) }
        return people.compactMap { person in
            guard let id = person["id"].text else { return nil }
            let clean = ForbiddenFacts.removed(from: person)
            var result = UniversalSkipResult()
            add(clean["phone_numbers"], to: &result)
            result.raw = clean.bytes
            return (id, result.phones.isEmpty ? .nobody(clean, "Apollo", cost: credits) : .found(result, cost: credits))
        }
    }

    private func add(_ numbers: JSONValue, to result: inout UniversalSkipResult) {
        for number in numbers.list where number["status_cd"].text != "invalid" && number["status_cd"].text != "invalid_number" {
            let confidence = number["confidence_cd"].text
            words.add(
                number["sanitized_number"].text ?? number["raw_number"].text, ResultReader.lineKind(number["type_cd"].text),
                score: confidence.flatMap(Self.score) ?? 50, vendorScore: confidence,
                doNotCall: Self.listing(number["dnc_status_cd"].text), to: &result)
        }
        result.phones = result.phones.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(\.element)
    }

    private static func score(_ confidence: String) -> Int? { ["high": 90, "medium": 60, "low": 30][confidence] }

    /// Only one value is documented. Others say that it is listed where they say so plainly.
    private static func listing(_ status: String?) -> DoNotCallHint {
        switch status {
        case "not_found": .no
        case "found", "listed", "registered", "do_not_call", "on_dnc": .yes
        default: .unknown
        }
    }
}

extension JSONValue {
    /// Whether an object has a member, even if it is null.
    func has(_ key: String) -> Bool {
        guard case .object(let members) = self else { return false }
        return members.contains { $0.key == key }
    }
}
