import Foundation
import PrivatePostgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import SampleFiles
import Testing

/// Submits through named pipes, whose other ends are the tests'.
@Suite("A file that still arrives", .timeLimit(.minutes(6))) struct ReceivingTests {
    private static let sample = SampleGenerator(rows: 20_000, seed: 71)
    private static let bytes = sample.bytes
    private static let half = bytes.count / 2

    /// The test's end of a pipe that a command reads. It may be written to before somebody reads, and its end is the end of the file.
    private struct Writer: Sendable {
        let path: String
        private let file: Int32

        init(_ program: Program) throws {
            path = program.path("leads-\(UUID()).csv")
            try #require(mkfifo(path, 0o600) == 0)
            file = open(path, O_RDWR)
            try #require(file >= 0)
        }

        /// Waits, on a thread that may, until all of it is taken.
        func send(_ bytes: [UInt8]) async {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                Thread.detachNewThread { [file] in
                    var rest = bytes[...]
                    while !rest.isEmpty {
                        let count = rest.withUnsafeBytes { write(file, $0.baseAddress!, $0.count) }
                        if count <= 0 { break }
                        rest = rest.dropFirst(count)
                    }
                    continuation.resume()
                }
            }
        }

        func end() { close(file) }
    }

    /// A command that has submitted the first half of the sample, whose first records are stored.
    private func begin(_ program: Program, _ writer: Writer) async throws -> (RunningProgram, ImportID) {
        let submit = try program.start("submit", writer.path, "--all", environment: ["BATCH_SIZE": "100"])
        await writer.send(Array(Self.bytes[..<Self.half]))
        let id = try await firstImport(program.database, while: submit, isWhole: false)
        try await stored(program.database, of: id)
        return (submit, id)
    }

    private func importID(_ text: String) throws -> ImportID {
        ImportID(rawValue: try #require(UUID(uuidString: text.trimmingCharacters(in: .whitespacesAndNewlines))))
    }

    private func stored(_ database: TestDatabase, of id: ImportID) async throws {
        while try await database.number("SELECT count(*) FROM refinery.records WHERE import_id = '\(id)'") == 0 { await Task.yield() }
    }

    private func awaitStatus(_ status: ImportStatus, of id: ImportID, _ database: TestDatabase) async throws {
        while try await database.progress(of: id).status != status { await Task.yield() }
    }

    private func leftovers(_ id: ImportID, _ database: TestDatabase) async throws -> [Int] {
        var left: [Int] = []
        for table in ["records", "rejects", "duplicates"] {
            left.append(try await database.number("SELECT count(*) FROM refinery.\(table) WHERE import_id = '\(id)'"))
        }
        left.append(try await database.number("SELECT count(*) FROM refinery.source_chunks WHERE source_id = '\(id)'"))
        left.append(try await database.number("SELECT count(*) FROM refinery.imports WHERE id = '\(id)' AND receiver_until IS NOT NULL"))
        return left
    }

    @Test("is refined as far as it is there, says that more is to come, and ends with the same numbers as one that lies there")
    func arrives() async throws {
        try await withProgram { program in
            let (database, writer) = (program.database, try Writer(program))
            try await TestFleet(database).run(workers: 2) {
                let (submit, id) = try await begin(program, writer)
                let shown = try await database.select("SELECT status, rows, done_percent FROM refinery.import_progress")
                #expect(shown == [["receiving", nil, nil]])
                let status = try await program.run("status", "\(id)", "--json")
                let object = try status.lastObject()
                #expect(object["status"] == .text("receiving"))
                await writer.send(Array(Self.bytes[Self.half...]))
                #expect(submit.isRunning)
                writer.end()
                let outcome = try await submit.end()
                #expect(outcome.status == 0 && outcome.output.contains("\(id)"), "\(outcome.errors)")
                try await awaitStatus(.completed, of: id, database)
                try await expect(id, database, Self.sample.expected)
                let length = try await database.number("SELECT source_bytes FROM refinery.imports")
                #expect(length == Self.bytes.count)
            }
        }
    }

    @Test("is paused at the row limit while it arrives, and goes on when it is whole") func rowLimit() async throws {
        try await withProgram { program in
            let (database, writer) = (program.database, try Writer(program))
            try await TestFleet(database).run(workers: 1) {
                let submit = try program.start("submit", writer.path, environment: ["MAX_RECORDS_PER_RUN": "500"])
                await writer.send(Array(Self.bytes[..<Self.half]))
                let id = try await firstImport(database, while: submit, isWhole: false)
                try await awaitStatus(.paused, of: id, database)
                await writer.send(Array(Self.bytes[Self.half...]))
                writer.end()
                let outcome = try await submit.end()
                #expect(outcome.status == 0, "\(outcome.errors)")
                let progress = try await database.progress(of: id)
                #expect(progress.status == .paused && progress.done == 500)
                _ = try await database.first(ResumeRun(id, rows: 0))
                try await awaitStatus(.completed, of: id, database)
                try await expect(id, database, Self.sample.expected)
            }
        }
    }

    @Test("is taken away with all that was stored of it when its submit is killed") func killed() async throws {
        try await withProgram { program in
            let (database, writer) = (program.database, try Writer(program))
            try await TestFleet(database).run(workers: 2) {
                let (submit, id) = try await begin(program, writer)
                submit.send(SIGKILL)
                _ = try await submit.end()
                // Not to wait for the thirty seconds in which it might still tell something.
                try await database.execute("UPDATE refinery.imports SET receiver_until = clock_timestamp()")
                while try await leftovers(id, database) != [0, 0, 0, 0, 0] { await Task.yield() }
                let progress = try await database.progress(of: id)
                #expect(progress.status == .undone)
                let file = try program.file("leads.csv", Self.sample)
                let again = try await program.run("submit", file, "--all")
                #expect(again.status == 0, "\(again.errors)")
            }
        }
    }

    @Test("outlives a restart of the server and a coordinator that is killed") func restarts() async throws {
        let binary = try #require(RefineryBinary.built, "the program was not built beside the tests: swift build")
        try await withOwnServer { server, database in
            let folder = URL(filePath: server.home).appending(path: "files")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let program = Program(binary: binary, database: database, folder: folder)
            let writer = try Writer(program)
            let worker = try program.start("worker")
            var coordinator = try program.start("coordinator")
            let (submit, id) = try await begin(program, writer)
            coordinator.send(SIGKILL)
            _ = try await coordinator.end()
            try await server.stop()
            _ = try await server.start()
            coordinator = try program.start("coordinator")
            await writer.send(Array(Self.bytes[Self.half...]))
            writer.end()
            let outcome = try await submit.end()
            #expect(outcome.status == 0, "\(outcome.errors)")
            while (try? await database.progress(of: id).status) != .completed { await Task.yield() }
            try await expect(id, database, Self.sample.expected)
            for process in [worker, coordinator] {
                process.send(SIGTERM)
                let ending = try await process.end()
                #expect(ending.status == 0, "\(ending.errors)")
            }
        }
    }

    @Test("of known bytes is refused at its end, and nothing of it stays; one that lies there is refused before it begins")
    func known() async throws {
        try await withProgram { program in
            let (database, writer) = (program.database, try Writer(program))
            let file = try program.file("leads.csv", Self.sample)
            try await TestFleet(database).run(workers: 2) {
                let submitted = try await program.run("submit", file, "--all")
                let first = try importID(submitted.output)
                try await awaitStatus(.completed, of: first, database)
                let again = try await program.run("submit", file, "--all")
                #expect(again.status == 65 && again.errors.contains("\(first)"), "\(again.errors)")
                let imports = try await database.number("SELECT count(*) FROM refinery.imports")
                #expect(imports == 1)

                let submit = try program.start("submit", writer.path, "--all")
                await writer.send(Self.bytes)
                writer.end()
                let piped = try await submit.end()
                #expect(piped.status == 65 && piped.errors.contains("\(first)"), "\(piped.errors)")
                let other = try await database.text("SELECT id FROM refinery.imports WHERE id <> '\(first)'") ?? ""
                let left = try await leftovers(try importID(other), database)
                #expect(left == [0, 0, 0, 0, 0])
                try await expect(first, database, Self.sample.expected)
            }
        }
    }

    @Test("submitted twice at once is one import; the other leaves nothing") func twice() async throws {
        try await withProgram { program in
            let database = program.database
            let file = try program.file("leads.csv", Self.sample)
            try await TestFleet(database).run(workers: 2) {
                let both = try (0..<2).map { _ in try program.start("submit", file, "--all") }
                var statuses: [Int32] = []
                for submit in both { statuses.append(try await submit.end().status) }
                #expect(statuses.sorted() == [0, 65])
                let id = try importID(
                    try await database.text("SELECT id FROM refinery.imports WHERE source_file_hash IS NOT NULL") ?? "")
                try await awaitStatus(.completed, of: id, database)
                try await expect(id, database, Self.sample.expected)
                let records = try await database.number("SELECT count(*) FROM refinery.records")
                #expect(records == Self.sample.expected.stored)
            }
        }
    }
}
