internal import RefineryModel
internal import RefineryStore

/// A question that was sent, or was to be, with its permit.
struct AskedQuestion: Sendable {
    let id: Int64
    let question: SkipTraceQuestion
    let permits: LookupPermits
    let product: SkipTraceProduct?
    /// The last part of the address that the provider may send a late answer to.
    let callbackToken: String
}

/// What an outcome means for the row of its question, the permit, and the fleet.
struct QuestionVerdict: Sendable {
    var stored: QuestionOutcome
    /// Whether its permit was used up.
    var isPaid = true
    var news: LookupNews?
    /// Whether it has to be asked again, and whether it failed before that.
    var isRetried = false
    var hasFailed = false
    /// How long the provider asks to wait.
    var retryAfter: Duration?
    /// Why nobody can be asked until somebody acts.
    var stop: SkipTraceStop?
}

extension QuestionVerdict {
    /// - Parameters:
    ///   - tries: Requests for this question that failed before, of this claim.
    ///   - inFlight: Requests this process had in flight.
    init(_ asked: AskedQuestion, _ outcome: SkipTraceOutcome, tries: Int, inFlight: Int, _ settings: EnrichSettings) {
        let price = asked.permits.priceMicros
        var row = QuestionOutcome(id: asked.id, state: .open)
        row.lease = asked.permits.lease
        self.init(stored: row)
        switch outcome {
        case .found(let result, let cost):
            settle(.found, result, raw: result.raw, cost: cost?.micros ?? price, price: price, freshFor: settings.foundFor)
            stored.counts.found = 1
        case .missed(let raw, _, let cost):
            let charged = asked.product?.chargesMisses == true ? price : 0
            settle(.missed, nil, raw: raw, cost: cost?.micros ?? charged, price: price, freshFor: settings.missedFor)
            stored.counts.missed = 1
        case .mistaken(_, let cost):
            settle(.missed, nil, raw: [], cost: cost?.micros ?? price, price: price, freshFor: settings.missedFor)
            stored.counts.missed = 1
        case .refused:
            settle(.refused, nil, raw: [], cost: 0, price: price, freshFor: settings.missedFor)
            stored.counts.refused = 1
        case .pending(let pending, let soFar):
            settle(.pending, soFar, raw: soFar?.raw ?? [], cost: price, price: price, freshFor: settings.lateFor)
            stored.pending = pending
        case .retry(let reason, let after, let mayHaveBeenBilled):
            fail(reason, after, mayHaveBeenBilled, asked, tries: tries, settings)
        case .throttled(let throttling):
            (isPaid, isRetried, retryAfter) = (false, true, throttling.retryAfter)
            news = .throttled(throttling, inFlight: inFlight)
        case .stopped(let reason):
            (isPaid, stop) = (false, reason)
            news = .stopped(reason: reason.description)
        }
    }

    private mutating func settle(
        _ state: QuestionOutcome.State, _ result: UniversalSkipResult?, raw: [UInt8], cost: Int64, price: Int64, freshFor: Duration
    ) {
        stored.state = state
        stored.set(result, raw: raw)
        stored.costMicros = cost
        stored.refundMicros = max(0, price - cost)
        stored.freshFor = freshFor
        stored.counts.asked = 1
        stored.counts.costMicros = cost
        news = .answered(concurrent: nil)
    }

    private mutating func fail(
        _ reason: String, _ after: Duration?, _ mayHaveBeenBilled: Bool, _ asked: AskedQuestion, tries: Int, _ settings: EnrichSettings
    ) {
        (isPaid, hasFailed) = (mayHaveBeenBilled, true)
        retryAfter = after
        if mayHaveBeenBilled {
            stored.costMicros = asked.permits.priceMicros
            stored.counts.costMicros = asked.permits.priceMicros
        }
        // A question that fails again and again says something about itself: the breaker counts the first failure of each.
        if tries == 0 || asked.permits.reason == .probe { news = .failed(reason: reason) }
        // Asked again, what may have been paid might be paid twice.
        guard mayHaveBeenBilled || tries + 1 >= settings.lookup.requestsMax else {
            isRetried = true
            return
        }
        stored.state = .failed
        stored.freshFor = settings.lookup.failedFor
        (stored.counts.asked, stored.counts.failed) = (1, 1)
    }
}

extension QuestionOutcome {
    /// What a late answer, or none, makes of a question that was pending.
    init(_ late: LateAnswer, _ outcome: SkipTraceOutcome, _ settings: EnrichSettings) {
        self.init(id: late.id, state: .pending)
        switch outcome {
        case .found(let rest, _):
            settle(late.soFar?.joined(with: rest) ?? rest, raw: rest.raw, settings)
        case .missed(let raw, _, _): settle(late.soFar, raw: raw, settings)
        case .refused, .mistaken: settle(late.soFar, raw: [], settings)
        case .pending(let pending, let more):
            wait(late, pending, more, settings)
        case .retry(_, let after, _): wait(late, late.again(after, settings), nil, settings)
        case .throttled(let throttling): wait(late, late.again(throttling.retryAfter, settings), nil, settings)
        case .stopped: wait(late, late.again(nil, settings), nil, settings)
        }
    }

    private mutating func settle(_ result: UniversalSkipResult?, raw: [UInt8], _ settings: EnrichSettings) {
        state = result == nil ? .missed : .found
        (counts.found, counts.missed) = result == nil ? (0, 1) : (1, 0)
        set(result, raw: raw)
        freshFor = result == nil ? settings.missedFor : settings.foundFor
    }

    private mutating func wait(_ late: LateAnswer, _ next: SkipTracePending, _ more: UniversalSkipResult?, _ settings: EnrichSettings) {
        let known = late.soFar.map { more.map($0.joined(with:)) ?? $0 } ?? more
        if late.isOverdue { return settle(known, raw: more?.raw ?? [], settings) }
        set(known, raw: more?.raw ?? [])
        freshFor = settings.lateFor
        pending = next
    }

    fileprivate mutating func set(_ result: UniversalSkipResult?, raw: [UInt8]) {
        // Names, numbers and texts: nothing that cannot be encoded.
        self.result = result.flatMap { try? JSON.text($0) }.map { JSONForPostgres.text(Array($0.utf8)) }
        answer = raw.isEmpty ? nil : JSONForPostgres.text(raw)
    }
}

extension LateAnswer {
    fileprivate func again(_ after: Duration?, _ settings: EnrichSettings) -> SkipTracePending {
        SkipTracePending(
            token: token, callbackKey: callbackKey, afterSeconds: Int((after ?? settings.collectAgain).components.seconds))
    }
}
