import Foundation
import Postgres
import RefineryModel
import RefineryTestSupport
import Synchronization
import Testing

@testable import RefineryStore

@Suite("Source storage", .timeLimit(.minutes(2))) struct SourceStorageTests {
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case postgres, directory
        var testDescription: String { rawValue }
    }

    /// Bytes that say where they stand, over two chunks and a bit.
    private static let bytes: [UInt8] = (0..<(PostgresSourceStorage.chunkBytes * 2 + 1234)).map {
        UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9)
    }

    private func with(
        _ kind: Kind, _ body: (SourceStorages, PostgresConnection, URL) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "refinery sources \(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withDatabase { database in
            let connection = try await database.connect()
            let setting = kind == .postgres ? "postgres" : "file://" + folder.path.replacing(" ", with: "%20")
            try await body(try SourceStorages(setting: setting), connection, folder)
            await connection.close()
        }
    }

    /// Puts `bytes` in pieces of an odd size.
    private func put(_ storage: SourceStorages, _ bytes: [UInt8], _ connection: PostgresConnection) async throws
        -> RefineryModel.SourceLocation
    {
        let position = Mutex(0)
        return try await storage.put(ImportID(), fileName: "Leads (May) ü.csv", on: connection) {
            position.withLock { position in
                guard position < bytes.count else { return nil }
                defer { position += 10_007 }
                return Array(bytes[position..<min(position + 10_007, bytes.count)])
            }
        }
    }

    @Test("gives back any range that was put, also across chunks and beyond the end", arguments: Kind.allCases)
    func ranges(kind: Kind) async throws {
        try await with(kind) { storage, connection, _ in
            let location = try await put(storage, Self.bytes, connection)
            #expect(location.bytes == Int64(Self.bytes.count))
            let chunk = PostgresSourceStorage.chunkBytes
            let all = Self.bytes.count
            for range in [
                0..<all, 0..<1, chunk - 1..<chunk + 1, chunk..<chunk * 2, chunk * 2..<all, all - 1..<all, 5..<5, 17..<chunk * 2 + 3,
                all..<all + 10,
            ] {
                let read = try await storage.read(location, Int64(range.lowerBound)..<Int64(range.upperBound), on: connection)
                #expect(read == Array(Self.bytes[range.clamped(to: 0..<all)]), "\(range)")
            }
        }
    }

    @Test("deletes, says so when somebody reads on, and deletes again without complaint", arguments: Kind.allCases)
    func delete(kind: Kind) async throws {
        try await with(kind) { storage, connection, _ in
            let location = try await put(storage, Self.bytes, connection)
            try await storage.delete(location, on: connection)
            await #expect(throws: StoreError.self) { try await storage.read(location, 0..<10, on: connection) }
            try await storage.delete(location, on: connection)
        }
    }

    @Test("takes an empty source", arguments: Kind.allCases) func empty(kind: Kind) async throws {
        try await with(kind) { storage, connection, _ in
            let location = try await put(storage, [], connection)
            #expect(location.bytes == 0)
            #expect(try await storage.read(location, 0..<10, on: connection).isEmpty)
        }
    }

    @Test("in Postgres goes with the transaction that put it") func transaction() async throws {
        struct Undo: Error {}
        try await with(.postgres) { storage, connection, _ in
            await #expect(throws: Undo.self) {
                try await connection.transaction { connection in
                    _ = try await storage.put(ImportID(), fileName: "x", on: connection, { nil })
                    throw Undo()
                }
            }
            let chunks = try await connection.first(CountChunks())
            #expect(chunks == 0)
        }
    }

    @Test("in a directory names files by date, name and id, and leaves nothing of a put that failed") func directory() async throws {
        struct Broken: Error {}
        try await with(.directory) { storage, connection, folder in
            let location = try await put(storage, Self.bytes, connection)
            #expect(
                location.uri.contains(/^file:\/\/\/.*\/raw_uploads\/\d{4}-\d\d-\d\d\/Leads__May____[0-9a-f-]{36}\.csv$/), "\(location.uri)")
            await #expect(throws: Broken.self) {
                _ = try await storage.put(ImportID(), fileName: "../../etc/passwd", on: connection, { throw Broken() })
            }
            let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }.filter {
                $0.hasSuffix(".csv") || $0.contains("partial")
            }
            #expect(files?.count == 1)
        }
    }

    @Test("notices a file that became shorter, instead of refining half of it") func truncated() async throws {
        try await with(.directory) { storage, connection, folder in
            let location = try await put(storage, Self.bytes, connection)
            let path = try #require(DirectorySourceStorage.path(of: location.uri))
            try Data(Self.bytes[..<100]).write(to: URL(filePath: path))
            #expect(try await storage.read(location, 0..<100, on: connection) == Array(Self.bytes[..<100]))
            await #expect(throws: StoreError.self) { try await storage.read(location, 50..<150, on: connection) }
        }
    }

    @Test("reads and deletes nothing outside of its directory, whatever the database says") func outside() async throws {
        try await with(.directory) { storage, connection, folder in
            let manager = FileManager.default
            let secret = manager.temporaryDirectory.appending(path: "refinery-secret-\(UUID())")
            try Data("hush".utf8).write(to: secret)
            defer { try? manager.removeItem(at: secret) }
            let inside = folder.appending(path: "raw_uploads")
            try manager.createDirectory(at: inside, withIntermediateDirectories: true)
            try manager.createSymbolicLink(at: inside.appending(path: "link.csv"), withDestinationURL: secret)
            try manager.createSymbolicLink(at: inside.appending(path: "links"), withDestinationURL: secret.deletingLastPathComponent())
            let own = "file://" + folder.path.replacing(" ", with: "%20")
            let name = secret.lastPathComponent
            for uri in [
                "file://\(secret.path)", "\(own)/../\(name)", "\(own)/raw_uploads/../../\(name)",
                "\(own)/raw_uploads/%2E%2E/%2E%2E/\(name)",
                "\(own)/raw_uploads/link.csv", "\(own)/raw_uploads/links/\(name)", "\(own)2/x", own,
            ] {
                let location = SourceLocation(uri: uri, bytes: 4)
                await #expect(throws: StoreError.self, "\(uri)") { try await storage.read(location, 0..<4, on: connection) }
                try? await storage.delete(location, on: connection)
                #expect(manager.fileExists(atPath: secret.path), "\(uri)")
            }
            let location = SourceLocation(uri: "file://\(secret.path)", bytes: 4)
            let error = await #expect(throws: StoreError.self) { try await SourceStorages.inDatabase.read(location, 0..<4, on: connection) }
            #expect(error?.kind == .configuration)
        }
    }

    @Test("says which directory cannot take sources") func unusable() async throws {
        try await withDatabase { database in
            let connection = try await database.connect()
            let storage = try SourceStorages(setting: "file:///proc")
            let error = await #expect(throws: StoreError.self) { _ = try await put(storage, [1], connection) }
            #expect(error?.kind == .configuration && error?.summary.contains("/proc") == true)
            await connection.close()
        }
    }

    @Test("refuses a setting that names no storage", arguments: ["", "s3://bucket", "file://relative", "file:///", "/tmp"])
    func settings(text: String) {
        #expect(throws: StoreError.unknownStorage(text)) { try SourceStorages(setting: text) }
    }

    @Test(
        "keeps only harmless characters of a file name",
        arguments: [("a.b.csv", "a_b"), ("../../x", "x"), ("", "source"), (".csv", "source"), ("Łódź 1.csv", "__d__1")])
    func stems(name: String, stem: String) {
        #expect(DirectorySourceStorage.stem(of: name) == stem)
    }
}

private struct CountChunks: Query {
    static let sql = "SELECT count(*) FROM refinery.source_chunks"
    static func decode(_ row: Row) throws -> Int { try row[0] }
}
