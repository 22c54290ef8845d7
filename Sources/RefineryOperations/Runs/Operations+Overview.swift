internal import Postgres
package import RefineryModel
package import RefineryStore

extension Operations {
    /// Batches of an import in their order.
    /// - Parameter after: Only those with a larger number.
    package func batches(of importID: ImportID, after: Int32, limit: Int) async throws -> [BatchSummary] {
        try await withConnection { try await $0.rows(ListBatches(importID: importID, after: after, limit: limit)) }
    }

    /// Batches that workers hold now, the oldest claim first.
    package func claimedBatches(limit: Int) async throws -> [BatchSummary] {
        try await withConnection { try await $0.rows(ListClaimedBatches(limit: limit)) }
    }

    /// What became of all imports.
    package func statistics() async throws -> StatisticsDocument {
        guard let count = try await withConnection({ try await $0.first(CountImports()) }) else {
            throw StoreError.unexpectedRows(statement: "count_imports")
        }
        return StatisticsDocument(total: count.total, completed: count.completed, failed: count.failed, processing: count.processing)
    }

    /// How fast the fleet is now.
    package func realtime() async throws -> Realtime {
        guard let realtime = try await withConnection({ try await $0.first(ReadRealtime()) }) else {
            throw StoreError.unexpectedRows(statement: "read_realtime")
        }
        return realtime
    }

    /// The import that the fleet works on, else the newest; nil: there is none.
    package func currentImport() async throws -> ImportSummary? {
        guard let id = try await withConnection({ try await $0.first(FindCurrentImport()) }) else { return nil }
        return try await summary(of: id)
    }

    /// Processes of the fleet.
    package func workers(limit: Int) async throws -> [WorkerActivity] {
        try await withConnection { try await $0.rows(WatchWorkers(limit: limit)) }
    }
}
