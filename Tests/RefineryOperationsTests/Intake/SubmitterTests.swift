import Foundation
import RefineryModel
import RefineryStages
import RefineryStore
import RefineryTestSupport
import Testing
import Threads

@testable import RefineryOperations

@Suite("Submitter", .timeLimit(.minutes(10))) struct SubmitterTests {
    private static let bytes = Array(
        ("Company,Phone\n" + (0..<60_000).map { "Firm \($0),617555\(1000 + $0 % 9000)\n" }.joined()).utf8)

    private func withFile(_ body: (TestDatabase, String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "refinery-submit-\(UUID()).csv").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(Self.bytes).write(to: URL(filePath: path))
        try await withDatabase { try await body($0, path) }
    }

    private func submit(
        _ path: String, _ database: TestDatabase, _ sources: SourceStorages? = nil, _ began: @escaping @Sendable (ImportID) -> Void
    ) async throws -> Submitter.Outcome {
        let file = try SourceFile(path: path)
        let inspection = try SourceInspection(file, ReadingChoices())
        return try await Submitter(database: database.database, sources: try sources ?? database.sources())
            .submit(file, options: ImportOptions(format: inspection.format, mapping: inspection.mapping), began: began)
    }

    @Test("takes everything away again when the file is written to while it is stored", arguments: [false, true])
    func changed(inDirectory: Bool) async throws {
        try await withFile { database, path in
            let folder = FileManager.default.temporaryDirectory.appending(path: "refinery-submit-\(UUID())")
            defer { try? FileManager.default.removeItem(at: folder) }
            let sources = try database.sources(inDirectory ? "file://\(folder.path)" : "postgres")
            await #expect(throws: SourceFileError.changed(path: path)) {
                _ = try await submit(path, database, sources) { _ in
                    if let handle = FileHandle(forWritingAtPath: path) {
                        handle.seekToEndOfFile()
                        handle.write(Data("More,6175550124\n".utf8))
                        try? handle.close()
                    }
                }
            }
            let left = try await database.select(
                "SELECT status, receiver_until::text, source_file_hash::text FROM refinery.import_progress JOIN refinery.imports i ON i.id = import_id"
            )
            #expect(left == [["undone", nil, nil]])
            let chunks = try await database.number("SELECT count(*) FROM refinery.source_chunks")
            #expect(chunks == 0)
            let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }.filter { $0.hasSuffix(".csv") }
            #expect(files ?? [] == [])
        }
    }

    @Test("stops when somebody cancels the import, which keeps what was stored") func cancelled() async throws {
        try await withFile { database, path in
            let (ids, began) = AsyncStream<ImportID>.makeStream()
            try await database.execute(
                """
                CREATE FUNCTION test.cancel() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    PERFORM refinery.cancel_import(NEW.source_id); RETURN NEW;
                END $$;
                CREATE TRIGGER cancels AFTER INSERT ON refinery.source_chunks FOR EACH ROW WHEN (NEW.seq = 1) EXECUTE FUNCTION test.cancel();
                """)
            let error = await #expect(throws: ReceptionLostError.self) { _ = try await submit(path, database) { began.yield($0) } }
            began.finish()
            for await id in ids {
                #expect(error == ReceptionLostError(id: id))
                let progress = try await database.progress(of: id)
                #expect(progress.status == .cancelled)
            }
            let left = try await database.number("SELECT count(*) FROM refinery.imports WHERE receiver_until IS NOT NULL")
            #expect(left == 0)
        }
    }

    @Test("what comes through a connection that breaks is an error at the byte where it broke, not the end of the file")
    func broken() throws {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        let text = Array("Company,Phone\nAcme,6175550123\n".utf8)
        // What was sent to the other end and is not read there ends the connection with an error.
        for end in ends { try #require(write(end, text, text.count) == text.count) }
        var bytes = ArrivingBytes(ends[0], path: "-", isNamedPipe: false)
        let beginning = try bytes.beginning(7)
        #expect(beginning == Array("Company".utf8))
        close(ends[1])
        var failure: SourceFileError?
        do throws(SourceFileError) {
            while try bytes.next(atMost: 1 << 20) != nil {}
        } catch {
            failure = error
        }
        guard case .readFailed(_, let offset, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(offset == Int64(text.count))
        close(ends[0])
    }
    @Test(
        "a file whose sender goes away is never taken for whole, however much of it is read ahead",
        arguments: [300, 70_000, 600_000, 2_000_000, 5_000_000])
    func goes(count: Int) async throws {
        let rows = Array(("Company,Phone\n" + String(repeating: "Acme of Springfield,6175550123\n", count: 170_000)).utf8)
        for saysSo in [true, false] {
            let inlet = try SourceInlet(name: "leads.csv")
            let (file, writer) = (inlet.leave(), inlet.writer)
            let sent = Array(rows.prefix(count))
            // A thread of its own: looking at the file waits for bytes.
            startThread(for: "sending half a file") {
                sent.withUnsafeBytes { try? writer.writeWaiting($0) }
                if saysSo { writer.fail(.words("the client went away")) } else { writer.close() }
            }
            var error: SourceFileError?
            do {
                // As submitting does: what the file is, then all of it, however often that is tried.
                _ = try? SourceInspection(file, ReadingChoices())
                let pieces = SourcePieces(file)
                for try await _ in pieces {}
            } catch let failure as SourceFileError {
                error = failure
            }
            guard case .brokenOff(_, Int64(count), _) = error else {
                Issue.record("\(count) bytes: \(String(describing: error))")
                continue
            }
        }
    }
}
