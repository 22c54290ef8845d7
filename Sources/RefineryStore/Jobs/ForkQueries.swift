package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A table of an archive that is to be an import of its own.
package struct ForkedTable: Sendable {
    package let id: ImportID
    package let name: String
    package let bytes: Int64
    /// SHA-256.
    package let hash: [UInt8]

    package init(name: String, bytes: Int64, hash: [UInt8]) {
        id = ImportID()
        self.name = name
        self.bytes = bytes
        self.hash = hash
    }
}

/// Makes imports of the tables of an archive, guarded by the split job's token. SQL: `sql/queries/jobs/fork_import.sql`.
package struct ForkImport: Query {
    package static let sql = SQLCatalog.query("fork_import")
    package let job: ClaimedJob, submission: SubmissionID, tables: [ForkedTable]

    /// - Parameter tables: All but the first one, which the import itself is from now on.
    package init(job: ClaimedJob, submission: SubmissionID, tables: [ForkedTable]) {
        self.job = job
        self.submission = submission
        self.tables = tables
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(submission)
        parameters.append(tables.map(\.id))
        parameters.append(tables.map(\.name))
        parameters.append(tables.map(\.bytes))
        parameters.append(tables.map(\.hash))
    }

    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}

/// Limits what the lookups of some imports may cost as those of another one. SQL: `sql/queries/jobs/copy_spending_limit.sql`.
package struct CopySpendingLimit: Query {
    package static let sql = SQLCatalog.query("copy_spending_limit")
    package let importID: ImportID, imports: [ImportID]

    package init(from importID: ImportID, to imports: [ImportID]) {
        self.importID = importID
        self.imports = imports
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(imports)
    }
}
