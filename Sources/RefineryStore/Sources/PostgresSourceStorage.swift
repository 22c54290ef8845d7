#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import Postgres
package import RefineryModel
internal import SQLCatalog
internal import Synchronization

/// Sources in a table, in chunks compressed with LZ4: a fleet needs nothing but DATABASE_URL.
package struct PostgresSourceStorage: SourceStorage {
    /// Bytes of a chunk. A batch of 250 rows has about 40 KB: small enough to read little beyond it, large enough that a
    /// source of 1 GB is 4,000 rows.
    static let chunkBytes = 256 * 1024

    private static let scheme = "postgres:"

    package init() {}

    package func put(
        _ id: ImportID, fileName: String, on connection: PostgresConnection, _ next: @Sendable () throws -> [UInt8]?
    ) async throws -> SourceLocation {
        let uri = Self.scheme + id.description
        // A COPY without rows is not worth its own case: an empty source has no chunk.
        guard let first = try next() else { return SourceLocation(uri: uri, bytes: 0) }
        let total = Mutex<Int64>(0)
        try await connection.copyIn(SQLCatalog.query("copy_source_chunks")) { writer in
            var chunk: [UInt8] = []
            chunk.reserveCapacity(Self.chunkBytes)
            var seq: Int32 = 0
            func flush() throws {
                guard !chunk.isEmpty else { return }
                try writer.startRow(columns: 3)
                writer.append(id)
                writer.append(seq)
                chunk.withUnsafeBytes { writer.append($0) }
                total.withLock { $0 += Int64(chunk.count) }
                chunk.removeAll(keepingCapacity: true)
                seq += 1
            }
            var piece: [UInt8]? = first
            while let bytes = piece {
                var rest = bytes[...]
                while !rest.isEmpty {
                    let part = rest.prefix(Self.chunkBytes - chunk.count)
                    chunk += part
                    rest = rest.dropFirst(part.count)
                    if chunk.count == Self.chunkBytes { try flush() }
                }
                piece = try next()
            }
            try flush()
        }
        return SourceLocation(uri: uri, bytes: total.withLock { $0 })
    }

    package func read(_ location: SourceLocation, _ range: Range<Int64>, on connection: PostgresConnection) async throws -> [UInt8] {
        let wanted = range.clamped(to: 0..<location.bytes)
        guard !wanted.isEmpty else { return [] }
        let size = Int64(Self.chunkBytes)
        let chunks = try await connection.rows(
            ReadSourceChunks(
                source: try Self.id(of: location), first: Int32(wanted.lowerBound / size), last: Int32((wanted.upperBound - 1) / size)))
        guard !chunks.isEmpty else {
            throw StoreError.source(uri: location.uri, problem: "its bytes are not there, they were deleted.")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(wanted.count)
        for chunk in chunks {
            let start = Int64(chunk.seq) * size
            let slice = wanted.clamped(to: start..<start + Int64(chunk.bytes.count))
            bytes += chunk.bytes[Int(slice.lowerBound - start)..<Int(slice.upperBound - start)]
        }
        guard bytes.count == wanted.count else {
            throw StoreError.source(uri: location.uri, problem: "bytes \(wanted.lowerBound) to \(wanted.upperBound) are not there.")
        }
        return bytes
    }

    package func delete(_ location: SourceLocation, on connection: PostgresConnection) async throws {
        try await connection.execute(DeleteSourceChunks(source: try Self.id(of: location)))
    }

    private static func id(of location: SourceLocation) throws -> ImportID {
        guard location.uri.hasPrefix(scheme), let id = UUID(uuidString: String(location.uri.dropFirst(scheme.count))) else {
            throw StoreError.source(uri: location.uri, problem: "this is not the address of a source in Postgres.")
        }
        return ImportID(rawValue: id)
    }
}

/// Reads chunks. SQL: `sql/queries/read_source_chunks.sql`.
struct ReadSourceChunks: Query {
    static let sql = SQLCatalog.query("read_source_chunks")
    let source: ImportID, first: Int32, last: Int32

    func bind(_ parameters: inout Parameters) {
        parameters.append(source)
        parameters.append(first)
        parameters.append(last)
    }

    static func decode(_ row: Row) throws -> (seq: Int32, bytes: [UInt8]) { (seq: try row[0], bytes: try row[1]) }
}

/// Removes the bytes of a source. SQL: `sql/queries/delete_source_chunks.sql`.
struct DeleteSourceChunks: Query {
    static let sql = SQLCatalog.query("delete_source_chunks")
    let source: ImportID
    func bind(_ parameters: inout Parameters) { parameters.append(source) }
}
