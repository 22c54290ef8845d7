internal import HummingbirdCore
internal import NIOCore
internal import RefineryModel
internal import Simulation

/// Answers HTTP requests: the services, the ledger, the control of behaviour.
struct ProviderResponder: Sendable {
    private struct ConnectionEnded: Error {}

    private static let bodyBytesMax = 2 << 20

    let ledger: ProviderLedger
    let state: ProviderState
    let deliveries: Deliveries

    func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
        let asked = try await ServiceRequest(reading: request, bytesMax: Self.bodyBytesMax)
        if asked.path.hasPrefix("/_") { return try await control(asked).send(writer) }
        guard let provider = Self.provider(asked) else {
            return try await ServiceAnswer(404, ["error": .string("No provider has \(asked.method) \(asked.path).")]).send(writer)
        }
        let behaviour = state.behaviour
        let ordinal = ledger.arrive()
        let fault = Fault(behaviour, ordinal: ordinal, isFailing: state.takesFailure())
        if behaviour.latencyMilliseconds > 0 { try await Task.sleep(for: .microseconds(Int64(behaviour.latencyMilliseconds * 1_000))) }
        if let refusal = refusal(asked, provider, behaviour, fault) {
            ledger.finish(status: refusal.status)
            return try await refusal.send(writer)
        }
        let isFetching = asked.path.hasPrefix("/api/v1/webhook_result/") || asked.path == "/apiclient"
        let counter = Counter(provider: provider, behaviour: behaviour, isWrong: fault == .wrong, ledger: ledger)
        guard var answer = answer(asked, provider, counter) else {
            ledger.finish(status: 400)
            return try await ServiceAnswer(400, ["error": "Bad Request"]).send(writer)
        }
        deliveries.send(answer.deliveries, after: behaviour.numbersMilliseconds)
        ledger.finish(status: answer.status)
        switch isFetching ? nil : fault {
        case .malformed: answer.body = Array(answer.body.prefix(answer.body.count / 2))
        case .slow: try await Task.sleep(for: .milliseconds(Int64(behaviour.slowMilliseconds)))
        case .never:
            try? await channel.closeFuture.get()
            throw ConnectionEnded()
        default: break
        }
        try await answer.send(writer)
    }

    /// Whose request it is, by its path.
    private static func provider(_ request: ServiceRequest) -> String? {
        let path = request.path
        if path.contains("SkipTrace") || ["/v2/CorporateSkip", "/v2/PeopleSearch", "/v2/key/info"].contains(path) {
            return "realestateapi"
        }
        if path.hasPrefix("/api/v1/people/") || path.hasPrefix("/api/v1/webhook_result/") { return "apollo" }
        if path == "/apiclient" || path == "/search" || path.hasPrefix("/search/") { return "idi" }
        if path.hasSuffix("/property/skip-trace") { return "batchdata" }
        if path.hasPrefix("/v5/person/") { return "peopledatalabs" }
        let isXML = request.headers["content-type"]?.contains("xml") == true || request.headers["soapaction"] != nil
        return request.method == "POST" && isXML ? "tlo" : nil
    }

    private func answer(_ request: ServiceRequest, _ provider: String, _ counter: Counter) -> ServiceAnswer? {
        switch provider {
        case "realestateapi": RealEstateAPISpeaker.answer(request, counter)
        case "apollo": ApolloSpeaker.answer(request, counter, state.later)
        case "idi" where request.path == "/apiclient": ServiceAnswer(text: state.newToken())
        case "idi": IDISpeaker.answer(request, counter)
        case "batchdata": BatchDataSpeaker.answer(request, counter)
        case "peopledatalabs": PeopleDataLabsSpeaker.answer(request, counter)
        default: TLOSpeaker.answer(request, counter)
        }
    }

    /// Why a request is not answered at all, as its service says it.
    private func refusal(_ request: ServiceRequest, _ provider: String, _ behaviour: ProviderBehaviour, _ fault: Fault?) -> ServiceAnswer? {
        if behaviour.refuseKeys || !isAuthorized(request, provider) { return ServiceAnswer(401, text: "Invalid access credentials.") }
        if behaviour.outOfMoney || behaviour.moneyForAnswers.map({ ledger.paid >= $0 }) == true {
            return ServiceAnswer(402, ["status": 402, "error": ["type": "payment_required", "message": "account maximum reached"]])
        }
        switch fault {
        case .throttled:
            var answer = ServiceAnswer(429, ["statusCode": 429, "error": "Too Many Requests", "message": "Too Many Requests"])
            if behaviour.retryAfter > 0 { answer.headers.append(("Retry-After", "\(behaviour.retryAfter)")) }
            return answer
        case .failing: return ServiceAnswer(503, ["error": "Service Unavailable"])
        default: return nil
        }
    }

    private func isAuthorized(_ request: ServiceRequest, _ provider: String) -> Bool {
        switch provider {
        case "idi" where request.path == "/apiclient": return request.headers["authorization"]?.hasPrefix("Basic ") == true
        case "idi":
            let token = request.headers["authorization"] ?? ""
            return state.isValid(token: token.hasPrefix("Bearer ") ? String(token.dropFirst(7)) : token)
        case "batchdata": return request.headers["authorization"]?.hasPrefix("Bearer ") == true
        // Says so in its body.
        case "tlo": return true
        default: return request.headers["x-api-key"]?.isEmpty == false
        }
    }

    private func control(_ request: ServiceRequest) throws -> ServiceAnswer {
        if let answer = try state.control.answer(to: request) { return answer }
        switch (request.method, request.path) {
        case ("GET", "/_ledger"): break
        case ("DELETE", "/_ledger"): ledger.reset()
        default:
            return ServiceAnswer(404, ["error": "There is GET, DELETE /_ledger and GET, PUT, DELETE /_control."])
        }
        return ServiceAnswer(text: try ledger.json() + "\n", type: "application/json")
    }
}

/// What goes wrong with one request: a pure function of the behaviour and of the place in the order of arrival.
enum Fault: Sendable {
    case throttled, failing, wrong, malformed, never, slow

    init?(_ behaviour: ProviderBehaviour, ordinal: Int, isFailing: Bool) {
        if isFailing {
            self = .failing
            return
        }
        let shares: [(Fault, Double)] = [
            (.throttled, behaviour.rate429), (.failing, behaviour.rate5xx), (.wrong, behaviour.rateWrong),
            (.malformed, behaviour.rateMalformed), (.never, behaviour.rateNever), (.slow, behaviour.rateSlow),
        ]
        guard let fault = FaultDraw.fault(ordinal: ordinal, shares) else { return nil }
        self = fault
    }
}
