import Foundation
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Source storage", .timeLimit(.minutes(10))) struct SourceStorageTests {
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case postgres, directory
        var testDescription: String { rawValue }
    }

    /// Bytes that say where they stand, over two chunks and a bit.
    private static let bytes: [UInt8] = (0..<(PostgresSourceStorage.chunkBytes * 2 + 1234)).map {
        UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9)
    }

    private func with(_ kind: Kind, _ body: (SourceStorages, TestDatabase, URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "refinery sources \(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withDatabase { database in
            let setting = kind == .postgres ? "postgres" : "file://" + folder.path.replacing(" ", with: "%20")
            try await body(try database.sources(setting), database, folder)
        }
    }

    /// Puts `bytes` in pieces of an odd size.
    private func put(
        _ storage: SourceStorages, _ bytes: [UInt8], as name: String = "Leads (May) ü.csv", endsWith failure: (any Error)? = nil,
        _ received: (RefineryModel.SourceLocation) async throws -> Void = { _ in }
    ) async throws -> RefineryModel.SourceLocation {
        let pieces = AsyncThrowingStream<[UInt8], any Error> { pieces in
            for start in stride(from: 0, to: bytes.count, by: 10_007) {
                pieces.yield(Array(bytes[start..<min(start + 10_007, bytes.count)]))
            }
            pieces.finish(throwing: failure)
        }
        let uri = try storage.address(for: ImportID(), fileName: name)
        return try await storage.put(pieces, at: uri) { try await received(RefineryModel.SourceLocation(uri: uri, bytes: $0)) }
    }

    @Test("a file of the own directory is found on any way to the database; new ones go there only when it is the private one")
    func ownDirectory() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "refinery-own-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withDatabase { database in
            let pool = database.database.pool
            let near = try SourceStorages(ownDirectory: folder.path, isPrivate: true, pool: pool)
            let far = try SourceStorages(ownDirectory: folder.path, pool: pool)
            let location = try await put(near, Self.bytes)
            #expect(location.uri.hasPrefix("file://"))
            #expect(try await far.read(location, 0..<10) == Array(Self.bytes[0..<10]))
            #expect(try far.address(for: ImportID(), fileName: "a.csv").hasPrefix("postgres:"))
            let said = try SourceStorages(setting: "postgres", ownDirectory: folder.path, isPrivate: true, pool: pool)
            #expect(try said.address(for: ImportID(), fileName: "a.csv").hasPrefix("postgres:"))
        }
    }

    @Test("gives back any range that was put, also across chunks, and not what lies beyond the end", arguments: Kind.allCases)
    func ranges(kind: Kind) async throws {
        try await with(kind) { storage, _, _ in
            let location = try await put(storage, Self.bytes)
            #expect(location.bytes == Int64(Self.bytes.count))
            let chunk = PostgresSourceStorage.chunkBytes
            let all = Self.bytes.count
            for range in [
                0..<all, 0..<1, chunk - 1..<chunk + 1, chunk..<chunk * 2, chunk * 2..<all, all - 1..<all, 5..<5, 17..<chunk * 2 + 3,
            ] {
                let read = try await storage.read(location, Int64(range.lowerBound)..<Int64(range.upperBound))
                #expect(read == Array(Self.bytes[range]), "\(range)")
            }
            for range in [Int64(all - 5)..<Int64(all + 10), Int64(all)..<Int64(all + 10)] {
                await #expect(throws: StoreError.self) { try await storage.read(location, range) }
            }
        }
    }

    @Test("deletes, says so when somebody reads on, and deletes again without complaint", arguments: Kind.allCases)
    func delete(kind: Kind) async throws {
        try await with(kind) { storage, _, _ in
            let location = try await put(storage, Self.bytes)
            try await storage.delete(location)
            await #expect(throws: StoreError.self) { try await storage.read(location, 0..<10) }
            try await storage.delete(location)
        }
    }

    @Test("takes an empty source", arguments: Kind.allCases) func empty(kind: Kind) async throws {
        try await with(kind) { storage, _, _ in
            let location = try await put(storage, [])
            #expect(location.bytes == 0)
            #expect(try await storage.read(location, 0..<0).isEmpty)
        }
    }

    @Test("can be read as far as it has told, while the rest still comes", arguments: Kind.allCases)
    func readWhilePut(kind: Kind) async throws {
        try await with(kind) { storage, _, _ in
            var told: [Int64] = []
            _ = try await put(storage, Self.bytes) { part in
                told.append(part.bytes)
                let read = try await storage.read(part, 0..<part.bytes)
                #expect(read == Array(Self.bytes[..<Int(part.bytes)]))
            }
            #expect(told.count >= 2 && told == told.sorted())
        }
    }

    @Test("leaves nothing of a put that failed", arguments: Kind.allCases) func failure(kind: Kind) async throws {
        struct Broken: Error {}
        try await with(kind) { storage, database, folder in
            await #expect(throws: Broken.self) { _ = try await put(storage, Self.bytes, as: "../../etc/passwd", endsWith: Broken()) }
            let chunks = try await database.number("SELECT count(*) FROM refinery.source_chunks")
            #expect(chunks == 0)
            let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }.filter { $0.hasSuffix(".csv") }
            #expect(files ?? [] == [])
        }
    }

    @Test("in Postgres outlives a connection that is lost while it stores") func lostConnection() async throws {
        try await with(.postgres) { storage, database, _ in
            var isCut = false
            let location = try await put(storage, Self.bytes) { _ in
                guard !isCut else { return }
                isCut = true
                try await database.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
            }
            #expect(try await storage.read(location, 0..<location.bytes) == Self.bytes)
        }
    }

    @Test("in a directory names files by date, name and id") func directory() async throws {
        try await with(.directory) { storage, _, folder in
            let location = try await put(storage, Self.bytes)
            #expect(
                location.uri.contains(/^file:\/\/\/.*\/raw_uploads\/\d{4}-\d\d-\d\d\/Leads__May____[0-9a-f-]{36}\.csv$/), "\(location.uri)")
        }
    }

    @Test("notices a file that became shorter, instead of refining half of it") func truncated() async throws {
        try await with(.directory) { storage, _, folder in
            let location = try await put(storage, Self.bytes)
            let path = try #require(DirectorySourceStorage.path(of: location.uri))
            try Data(Self.bytes[..<100]).write(to: URL(filePath: path))
            #expect(try await storage.read(location, 0..<100) == Array(Self.bytes[..<100]))
            await #expect(throws: StoreError.self) { try await storage.read(location, 50..<150) }
        }
    }

    @Test("reads and deletes nothing outside of its directory, whatever the database says") func outside() async throws {
        try await with(.directory) { storage, database, folder in
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
                let location = RefineryModel.SourceLocation(uri: uri, bytes: 4)
                await #expect(throws: StoreError.self, "\(uri)") { try await storage.read(location, 0..<4) }
                try? await storage.delete(location)
                #expect(manager.fileExists(atPath: secret.path), "\(uri)")
            }
            let location = RefineryModel.SourceLocation(uri: "file://\(secret.path)", bytes: 4)
            let inDatabase = try database.sources()
            let error = await #expect(throws: StoreError.self) { try await inDatabase.read(location, 0..<4) }
            #expect(error?.kind == .configuration)
        }
    }

    @Test("says which directory cannot take sources") func unusable() async throws {
        try await withDatabase { database in
            let storage = try database.sources("file:///proc")
            let error = await #expect(throws: StoreError.self) { _ = try await put(storage, [1]) }
            #expect(error?.kind == .configuration && error?.summary.contains("/proc") == true)
        }
    }

    @Test("refuses a setting that names no storage", arguments: ["", "s3://bucket", "file://relative", "file:///", "/tmp"])
    func settings(text: String) async throws {
        try await withDatabase { database in
            _ = #expect(throws: StoreError.unknownStorage(text)) { try database.sources(text) }
        }
    }

    @Test(
        "keeps only harmless characters of a file name",
        arguments: [("a.b.csv", "a_b"), ("../../x", "x"), ("", "source"), (".csv", "source"), ("Łódź 1.csv", "__d__1")])
    func stems(name: String, stem: String) {
        #expect(DirectorySourceStorage.stem(of: name) == stem)
    }
}
