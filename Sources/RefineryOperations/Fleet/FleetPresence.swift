internal import RefineryModel
internal import RefineryStore
internal import Postgres

/// The processes that are alive, wherever they run: without them an import only waits.
package struct FleetPresence: Sendable {
    package let coordinators: Int64
    package let workers: Int64
    package let lookupWorkers: Int64

    init(coordinators: Int64, workers: Int64, lookupWorkers: Int64) {
        (self.coordinators, self.workers, self.lookupWorkers) = (coordinators, workers, lookupWorkers)
    }

    init(_ counts: [WorkerCount]) {
        func count(_ role: WorkerRole) -> Int64 { counts.filter { $0.role == role }.reduce(0) { $0 + $1.count } }
        coordinators = count(.coordinator)
        workers = count(.worker)
        lookupWorkers = count(.lookupWorker)
    }

    /// Whether an import goes on, its lookups left aside.
    package var isComplete: Bool { coordinators > 0 && workers > 0 }
}

extension Operations {
    /// Who is alive now.
    package func fleet() async throws -> FleetPresence {
        FleetPresence(try await withConnection { try await $0.rows(CountWorkers()) })
    }
}
