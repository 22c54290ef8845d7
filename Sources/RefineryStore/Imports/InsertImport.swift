package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Makes a source an import and adds its split job. SQL: `sql/queries/imports/insert_import.sql`.
package struct InsertImport: Query {
    package static let sql = SQLCatalog.query("insert_import")
    package let id: ImportID, fileName: String, source: SourceLocation, hash: [UInt8]?, options: String, priority: Int16
    package let rowLimit: Int64?, attempts: Int, firstRowOffset: Int64, submitter: String?, lease: Duration

    /// - Parameters:
    ///   - source: Where its bytes lie, or are going to; its length is 0 while nobody knows it.
    ///   - hash: SHA-256 of its bytes; nil when they are still to come.
    ///   - submitter: Who submits it; nil: the user of the database.
    ///   - lease: Within which more of the bytes that are to come is told.
    package init(
        id: ImportID, fileName: String, source: SourceLocation, hash: [UInt8]?, options: ImportOptions, priority: Int, attempts: Int,
        submitter: String? = nil, lease: Duration = Reception.lease
    ) throws {
        self.id = id
        self.fileName = fileName
        self.source = source
        self.hash = hash
        self.options = try JSON.text(options)
        self.priority = Int16(clamping: priority)
        self.rowLimit = options.rowsPerRun
        self.attempts = attempts
        self.submitter = submitter
        self.lease = lease
        self.firstRowOffset = options.format.firstRowOffset
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(id)
        parameters.append(fileName)
        parameters.append(source.uri)
        parameters.append(source.bytes)
        parameters.append(hash)
        parameters.append(JSONB(options))
        parameters.append(priority)
        parameters.append(rowLimit)
        parameters.append(Int16(clamping: attempts))
        parameters.append(firstRowOffset)
        parameters.append(submitter)
        parameters.append(lease.inMilliseconds)
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}
