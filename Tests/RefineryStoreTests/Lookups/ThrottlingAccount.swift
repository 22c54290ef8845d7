import RefineryModel
import RefineryStore
import RefineryTestSupport

/// An account that refuses what is in flight beyond a number, and workers that share a budget to ask it: played event by event
/// in virtual time against the functions of the database.
struct ThrottlingAccount: CustomStringConvertible {
    /// What happens next, to one worker.
    private enum Event {
        case ask
        case share
        case send(epoch: Int64)
        case arrive(epoch: Int64, inFlight: Int)
        case leave(concurrent: Int)
        case answer(concurrent: Int)
        case free
        case refusal(epoch: Int64, inFlight: Int, concurrent: Int)
    }

    private struct Worker {
        let id: WorkerID
        var share = 0
        var epoch: Int64 = 0
        var inFlight = 0
        var unsent = 0
        var isAsking = false
        var refusals = Refusals()
        var refusedEpoch: Int64 = -1
    }

    /// Requests in flight that the account allows.
    var capacity: Int
    /// Mean time that the account takes for one, in microseconds; half as long to one and a half times as long.
    var service: Int64 = 200_000
    /// How long the account counts a request that it has answered, at most.
    var lag: Int64 = 0
    /// Whether a refusal says how many requests the account counted.
    var tellsConcurrency = false
    /// One way through the network; at most so long, so that requests overtake each other.
    var network: Int64 = 1000
    /// One statement.
    var statement: Int64 = 1500
    var generator: SeededGenerator

    /// Microseconds since the start at which requests were accepted and refused.
    private(set) var accepted: [Int64] = []
    private(set) var refused: [Int64] = []
    /// The ceiling, once a second.
    private(set) var ceilings: [Int] = []

    private var workers: [Worker] = []
    private var events: [(at: Int64, worker: Int, event: Event)] = []
    private var busy = 0
    private var now: Int64 = 0
    private let epoch = ContinuousClock.now
    private var instant: ContinuousClock.Instant { epoch + .microseconds(now) }

    init(capacity: Int, generator: SeededGenerator) {
        self.capacity = capacity
        self.generator = generator
    }

    /// The share of what the account allows that was accepted in a time, in seconds since the start.
    func used(from start: Int64, to end: Int64) -> Double {
        let count = accepted.count { $0 >= start * 1_000_000 && $0 < end * 1_000_000 }
        return Double(count) / (Double(capacity) * Double(end - start) * 1_000_000 / Double(service))
    }

    /// The share of the requests that were refused.
    var refusedShare: Double { Double(refused.count) / Double(max(1, accepted.count + refused.count)) }

    var description: String {
        let last = max(accepted.last ?? 0, refused.last ?? 0) / 1_000_000
        let shares = stride(from: 0, to: last, by: 5).map { Int(used(from: $0, to: $0 + 5) * 100) }
        return "\(refused.count) refused of \(accepted.count + refused.count), used \(shares) %, ceilings \(ceilings)"
    }

    /// Lets all workers ask for as much as they can get, from now on for so many seconds more.
    mutating func run(_ database: TestDatabase, workers ids: [WorkerID], seconds: Int64) async throws {
        if workers.isEmpty {
            workers = ids.map { Worker(id: $0) }
            for index in workers.indices { later(.random(in: 0...20_000, using: &generator), index, .share) }
        }
        let end = now + seconds * 1_000_000
        while let next = events.indices.min(by: { events[$0].at < events[$1].at }), events[next].at < end {
            let (at, worker, event) = events.remove(at: next)
            now = at
            try await play(event, worker, database)
        }
        now = end
    }

    private mutating func later(_ delay: Int64, _ worker: Int, _ event: Event) { events.append((now + delay, worker, event)) }

    private mutating func play(_ event: Event, _ worker: Int, _ database: TestDatabase) async throws {
        switch event {
        case .share:
            try await refreshShare(worker, database)
            if worker == 0 { ceilings.append(try await ceiling(database)) }
            later(1_000_000, worker, .share)
        case .ask:
            workers[worker].isAsking = false
            try await take(worker, database)
        case .send(let epoch):
            workers[worker].unsent -= 1
            workers[worker].inFlight += 1
            later(.random(in: 0...network, using: &generator), worker, .arrive(epoch: epoch, inFlight: workers[worker].inFlight))
        case .arrive(let epoch, let inFlight):
            if busy >= capacity {
                refused.append(now)
                later(network, worker, .refusal(epoch: epoch, inFlight: inFlight, concurrent: busy + 1))
            } else {
                accepted.append(now)
                busy += 1
                later(.random(in: service / 2...service * 3 / 2, using: &generator), worker, .leave(concurrent: busy))
            }
        case .leave(let concurrent):
            later(.random(in: 0...lag, using: &generator), worker, .free)
            later(network, worker, .answer(concurrent: concurrent))
        case .free:
            busy -= 1
        case .answer(let concurrent):
            workers[worker].inFlight -= 1
            workers[worker].refusals.accept(concurrent: tellsConcurrency ? concurrent : nil, at: instant)
        case .refusal(let epoch, let before, let concurrent):
            let inFlight = max(before, workers[worker].inFlight)
            workers[worker].inFlight -= 1
            guard epoch > workers[worker].refusedEpoch else { break }
            let meaning = workers[worker].refusals.refuse(
                concurrent: tellsConcurrency ? concurrent : nil, inFlight: inFlight, at: instant)
            guard meaning != .few else { break }
            workers[worker].refusedEpoch = epoch
            _ = try await database.report(
                meaning == .tooFast ? "slow_down" : "throttled", epoch: epoch, inFlight: inFlight,
                concurrent: tellsConcurrency ? concurrent : nil, at: TestDatabase.march + now)
            try await refreshShare(worker, database)
        }
        if workers[worker].share > workers[worker].inFlight + workers[worker].unsent, !workers[worker].isAsking {
            workers[worker].isAsking = true
            later(statement, worker, .ask)
        }
    }

    private mutating func take(_ worker: Int, _ database: TestDatabase) async throws {
        let wanted = workers[worker].share - workers[worker].inFlight - workers[worker].unsent
        guard wanted > 0 else { return }
        let ask = TakePermits(worker: workers[worker].id, fields: [], wanted: wanted, workers: workers.count)
        let permits = try await database.take(ask, at: TestDatabase.march + now)
        if permits.epoch != workers[worker].epoch { try await refreshShare(worker, database) }
        workers[worker].epoch = permits.epoch
        workers[worker].unsent += permits.granted
        for due in permits.due(0) { later(due, worker, .send(epoch: permits.epoch)) }
        if permits.granted == 0 {
            workers[worker].isAsking = true
            later(permits.wait, worker, .ask)
        }
    }

    private mutating func refreshShare(_ worker: Int, _ database: TestDatabase) async throws {
        let share = try await database.first(ShareAt(worker: workers[worker].id, now: TestDatabase.march + now))
        workers[worker].share = share?.inFlight ?? 0
    }

    private func ceiling(_ database: TestDatabase) async throws -> Int {
        var sum = 0
        for worker in workers { sum += try await database.first(ShareAt(worker: worker.id, now: TestDatabase.march + now))?.inFlight ?? 0 }
        return sum
    }
}
