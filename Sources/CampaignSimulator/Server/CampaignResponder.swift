internal import HummingbirdCore
internal import NIOCore
internal import RefineryModel
internal import Simulation

/// Answers HTTP requests: the services, the ledger, the control of behaviour.
struct CampaignResponder: Sendable {
    private struct ConnectionEnded: Error {}

    private static let bodyBytesMax = 64 << 20

    let ledger: CampaignLedger
    let control: BehaviourControl<CampaignBehaviour>
    private let jobs = BulkJobs()

    init(ledger: CampaignLedger, control: BehaviourControl<CampaignBehaviour>) {
        self.ledger = ledger
        self.control = control
    }

    func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
        let asked = try await ServiceRequest(reading: request, bytesMax: Self.bodyBytesMax)
        if asked.path.hasPrefix("/_") { return try await own(asked).send(writer) }
        let ordinal = ledger.arrive()
        let (behaviour, isFailing) = control.update { behaviour in
            defer { behaviour.failRequests = max(0, behaviour.failRequests - 1) }
            return (behaviour, behaviour.failRequests > 0)
        }
        let fault = isFailing ? .failing : FaultDraw.fault(ordinal: ordinal, behaviour.faults)
        if behaviour.latencyMilliseconds > 0 { try await Task.sleep(for: .microseconds(Int64(behaviour.latencyMilliseconds * 1_000))) }
        if fault == .resetBefore { return try await reset(channel) }
        if let refusal = refusal(asked, behaviour, fault, isFailing: isFailing) { return try await finish(refusal, writer) }
        let desk = CampaignDesk(ledger: ledger, behaviour: behaviour, jobs: jobs)
        guard var answer = desk.answer(asked) else {
            return try await finish(ServiceAnswer(404, ["error": .string("No service has \(asked.method) \(asked.path).")]), writer)
        }
        switch fault {
        case .failingAfter: answer = ServiceAnswer(500, ["error": "Internal Server Error"])
        case .wrong: answer = ServiceAnswer(answer.status, ["surprise": true])
        case .malformed: answer.body = Array(answer.body.prefix(answer.body.count / 2))
        case .twice: answer.body += answer.body
        case .slow: try await Task.sleep(for: .milliseconds(Int64(behaviour.slowMilliseconds)))
        case .reset: return try await reset(channel)
        case .never:
            ledger.finish("0")
            try? await channel.closeFuture.get()
            throw ConnectionEnded()
        default: break
        }
        try await finish(answer, writer)
    }

    private func finish(_ answer: ServiceAnswer, _ writer: consuming ResponseWriter) async throws {
        ledger.finish("\(answer.status)")
        try await answer.send(writer)
    }

    private func reset(_ channel: any Channel) async throws {
        ledger.finish("reset")
        try await channel.reset()
        throw ConnectionEnded()
    }

    /// Why a request is not looked at.
    private func refusal(
        _ request: ServiceRequest, _ behaviour: CampaignBehaviour, _ fault: CampaignFault?, isFailing: Bool
    ) -> ServiceAnswer? {
        let needsKey = request.path != "/webhook" && !request.path.hasPrefix("/rest")
        if behaviour.refuseKeys || (needsKey && request.headers["authorization"]?.isEmpty != false) {
            return ServiceAnswer(401, ["error": "Unauthorized"])
        }
        switch fault {
        case .throttled:
            var answer = ServiceAnswer(429, ["error": "Too Many Requests"])
            if behaviour.retryAfter > 0 { answer.headers.append(("Retry-After", "\(behaviour.retryAfter)")) }
            return answer
        case .failing: return ServiceAnswer(isFailing ? 503 : 500, ["error": "It does not work."])
        default: return nil
        }
    }

    private func own(_ request: ServiceRequest) throws -> ServiceAnswer {
        if let answer = try control.answer(to: request) { return answer }
        switch (request.method, request.path) {
        case ("GET", "/_ledger"): break
        case ("DELETE", "/_ledger"): ledger.reset()
        default: return ServiceAnswer(404, ["error": "There is GET, DELETE /_ledger and GET, PUT, DELETE /_control."])
        }
        return ServiceAnswer(text: try ledger.json() + "\n", type: "application/json")
    }
}
