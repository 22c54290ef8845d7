package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A process of the fleet that was told to end.
package struct DrainedWorker: Sendable, Equatable {
    package let id: WorkerID
    package let role: WorkerRole
    package let host: String
}

/// Tells processes to finish what they hold and to end. SQL: `sql/queries/workers/drain_workers.sql`.
package struct DrainWorkers: Query {
    package static let sql = SQLCatalog.query("drain_workers")
    package let prefix: String, host: String?, role: WorkerRole?

    /// - Parameters:
    ///   - prefix: How their ids begin; empty for all.
    ///   - host: Where they run; nil for anywhere.
    ///   - role: What they are; nil for all.
    package init(prefix: String, host: String? = nil, role: WorkerRole? = nil) {
        self.prefix = prefix
        self.host = host
        self.role = role
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(prefix)
        parameters.append(host)
        parameters.append(role?.rawValue)
        parameters.append(NotifyChannel.jobs)
    }

    package static func decode(_ row: Row) throws -> DrainedWorker {
        DrainedWorker(id: try row[0], role: try row[1], host: try row[2])
    }
}

/// Lists which processes the fleet still knows. SQL: `sql/queries/workers/list_known_workers.sql`.
package struct ListKnownWorkers: Query {
    package static let sql = SQLCatalog.query("list_known_workers")
    package let ids: [WorkerID]
    package init(ids: [WorkerID]) { self.ids = ids }
    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }
    package static func decode(_ row: Row) throws -> WorkerID { try row[0] }
}
