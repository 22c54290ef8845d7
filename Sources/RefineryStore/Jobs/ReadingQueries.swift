package import Postgres
package import RefineryModel
internal import SQLCatalog

/// How the beginning of a source is to be read, as it stands in the database.
package struct PendingReading: Sendable {
    package let source: SourceLocation
    /// JSON.
    package let choices: String
    package let region: String
    package let fileName: String
    /// Bytes of the file that the source is made of; nil: the source is what was submitted, as far as anybody knows.
    package let originalBytes: Int64?
}

/// Loads how the file of an import is to be read, if nobody has read it yet. SQL: `sql/queries/jobs/load_reading.sql`.
package struct LoadReading: Query {
    package static let sql = SQLCatalog.query("load_reading")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }

    package static func decode(_ row: Row) throws -> PendingReading {
        PendingReading(
            source: SourceLocation(uri: try row[0], bytes: try row[1]), choices: try row[2], region: try row[3],
            fileName: try row[4], originalBytes: try row[5])
    }
}

/// Stores what the beginning of a source told, guarded by the split job's token. SQL: `sql/queries/jobs/begin_split.sql`.
package struct BeginSplit: Query {
    package static let sql = SQLCatalog.query("begin_split")
    package let job: ClaimedJob, format: String, mapping: String, firstRowOffset: Int64, bytes: Int64

    /// - Parameter bytes: Length of the source.
    package init(job: ClaimedJob, format: SourceFormat, mapping: Mapping, bytes: Int64) throws {
        self.job = job
        self.format = try JSON.text(format)
        self.mapping = try JSON.text(mapping)
        firstRowOffset = format.firstRowOffset
        self.bytes = bytes
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(JSONB(format))
        parameters.append(JSONB(mapping))
        parameters.append(firstRowOffset)
        parameters.append(bytes)
    }

    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}

/// Makes the bytes of an import its original, guarded by the split job's token. SQL: `sql/queries/jobs/begin_conversion.sql`.
package struct BeginConversion: Query {
    package static let sql = SQLCatalog.query("begin_conversion")
    package let job: ClaimedJob
    package init(job: ClaimedJob) { self.job = job }
    package func bind(_ parameters: inout Parameters) { parameters.append(fence: job) }
    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}
