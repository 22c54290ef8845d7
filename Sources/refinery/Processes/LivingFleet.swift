internal import Postgres
internal import RefineryModel
internal import RefineryStore

/// The processes that are alive, wherever they run: without them an import only waits.
struct LivingFleet: Sendable {
    let coordinators: Int64
    let workers: Int64
    let lookupWorkers: Int64

    init(_ counts: [WorkerCount]) {
        func count(_ role: WorkerRole) -> Int64 { counts.filter { $0.role == role }.reduce(0) { $0 + $1.count } }
        coordinators = count(.coordinator)
        workers = count(.worker)
        lookupWorkers = count(.lookupWorker)
    }

    var isComplete: Bool { coordinators > 0 && workers > 0 }

    /// What to start so that an import goes on; nil when nothing is missing.
    /// - Parameter looksUp: Whether the import's numbers are looked up.
    func startHint(_ importID: ImportID, looksUp: Bool) -> String? {
        let missing = refineHint(importID)
        guard looksUp, lookupWorkers == 0 else { return missing }
        return [missing, "No lookup worker is alive. Start one: refinery lookup-worker"].compactMap(\.self).joined(separator: "\n")
    }

    /// What to start so that lookups of rows that are refined go on; nil when nothing is missing.
    var lookupHint: String? {
        let missing = [
            coordinators == 0 ? "No coordinator is alive. Start one: refinery coordinator" : nil,
            lookupWorkers == 0 ? "No lookup worker is alive. Start one: refinery lookup-worker" : nil,
        ].compactMap(\.self)
        return missing.isEmpty ? nil : missing.joined(separator: "\n")
    }

    private func refineHint(_ importID: ImportID) -> String? {
        switch (coordinators > 0, workers > 0) {
        case (true, true): nil
        case (true, false): "No worker is alive. Start one: refinery worker"
        case (false, true): "No coordinator is alive. Start one: refinery coordinator"
        case (false, false):
            "No coordinator and no worker is alive. Start them: refinery coordinator, refinery worker; or here: refinery run --resume \(importID.short)"
        }
    }
}

extension Runtime {
    /// Who is alive now.
    func fleet() async throws -> LivingFleet {
        LivingFleet(try await withConnection { try await $0.rows(CountWorkers()) })
    }

    /// Whether the numbers of a new import are looked up: as was asked, else where somebody can buy lookups.
    func looksUp(_ asked: Bool?) async throws -> Bool {
        if let asked { return asked }
        if configuration.twilio.isConfigured { return true }
        return try await fleet().lookupWorkers > 0
    }

    /// Rows per second from the submit to the end of an import; nil when it stood still in between, as after a pause.
    func steadySpeeds(of imports: [ImportSummary]) async throws -> [ImportID: Double] {
        let candidates = imports.filter { $0.progress.status != .paused && $0.elapsedSeconds > 0 }
        guard !candidates.isEmpty else { return [:] }
        let ids = candidates.map(\.id)
        let interrupted = Set(try await withConnection { try await $0.rows(FindInterruptedImports(ids: ids)) })
        return Dictionary(
            candidates.filter { !interrupted.contains($0.id) }.map { ($0.id, Double($0.progress.done) / $0.elapsedSeconds) },
            uniquingKeysWith: { first, _ in first })
    }

    /// An import as `--json` prints it.
    func document(of summary: ImportSummary, jobs: [JobCount]? = nil) async throws -> StatusDocument {
        StatusDocument(summary, rowsPerSecond: try await steadySpeeds(of: [summary])[summary.id], jobs: jobs)
    }
}
