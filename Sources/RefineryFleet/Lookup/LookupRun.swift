internal import RefineryModel
internal import RefineryStore

/// What is to be done next for the numbers of one claimed job, without a clock, a database or a network.
///
/// Each number goes: ready → begun (its intent and permit are asked for) → in flight → unstored → stored. One that somebody else asks
/// for is elsewhere until he has answered; one whose request failed waits and is ready again. Whatever ends the run early, what is in
/// flight is waited for, and what was answered is stored: it was paid.
struct LookupRun: Sendable {
    /// One number with the permit to ask for it.
    struct Request: Sendable, Equatable {
        let number: String
        let permits: LookupPermits
    }

    /// Answers and counts that are stored together. Offered again, until it is known that they are stored, as they are.
    struct Step: Sendable, Equatable {
        let number: Int
        var results: [NumberResult]
        let counts: LookupCounts
    }

    enum Event: Sendable {
        /// So many lookups may be begun.
        case placed(Int)
        /// What the database says of those that were begun.
        case begun([BegunNumber], LookupPermits)
        /// Nobody knows whether the intents of those that were begun are written.
        case notBegun
        /// It is time to look at the numbers that somebody else asks for.
        case lookElsewhere
        /// The permit came too late to be used.
        case late(Request)
        /// - Parameter inFlight: Requests this process had in flight, this one included: the most while it was.
        case outcome(Request, LookupOutcome, inFlight: Int)
        /// The request was given up, because the process is told to stop at once: that says nothing about the service.
        case givenUp(Request, mayHaveBeenBilled: Bool)
        /// A number has waited after a request that failed.
        case waited(String)
        /// - Parameter isLast: Whether nothing follows: counts are stored even without answers.
        case store(isLast: Bool)
        /// The step is stored.
        case stored
        /// The database refuses something in the texts of the step.
        case textsRefused
        /// The unused permits of a lease went back: what they had reserved is free.
        case gaveBack(lease: Int64)
        /// The intents of numbers that nobody asks for any more are laid down, with what was spent on them.
        case laidDown([String])
        /// The step cannot be stored: the run ends.
        case notStored
        /// Nothing more is asked for.
        case stop
    }

    enum Action: Sendable, Equatable {
        /// Take permits for these numbers.
        case begin([String])
        /// Use the permit of this place, counted from 0.
        case ask(Request, place: Int)
        /// Let the number wait, after so many requests that failed.
        case wait(String, attempts: Int)
        /// Tell the budget.
        case tell(LookupNews, LookupPermits)
        /// Give the unused permits of a lease back.
        case giveBack(Int, lease: Int64)
        /// Answers are there to be stored: after a moment, with those that come meanwhile.
        case collect
        case store(Step)
        /// Money may come back from what is in flight.
        case waitForMoney
        /// The import has reached what it may cost, unless other runs may still give money back.
        case pauseAtCost
    }

    /// What the loop that asks does next.
    enum Next: Sendable, Equatable {
        case done
        /// Nothing can be begun until something changes.
        case wait
        /// Begin so many at most.
        case begin(upTo: Int)
    }

    private let settings: LookupSettings
    private var ready: [String]
    private(set) var elsewhere: [String] = []
    private var begun: [String] = []
    private var inFlight: Set<String> = []
    private var waiting: Set<String> = []
    /// Numbers with an intent of this run.
    private var intents: Set<String> = []
    /// For numbers that need another request: how many were made, and what they may have cost.
    private var tries: [String: Int] = [:]
    private var owed: [String: Int64] = [:]
    private var leases: [Int64: Lease] = [:]
    private var unstored: [NumberResult] = []
    private var counts = LookupCounts()
    /// What was offered to the database and may or may not be stored.
    private var offered: Step?
    private var stepsTaken = 0
    /// Once storing has failed, whoever waits for a place must not wait for that.
    private var canStore = true
    private(set) var isStopped = false

    /// What became of the permits of one lease.
    private struct Lease {
        var open: Int
        var unused: Int
    }

    init(numbers: [String], settings: LookupSettings) {
        ready = numbers
        self.settings = settings
    }

    /// Numbers that are being asked for, or wait for another request.
    var outstanding: Int { inFlight.count + waiting.count }

    /// Lookups begun and not stored: each keeps its place, so that a crash repeats no more requests than there are places.
    var places: Int { begun.count + inFlight.count + (canStore ? unstored.count + (offered?.results.count ?? 0) : 0) }

    /// Whether nothing is left to ask for, but what has to be asked for again.
    var hasAskedAll: Bool { ready.isEmpty }

    var next: Next {
        if isStopped { return .done }
        guard ready.isEmpty else { return .begin(upTo: min(ready.count, settings.numbersPerLease)) }
        return outstanding == 0 && elsewhere.isEmpty ? .done : .wait
    }

    /// Whether there is something to store, and whether it is so little that a commit waits for more.
    func hasUnstored(isLast: Bool) -> Bool { offered != nil || !unstored.isEmpty || (isLast && !counts.isEmpty) }
    var canWaitForMore: Bool { offered == nil && unstored.count < settings.answersPerCommit }

    /// Results that no step holds yet, and those of the step that may not be stored.
    var unconfirmed: [NumberResult] { (offered?.results ?? []) + unstored }

    /// What lays down the intents of numbers that nobody asks for any more; what was spent on them is noted. Those of answers that could
    /// not be stored stay, so that this is seen and counted when the numbers are asked for again.
    var openIntents: [NumberResult] {
        intents.subtracting(unconfirmed.map(\.e164)).sorted().map {
            NumberResult(e164: $0, status: .pending, costMicros: owed[$0] ?? 0)
        }
    }

    mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .placed(let count):
            begun = Array(ready.prefix(count))
            ready.removeFirst(begun.count)
            return begun.isEmpty ? [] : [.begin(begun)]
        case .begun(let numbers, let permits):
            return ask(numbers, permits)
        case .notBegun:
            intents.formUnion(begun)
            begun = []
            isStopped = true
            return []
        case .lookElsewhere:
            ready += elsewhere
            elsewhere = []
            return []
        case .late(let request), .givenUp(let request, mayHaveBeenBilled: false):
            again(request.number)
            return close(request.permits, isUsed: false)
        case .givenUp(let request, mayHaveBeenBilled: true):
            owed[request.number, default: 0] += request.permits.priceMicros
            again(request.number)
            return close(request.permits, isUsed: true)
        case .outcome(let request, let outcome, let inFlight):
            return learn(request, outcome, inFlight)
        case .waited(let number):
            again(number)
            return []
        case .store(let isLast):
            return step(isLast).map { [.store($0)] } ?? []
        case .stored:
            intents.subtract(offered?.results.map(\.e164) ?? [])
            offered = nil
            return []
        case .textsRefused:
            if let step = offered { offered?.results = step.results.map { $0.withoutTexts() } }
            return []
        case .gaveBack(let lease):
            leases[lease] = nil
            return []
        case .laidDown(let numbers):
            intents.subtract(numbers)
            for number in numbers { owed[number] = nil }
            return []
        case .notStored:
            canStore = false
            isStopped = true
            return []
        case .stop:
            isStopped = true
            return []
        }
    }

    // MARK: - Asking

    private mutating func ask(_ numbers: [BegunNumber], _ permits: LookupPermits) -> [Action] {
        // Numbers that are not there any more were erased: nobody wants them.
        counts.settled += begun.count - numbers.count
        begun = []
        var requests: [Action] = []
        for number in numbers {
            switch number.verdict {
            case .settled: counts.settled += 1
            case .elsewhere: elsewhere.append(number.e164)
            case .later: ready.append(number.e164)
            case .ask:
                inFlight.insert(number.e164)
                intents.insert(number.e164)
                requests.append(.ask(Request(number: number.e164, permits: permits), place: requests.count))
            }
        }
        guard requests.isEmpty else {
            if let lease = permits.lease { leases[lease] = Lease(open: requests.count, unused: permits.granted - requests.count) }
            return requests
        }
        // All of them went while the permits were on their way.
        if let lease = permits.lease, permits.granted > 0 { return [.giveBack(permits.granted, lease: lease)] }
        if permits.importStatus != .running {
            isStopped = true
        } else if permits.reason == .importMoney {
            // What is in flight may give money back: only when nothing is, here and in other runs, the import has reached its limit.
            return outstanding == 0 && leases.isEmpty && unconfirmed.isEmpty ? [.pauseAtCost] : [.waitForMoney]
        }
        return []
    }

    private mutating func again(_ number: String) {
        inFlight.remove(number)
        waiting.remove(number)
        ready.append(number)
    }

    /// Counts a permit as used or not; when it was the last of its lease, what was not used goes back, and then the lease is over.
    private mutating func close(_ permits: LookupPermits, isUsed: Bool) -> [Action] {
        guard let lease = permits.lease, var state = leases[lease] else { return [] }
        state.open -= 1
        if !isUsed { state.unused += 1 }
        leases[lease] = state.open == 0 && state.unused == 0 ? nil : state
        return state.open == 0 && state.unused > 0 ? [.giveBack(state.unused, lease: lease)] : []
    }

    // MARK: - Outcomes

    /// The budget is told before a permit is given back: a probe that was given back is one that nobody can tell of.
    private mutating func learn(_ request: Request, _ outcome: LookupOutcome, _ inFlight: Int) -> [Action] {
        let (number, permits) = (request.number, request.permits)
        switch outcome {
        case .answered(let answer):
            return settle(request, answer, unknownCode: nil)
        case .unknown(let answer, let code):
            return settle(request, answer, unknownCode: code)
        case .retry(let reason, let mayHaveBeenBilled):
            return fail(request, reason, mayHaveBeenBilled: mayHaveBeenBilled)
        case .throttled(let throttling):
            let told = [Action.tell(.throttled(throttling, inFlight: inFlight), permits)] + close(permits, isUsed: false)
            return told + wait(number, attempts: 1)
        case .stopped(let reason):
            again(number)
            return [.tell(.stopped(reason: reason), permits)] + close(permits, isUsed: false)
        }
    }

    private mutating func settle(_ request: Request, _ answer: LookupAnswer, unknownCode: Int?) -> [Action] {
        let cost = request.permits.priceMicros + (owed.removeValue(forKey: request.number) ?? 0)
        counts.requests += 1
        counts.asked += 1
        keep(NumberResult(request.number, answer, unknownCode: unknownCode, costMicros: cost, freshFor: settings.freshFor))
        let told = [Action.tell(.answered(concurrent: answer.concurrentRequests), request.permits)]
        return told + close(request.permits, isUsed: true) + [.collect]
    }

    private mutating func fail(_ request: Request, _ reason: String, mayHaveBeenBilled: Bool) -> [Action] {
        let (number, permits) = (request.number, request.permits)
        let count = (tries[number] ?? 0) + 1
        tries[number] = count
        if mayHaveBeenBilled {
            counts.requests += 1
            owed[number, default: 0] += permits.priceMicros
        }
        var actions: [Action] = []
        // A number that fails again and again says something about itself: the breaker counts the first failure of each.
        if count == 1 || permits.reason == .probe { actions.append(.tell(.failed(reason: reason), permits)) }
        actions += close(permits, isUsed: mayHaveBeenBilled)
        if count < settings.requestsMax { return actions + wait(number, attempts: count) }
        counts.failed += 1
        keep(
            NumberResult(
                e164: number, status: .failed, costMicros: owed.removeValue(forKey: number) ?? 0, freshFor: settings.failedFor))
        return actions + [.collect]
    }

    private mutating func wait(_ number: String, attempts: Int) -> [Action] {
        inFlight.remove(number)
        waiting.insert(number)
        return [.wait(number, attempts: attempts)]
    }

    private mutating func keep(_ result: NumberResult) {
        inFlight.remove(result.e164)
        counts.settled += 1
        unstored.append(result)
    }

    // MARK: - Storing

    private mutating func step(_ isLast: Bool) -> Step? {
        if let offered { return offered }
        guard hasUnstored(isLast: isLast) else { return nil }
        stepsTaken += 1
        let step = Step(number: stepsTaken, results: Array(unstored.prefix(settings.answersPerCommit)), counts: counts)
        unstored.removeFirst(step.results.count)
        counts = LookupCounts()
        offered = step
        return step
    }
}
