internal import HTTPClient
internal import RefineryModel

/// RealEstateAPI: the people behind a company (CorporateSkip), then the numbers of one of them (SkipTrace).
///
/// Source: github.com/RealEstateApi/docs. Versions 1 and 2 and the callbacks of batches differ in shape: what is there decides.
struct RealEstateAPI: SkipTraceProvider {
    private static let name = "RealEstateAPI"
    static let corporate = "realestateapi_corporate"
    static let trace = "realestateapi_trace"

    let account: SkipTraceAccount
    private let base: String
    private let headers: [HTTPHeader]
    private let creditPrice: Money?
    private let call: ServiceCall
    private let reader: RealEstateReader

    init(_ configuration: SkipTraceConfiguration, _ services: SkipTraceServices) {
        // The vendor publishes no price in dollars: these are what is held back for a question until a budget says better.
        account = configuration.account([
            SkipTraceProduct(Self.corporate, price: Money(micros: 100_000)),
            SkipTraceProduct(Self.trace, price: Money(micros: 100_000), questionsPerRequest: 100),
        ])
        base = configuration.base("https://api.realestateapi.com")
        headers = [HTTPHeader("x-api-key", configuration.key)]
        creditPrice = configuration.creditPrice
        call = ServiceCall(Self.name, configuration, services)
        reader = RealEstateReader(words: ResultReader(services: services))
    }

    // MARK: Questions

    func question(for subject: EnrichmentSubject, wanting wants: EnrichmentWants) -> SkipTraceQuestion? {
        guard !wants.isDisjoint(with: [.phone, .mobile, .email, .demographics, .name]) else { return nil }
        if let company = subject.companyName, subject.city != nil || subject.state != nil {
            return SkipTraceQuestion(
                .realEstateAPI, product: Self.corporate, [.company: company, .city: subject.city, .state: subject.state])
        }
        return traceQuestion(subject)
    }

    func question(
        after question: SkipTraceQuestion, answered result: UniversalSkipResult?, for subject: EnrichmentSubject,
        wanting wants: EnrichmentWants
    ) -> SkipTraceQuestion? {
        guard question.product == Self.corporate, !wants.isDisjoint(with: [.phone, .mobile, .email, .demographics]) else { return nil }
        let principals = result?.principals ?? []
        guard subject.isNamed else { return principals.lazy.compactMap(traceQuestion).first }
        let check = NameCheck(first: subject.firstName, last: subject.lastName)
        let own = principals.first { check.accepts(first: $0.firstName, last: $0.lastName) }
        // The address of the company is not where its people live: without the principal's own, only what is theirs identifies them.
        var personal = subject
        personal.address = nil
        return own.flatMap(traceQuestion) ?? traceQuestion(personal)
    }

    func products(after product: String) -> [String] { product == Self.corporate ? [Self.trace] : [] }

    /// A trace by address, e-mail or number, the first of them that is known; the name narrows.
    private func traceQuestion(_ subject: EnrichmentSubject) -> SkipTraceQuestion? {
        var fields: [SkipTraceQuestion.Field: String?] = [:]
        if subject.isNamed {
            // The name fields take no companies.
            guard !CompanyWords.isCompany(subject.lastName), !CompanyWords.isCompany(subject.firstName) else { return nil }
            fields = [.firstName: subject.firstName, .lastName: subject.lastName]
        }
        if subject.address != nil, subject.zipCode != nil || (subject.city != nil && subject.state != nil) {
            fields.merge([.address: subject.address, .city: subject.city, .state: subject.state, .zip: subject.zipCode]) { $1 }
        } else if let email = subject.emails.first {
            fields[.email] = email
        } else if let phone = subject.phones.first {
            fields[.phone] = phone
        } else {
            return nil
        }
        return SkipTraceQuestion(.realEstateAPI, product: Self.trace, fields)
    }

    // MARK: Requests

    func ask(_ questions: [SkipTraceQuestion], callbackToken: String) async -> [SkipTraceOutcome] {
        guard questions.count > 1 else { return await singly(questions) }
        let keys = questions.indices.map { "q-\($0)" }
        let skips = zip(keys, questions).map { key, question in
            JSONValue.object([JSONValue.Member(key: "key", value: .string(key))] + members(question))
        }
        switch await call.send(.json(base + "/v1/SkipTraceBatchAwait", ["skips": .array(skips)], headers: headers)) {
        case .outcome(let outcome): return questions.map { _ in outcome }
        // One bad question spoils the request: each is asked alone.
        case .response(let response) where response.status == 400:
            return await singly(questions)
        case .response(let response):
            guard response.status == 200 else {
                let outcome = failure(response)
                return questions.map { _ in outcome }
            }
            guard let body = JSONValue(response.body) else { return questions.map { _ in call.unreadable } }
            let parts = [body, body["data"], body["results"], body["responses"]].lazy.map(\.elements).first { !$0.isEmpty } ?? []
            let sorted = BulkAnswers.sorted(parts, keys: keys) { $0["input"]["key"].text ?? $0["key"].text }
            guard let sorted else { return questions.map { _ in call.unattributable } }
            return zip(questions, sorted).map { question, part in part.map { outcome(of: $0, question) } ?? call.unattributable }
        }
    }

    private func singly(_ questions: [SkipTraceQuestion]) async -> [SkipTraceOutcome] {
        var outcomes: [SkipTraceOutcome] = []
        for question in questions { outcomes.append(await askOne(question)) }
        return outcomes
    }

    private func askOne(_ question: SkipTraceQuestion) async -> SkipTraceOutcome {
        let isCorporate = question.product == Self.corporate
        let path = isCorporate ? "/v2/CorporateSkip" : "/v1/SkipTrace"
        switch await call.send(.json(base + path, .object(members(question)), headers: headers)) {
        case .outcome(let outcome): return outcome
        case .response(let response):
            guard response.status == 200 || response.status == 404 else { return failure(response) }
            guard let body = JSONValue(response.body) else {
                return response.status == 404 ? call.failure(response) : call.unreadable
            }
            if isCorporate { return corporateOutcome(body, status: response.status, response) }
            guard response.status == 200 || RealEstateReader.isMiss(body) else { return call.failure(response) }
            return outcome(of: body, question)
        }
    }

    private func members(_ question: SkipTraceQuestion) -> [JSONValue.Member] {
        let isCorporate = question.product == Self.corporate
        let names: [(SkipTraceQuestion.Field, String)] =
            isCorporate
            ? [(.company, "company_name"), (.city, "city"), (.state, "state")]
            : [
                (.firstName, "first_name"), (.lastName, "last_name"), (.email, "email"), (.address, "mail_address"),
                (.city, "mail_city"), (.state, "mail_state"), (.zip, "mail_zip"),
            ]
        var members = names.compactMap { field, name in
            question[field].map { JSONValue.Member(key: name, value: .string(field == .state ? $0.uppercased() : $0)) }
        }
        // Ten digits, nothing else.
        if let phone = question[.phone] { members.append(JSONValue.Member(key: "phone", value: .string(String(phone.suffix(10))))) }
        return members
    }

    // MARK: Answers

    private func outcome(of body: JSONValue, _ question: SkipTraceQuestion) -> SkipTraceOutcome {
        let cost = creditPrice.flatMap { price in body["credits"].integer.map { Money(micros: price.micros * Int64($0)) } }
        if RealEstateReader.isMiss(body) { return .nobody(body, Self.name, cost: cost ?? .zero) }
        guard RealEstateReader.isAnswer(body) else { return call.unreadable }
        guard let result = reader.person(body, NameCheck(question), question) else { return .somebodyElse(Self.name, cost: cost) }
        return .found(result, cost: cost)
    }

    private func corporateOutcome(_ body: JSONValue, status: Int, _ response: HTTPResponse) -> SkipTraceOutcome {
        let data = body["data"]
        if data["errorMessage"].text != nil || (status == 404 && body["statusCode"].integer == 404) {
            return .nobody(body, Self.name, cost: .zero)
        }
        guard status == 200 else { return call.failure(response) }
        guard case .array(let entities) = data else { return call.unreadable }
        guard let best = entities.max(by: { ($0["relevanceScore"].integer ?? 0) < ($1["relevanceScore"].integer ?? 0) }) else {
            return .nobody(body, Self.name, cost: .zero)
        }
        return .found(reader.company(best, raw: body), cost: nil)
    }

    /// 429 counts by days of UTC, when it speaks of the day.
    private func failure(_ response: HTTPResponse) -> SkipTraceOutcome {
        let isDaily = response.status == 429 && String(decoding: response.body.prefix(1_000), as: UTF8.self).contains("daily")
        return call.failure(response, retryAfter: isDaily ? UTCDay.untilTomorrow : nil)
    }
}
