package import Postgres
package import RefineryModel
internal import SQLCatalog

/// An earlier import of the same bytes.
package struct EarlierImport: Sendable, Equatable {
    package let id: ImportID
    package let fileName: String
    package let status: ImportStatus
}

/// Finds imports of the same bytes, newest first. SQL: `sql/queries/imports/find_imports_by_hash.sql`.
package struct FindImportsByHash: Query {
    package static let sql = SQLCatalog.query("find_imports_by_hash")
    package let hash: [UInt8]

    package init(hash: [UInt8]) { self.hash = hash }

    package func bind(_ parameters: inout Parameters) { parameters.append(hash) }

    package static func decode(_ row: Row) throws -> EarlierImport {
        EarlierImport(id: try row[0], fileName: try row[1], status: try row[2])
    }
}

/// Makes an import part of a submission. SQL: `sql/queries/imports/join_submission.sql`.
package struct JoinSubmission: Query {
    package static let sql = SQLCatalog.query("join_submission")
    package let importID: ImportID, submission: SubmissionID, submitter: String?

    /// - Parameter submitter: nil: the user of the database.
    package init(importID: ImportID, submission: SubmissionID, submitter: String?) {
        self.importID = importID
        self.submission = submission
        self.submitter = submitter
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(submission)
        parameters.append(submitter)
    }
}

/// An import with the same rows.
package struct TwinImport: Sendable, Equatable {
    package let id: ImportID
    package let fileName: String
}

/// Finds the import whose rows another has once more. SQL: `sql/queries/imports/find_twin.sql`.
package struct FindTwin: Query {
    package static let sql = SQLCatalog.query("find_twin")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }
    package static func decode(_ row: Row) throws -> TwinImport { TwinImport(id: try row[0], fileName: try row[1]) }
}

/// Keeps others who submit the same bytes out until the end of the transaction. SQL: `sql/queries/imports/lock_bytes.sql`.
package struct LockBytes: Query {
    package static let sql = SQLCatalog.query("lock_bytes")
    package let hash: [UInt8]

    package init(hash: [UInt8]) { self.hash = hash }

    package func bind(_ parameters: inout Parameters) { parameters.append(hash) }
}

/// Resolves the beginning of an import's id; an empty text means the newest import. SQL: `sql/queries/imports/find_import.sql`.
package struct FindImport: Query {
    package static let sql = SQLCatalog.query("find_import")
    package let text: String

    package init(text: String) { self.text = text }

    package func bind(_ parameters: inout Parameters) { parameters.append(text) }

    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}

/// Finds those of some imports that somebody cancelled. SQL: `sql/queries/imports/find_cancelled_imports.sql`.
package struct FindCancelledImports: Query {
    package static let sql = SQLCatalog.query("find_cancelled_imports")
    package let ids: [ImportID]

    package init(ids: [ImportID]) { self.ids = ids }

    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }

    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}

/// Loads what stages need to know of imports. SQL: `sql/queries/imports/load_imports.sql`.
package struct LoadImports: Query {
    package static let sql = SQLCatalog.query("load_imports")
    package let ids: [ImportID]

    package init(ids: [ImportID]) { self.ids = ids }

    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }

    package static func decode(_ row: Row) throws -> ImportPlan {
        ImportPlan(
            id: try row[0], number: try row[1], source: SourceLocation(uri: try row[2], bytes: try row[3]),
            options: try ImportOptions(json: try row[4]))
    }
}
