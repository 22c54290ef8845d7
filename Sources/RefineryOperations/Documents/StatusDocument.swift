package import RefineryModel
package import RefineryStore

/// All that people are told of an import: what `refinery status` shows, whether it asks the database or a server.
package struct StatusDocument: Codable, Sendable {
    /// What programs read.
    package let document: ImportDocument
    private let rowLimit: Int64?
    private let sourceBytes: Int64
    private let splitBytes: Int64
    private let runningSeconds: Double
    private let lookupCounters: Lookups?
    private let dead: [Dead]
    /// Where the meaning of the columns comes from; nil: it was found out or said, or may not be told.
    package let columns: String?
    private let presence: Presence
    /// What the database says about it that it refuses to fold or to end; nil: it does not refuse.
    package let stuck: Stuck?

    /// Why nothing goes on with a run.
    package struct Stuck: Codable, Sendable {
        package let code: String
        package let message: String
    }

    private struct Lookups: Codable {
        let phones: Int64
        let numbers: Int64
        let done: Int64
        let asked: Int64
        let failed: Int64
        let requests: Int64
        let repeated: Int64
        let spentUsd: Double
        let limitUsd: Double?
    }

    private struct Dead: Codable {
        let job: Int64
        let stage: String
        let batch: Int32
        let attempts: Int16
        let code: String?
        let message: String?
    }

    private struct Presence: Codable {
        let coordinators: Int64
        let workers: Int64
        let lookupWorkers: Int64
    }

    private enum CodingKeys: String, CodingKey {
        case document = "import"
        case rowLimit, sourceBytes, splitBytes, runningSeconds, dead, columns, stuck
        case lookupCounters = "lookups"
        case presence = "fleet"
    }

    init(
        _ summary: ImportSummary, _ document: ImportDocument, dead: [DeadJob], fleet: FleetPresence, origin: MappingOrigin?, stuck: Stuck?
    ) {
        self.stuck = stuck
        self.document = document
        rowLimit = summary.rowLimit
        (sourceBytes, splitBytes) = (summary.progress.sourceBytes, summary.progress.splitBytes)
        runningSeconds = summary.runningSeconds
        lookupCounters = summary.progress.lookups.map {
            Lookups(
                phones: $0.phones, numbers: $0.numbers, done: $0.done, asked: $0.asked, failed: $0.failed, requests: $0.requests,
                repeated: $0.repeated, spentUsd: $0.spent.dollars, limitUsd: $0.limit?.dollars)
        }
        self.dead = dead.map {
            Dead(job: $0.id.rawValue, stage: $0.stage.rawValue, batch: $0.seq, attempts: $0.attempt, code: $0.code, message: $0.message)
        }
        columns = origin?.description
        presence = Presence(coordinators: fleet.coordinators, workers: fleet.workers, lookupWorkers: fleet.lookupWorkers)
    }

    /// How far the import is.
    /// - Throws: ``Unreadable``.
    package func summary() throws(Unreadable) -> ImportSummary {
        guard let id = ImportID(text: document.importId), let status = ImportStatus(rawValue: document.status),
            let submittedAt = Timestamp.seconds(iso8601: document.submittedAt)
        else { throw Unreadable() }
        let lookups = lookupCounters.map {
            LookupProgress(
                phones: $0.phones, numbers: $0.numbers, done: $0.done, asked: $0.asked, failed: $0.failed, requests: $0.requests,
                repeated: $0.repeated, spent: Money(dollars: $0.spentUsd), limit: $0.limitUsd.map(Money.init(dollars:)))
        }
        return ImportSummary(
            id: id, fileName: document.fileName,
            progress: ImportProgress(
                status: status, statusReason: document.reason, sourceBytes: sourceBytes, splitBytes: splitBytes, rowsSplit: document.rows,
                isSplit: document.rowsTotalKnown, stored: document.stored, duplicates: document.duplicates, rejected: document.rejected,
                lookups: lookups),
            rowLimit: rowLimit, elapsedSeconds: document.elapsedSeconds, runningSeconds: runningSeconds, submittedAt: submittedAt,
            startedAt: document.startedAt.flatMap(Timestamp.seconds(iso8601:)),
            finishedAt: document.finishedAt.flatMap(Timestamp.seconds(iso8601:)), submitter: document.submittedBy)
    }

    /// Its jobs by stage and state.
    package var jobs: [JobCount] {
        (document.jobs ?? [:]).flatMap { stage, counts in
            counts.compactMap { state, count in
                guard let stage = Stage(rawValue: stage), let state = JobState(rawValue: state) else { return nil }
                return JobCount(stage: stage, state: state, count: count)
            }
        }.sorted { ($0.stage.rawValue, $0.state.rawValue) < ($1.stage.rawValue, $1.state.rawValue) }
    }

    /// Those out of attempts, some of them.
    package var deadJobs: [DeadJob] {
        dead.compactMap { job in
            Stage(rawValue: job.stage).map {
                DeadJob(
                    id: JobID(rawValue: job.job), stage: $0, seq: job.batch, attempt: job.attempts, code: job.code, message: job.message)
            }
        }
    }

    /// Who is alive.
    package var fleet: FleetPresence {
        FleetPresence(coordinators: presence.coordinators, workers: presence.workers, lookupWorkers: presence.lookupWorkers)
    }

    /// What another program wrote, and this one does not know.
    package struct Unreadable: Error {}
}

extension Money {
    fileprivate init(dollars: Double) { self.init(micros: Int64((dollars * 1_000_000).rounded())) }
}

extension Operations {
    /// All that people are told of an import.
    package func status(of id: ImportID) async throws -> StatusDocument {
        let summary = try await summary(of: id)
        let document = try await document(of: summary, jobs: try await jobs(of: id))
        // Who may only look on may not see the options, and of a file that nobody has read yet there are none.
        let origin = try? await plan(of: id).options.mapping.origin
        return StatusDocument(
            summary, document, dead: try await deadJobs(of: id), fleet: try await fleet(), origin: origin, stuck: try await stuck(id))
    }

    /// Why the database refuses to fold or to end a run; nil: it does not.
    package func stuck(_ run: RunID) async throws -> StatusDocument.Stuck? {
        let alert = try await alerts().first { $0.kind == AlertKind.runStuck.rawValue && $0.subject == "\(run)" }
        return alert.map { StatusDocument.Stuck(code: $0.data["code"].text ?? "", message: $0.data["message"].text ?? "") }
    }
}
