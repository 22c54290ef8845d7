#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Sources in a table, in chunks compressed with LZ4: a fleet needs nothing but DATABASE_URL.
struct PostgresSourceStorage: SourceStorage {
    static let scheme = "postgres"
    /// Bytes of a chunk. A batch of 250 rows has about 40 KB: small enough to read little beyond it, large enough that a
    /// source of 1 GB is 4,000 rows.
    static let chunkBytes = 256 * 1024
    /// Chunks of one delete: no lock and no transaction lasts longer than some milliseconds.
    private static let chunksPerDelete = 64

    private let pool: PostgresPool

    init(pool: PostgresPool) { self.pool = pool }

    func address(for id: ImportID, fileName: String) -> String { Self.address(of: id) }

    static func address(of id: ImportID) -> String { "\(scheme):\(id)" }

    /// Stores whole chunks as they fill, those of a piece in a transaction of their own; the last one at the end. No commit is waited for:
    /// the caller's own commit after it is. What a crash of the server forgot before that is missed at the end.
    func put(
        _ bytes: some AsyncSequence<[UInt8], any Error>, at uri: String, _ received: (Int64) async throws -> Void
    ) async throws -> SourceLocation {
        let id = try Self.place(of: uri)
        var (total, rest): (Int64, [UInt8]) = (0, [])
        do {
            for try await piece in bytes {
                rest += piece
                let whole = rest.count - rest.count % Self.chunkBytes
                guard whole > 0 else { continue }
                try await store(Array(rest[..<whole]), at: total, of: id)
                rest.removeFirst(whole)
                total += Int64(whole)
                try await received(total)
            }
            if !rest.isEmpty { try await store(rest, at: total, of: id) }
            total += Int64(rest.count)
            let stored = try await pool.outlivingOutages { try await $0.first(CountSourceChunks(place: id)) }
            guard stored == (total + Int64(Self.chunkBytes) - 1) / Int64(Self.chunkBytes) else {
                throw StoreError.source(uri: uri, problem: "the server crashed and lost some of its bytes.")
            }
            return SourceLocation(uri: uri, bytes: total)
        } catch {
            await discard(uri)
            throw error
        }
    }

    private func store(_ bytes: [UInt8], at offset: Int64, of place: SourceChunks) async throws {
        let first = Int32(offset / Int64(Self.chunkBytes))
        try await pool.outlivingOutages { connection in
            try await connection.transaction(TransactionOptions(synchronousCommit: false)) { connection in
                // What a try before this one has stored, whose answer was lost.
                try await connection.execute(DeleteSourceChunks(place: place, from: first))
                try await connection.copyChunks(of: place, from: first, bytes: Int64(bytes.count)) { range, append in
                    bytes.withUnsafeBytes { append(UnsafeRawBufferPointer(rebasing: $0[Int(range.lowerBound)..<Int(range.upperBound)])) }
                }
            }
        }
    }

    func read(_ location: SourceLocation, _ range: Range<Int64>) async throws -> [UInt8] {
        let size = Int64(Self.chunkBytes)
        let place = try Self.place(of: location.uri)
        let query = ReadSourceChunks(place: place, first: Int32(range.lowerBound / size), last: Int32((range.upperBound - 1) / size))
        var chunks = try await pool.withConnection { try await $0.rows(query) }
        if place.isOriginal { chunks.reverse() }
        guard !chunks.isEmpty else {
            throw StoreError.source(uri: location.uri, problem: "its bytes are not there, they were deleted.")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for chunk in chunks {
            let start = Int64(place.seq(of: chunk.seq)) * size
            let slice = range.clamped(to: start..<start + Int64(chunk.bytes.count))
            bytes += chunk.bytes[Int(slice.lowerBound - start)..<Int(slice.upperBound - start)]
        }
        guard bytes.count == range.count else {
            throw StoreError.source(uri: location.uri, problem: "bytes \(range.lowerBound) to \(range.upperBound) are not there.")
        }
        return bytes
    }

    func deleteSome(_ location: SourceLocation) async throws -> Bool {
        let prune = PruneSourceChunks(source: try Self.place(of: location.uri).id, limit: Self.chunksPerDelete)
        return try await pool.withConnection { try await $0.first(prune) ?? 0 } >= Int64(Self.chunksPerDelete)
    }

    private static func place(of uri: String) throws -> SourceChunks {
        let source = OriginalAddress.source(of: uri)
        guard let id = UUID(uuidString: String((source ?? uri).dropFirst(scheme.count + 1))) else {
            throw StoreError.source(uri: uri, problem: "this is not the address of a source in Postgres.")
        }
        return SourceChunks(id: ImportID(rawValue: id), isOriginal: source != nil)
    }
}

extension PostgresConnection {
    /// Stores bytes of a source as chunks, in the transaction that this connection is in.
    /// - Parameters:
    ///   - first: The chunk that the bytes begin.
    ///   - read: Appends a range of the bytes.
    func copyChunks(
        of place: SourceChunks, from first: Int32, bytes: Int64,
        _ read: @Sendable (_ range: Range<Int64>, _ append: (UnsafeRawBufferPointer) -> Void) throws -> Void
    ) async throws {
        let size = Int64(PostgresSourceStorage.chunkBytes)
        _ = try await copyIn(SQLCatalog.query("copy_source_chunks")) { writer in
            for (index, start) in stride(from: 0, to: bytes, by: Int(size)).enumerated() {
                try writer.startRow(columns: 3)
                writer.append(place.id)
                writer.append(place.seq(of: first + Int32(index)))
                try read(start..<min(start + size, bytes)) { writer.append($0) }
            }
        }
    }

    /// Stores the bytes of a new source.
    /// - Parameter read: Gives so many bytes from an offset on.
    package func copySource(of id: ImportID, bytes: Int64, _ read: @Sendable (_ offset: Int64, _ count: Int) throws -> [UInt8]) async throws
    {
        try await copyChunks(of: SourceChunks(id: id, isOriginal: false), from: 0, bytes: bytes) { range, append in
            try read(range.lowerBound, range.count).withUnsafeBytes(append)
        }
    }
}

/// Which chunks of a source: those of the original count from -1 downwards, so that whoever deletes a source takes both.
struct SourceChunks: Sendable {
    let id: ImportID
    let isOriginal: Bool

    /// The number that a chunk has, and the chunk of a number: the way there is the way back.
    func seq(of index: Int32) -> Int32 { isOriginal ? -1 - index : index }

    /// The numbers from one chunk to another; the last one there may be where none is named.
    func numbers(from first: Int32, to last: Int32 = .max) -> ClosedRange<Int32> {
        isOriginal ? seq(of: last)...seq(of: first) : first...last
    }
}

extension PostgresPool {
    /// Lends a connection to `body` again and again until it ends otherwise than because the server is away, for half a minute at most:
    /// a restart of the server is no reason to begin a long transfer again.
    /// - Parameter body: Does no harm when it runs once more after a commit whose answer was lost.
    package func outlivingOutages<Value: Sendable>(
        _ body: @Sendable (isolated PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let end = ContinuousClock.now + .seconds(30)
        while true {
            do {
                return try await withConnection(body)
            } catch let error as PostgresError where error.isOutage && ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }
}

extension PostgresError {
    /// Whether a statement may have failed only because the server, or the way to it, was away.
    fileprivate var isOutage: Bool { if case .commitUnknown = self { true } else { isTransient } }
}

/// Reads chunks. SQL: `sql/queries/sources/read_source_chunks.sql`.
struct ReadSourceChunks: Query {
    static let sql = SQLCatalog.query("read_source_chunks")
    let place: SourceChunks, first: Int32, last: Int32

    func bind(_ parameters: inout Parameters) {
        let numbers = place.numbers(from: first, to: last)
        parameters.append(place.id)
        parameters.append(numbers.lowerBound)
        parameters.append(numbers.upperBound)
    }

    static func decode(_ row: Row) throws -> (seq: Int32, bytes: [UInt8]) { (seq: try row[0], bytes: try row[1]) }
}

/// Counts the chunks of a source. SQL: `sql/queries/sources/count_source_chunks.sql`.
struct CountSourceChunks: Query {
    static let sql = SQLCatalog.query("count_source_chunks")
    let place: SourceChunks
    func bind(_ parameters: inout Parameters) {
        let numbers = place.numbers(from: 0)
        parameters.append(place.id)
        parameters.append(numbers.lowerBound)
        parameters.append(numbers.upperBound)
    }
    static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Removes the bytes of a source from one of its chunks on. SQL: `sql/queries/sources/delete_source_chunks.sql`.
struct DeleteSourceChunks: Query {
    static let sql = SQLCatalog.query("delete_source_chunks")
    let place: SourceChunks, from: Int32

    func bind(_ parameters: inout Parameters) {
        let numbers = place.numbers(from: from)
        parameters.append(place.id)
        parameters.append(numbers.lowerBound)
        parameters.append(numbers.upperBound)
    }
}
