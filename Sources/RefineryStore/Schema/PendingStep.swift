package import Postgres
package import RefineryModel
internal import SQLCatalog

/// What a migration leaves to the program, because SQL cannot do it.
package enum PendingStep: String, Sendable, PostgresValue {
    /// The fingerprints of stored records, by the rules of version 7 and of version 23.
    case fingerprints
}

/// Whether a step is left to be done. SQL: `sql/queries/schema/find_pending_steps.sql`.
package struct FindPendingStep: Query {
    package static let sql = SQLCatalog.query("find_pending_steps")
    package let step: PendingStep
    package init(_ step: PendingStep) { self.step = step }
    package func bind(_ parameters: inout Parameters) { parameters.append(step) }
    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Notes that a step is done. SQL: `sql/queries/schema/finish_pending_step.sql`.
package struct FinishPendingStep: Query {
    package static let sql = SQLCatalog.query("finish_pending_step")
    package let step: PendingStep
    package init(_ step: PendingStep) { self.step = step }
    package func bind(_ parameters: inout Parameters) { parameters.append(step) }
}

/// Records whose fingerprint may have a name in it, a page at a time, each as JSON by column.
/// SQL: `sql/queries/schema/list_records_told_by_name.sql`.
package struct ListRecordsToldByName: Query {
    package static let sql = SQLCatalog.query("list_records_told_by_name")
    package let after: RecordID, limit: Int

    package init(after: RecordID, limit: Int) {
        self.after = after
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(after)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> (id: RecordID, json: String) { (id: try row[0], json: try row[1]) }
}

/// Gives stored records other fingerprints. SQL: `sql/queries/schema/replace_fingerprints.sql`.
package struct ReplaceFingerprints: Query {
    package static let sql = SQLCatalog.query("replace_fingerprints")
    /// Ascending by record.
    package let records: [(id: RecordID, fingerprint: Fingerprint)]

    package init(_ records: [(id: RecordID, fingerprint: Fingerprint)]) { self.records = records }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(records.map(\.id))
        parameters.append(fingerprints: records.lazy.map(\.fingerprint))
    }
}
