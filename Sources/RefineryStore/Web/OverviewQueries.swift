package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A batch of an import, as lists show it.
package struct BatchSummary: Sendable, Equatable {
    package let seq: Int32
    package let state: JobState
    package let firstRow: Int64?
    package let rows: Int32?
    package let attempts: Int16
    /// What came of its rows; nil: nothing yet.
    package let stored: Int32?, duplicates: Int32?, rejected: Int32?
    /// In seconds since 1970; nil: not yet.
    package let claimedAt: Double?, finishedAt: Double?
    package let workerID: WorkerID?
    package let runID: RunID

    init(_ row: Row) throws {
        (seq, state, firstRow, rows, attempts) = (try row[0], try row[1], try row[2], try row[3], try row[4])
        (stored, duplicates, rejected) = (try row[5], try row[6], try row[7])
        (claimedAt, finishedAt, workerID, runID) = (try row[8], try row[9], try row[10], try row[11])
    }
}

/// Lists the batches of an import in their order, a page at a time. SQL: `sql/queries/web/list_batches.sql`.
package struct ListBatches: Query {
    package static let sql = SQLCatalog.query("list_batches")
    package let importID: ImportID, after: Int32, limit: Int

    package init(importID: ImportID, after: Int32, limit: Int) { (self.importID, self.after, self.limit) = (importID, after, limit) }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(after)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> BatchSummary { try BatchSummary(row) }
}

/// Lists the batches that workers hold, the oldest claim first. SQL: `sql/queries/web/list_claimed_batches.sql`.
package struct ListClaimedBatches: Query {
    package static let sql = SQLCatalog.query("list_claimed_batches")
    package let limit: Int
    package init(limit: Int) { self.limit = limit }
    package func bind(_ parameters: inout Parameters) { parameters.append(Int32(clamping: limit)) }
    package static func decode(_ row: Row) throws -> BatchSummary { try BatchSummary(row) }
}

/// Counts imports by what became of them. SQL: `sql/queries/web/count_imports.sql`.
package struct CountImports: Query {
    package static let sql = SQLCatalog.query("count_imports")
    package init() {}
    package static func decode(_ row: Row) throws -> (total: Int64, completed: Int64, failed: Int64, processing: Int64) {
        (try row[0], try row[1], try row[2], try row[3])
    }
}

/// Finds the import that the fleet works on, else the newest. SQL: `sql/queries/web/find_current_import.sql`.
package struct FindCurrentImport: Query {
    package static let sql = SQLCatalog.query("find_current_import")
    package init() {}
    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}

/// How fast the fleet is now.
package struct Realtime: Sendable, Equatable {
    package let recordsPerMinute: Double
    /// Of the newest import that runs: seconds of its last batches, the number of the one it is at, percent and rows done. nil: none runs.
    package let averageBatchTime: Double?
    package let batchNumber: Int32?
    package let percent: Double?
    package let rows: Int64?
    /// The server's clock, in seconds since 1970.
    package let now: Double
}

/// Reads how fast the fleet is. SQL: `sql/queries/web/read_realtime.sql`.
package struct ReadRealtime: Query {
    package static let sql = SQLCatalog.query("read_realtime")
    package init() {}
    package static func decode(_ row: Row) throws -> Realtime {
        Realtime(
            recordsPerMinute: try row[0], averageBatchTime: try row[1], batchNumber: try row[2], percent: try row[3], rows: try row[4],
            now: try row[5])
    }
}

/// Finds the number of the newest event. SQL: `sql/queries/web/find_last_event.sql`.
package struct FindLastEvent: Query {
    package static let sql = SQLCatalog.query("find_last_event")
    package init() {}
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}
