internal import Logging
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Sends the contacts of one claimed job, turn by turn: what is sent is noted first, its answer after.
///
/// Losing it is what a crash is, and the intents in the ledger say what may have been sent.
struct PushBatch: Sendable {
    let job: ClaimedJob
    let database: Database
    let makeDestination: MakeDestination
    let settings: PushSettings
    let logger: Logger

    /// A message with the places of its contacts.
    private struct Outgoing: Sendable {
        var message: PushMessage
        var places: [Int64]
    }

    /// What a turn came to, beside what was stored.
    private struct TurnEnding {
        var stop: String?
        /// How long nobody may send; nil: nobody was refused for speed.
        var throttledFor: Duration??
        /// Why something is to be tried again, and how long the service asks to wait.
        var failure: (reason: String, after: Duration?)?
        var hasProgress = false
    }

    /// - Throws: ``LeaseLostError`` when another claim holds the job, ``PushFault`` when it is to be tried again later, `PostgresError`.
    func run() async throws -> WorkEnding {
        let load = LoadPushRun(runID: job.runID)
        guard let stored = try await database.pool.withConnection({ try await $0.first(load) }) else {
            throw StoreError.unexpectedRows(statement: "load_push_run")
        }
        let destination: any PushDestination
        do { destination = try makeDestination(stored) } catch let fault as any Fault { return try await stop(fault.summary) }
        var throttles = 0
        var hasProgress = false
        while !Task.isCancelled && !Task.isShuttingDownGracefully {
            let (turn, outgoing) = try await begin(destination)
            switch turn.verdict {
            case .lost: throw LeaseLostError(jobs: 1)
            case .stopped: return .interrupted
            case .wait where .seconds(turn.waitSeconds) > settings.holdMax:
                try await postpone(turn.waitSeconds)
                return .done
            case .wait: await pause(min(.seconds(turn.waitSeconds), settings.lookEvery))
            case .done:
                try await finish(destination, because: nil)
                return .done
            case .send:
                let ending = try await send(outgoing, turn, to: destination)
                hasProgress = hasProgress || ending.hasProgress
                if let reason = ending.stop { return try await stop(reason) }
                if let asked = ending.throttledFor {
                    throttles += 1
                    var generator = SystemRandomNumberGenerator()
                    try await delay(asked ?? settings.throttled.delay(attempt: throttles, using: &generator))
                }
                if let failure = ending.failure {
                    if let after = failure.after { try await delay(after) }
                    guard job.attempt >= job.attemptsMax, !hasProgress else { throw PushFault.notSent(reason: failure.reason) }
                    try await finish(destination, because: failure.reason)
                    return .done
                }
            }
        }
        return .interrupted
    }

    private func begin(_ destination: any PushDestination) async throws -> (PushTurn, [Outgoing]) {
        let begin = BeginPush(job: job, deduplicates: destination.deduplicates, messagesMax: settings.requestsMax)
        let list = ListPushContacts(job: job)
        let (turn, contacts) = try await database.pool.withTransaction { connection -> (PushTurn?, [PlacedContact]) in
            let turn = try await connection.first(begin)
            return (turn, turn?.verdict == .send ? try await connection.rows(list) : [])
        }
        guard let turn else { throw StoreError.unexpectedRows(statement: "begin_push") }
        var outgoing: [Outgoing] = []
        var places: [UUID: Int] = [:]
        for contact in contacts {
            if let place = places[contact.messageID] {
                outgoing[place].message.contacts.append(contact.contact)
                outgoing[place].places.append(contact.place)
            } else {
                places[contact.messageID] = outgoing.count
                let message = PushMessage(
                    id: contact.messageID.uuidString.lowercased(), blockID: contact.blockID.uuidString.lowercased(),
                    blockName: contact.blockName, contacts: [contact.contact], isRepeated: contact.isRepeated)
                outgoing.append(Outgoing(message: message, places: [contact.place]))
            }
        }
        return (turn, outgoing)
    }

    /// Sends messages beside each other, each at its time, and stores what came of each.
    private func send(_ outgoing: [Outgoing], _ turn: PushTurn, to destination: any PushDestination) async throws -> TurnEnding {
        let start = ContinuousClock.now + .seconds(turn.waitSeconds)
        let outcomes = await withTaskGroup(of: (Outgoing, [PushOutcome]).self) { group in
            for (place, sent) in outgoing.enumerated() {
                group.addTask {
                    let due = start + .seconds(turn.intervalSeconds * Double(place))
                    if due > .now { try? await Task.sleep(until: due, tolerance: .zero) }
                    // What was not sent when its task was cancelled is certain not to have arrived.
                    guard !Task.isCancelled else {
                        return (sent, sent.places.map { _ in .retry(reason: "interrupted", after: nil, mayHaveArrived: false) })
                    }
                    return (sent, await destination.push(sent.message))
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var ending = TurnEnding()
        var answers: [PushAnswer] = []
        for (sent, outcomes) in outcomes {
            for (index, place) in sent.places.enumerated() {
                // Of a contact that no outcome is about nobody knows what became of it.
                let outcome =
                    index < outcomes.count
                    ? outcomes[index] : .retry(reason: "the answer does not say", after: nil, mayHaveArrived: true)
                if let answer = judge(outcome, place, destination, &ending) { answers.append(answer) }
            }
        }
        try await store(answers.sorted { $0.place < $1.place })
        return ending
    }

    /// What an outcome means for the ledger; nil: the intent stays, since it may have arrived, and is sent again.
    private func judge(
        _ outcome: PushOutcome, _ place: Int64, _ destination: any PushDestination, _ ending: inout TurnEnding
    ) -> PushAnswer? {
        switch outcome {
        case .pushed(let reference):
            ending.hasProgress = true
            return PushAnswer(place: place, status: .pushed, reference: reference)
        case .refused(let reason):
            ending.hasProgress = true
            return PushAnswer(place: place, status: .refused, reason: reason)
        case .unknown(let reason):
            return PushAnswer(place: place, status: .unknown, reason: reason)
        case .throttled(let after):
            ending.throttledFor = .some(after)
            return PushAnswer(place: place, status: .pending)
        case .stopped(let reason):
            ending.stop = reason
            return PushAnswer(place: place, status: .pending)
        case .retry(let reason, let after, true) where !destination.deduplicates:
            if let after { ending.throttledFor = .some(after) }
            return PushAnswer(place: place, status: .unknown, reason: reason)
        case .retry(let reason, let after, let mayHaveArrived):
            ending.failure = (reason, after ?? ending.failure?.after)
            return mayHaveArrived ? nil : PushAnswer(place: place, status: .pending)
        }
    }

    /// What arrived is stored even when this task was cancelled, and until it is stored or the process ends.
    private func store(_ answers: [PushAnswer]) async throws {
        guard !answers.isEmpty else { return }
        let query = StorePushAnswers(job: job, answers: answers)
        var attempt = 0
        while true {
            do {
                _ = try await database.uncancelled { try await $0.execute(query) }
                return
            } catch let error as PostgresError where error.mayPass && !Task.isCancelled {
                attempt += 1
                database.outage.log("answers of a destination are not stored yet", error, ["count": "\(answers.count)"], logger)
                try? await Task.sleep(for: Backoff(base: .milliseconds(100), ceiling: .seconds(5)).bound(attempt: attempt))
            }
        }
    }

    private func finish(_ destination: any PushDestination, because reason: String?) async throws {
        let finish = FinishPushJob(job: job, reason: reason, deduplicates: destination.deduplicates)
        let finished = try await database.pool.withTransaction { try await $0.first(finish) }
        guard finished != nil else { throw LeaseLostError(jobs: 1) }
    }

    private func postpone(_ seconds: Double) async throws {
        let postpone = PostponePushJob(job: job, seconds: seconds)
        let postponed = try await database.pool.withTransaction { try await $0.first(postpone) }
        guard postponed != nil else { throw LeaseLostError(jobs: 1) }
    }

    /// The run pauses, and its destination says why.
    private func stop(_ reason: String) async throws -> WorkEnding {
        let stop = StopDestination(runID: job.runID, reason: reason)
        _ = try await database.pool.withConnection { try await $0.execute(stop) }
        logger.warning("the push pauses", metadata: ["run": "\(job.runID)", "reason": "\(reason)"])
        return .interrupted
    }

    private func delay(_ time: Duration) async throws {
        let delay = DelayDestination(runID: job.runID, seconds: min(time, .seconds(3600)).inSeconds)
        _ = try await database.pool.withConnection { try await $0.execute(delay) }
    }

    private func pause(_ time: Duration) async {
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: time) }
    }
}

/// Why contacts were not sent yet.
enum PushFault: Fault {
    case notSent(reason: String)

    var code: FaultCode { .destinationUnavailable }
    var summary: String {
        switch self {
        case .notSent(let reason): reason
        }
    }
    var remedy: String? { nil }
}
