import Foundation
package import Logging
import Postgres
package import RefineryModel
package import RefineryStages
package import RefineryStore
import ServiceLifecycle
internal import Waiting
internal import RefineryOperations
package import RefineryFleet

/// A whole fleet in this process: coordinators, workers and lookup workers, each with its own way to the database, as processes have it.
package struct TestFleet: Sendable {
    package var settings = FleetSettings.quick
    package var sources: SourceStorages
    /// Whom lookup workers ask, and how; nil where a test has none.
    package var lookup: Lookup?
    /// Whom enrich workers ask, and how.
    package var enrich: (sources: [EnrichSource], settings: EnrichSettings)?
    /// Where push workers send contacts, and how.
    package var push: (makeDestination: MakeDestination, settings: PushSettings)?
    /// Where alerts are sent by; to nowhere unless a test has a receiver.
    package var webhooks: any WebhookTransport = NoWebhooks()
    /// What the members log with.
    package var logger: Logger
    private let database: TestDatabase

    package struct Lookup: Sendable {
        package let provider: any LookupProvider
        package var settings = LookupSettings()

        package init(_ provider: any LookupProvider) { self.provider = provider }
    }

    package init(_ database: TestDatabase) throws {
        self.database = database
        sources = try database.sources()
        logger = Logger(label: "test")
        logger.logLevel = .critical
    }

    /// Submits a file of this text.
    package func submit(_ text: String, choices: ReadingChoices = ReadingChoices(), _ change: (inout ImportOptions) -> Void = { _ in })
        async throws -> ImportID
    {
        try await submit(Array(text.utf8), choices: choices, change)
    }

    /// Submits a file of these bytes; the same bytes may be submitted again.
    package func submit(_ bytes: [UInt8], choices: ReadingChoices = ReadingChoices(), _ change: (inout ImportOptions) -> Void = { _ in })
        async throws -> ImportID
    {
        let path = FileManager.default.temporaryDirectory.appending(path: "refinery-test-\(UUID()).csv").path
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try SourceFile(path: path)
        let inspection = try SourceInspection(file, choices)
        var options = ImportOptions(format: inspection.format, mapping: inspection.mapping)
        change(&options)
        let submitter = Submitter(database: database.database, sources: sources)
        guard case .submitted(let id) = try await submitter.submit(file, options: options, attempts: settings.attempts, again: true) else {
            throw StoreError.unexpectedRows(statement: "submit")
        }
        return id
    }

    /// Runs coordinators and workers until the import ends or pauses, then stops them as SIGTERM does.
    @discardableResult
    package func run(_ importID: ImportID, coordinators: Int = 1, workers: Int, lookupWorkers: Int = 0) async throws -> ImportProgress {
        try await run(coordinators: coordinators, workers: workers, lookupWorkers: lookupWorkers) { try await waitForEnd(of: importID) }
    }

    /// Runs coordinators and workers while `body` runs, then stops them as SIGTERM does.
    package func run<Value: Sendable>(
        coordinators: Int = 1, workers: Int, lookupWorkers: Int = 0, enrichWorkers: Int = 0, pushWorkers: Int = 0,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let coordinate = Duty.coordinate(webhooks: webhooks) { leftover, database, sources in
            try await Leftovers(database: database, sources: sources).takeAway(leftover)
        }
        var duties = Array(repeating: coordinate, count: coordinators) + Array(repeating: .refine(isolation: nil), count: workers)
        if let lookup {
            duties += Array(repeating: .lookUp(lookup.provider, lookup.settings), count: lookupWorkers)
        }
        if let enrich { duties += Array(repeating: .enrich(enrich.sources, enrich.settings), count: enrichWorkers) }
        if let push { duties += Array(repeating: .push(push.makeDestination, push.settings), count: pushWorkers) }
        let members = duties.map(member)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let group = ServiceGroup(services: members.flatMap(\.services), logger: logger)
        let outcome: Result<Value, any Error> = await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await group.run() }
            let outcome: Result<Value, any Error>
            do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
            await group.triggerGracefulShutdown()
            return outcome
        }
        for member in members { await member.database.close() }
        return try outcome.get()
    }

    /// Waits until the import ends or pauses, woken by its notifications.
    package func waitForEnd(of importID: ImportID) async throws -> ImportProgress {
        try await database.wait(for: importID) { $0.status != .running }
    }

    private func member(_ duty: Duty) -> (services: [any Service], database: Database) {
        let id = WorkerID()
        let database = database.process(duty.role.rawValue, id: "\(id)")
        let member = FleetMember(
            id: id, host: "test", version: "test", database: database, sources: sources, settings: settings, logger: logger)
        return (member.services(duty), database)
    }
}

private struct NoWebhooks: WebhookTransport {
    func send(_ message: WebhookMessage) async -> WebhookOutcome { .failed(status: nil, reason: "nobody is there", after: nil) }
}

extension FleetSettings {
    /// A fleet that does not keep a test waiting.
    package static var quick: FleetSettings {
        var settings = FleetSettings()
        settings.batchesPerClaim = 4
        settings.poll = .milliseconds(200)
        settings.wakeSpread = .zero
        settings.pulse = .milliseconds(100)
        settings.sweep = .milliseconds(20)
        settings.leftoverSweep = .milliseconds(50)
        settings.progress = .milliseconds(20)
        settings.retry = Backoff(base: .milliseconds(10), ceiling: .milliseconds(50))
        return settings
    }
}

extension TestDatabase {
    /// Waits until the progress of an import is as wanted, looking after every notification of the fleet.
    package func wait(
        for importID: ImportID, until isWanted: @Sendable (ImportProgress) -> Bool
    ) async throws -> ImportProgress {
        let connection = try await database.connect()
        try await connection.listen(NotifyChannel.progress)
        var progress = try await progress(of: importID)
        if !isWanted(progress) {
            for await _ in connection.notifications {
                progress = try await self.progress(of: importID)
                if isWanted(progress) { break }
            }
        }
        await connection.close()
        guard isWanted(progress) else { throw PostgresError.connectionLost(reason: "the test's connection ended") }
        return progress
    }
}
