internal import Postgres
package import RefineryModel
package import RefineryStore

/// What pages show beyond what programs ask for: sums, and lists in other orders. None of it takes longer for a larger import than it says.
extension Operations {
    package func overviewTotals() async throws -> OverviewTotals {
        guard let totals = try await withConnection({ try await $0.first(ReadOverviewTotals()) }) else {
            throw StoreError.unexpectedRows(statement: "overview_totals")
        }
        return totals
    }

    /// The number of the newest event: who shows what he reads now goes on behind it.
    package func lastEvent() async throws -> Int64 { try await withConnection { try await $0.first(FindLastEvent()) } ?? 0 }

    /// The batches of an import as bars in their order, and as slices of time.
    package func chart(of importID: ImportID, bars: Int, slices: Int) async throws -> (bars: [BatchGroup], slices: [BatchGroup]) {
        let groups = try await withConnection {
            try await $0.rows(ChartBatches(importID: importID, bars: bars, slices: slices))
        }
        return (groups.filter { $0.kind == .bar }, groups.filter { $0.kind == .slice })
    }

    /// Batches of an import in some states and an order.
    package func batchPage(_ page: ListBatchPage) async throws -> [(batch: BatchSummary, place: ListBatchPage.Place)] {
        try await withConnection { try await $0.rows(page) }
    }

    /// Rejects that are counted by code, at most: so many are read within a few dozen milliseconds.
    private static let countedMax = 50_000

    /// The rejects of an import by code, the most common first; of its first 50,000.
    package func rejectCounts(of importID: ImportID) async throws -> [RejectCount] {
        try await withConnection { try await $0.rows(CountRejects(importID: importID, limit: Self.countedMax)) }
    }

    /// Rejects of an import with one code, in row order.
    package func rejects(of importID: ImportID, code: String, after row: Int64, limit: Int) async throws -> [RejectRow] {
        try await withConnection { try await $0.rows(ListRejectPage(importID: importID, code: code, after: row, limit: limit)) }
    }

    /// Line types and carriers of an import's first 20,000 records.
    package func numberCounts(of importID: ImportID) async throws -> [NumberCount] {
        let plan = try await plan(of: importID)
        let (start, end) = (RecordID(importNumber: plan.number, row: 0), RecordID(importNumber: plan.number + 1, row: 0))
        return try await withConnection { try await $0.rows(CountNumbers(after: start, before: end, limit: 20_000)) }
    }

    /// What happened to a run, or to all, newest first, without mere progress.
    package func timeline(of runID: RunID?, limit: Int) async throws -> [StoredEvent] {
        try await withConnection { try await $0.rows(ListTimeline(runID: runID, limit: limit)) }
    }

    /// Entries of the audit log, newest first.
    /// - Parameters:
    ///   - before: Only older ones than this one.
    ///   - search: Part of an operation or an actor.
    package func auditEntries(of runID: RunID?, before: Int64?, search: String?, limit: Int) async throws -> [AuditEntry] {
        try await withConnection {
            try await $0.rows(ListNewestAuditEntries(runID: runID, before: before, limit: limit, search: search))
        }
    }

    /// Jobs out of attempts, oldest first.
    /// - Parameter after: Only those behind this one.
    package func deadLetters(of runID: RunID? = nil, after: JobID, limit: Int) async throws -> [DeadLetter] {
        try await withConnection { try await $0.rows(ListDeadLetters(runID: runID, after: after, limit: limit)) }
    }
}
