internal import HTTPClient
internal import RefineryModel

/// Apollo: work e-mail, title and LinkedIn at once; numbers later, sent to an address of ours or fetched.
///
/// Source: docs.apollo.io. The service does not sign what it sends: only the address, which nobody can guess, says that it is genuine.
struct Apollo: SkipTraceProvider {
    private static let name = "Apollo"
    static let match = "apollo_match"
    static let matchMobile = "apollo_match_mobile"
    /// One credit for the person, eight for a number.
    private static let credit = Money(micros: 25_000)

    let account: SkipTraceAccount
    private let base: String
    private let webhook: String?
    private let headers: [HTTPHeader]
    private let creditPrice: Money
    private let call: ServiceCall
    private let reader: ApolloReader

    init(_ configuration: SkipTraceConfiguration, _ services: SkipTraceServices) {
        account = configuration.account([
            SkipTraceProduct(Self.match, price: Self.credit, questionsPerRequest: 10),
            SkipTraceProduct(Self.matchMobile, price: Money(micros: 9 * Self.credit.micros), questionsPerRequest: 10),
        ])
        base = configuration.base("https://api.apollo.io")
        webhook = configuration.webhook
        headers = [HTTPHeader("x-api-key", configuration.key), HTTPHeader("Accept", "application/json")]
        creditPrice = configuration.creditPrice ?? Self.credit
        call = ServiceCall(Self.name, configuration, services)
        reader = ApolloReader(words: ResultReader(services: services))
    }

    func question(for subject: EnrichmentSubject, wanting wants: EnrichmentWants) -> SkipTraceQuestion? {
        // Numbers come to an address of ours; without one there is nobody to send them to.
        let wantsNumbers = !wants.isDisjoint(with: [.phone, .mobile]) && webhook != nil
        guard wantsNumbers || !wants.isDisjoint(with: [.email, .social, .name]) else { return nil }
        var fields: [SkipTraceQuestion.Field: String?] = [:]
        if subject.isNamed { fields = [.firstName: subject.firstName, .lastName: subject.lastName] }
        if let profile = subject.linkedIn {
            fields[.linkedIn] = profile
        } else if let email = subject.emails.first {
            fields[.email] = email
        } else if subject.isNamed, let domain = subject.companyDomain {
            fields[.domain] = domain
        } else if subject.isNamed, let company = subject.companyName {
            fields[.company] = company
        } else {
            return nil
        }
        return SkipTraceQuestion(.apollo, product: wantsNumbers ? Self.matchMobile : Self.match, fields)
    }

    func ask(_ questions: [SkipTraceQuestion], callbackToken: String) async -> [SkipTraceOutcome] {
        guard let first = questions.first else { return [] }
        var query = URLQuery()
        if questions.count == 1 { for (name, value) in details(first) { query.add(name, value) } }
        query.add("reveal_personal_emails", "true")
        let wantsNumbers = first.product == Self.matchMobile
        if wantsNumbers {
            query.add("reveal_phone_number", "true")
            query.add("webhook_url", webhook.map { "\($0)/\(callbackToken)" })
        }
        let path = questions.count == 1 ? "/api/v1/people/match" : "/api/v1/people/bulk_match"
        let listed = questions.map { question in
            JSONValue.object(details(question).map { JSONValue.Member(key: $0.name, value: .string($0.value)) })
        }
        let url = base + path + query.text
        let request =
            questions.count == 1
            ? HTTPRequest(.post, url, headers: headers, body: []) : .json(url, ["details": .array(listed)], headers: headers)
        switch await call.send(request) {
        case .outcome(let outcome): return questions.map { _ in outcome }
        case .response(let response) where questions.count > 1 && [400, 422].contains(response.status):
            var outcomes: [SkipTraceOutcome] = []
            for question in questions { outcomes += await ask([question], callbackToken: callbackToken) }
            return outcomes
        case .response(let response):
            guard response.status == 200 else {
                let outcome = failure(response)
                return questions.map { _ in outcome }
            }
            guard let body = JSONValue(response.body) else { return questions.map { _ in call.unreadable } }
            if questions.count == 1 { return [outcome(of: body["person"], first, body, callbackToken, shares: 1)] }
            guard case .array(let matches) = body["matches"], matches.count == questions.count else {
                return questions.map { _ in call.unattributable }
            }
            let shares = max(1, matches.count { !$0.isNull })
            return zip(questions, matches).map { outcome(of: $1, $0, body, callbackToken, shares: shares) }
        }
    }

    private func details(_ question: SkipTraceQuestion) -> [(name: String, value: String)] {
        let names: [(SkipTraceQuestion.Field, String)] = [
            (.firstName, "first_name"), (.lastName, "last_name"), (.email, "email"), (.domain, "domain"),
            (.company, "organization_name"), (.linkedIn, "linkedin_url"),
        ]
        return names.compactMap { field, name in question[field].map { (name, $0) } }
    }

    /// - Parameter shares: How many people the credits of the whole answer were taken for.
    private func outcome(
        of person: JSONValue, _ question: SkipTraceQuestion, _ body: JSONValue, _ callbackToken: String, shares: Int
    ) -> SkipTraceOutcome {
        guard case .object = person else {
            let isAnswer = person.isNull && (!body["matches"].isNull || body.has("person"))
            return isAnswer ? .nobody(["person": .null], Self.name, cost: .zero) : call.unreadable
        }
        // Numbers that are still to come are charged apart, whoever they turn out to belong to: until then the price is what it may cost.
        let numbers = question.product == Self.matchMobile ? body["request_id"].text : nil
        let credits = body["credits_consumed"].integer.map { Money(micros: creditPrice.micros * Int64($0) / Int64(shares)) }
        let cost = numbers == nil ? credits : nil
        let result = reader.person(person, question)
        guard NameCheck(question).accepts(result.person) else { return .somebodyElse(Self.name, cost: cost) }
        guard let request = numbers, let id = person["id"].text else { return .found(result, cost: cost) }
        let pending = SkipTracePending(token: "\(request)/\(id)", callbackKey: "\(callbackToken)/\(id)", afterSeconds: 10)
        return .pending(pending, soFar: result)
    }

    private func failure(_ response: HTTPResponse) -> SkipTraceOutcome {
        var wait = response.retryAfter
        if wait == nil, response.status == 429 {
            // The narrowest window that has nothing left.
            let windows: [(String, Int)] = [("minute", 60), ("hourly", 3_600), ("24-hour", 86_400)]
            wait = windows.first { response.headers["x-\($0.0)-requests-left"] == "0" }.map { .seconds($0.1) }
        }
        return call.failure(response, retryAfter: wait)
    }

    // MARK: Numbers

    func collect(_ token: String) async -> SkipTraceOutcome {
        let parts = token.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return .missed(raw: [], reason: "Nothing is pending.", cost: nil) }
        let request = HTTPRequest(.get, "\(base)/api/v1/webhook_result/\(URLQuery.encoded(parts[0]))", headers: headers)
        switch await call.send(request) {
        case .outcome(let outcome): return outcome
        case .response(let response):
            let body = JSONValue(response.body) ?? .null
            if response.status == 200 {
                let result = body["webhook_result"]
                guard case .object = result else { return call.unreadable }
                return reader.numbers(result, creditPrice: creditPrice).first { $0.person == parts[1] }?.outcome
                    ?? .missed(raw: [], reason: "\(Self.name) sent numbers of somebody else.", cost: nil)
            }
            switch (response.status, body["error_code"].text) {
            case (404, "result_pending"):
                let wait = min(86_400, max(1, body["retry_after_seconds"].integer ?? 10))
                return .pending(SkipTracePending(token: token, afterSeconds: wait), soFar: nil)
            case (404, "request_id_unknown"), (410, _), (400, "invalid_request_id"):
                return .missed(raw: [], reason: "\(Self.name) no longer has the numbers that it was to find.", cost: nil)
            default: return failure(response)
            }
        }
    }

    func answers(inCallback body: [UInt8], to token: String) -> [SkipTraceCallback] {
        guard let body = JSONValue(body) else { return [] }
        return reader.numbers(body, creditPrice: creditPrice).map { SkipTraceCallback(key: "\(token)/\($0.person)", outcome: $0.outcome) }
    }
}
