package import Postgres
package import RefineryModel
internal import SQLCatalog

/// How an import gets its source.
package enum Reception {
    /// Within which a receiver tells more, were it only that it lives. A disk that has to write gigabytes may hold up every commit for
    /// longer than a worker's lease; a worker only does its batch again, while of a file everything would be taken away.
    package static let lease: Duration = .seconds(30)
    /// How often it does.
    package static let renewal: Duration = .seconds(4)
}

/// Tells how much of a source is there. SQL: `sql/queries/imports/advance_reception.sql`. False: nobody wants it any more.
package struct AdvanceReception: Query {
    package static let sql = SQLCatalog.query("advance_reception")
    package let importID: ImportID, received: Int64?, lease: Duration

    /// - Parameter received: Bytes from the beginning; nil: as many as before.
    package init(importID: ImportID, received: Int64?, lease: Duration = Reception.lease) {
        self.importID = importID
        self.received = received
        self.lease = lease
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(received)
        parameters.append(lease.inMilliseconds)
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Tells that all of a source is there. SQL: `sql/queries/imports/complete_reception.sql`. False: nobody wants it any more.
package struct CompleteReception: Query {
    package static let sql = SQLCatalog.query("complete_reception")
    package let importID: ImportID, bytes: Int64, hash: [UInt8]

    package init(importID: ImportID, bytes: Int64, hash: [UInt8]) {
        self.importID = importID
        self.bytes = bytes
        self.hash = hash
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(bytes)
        parameters.append(hash)
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Ends an import whose source is not going to be whole. SQL: `sql/queries/imports/abandon_reception.sql`. True: it has to be undone.
package struct AbandonReception: Query {
    package static let sql = SQLCatalog.query("abandon_reception")
    package let importID: ImportID, ifLapsed: Bool

    /// - Parameter ifLapsed: Only when its receiver is not heard of meanwhile.
    package init(importID: ImportID, ifLapsed: Bool = false) {
        self.importID = importID
        self.ifLapsed = ifLapsed
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(ifLapsed)
    }

    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Notes that nothing is left of such an import. SQL: `sql/queries/imports/end_reception.sql`.
package struct EndReception: Query {
    package static let sql = SQLCatalog.query("end_reception")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }
}

/// Finds imports whose receivers are gone. SQL: `sql/queries/imports/find_lapsed_receptions.sql`.
package struct FindLapsedReceptions: Query {
    package static let sql = SQLCatalog.query("find_lapsed_receptions")
    package let limit: Int
    package init(limit: Int) { self.limit = limit }
    package func bind(_ parameters: inout Parameters) { parameters.append(Int32(clamping: limit)) }

    package static func decode(_ row: Row) throws -> (id: ImportID, uri: String) { (id: try row[0], uri: try row[1]) }
}

/// Whether there is an import of so many bytes. SQL: `sql/queries/imports/find_imports_by_size.sql`.
package struct FindImportsBySize: Query {
    package static let sql = SQLCatalog.query("find_imports_by_size")
    package let bytes: Int64
    package init(bytes: Int64) { self.bytes = bytes }
    package func bind(_ parameters: inout Parameters) { parameters.append(bytes) }
    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Puts a split job aside until more of its source is there. SQL: `sql/queries/imports/await_source.sql`. No row: the lease was lost.
package struct AwaitSource: Query {
    package static let sql = SQLCatalog.query("await_source")
    package let job: ClaimedJob, received: Int64

    /// - Parameter received: Bytes that were there when the splitter looked.
    package init(job: ClaimedJob, received: Int64) {
        self.job = job
        self.received = received
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(received)
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}

/// Where the rows of an import stand in the file that was submitted, as JSON; no row: nobody knows, or the file was CSV.
/// SQL: `sql/queries/imports/find_origin_lines.sql`.
package struct FindOriginLines: Query {
    package static let sql = SQLCatalog.query("find_origin_lines")
    package let importID: ImportID

    package init(importID: ImportID) { self.importID = importID }

    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }

    package static func decode(_ row: Row) throws -> String { try row[0] }
}

/// Notes what a source was made of. SQL: `sql/queries/imports/set_origin.sql`.
package struct SetOrigin: Query {
    package static let sql = SQLCatalog.query("set_origin")
    package let importID: ImportID, bytes: Int64, origin: String, lines: String?

    /// - Parameter lines: Where rows stand in it, as JSON; nil: nobody knows.
    package init(importID: ImportID, bytes: Int64, origin: SourceOrigin, lines: String?) throws {
        self.importID = importID
        self.bytes = bytes
        self.origin = try JSON.text(origin)
        self.lines = lines
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(bytes)
        parameters.append(JSONB(origin))
        parameters.append(lines.map(JSONB.init))
    }
}
