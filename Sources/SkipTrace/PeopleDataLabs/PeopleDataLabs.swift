internal import HTTPClient
internal import RefineryModel

/// People Data Labs: a person by e-mail, profile, number, or name and company or place. Source: docs.peopledatalabs.com.
struct PeopleDataLabs: SkipTraceProvider {
    private static let name = "People Data Labs"
    static let enrich = "peopledatalabs_enrich"
    /// People without a mobile are no match, and cost nothing.
    static let enrichMobile = "peopledatalabs_enrich_mobile"
    /// Of ten: below it the service itself often means somebody else.
    private static let likelihoodMin = "6"

    let account: SkipTraceAccount
    private let base: String
    private let headers: [HTTPHeader]
    private let creditPrice: Money
    private let call: ServiceCall
    private let words: ResultReader

    init(_ configuration: SkipTraceConfiguration, _ services: SkipTraceServices) {
        // One credit a match; what a credit costs depends on the plan.
        let price = Money(micros: 280_000)
        account = configuration.account([
            SkipTraceProduct(Self.enrich, price: price, questionsPerRequest: 100),
            SkipTraceProduct(Self.enrichMobile, price: price, questionsPerRequest: 100),
        ])
        creditPrice = configuration.creditPrice ?? account.products[0].price
        base = configuration.base("https://api.peopledatalabs.com")
        headers = [HTTPHeader("X-Api-Key", configuration.key), HTTPHeader("Accept", "application/json")]
        call = ServiceCall(Self.name, configuration, services)
        words = ResultReader(services: services)
    }

    func question(for subject: EnrichmentSubject, wanting wants: EnrichmentWants) -> SkipTraceQuestion? {
        let numbers = wants.intersection([.phone, .mobile])
        guard !wants.isEmpty else { return nil }
        var fields: [SkipTraceQuestion.Field: String?] = [:]
        if subject.isNamed { fields = [.firstName: subject.firstName, .lastName: subject.lastName] }
        if let profile = subject.linkedIn {
            fields[.linkedIn] = profile
        } else if let email = subject.emails.first {
            fields[.email] = email
        } else if subject.isNamed, let company = subject.companyDomain ?? subject.companyName {
            fields[.company] = company
        } else if let phone = subject.phones.first {
            fields[.phone] = phone
        } else if subject.isNamed, let city = subject.city, let state = subject.state {
            fields.merge([.city: city, .state: state]) { $1 }
        } else {
            return nil
        }
        let product = !numbers.isEmpty && wants == numbers ? Self.enrichMobile : Self.enrich
        return SkipTraceQuestion(.peopleDataLabs, product: product, fields)
    }

    func ask(_ questions: [SkipTraceQuestion], callbackToken: String) async -> [SkipTraceOutcome] {
        guard questions.count > 1 else { return await singly(questions) }
        let keys = questions.indices.map { "q-\($0)" }
        let requests = zip(keys, questions).map { key, question -> JSONValue in
            let parameters = parameters(question).map { JSONValue.Member(key: $0.name, value: .string($0.value)) }
            return ["params": .object(parameters), "metadata": ["key": .string(key)]]
        }
        switch await call.send(.json(base + "/v5/person/bulk", ["requests": .array(requests)], headers: headers)) {
        case .outcome(let outcome): return questions.map { _ in outcome }
        case .response(let response) where response.status == 400:
            return await singly(questions)
        case .response(let response):
            guard response.status == 200 else {
                let outcome = failure(response)
                return questions.map { _ in outcome }
            }
            guard case .array(let parts) = JSONValue(response.body) else { return questions.map { _ in call.unreadable } }
            guard let sorted = BulkAnswers.sorted(parts, keys: keys, key: { $0["metadata"]["key"].text }) else {
                return questions.map { _ in call.unattributable }
            }
            return zip(questions, sorted).map { question, part in
                guard let part else { return call.unattributable }
                switch part["status"].integer {
                case 200: return outcome(of: part, question, cost: creditPrice)
                case 404: return .nobody(part, Self.name, cost: .zero)
                case 400, 422: return .refused(reason: "\(Self.name) does not take the question.")
                default: return call.unreadable
                }
            }
        }
    }

    private func singly(_ questions: [SkipTraceQuestion]) async -> [SkipTraceOutcome] {
        var outcomes: [SkipTraceOutcome] = []
        for question in questions { outcomes.append(await askOne(question)) }
        return outcomes
    }

    private func askOne(_ question: SkipTraceQuestion) async -> SkipTraceOutcome {
        var query = URLQuery()
        for (name, value) in parameters(question) { query.add(name, value) }
        switch await call.send(HTTPRequest(.get, base + "/v5/person/enrich" + query.text, headers: headers)) {
        case .outcome(let outcome): return outcome
        case .response(let response):
            let body = JSONValue(response.body)
            let credits = response.headers["x-call-credits-spent"].flatMap { Double($0) }
            let cost = credits.map { Money(micros: Int64((Double(creditPrice.micros) * min(1_000, max(0, $0))).rounded())) }
            switch response.status {
            case 200: return body.map { outcome(of: $0, question, cost: cost) } ?? call.unreadable
            // The usual way to say that nobody is known. Anything else that answers 404 is not this service.
            case 404:
                return body?["error"]["type"].text == "not_found"
                    ? .nobody(body ?? .null, Self.name, cost: cost ?? .zero) : failure(response)
            default: return failure(response)
            }
        }
    }

    private func parameters(_ question: SkipTraceQuestion) -> [(name: String, value: String)] {
        let names: [(SkipTraceQuestion.Field, String)] = [
            (.firstName, "first_name"), (.lastName, "last_name"), (.email, "email"), (.phone, "phone"), (.company, "company"),
            (.city, "locality"), (.state, "region"), (.linkedIn, "profile"),
        ]
        var parameters = names.compactMap { field, name in question[field].map { (name, $0) } }
        parameters.append(("min_likelihood", Self.likelihoodMin))
        if question.product == Self.enrichMobile { parameters.append(("required", "mobile_phone")) }
        return parameters
    }

    private func outcome(of body: JSONValue, _ question: SkipTraceQuestion, cost: Money?) -> SkipTraceOutcome {
        let person = ForbiddenFacts.removed(from: body["data"])
        guard case .object = person else { return call.unreadable }
        var matched = MatchedPerson(
            firstName: person["first_name"].text, lastName: person["last_name"].text, title: person["job_title"].text,
            company: person["job_company_name"].text)
        if matched.lastName == nil, let name = person["full_name"].text {
            matched = MatchedPerson(fullName: name, title: matched.title, company: matched.company)
        }
        guard NameCheck(question).accepts(matched) else { return .somebodyElse(Self.name, cost: cost) }
        let likelihood = body["likelihood"].integer.map { min(100, max(0, $0 * 10)) }
        var result = UniversalSkipResult()
        result.person = matched
        result.likelihood = likelihood
        let vendorScore = body["likelihood"].text.map { "likelihood \($0)" }
        let score = likelihood ?? 50
        words.add(person["mobile_phone"].text, .mobile, score: score, vendorScore: vendorScore, doNotCall: .unknown, to: &result)
        for number in person["phone_numbers"].list {
            words.add(number.text, .unknown, score: max(10, score - 20), vendorScore: vendorScore, doNotCall: .unknown, to: &result)
        }
        let domain = question[.company].flatMap { $0.contains(".") ? $0 : nil }
        words.add(person["work_email"].text, .work, domain: domain, to: &result)
        for email in person["personal_emails"].list { words.add(email.text, .personal, domain: nil, to: &result) }
        for email in person["emails"].list {
            words.add(email["address"].text, ResultReader.emailKind(email["type"].text), domain: domain, to: &result)
        }
        words.add(network: "linkedin", person["linkedin_url"].text, to: &result)
        for profile in person["profiles"].list { words.add(network: profile["network"].text, profile["url"].text, to: &result) }
        result.age = person["birth_year"].integer.map { words.services.today().year - $0 }.flatMap { (0...130).contains($0) ? $0 : nil }
        // A range such as 100,000-150,000, or 25,000 and less.
        let income = person["inferred_salary"].text?.prefix { $0 != "-" && $0 != " " }.filter { $0.isASCII && $0.isNumber }
        result.income = income.flatMap { Int64($0) }
        result.raw = person.bytes
        return .found(result, cost: cost)
    }

    /// Without Retry-After: the minute is the window that refuses.
    private func failure(_ response: HTTPResponse) -> SkipTraceOutcome {
        call.failure(response, retryAfter: response.retryAfter ?? .seconds(60))
    }
}
