internal import Postgres
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore
internal import Synchronization
internal import Tables
internal import Threads

/// Makes CSV of a file that is stored already, as those are that were submitted from SQL. One that was interrupted starts over.
struct SourceConversion {
    let database: Database
    let sources: SourceStorages
    let job: ClaimedJob

    /// What was made.
    struct Outcome {
        let source: SourceLocation
        let isCanonical: Bool
        fileprivate let originalBytes: Int64
        fileprivate let origin: SourceOrigin
        fileprivate let places: Places

        /// What is noted of it.
        func origin(of id: ImportID, _ format: SourceFormat) throws -> SetOrigin {
            let lines = places.lines.behind(Int64(places.offsets.count { $0 < format.firstRowOffset }))
            return try SetOrigin(
                importID: id, bytes: originalBytes, origin: origin, lines: isCanonical ? try JSON.text(lines) : nil)
        }
    }

    /// Where rows stand.
    fileprivate struct Places {
        let lines: LineMap
        let offsets: [Int64]
    }

    private static let pieceBytes: Int64 = 4 << 20

    /// - Returns: nil for CSV, which is the source as it is.
    /// - Throws: `TableError`, ``LeaseLostError``.
    func convert(_ pending: PendingReading, _ choices: ReadingChoices) async throws -> Outcome? {
        let uri = pending.source.uri
        let original: SourceLocation
        if let bytes = pending.originalBytes {
            original = SourceLocation(uri: SourceStorages.original(of: uri), bytes: bytes)
        } else {
            let beginning = try await sources.read(pending.source, 0..<min(pending.source.bytes, Int64(FileContent.beginningBytes)))
            if FileContent.isPlain(beginning) { return nil }
            original = pending.source
        }
        let file = try await fetched(original)
        var choices = choices
        if choices.table == nil, try await ArchiveFork(database: database, job: job).fork(file) { choices.table = "#1" }
        let found = try await onThread(for: "finding a table") { [choices] in
            try TableReading.unpacking(file.bytes, sheet: choices.sheet, table: choices.table)
        }
        guard let (reading, unpacked) = found else { return nil }
        let csv = try TemporaryFile()
        let places = try await onThread(for: "reading a table") {
            let output = TableOutput(pending.fileName, packed: file.bytes.size) { try csv.write($0) }
            try withExtendedLifetime((file, unpacked)) { try reading.write(to: output) }
            return Places(lines: output.lines, offsets: output.rowOffsets)
        }
        // Only now it is clear that there is a table.
        if pending.originalBytes == nil {
            let begin = BeginConversion(job: job)
            guard try await database.pool.withConnection({ try await $0.first(begin) }) != nil else { throw LeaseLostError(jobs: 1) }
        }
        let location = try await sources.put(FilePieces(csv), at: uri)
        return Outcome(
            source: location, isCanonical: reading.format != .packed, originalBytes: original.bytes,
            origin: SourceOrigin(format: reading.format.rawValue, sheet: reading.sheet?.name), places: places)
    }

    private func fetched(_ location: SourceLocation) async throws -> TemporaryFile {
        let file = try TemporaryFile()
        for start in stride(from: 0, to: location.bytes, by: Int(Self.pieceBytes)) {
            let piece = try await sources.read(location, start..<min(start + Self.pieceBytes, location.bytes))
            try piece.withUnsafeBytes { try file.write($0) }
        }
        return file
    }

    /// A file in pieces.
    private final class FilePieces: AsyncSequence, AsyncIteratorProtocol, Sendable {
        typealias Element = [UInt8]

        private let file: TemporaryFile
        private let offset = Mutex<Int64>(0)

        init(_ file: TemporaryFile) { self.file = file }

        func makeAsyncIterator() -> FilePieces { self }

        func next() async throws -> [UInt8]? {
            try Task.checkCancellation()
            return try offset.withLock { offset in
                let piece = try file.bytes.bytes(at: offset, count: Int(SourceConversion.pieceBytes))
                offset += Int64(piece.count)
                return piece.isEmpty ? nil : piece
            }
        }
    }
}
