import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryFleet
@testable import RefineryStore

/// A database, an account and a clock made up by chance, which note what the run does and what it costs.
private struct World {
    var generator: SeededGenerator
    var run: LookupRun
    let numbers: [String]
    let seed: UInt64
    let settings: LookupSettings

    var requests: [LookupRun.Request] = []
    var waits: [String] = []
    var offered: LookupRun.Step?
    /// Final for this run, but not stored: each of them keeps its place.
    var unstored: Set<String> = []
    var stored: [String: NumberResult] = [:]
    var settledByOthers: Set<String> = []
    var mayHaveIntent: Set<String> = []
    /// What was or may have been paid, a number.
    var paid: [String: Int64] = [:]
    var counts = LookupCounts()
    var billed = 0
    var leases: [Int64: (granted: Int, used: Int, returned: Int?)] = [:]
    var isStopped = false
    var cannotStore = false

    static let price: Int64 = 8000

    init(seed: UInt64) {
        self.seed = seed
        generator = SeededGenerator(seed: seed)
        numbers = (0..<Int.random(in: 0...30, using: &generator)).map { "+1415555\(2000 + $0)" }
        var settings = LookupSettings()
        settings.numbersPerLease = Int.random(in: 1...10, using: &generator)
        settings.requestsMax = Int.random(in: 1...4, using: &generator)
        settings.answersPerCommit = Int.random(in: 1...5, using: &generator)
        self.settings = settings
        run = LookupRun(numbers: numbers, settings: settings)
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    // MARK: - What happens

    /// Runs to the end, whatever happens on the way.
    mutating func play() {
        var steps = 0
        while run.next != .done || !requests.isEmpty || !waits.isEmpty {
            steps += 1
            guard steps < 20_000 else {
                Issue.record("does not end, seed \(seed)")
                return
            }
            happen()
            check()
        }
        offered = nil
        while case .store(let step)? = handle(.store(isLast: true)).first {
            offered = step
            if cannotStore { break }
            confirm()
        }
    }

    private mutating func happen() {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: begin()
        case 1: if !requests.isEmpty { answer(requests.remove(at: Int.random(in: 0..<requests.count, using: &generator))) }
        case 2: if !waits.isEmpty { _ = handle(.waited(waits.removeFirst())) }
        case 3: if run.next == .wait { _ = handle(.lookElsewhere) }
        case 4: if !cannotStore { store() }
        default:
            if chance(1) {
                isStopped = true
                _ = handle(.stop)
            }
        }
    }

    private mutating func begin() {
        guard case .begin(let most) = run.next else { return }
        let actions = handle(.placed(Int.random(in: 1...most, using: &generator)))
        guard case .begin(let wanted)? = actions.first else { return }
        #expect(run.places >= wanted.count, "seed \(seed)")
        if chance(1) {
            mayHaveIntent.formUnion(wanted)
            isStopped = true
            _ = handle(.notBegun)
            return
        }
        let granted = Int.random(in: 0...wanted.count, using: &generator)
        let lease = granted > 0 ? Int64(leases.count + 1) : nil
        if let lease { leases[lease] = (granted, 0, nil) }
        let permits = LookupPermits(
            importStatus: .running, lease: lease, granted: granted, offset: .zero, step: .zero, reason: chance(10) ? .probe : .ok,
            wait: .zero,
            epoch: 1, priceMicros: Self.price)
        var left = granted
        var begun: [BegunNumber] = []
        for number in wanted where !gone(number) {
            let verdict: BegunNumber.Verdict
            if chance(5) {
                settledByOthers.insert(number)
                verdict = .settled
            } else if chance(15) {
                verdict = .elsewhere
            } else if left > 0 {
                left -= 1
                verdict = .ask
            } else {
                verdict = .later
            }
            begun.append(BegunNumber(e164: number, verdict: verdict, isRepeated: false))
        }
        perform(handle(.begun(begun, permits)), asks: granted - left)
    }

    private mutating func gone(_ number: String) -> Bool {
        guard chance(2) else { return false }
        settledByOthers.insert(number)
        return true
    }

    private mutating func answer(_ request: LookupRun.Request) {
        let number = request.number
        let event: LookupRun.Event
        var isBilled = false
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: event = .late(request)
        case 1: event = .outcome(request, .throttled(LookupThrottling(.tooManyInFlight)), inFlight: 1)
        case 2: event = .outcome(request, .stopped(reason: "no"), inFlight: 1)
        case 3, 4:
            isBilled = chance(50)
            event = .outcome(request, .retry(reason: "broken", mayHaveBeenBilled: isBilled), inFlight: 1)
        case 5:
            isBilled = chance(50)
            event = .givenUp(request, mayHaveBeenBilled: isBilled)
        case 6:
            isBilled = true
            event = .outcome(request, .unknown(LookupAnswer(valid: false), code: 60600), inFlight: 1)
        default:
            isBilled = true
            event = .outcome(request, .answered(LookupAnswer(valid: true, lineType: .mobile)), inFlight: 1)
        }
        if isBilled {
            paid[number, default: 0] += Self.price
            if case .outcome = event { billed += 1 }
            if let lease = request.permits.lease { leases[lease]?.used += 1 }
        }
        let actions = handle(event)
        if actions.contains(.collect) { unstored.insert(number) }
        perform(actions, asks: 0)
    }

    private mutating func store() {
        if offered == nil, case .store(let step)? = handle(.store(isLast: false)).first {
            #expect(step.results.count <= settings.answersPerCommit)
            offered = step
        }
        guard let step = offered else { return }
        switch Int.random(in: 0..<20, using: &generator) {
        case 0:
            _ = handle(.textsRefused)
            offered = nil
        case 1:
            // Nobody knows whether it was stored: it is offered again as it is.
            #expect(handle(.store(isLast: false)) == [.store(step)], "seed \(seed)")
        case 2 where chance(5):
            (cannotStore, isStopped) = (true, true)
            _ = handle(.notStored)
        default: confirm()
        }
    }

    private mutating func confirm() {
        guard let step = offered else { return }
        for result in step.results {
            #expect(stored.updateValue(result, forKey: result.e164) == nil, "\(result.e164) is stored twice, seed \(seed)")
            unstored.remove(result.e164)
        }
        counts.settled += step.counts.settled
        counts.asked += step.counts.asked
        counts.failed += step.counts.failed
        counts.requests += step.counts.requests
        offered = nil
        _ = handle(.stored)
    }

    private mutating func handle(_ event: LookupRun.Event) -> [LookupRun.Action] { run.handle(event) }

    private mutating func perform(_ actions: [LookupRun.Action], asks: Int) {
        var asked = 0
        for action in actions {
            switch action {
            case .ask(let request, let place):
                #expect(place == asked, "seed \(seed)")
                asked += 1
                #expect(
                    !requests.contains { $0.number == request.number } && !waits.contains(request.number),
                    "asked twice at once, seed \(seed)")
                #expect(stored[request.number] == nil && !unstored.contains(request.number), "paid twice, seed \(seed)")
                mayHaveIntent.insert(request.number)
                requests.append(request)
            case .wait(let number, _): waits.append(number)
            case .giveBack(let unused, let lease):
                #expect(leases[lease]?.returned == nil, "given back twice, seed \(seed)")
                leases[lease]?.returned = unused
                #expect(run.handle(.gaveBack(lease: lease)).isEmpty, "seed \(seed)")
            case .begin, .store, .waitForMoney, .pauseAtCost: Issue.record("\(action) is not expected, seed \(seed)")
            case .tell, .collect: break
            }
        }
        #expect(asked == asks, "seed \(seed)")
    }

    // MARK: - What has to hold

    private func check() {
        #expect(run.outstanding == requests.count + waits.count, "seed \(seed)")
        if !cannotStore { #expect(run.places == requests.count + unstored.count, "seed \(seed)") }
    }

    func checkEnd() {
        for (lease, tally) in leases {
            #expect((tally.returned ?? 0) == tally.granted - tally.used, "lease \(lease), seed \(seed)")
        }
        let open = Dictionary(uniqueKeysWithValues: run.openIntents.map { ($0.e164, $0.costMicros) })
        for number in numbers where !unstored.contains(number) {
            #expect((stored[number]?.costMicros ?? open[number] ?? 0) == paid[number] ?? 0, "\(number), seed \(seed)")
        }
        #expect(Set(open.keys) == mayHaveIntent.subtracting(stored.keys).subtracting(unstored), "seed \(seed)")
        #expect(Set(run.unconfirmed.map(\.e164)) == unstored, "seed \(seed)")
        if !cannotStore { #expect(counts.requests == billed, "seed \(seed)") }
        guard !isStopped else { return }
        #expect(Set(stored.keys).union(settledByOthers) == Set(numbers), "seed \(seed)")
        #expect(counts.settled == numbers.count && counts.asked + counts.failed == stored.count, "seed \(seed)")
        #expect(counts.failed == stored.values.count { $0.status == .failed }, "seed \(seed)")
    }
}

@Suite("Run of lookups") struct LookupRunTests {
    @Test("whatever happens, asks for no number twice at once and pays for none twice, and accounts for each place, permit and dollar")
    func model() {
        let first = SeededGenerator.freshSeed()
        for round in 0..<1000 {
            var world = World(seed: first &+ UInt64(round))
            world.play()
            world.checkEnd()
        }
    }

    private func permits(_ reason: PermitReason = .ok, granted: Int = 0, status: ImportStatus = .running) -> LookupPermits {
        LookupPermits(
            importStatus: status, lease: granted > 0 ? 1 : nil, granted: granted, offset: .zero, step: .zero, reason: reason, wait: .zero,
            epoch: 1, priceMicros: 8000)
    }

    /// A run of two numbers of which the first is in flight.
    private func half(reason: PermitReason = .ok) -> (LookupRun, LookupRun.Request) {
        var run = LookupRun(numbers: ["+1", "+2"], settings: LookupSettings())
        _ = run.handle(.placed(2))
        let begun = [("+1", BegunNumber.Verdict.ask), ("+2", .later)].map { BegunNumber(e164: $0.0, verdict: $0.1, isRepeated: false) }
        _ = run.handle(.begun(begun, permits(reason, granted: 1)))
        return (run, LookupRun.Request(number: "+1", permits: permits(reason, granted: 1)))
    }

    private func nothing(_ run: inout LookupRun, _ permits: LookupPermits) -> [LookupRun.Action] {
        _ = run.handle(.placed(1))
        return run.handle(.begun([BegunNumber(e164: "+2", verdict: .later, isRepeated: false)], permits))
    }

    @Test("pauses an import at its cost only when nothing is in flight that may give money back") func cost() {
        var (run, request) = half()
        #expect(nothing(&run, permits(.importMoney)) == [.waitForMoney])
        #expect(run.next == .begin(upTo: 1))
        #expect(run.handle(.late(request)) == [.giveBack(1, lease: 1)])
        #expect(nothing(&run, permits(.importMoney)) == [.waitForMoney], "it is on its way back")
        #expect(run.handle(.gaveBack(lease: 1)).isEmpty)
        #expect(nothing(&run, permits(.importMoney)) == [.pauseAtCost])
        #expect(run.next == .begin(upTo: 2), "other runs may still give money back")
        #expect(run.handle(.stop).isEmpty)
        #expect(run.next == .done)
    }

    @Test("ends when its import does not run any more, and keeps what is in flight") func paused() {
        var (run, request) = half()
        #expect(nothing(&run, permits(status: .paused)).isEmpty)
        #expect(run.next == .done && run.outstanding == 1)
        #expect(run.handle(.outcome(request, .answered(LookupAnswer(valid: true)), inFlight: 1)).last == .collect)
        guard case .store(let step)? = run.handle(.store(isLast: true)).first else { return #expect(Bool(false)) }
        #expect(step.results.map(\.e164) == ["+1"])
    }

    @Test("tells what became of a probe before its permit goes back, and of every failure of one") func probe() {
        var (run, request) = half(reason: .probe)
        let throttling = LookupThrottling(.tooManyInFlight)
        #expect(
            run.handle(.outcome(request, .throttled(throttling), inFlight: 3)) == [
                .tell(.throttled(throttling, inFlight: 3), request.permits), .giveBack(1, lease: 1), .wait("+1", attempts: 1),
            ])
        for attempt in 1...2 {
            (run, request) = half(reason: attempt == 1 ? .ok : .probe)
            for count in 1...3 {
                let actions = run.handle(.outcome(request, .retry(reason: "broken", mayHaveBeenBilled: true), inFlight: 1))
                #expect(actions.contains(.tell(.failed(reason: "broken"), request.permits)) == (count == 1 || attempt == 2))
            }
        }
    }

    @Test("keeps answers that are refused without their texts, and offers the same step until it is stored") func texts() {
        var (run, request) = half()
        _ = run.handle(.outcome(request, .answered(LookupAnswer(valid: true, lineType: .mobile, carrierName: "?")), inFlight: 1))
        guard case .store(let step)? = run.handle(.store(isLast: false)).first else { return #expect(Bool(false)) }
        #expect(run.handle(.store(isLast: false)) == [.store(step)])
        _ = run.handle(.textsRefused)
        guard case .store(let bare)? = run.handle(.store(isLast: false)).first else { return #expect(Bool(false)) }
        #expect(bare.number == step.number && bare.counts == step.counts && bare.results.allSatisfy { !$0.hasTexts })
        #expect(run.places == 1)
        _ = run.handle(.stored)
        #expect(run.places == 0 && run.handle(.store(isLast: false)).isEmpty && run.openIntents.isEmpty)
    }
}
