internal import Postgres
package import RefineryModel
package import RefineryStore

extension Operations {
    /// Tells processes of the fleet to finish what they hold and to end.
    /// - Parameters:
    ///   - prefix: How their ids begin; empty for all that `host` and `role` leave.
    /// - Returns: Those that were told.
    /// - Throws: ``DrainRefusal``.
    package func drain(_ prefix: String, host: String? = nil, role: WorkerRole? = nil) async throws -> [DrainedWorker] {
        let drained = try await withConnection { try await $0.rows(DrainWorkers(prefix: prefix, host: host, role: role)) }
        if drained.isEmpty { throw DrainRefusal.nobody(prefix) }
        return drained
    }

    /// Waits until the fleet knows none of the processes any more.
    /// - Parameter told: Called with those that are left, whenever they are fewer.
    package func awaitEnd(of workers: [WorkerID], _ told: ([WorkerID]) -> Void) async throws {
        var left = workers.count
        while true {
            let known = try await withConnection { try await $0.rows(ListKnownWorkers(ids: workers)) }
            if known.count < left { told(known) }
            left = known.count
            if known.isEmpty { return }
            try await Task.sleep(for: .milliseconds(250))
        }
    }
}

/// Why nobody was drained.
package enum DrainRefusal: Fault, Equatable {
    case nobody(String)

    package var code: FaultCode { .workerNotFound }
    package var summary: String {
        switch self {
        case .nobody(let prefix):
            prefix.isEmpty ? "The fleet has no such process." : "The fleet has no such process whose id begins with “\(prefix)”."
        }
    }
    package var remedy: String? { "Look which are alive; an id is known by its first characters." }
}
