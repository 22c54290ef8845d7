package import Postgres
package import RefineryModel
internal import SQLCatalog

/// All imports, and what waits, in a few numbers.
package struct OverviewTotals: Sendable, Equatable {
    package let imports: Int64, stored: Int64, duplicates: Int64, rejected: Int64
    package let running: Int64
    /// Jobs that may be claimed, up to 100,000; that are claimed; that are out of attempts.
    package let ready: Int64, claimed: Int64, dead: Int64

    package var rows: Int64 { stored + duplicates + rejected }
}

/// Reads the numbers of the overview. SQL: `sql/queries/dashboard/overview_totals.sql`.
package struct ReadOverviewTotals: Query {
    package static let sql = SQLCatalog.query("overview_totals")
    package init() {}
    package static func decode(_ row: Row) throws -> OverviewTotals {
        OverviewTotals(
            imports: try row[0], stored: try row[1], duplicates: try row[2], rejected: try row[3], running: try row[4], ready: try row[5],
            claimed: try row[6], dead: try row[7])
    }
}

/// Some batches of an import together: neighbours in the file, or those that ended at about the same time.
package struct BatchGroup: Sendable, Equatable {
    package enum Kind: String, Sendable, PostgresValue {
        case bar
        case slice
    }

    package let kind: Kind
    /// From 0; a slice in which no batch ended is not there.
    package let place: Int32
    package let stored: Int64, duplicates: Int64, rejected: Int64
    package let rows: Int64
    /// Batches that are not over, and that are out of attempts.
    package let open: Int64, dead: Int64
    package let first: Int32, last: Int32
    /// When a slice begins, in seconds since 1970, and how long it is.
    package let begins: Double, seconds: Double

    package var done: Int64 { stored + duplicates + rejected }
}

/// Sums the batches of an import into bars and slices of time. SQL: `sql/queries/dashboard/chart_batches.sql`.
package struct ChartBatches: Query {
    package static let sql = SQLCatalog.query("chart_batches")
    package let importID: ImportID, bars: Int, slices: Int
    package init(importID: ImportID, bars: Int, slices: Int) { (self.importID, self.bars, self.slices) = (importID, bars, slices) }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(Int32(clamping: bars))
        parameters.append(Int32(clamping: slices))
    }
    package static func decode(_ row: Row) throws -> BatchGroup {
        BatchGroup(
            kind: try row[0], place: try row[1], stored: try row[2], duplicates: try row[3], rejected: try row[4], rows: try row[5],
            open: try row[6], dead: try row[7], first: try row[8], last: try row[9], begins: try row[10], seconds: try row[11])
    }
}

/// What batches are listed by.
package enum BatchOrder: String, Sendable, CaseIterable {
    case number
    /// How long the last attempt took.
    case time
    /// The share of rows that were not rejected.
    case success
    case rows
    case attempts
}

/// Lists batches of an import in an order and some states, a page at a time. SQL: `sql/queries/dashboard/list_batch_page.sql`.
package struct ListBatchPage: Query {
    /// Where a page ended.
    package struct Place: Sendable, Equatable {
        package let key: Double
        package let seq: Int32
        package init(key: Double, seq: Int32) { (self.key, self.seq) = (key, seq) }
    }

    package static let sql = SQLCatalog.query("list_batch_page")
    package let importID: ImportID, states: [JobState]?, order: BatchOrder, isDescending: Bool, after: Place?, limit: Int

    /// - Parameter states: nil: all.
    package init(importID: ImportID, states: [JobState]?, order: BatchOrder, isDescending: Bool, after: Place?, limit: Int) {
        (self.importID, self.states, self.order) = (importID, states, order)
        (self.isDescending, self.after, self.limit) = (isDescending, after, limit)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(states?.map(\.rawValue))
        parameters.append(order.rawValue)
        parameters.append(isDescending)
        parameters.append(after?.key)
        parameters.append(after?.seq)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> (batch: BatchSummary, place: Place) {
        let batch = try BatchSummary(row)
        return (batch, Place(key: try row[12], seq: batch.seq))
    }
}

/// Rejects of an import with one code.
package struct RejectCount: Sendable, Equatable {
    package let code: String
    /// The field that most of them name.
    package let field: String?
    package let count: Int64
    package let firstRow: Int64
    /// Rejects that were looked at, of all codes.
    package let seen: Int64
}

/// Counts the first rejects of an import by code. SQL: `sql/queries/dashboard/count_rejects.sql`.
package struct CountRejects: Query {
    package static let sql = SQLCatalog.query("count_rejects")
    package let importID: ImportID, limit: Int
    package init(importID: ImportID, limit: Int) { (self.importID, self.limit) = (importID, limit) }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(Int32(clamping: limit))
    }
    package static func decode(_ row: Row) throws -> RejectCount {
        RejectCount(code: try row[0], field: try row[1], count: try row[2], firstRow: try row[3], seen: try row[4])
    }
}

/// Lists rejects with one code in row order, a page at a time. SQL: `sql/queries/dashboard/list_reject_page.sql`.
package struct ListRejectPage: Query {
    package static let sql = SQLCatalog.query("list_reject_page")
    package let importID: ImportID, code: String, after: Int64, limit: Int
    package init(importID: ImportID, code: String, after: Int64, limit: Int) {
        (self.importID, self.code, self.after, self.limit) = (importID, code, after, limit)
    }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(code)
        parameters.append(after)
        parameters.append(Int32(clamping: limit))
    }
    package static func decode(_ row: Row) throws -> RejectRow { try ListRejects.decode(row) }
}

/// How many records have a number of one line type, or of one carrier.
package struct NumberCount: Sendable, Equatable {
    /// `type` or `carrier`.
    package let kind: String
    package let name: String
    package let count: Int64
    /// Records that were looked at.
    package let seen: Int64
}

/// Counts line types and carriers of an import's first records. SQL: `sql/queries/dashboard/count_numbers.sql`.
package struct CountNumbers: Query {
    package static let sql = SQLCatalog.query("count_numbers")
    package let after: RecordID, before: RecordID, limit: Int
    package init(after: RecordID, before: RecordID, limit: Int) { (self.after, self.before, self.limit) = (after, before, limit) }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(after)
        parameters.append(before)
        parameters.append(Int32(clamping: limit))
    }
    package static func decode(_ row: Row) throws -> NumberCount {
        NumberCount(kind: try row[0], name: try row[1], count: try row[2], seen: try row[3])
    }
}

/// Lists the newest events that are no mere progress, newest first. SQL: `sql/queries/dashboard/list_timeline.sql`.
package struct ListTimeline: Query {
    package static let sql = SQLCatalog.query("list_timeline")
    package let runID: RunID?, limit: Int
    /// - Parameter runID: nil: of all.
    package init(runID: RunID?, limit: Int) { (self.runID, self.limit) = (runID, limit) }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(Int32(clamping: limit))
    }
    package static func decode(_ row: Row) throws -> StoredEvent { try InsertEvents.decode(row) }
}

/// Lists entries of the audit log, newest first. SQL: `sql/queries/dashboard/list_newest_audit_entries.sql`.
package struct ListNewestAuditEntries: Query {
    package static let sql = SQLCatalog.query("list_newest_audit_entries")
    package let runID: RunID?, before: Int64?, limit: Int, search: String?

    /// - Parameters:
    ///   - runID: nil: of all.
    ///   - search: Part of an operation or an actor.
    package init(runID: RunID?, before: Int64?, limit: Int, search: String?) {
        (self.runID, self.before, self.limit, self.search) = (runID, before, limit, search)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(before)
        parameters.append(Int32(clamping: limit))
        parameters.append(search)
    }

    package static func decode(_ row: Row) throws -> AuditEntry { try ListAuditEntries.decode(row) }
}

/// Counts the fingerprints that are stored already. SQL: `sql/queries/dashboard/count_known_fingerprints.sql`.
package struct CountKnownFingerprints: Query {
    package static let sql = SQLCatalog.query("count_known_fingerprints")
    package let fingerprints: [Fingerprint]
    package init(_ fingerprints: [Fingerprint]) { self.fingerprints = fingerprints }
    package func bind(_ parameters: inout Parameters) { parameters.append(fingerprints: fingerprints) }
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}
