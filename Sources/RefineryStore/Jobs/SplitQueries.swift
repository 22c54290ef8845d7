package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Loads where the splitting of an import stands. SQL: `sql/queries/jobs/load_split.sql`.
package struct LoadSplit: Query {
    package static let sql = SQLCatalog.query("load_split")
    package let importID: ImportID

    package init(importID: ImportID) { self.importID = importID }

    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }

    package static func decode(_ row: Row) throws -> SplitState {
        SplitState(
            source: SourceLocation(uri: try row[1], bytes: try row[2]), options: try ImportOptions(json: try row[3]),
            status: try row[4], offset: try row[5], rows: try row[6], rowLimit: try row[7], priority: try row[8], lastSeq: try row[9],
            isWhole: try row[10])
    }
}

/// Commits how far a source is split, guarded by the split job's token. SQL: `sql/queries/jobs/advance_split.sql`.
package struct AdvanceSplit: Query {
    package static let sql = SQLCatalog.query("advance_split")
    package let job: ClaimedJob, offset: Int64, rows: Int64, rejected: Int64, isAtEnd: Bool

    package init(job: ClaimedJob, offset: Int64, rows: Int64, rejected: Int64, isAtEnd: Bool) {
        self.job = job
        self.offset = offset
        self.rows = rows
        self.rejected = rejected
        self.isAtEnd = isAtEnd
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(offset)
        parameters.append(rows)
        parameters.append(rejected)
        parameters.append(isAtEnd)
    }

    package static func decode(_ row: Row) throws -> ImportStatus { try row[0] }
}

/// Adds batches as refine jobs. SQL: `sql/queries/jobs/insert_refine_jobs.sql`.
package struct InsertRefineJobs: Query {
    package static let sql = SQLCatalog.query("insert_refine_jobs")
    package let importID: ImportID, priority: Int16, attempts: Int, areHeld: Bool, batches: [PlannedBatch]

    package init(importID: ImportID, priority: Int16, attempts: Int, areHeld: Bool, batches: [PlannedBatch]) {
        self.importID = importID
        self.priority = priority
        self.attempts = attempts
        self.areHeld = areHeld
        self.batches = batches
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(priority)
        parameters.append(Int16(clamping: attempts))
        parameters.append(areHeld)
        parameters.append(batches.map(\.seq))
        parameters.append(batches.map(\.span.offset))
        parameters.append(batches.map { Int32($0.span.length) })
        parameters.append(batches.map(\.span.firstRow))
        parameters.append(batches.map { Int32($0.span.rowCount) })
    }
}
