internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore

/// Answers HTTP requests: lookups, the ledger, the control of behaviour.
struct Responder: Sendable {
    let credentials: Credentials
    let ledger: Ledger
    let load: LoadControl

    func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
        let target = request.head.path ?? "/"
        if let lookup = LookupRequest(target: target) {
            try await answer(lookup, to: request, Delivery(writer: writer, channel: channel))
        } else {
            try await ControlResponder(ledger: ledger, load: load).respond(to: request, target: target, writer: writer)
        }
    }

    private func answer(_ lookup: LookupRequest, to request: Request, _ delivery: consuming Delivery) async throws {
        let number = AskedNumber(lookup.number, countryCode: lookup.countryCode)
        let behaviour = load.current
        let authorization = request.headers[.authorization]
        let account = credentials.account(authorization: authorization)
        let ticket = ledger.arrive(digits: number.digits, text: number.text, account: account, limit: behaviour.concurrencyLimit)
        delivery.concurrency = behaviour.hideConcurrency ? nil : ticket.inFlight
        guard account != nil else {
            ledger.finish(ticket, status: 401)
            return try await delivery.whole(authorization == nil ? .noCredentials : .wrongCredentials)
        }
        guard ticket.isAdmitted else {
            ledger.finish(ticket, status: 429)
            return try await delivery.whole(.tooManyRequests, retryAfter: behaviour.retryAfter)
        }
        guard request.method == .get else {
            ledger.finish(ticket, status: 405)
            return try await delivery.whole(.wrongMethod)
        }
        let plan = load.plan(ordinal: ticket.ordinal)
        if plan.outcome == .refuse {
            ledger.finish(ticket, status: 429)
            return try await delivery.whole(.tooManyRequests, retryAfter: behaviour.retryAfter)
        }
        let reply = Reply(
            lookup, number: number, outcome: plan.outcome, billInvalid: behaviour.billInvalid, isFirstTime: { load.isFirstTime($0) })
        // Whatever ends the wait, the request is no longer in progress.
        do {
            let wait = reply.mishap == .slow ? Duration.milliseconds(Int64(behaviour.slowMilliseconds)) : plan.latency
            if wait > .zero { try await Task.sleep(for: wait) }
        } catch {
            ledger.finish(ticket, status: 0)
            throw error
        }
        try await send(reply, ticket, behaviour, delivery)
    }

    /// The ledger is written first where the answer goes out at once: who has the answer finds it there, and may send the next request.
    private func send(_ reply: Reply, _ ticket: Ledger.Ticket, _ behaviour: Behaviour, _ delivery: consuming Delivery) async throws {
        let answer = reply.answer
        let retryAfter = answer.status == 429 ? behaviour.retryAfter : nil
        switch reply.mishap {
        case .reset:
            ledger.finish(ticket, status: 0)
            try await delivery.reset()
        case .drip:
            defer { ledger.finish(ticket, status: answer.status, costMicros: answer.costMicros) }
            try await delivery.drip(answer, bytes: behaviour.dripBytes, every: .microseconds(Int64(behaviour.dripMilliseconds * 1_000)))
        case .truncated:
            ledger.finish(ticket, status: answer.status, costMicros: answer.costMicros)
            try await delivery.truncated(answer)
        case .brokenJSON:
            ledger.finish(ticket, status: answer.status, costMicros: answer.costMicros)
            try await delivery.whole(answer.cut(to: answer.body.readableBytes / 2))
        case .emptyBody:
            ledger.finish(ticket, status: answer.status, costMicros: answer.costMicros)
            try await delivery.whole(answer.cut(to: 0))
        case .slow, nil:
            ledger.finish(ticket, status: answer.status, costMicros: answer.costMicros)
            try await delivery.whole(answer, retryAfter: retryAfter)
        }
    }
}

extension Answer {
    /// The same with only the first bytes of its body.
    fileprivate func cut(to length: Int) -> Answer {
        Answer(status: status, body: body.getSlice(at: body.readerIndex, length: length) ?? ByteBuffer(), costMicros: costMicros)
    }
}
