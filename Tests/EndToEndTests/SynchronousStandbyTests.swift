import Foundation
import PrivatePostgres
import RefineryTestSupport
import Testing

@Suite("A synchronous standby", .timeLimit(.minutes(6))) struct SynchronousStandbyTests {
    private static let demand = ["SYNCHRONOUS_STANDBY": "on"]
    private static let rows = "Company,Phone\n" + (0..<200).map { "Firm \($0),617555\(1000 + $0)\n" }.joined()

    @Test("a server without one is refused when one is demanded, with what to do") func refused() async throws {
        try await withProgram { program in
            let outcome = try await program.run("submit", try program.file("leads.csv", Self.rows), environment: Self.demand)
            #expect(outcome.status == 69, "\(outcome.errors)")
            #expect(outcome.errors.contains("no synchronous standby") && outcome.errors.contains("synchronous_standby_names"))
            #expect(try await program.database.number("SELECT count(*) FROM refinery.imports") == 0)
        }
    }

    @Test("batches do not wait for it; the completion of their import does, and nobody sees it before") func completion() async throws {
        let binary = try #require(RefineryBinary.built, "the program was not built beside the tests: swift build")
        try await withOwnServer { server, database in
            let folder = URL(filePath: server.home).appending(path: "files")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let program = Program(binary: binary, database: database, folder: folder)
            let standby = try await startStandby(database, folder)
            // What a role or a database says of its commits does not undo the demand.
            try await database.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = local")
            let file = try program.file("leads.csv", Self.rows)
            let submit = try await program.run(
                "submit", file, "--no-lookup", environment: Self.demand.merging(["BATCH_SIZE": "20"]) { $1 })
            #expect(submit.status == 0, "\(submit.errors)")

            let slow = Self.demand.merging(["REFINERY_TEST_BATCH_DELAY_MS": "200", "MAX_CONCURRENT_BATCHES": "1"]) { $1 }
            let worker = try program.start("worker", environment: slow)
            let coordinator = try program.start("coordinator", environment: slow)
            func wait(until condition: String) async throws {
                while try await database.text("SELECT \(condition)") != "true" {
                    try #require(worker.isRunning && coordinator.isRunning && standby.isRunning)
                    await Task.yield()
                }
            }
            let batches = "(SELECT count(*) FROM refinery.jobs WHERE stage = 'refine' AND state = 'done')"
            try await wait(until: "\(batches) > 0 AND EXISTS (SELECT FROM refinery.jobs WHERE stage = 'split' AND state = 'done')")
            standby.send(SIGSTOP)
            try await wait(until: "\(batches) = 10")
            func waiting(_ role: String) -> String {
                "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name LIKE 'refinery/\(role)/%')"
            }
            try await wait(until: waiting("coordinator"))
            #expect(try await database.text("SELECT status FROM refinery.runs WHERE kind = 'import'") == "running")
            #expect(try await database.text("SELECT \(waiting("worker"))") == "false")
            standby.send(SIGCONT)
            try await wait(until: "(SELECT status FROM refinery.runs WHERE kind = 'import') = 'completed'")
            for process in [worker, coordinator] {
                process.send(SIGTERM)
                #expect(try await process.end().status == 0)
            }
            standby.send(SIGKILL)
            _ = try await standby.end()
        }
    }

    /// A standby of the simplest kind: it keeps the write-ahead log, and says when that is on its disk.
    private func startStandby(_ database: TestDatabase, _ folder: URL) async throws -> RunningProgram {
        let folderOfPrograms = try await database.text("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
        let programs = try #require(folderOfPrograms)
        let log = folder.appending(path: "log")
        try FileManager.default.createDirectory(at: log, withIntermediateDirectories: true)
        let standby = try RefineryBinary(path: programs + "/pg_receivewal").start(
            ["--synchronous", "--dbname", database.url, "--directory", log.path], environment: ["PGAPPNAME": "standby"])
        while try await database.number("SELECT count(*) FROM pg_stat_replication WHERE application_name = 'standby'") == 0 {
            try #require(standby.isRunning)
            await Task.yield()
        }
        try await database.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        try await database.execute("SELECT pg_reload_conf()")
        while try await database.text("SELECT current_setting('synchronous_standby_names')") != "standby" { await Task.yield() }
        return standby
    }
}
