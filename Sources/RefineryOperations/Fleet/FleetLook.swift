internal import RefineryModel
package import RefineryStore
internal import Postgres

/// One look at the whole fleet.
package struct FleetLook: Sendable {
    package let totals: FleetTotals
    package let workers: [WorkerActivity]
    /// Newest first.
    package let imports: [ImportSummary]
    package let waits: [DatabaseWait]
    package let budgets: [LookupBudget]

    package init(
        totals: FleetTotals, workers: [WorkerActivity], imports: [ImportSummary], waits: [DatabaseWait], budgets: [LookupBudget]
    ) {
        self.totals = totals
        self.workers = workers
        self.imports = imports
        self.waits = waits
        self.budgets = budgets
    }
}

extension Operations {
    /// How many of the newest imports a look has.
    private static let importsOfLook = 20

    /// Looks at processes, the newest imports, what the database waits for, and budgets.
    /// - Parameter rescuedWithin: The time that ``FleetTotals/rescued`` is about.
    package func look(rescuedWithin: Duration) async throws -> FleetLook {
        try await withConnection { connection in
            guard let totals = try await connection.first(WatchTotals(rescuedWithin: rescuedWithin)) else {
                throw StoreError.unexpectedRows(statement: "watch_totals")
            }
            return FleetLook(
                totals: totals, workers: try await connection.rows(WatchWorkers()),
                imports: try await connection.rows(ListProgress(limit: Self.importsOfLook)), waits: try await connection.rows(WatchWaits()),
                budgets: try await connection.rows(ListBudgets()))
        }
    }
}
