import Foundation
import Glibc
import RefineryModel
import RefineryTestSupport
import Testing

@Suite("Processes that end by themselves", .timeLimit(.minutes(6))) struct RetirementTests {
    private static let rows = "Company,Phone\n" + (0..<60).map { "Firm \($0),617555\(1000 + $0)\n" }.joined()

    private func claimed(_ program: Program, while running: RunningProgram) async throws {
        while try await program.database.number("SELECT count(*) FROM refinery.jobs WHERE state = 'claimed' AND stage = 'refine'") == 0 {
            try #require(running.isRunning)
            await Task.yield()
        }
    }

    @Test("--until-empty ends with 0 when all is done, and not before: what waits for its next attempt is not lost") func untilEmpty()
        async throws
    {
        try await withProgram { program in
            let submit = try await program.run("submit", try program.file("leads.csv", Self.rows), "--no-lookup")
            #expect(submit.status == 0, "\(submit.errors)")
            let coordinator = try program.start("coordinator", "--until-empty")
            let worker = try program.start("worker", "--until-empty")
            let outcomes = [try await coordinator.end(), try await worker.end()]
            #expect(outcomes.map(\.status) == [0, 0], "\(outcomes.map(\.errors))")
            #expect(try await program.database.text("SELECT string_agg(DISTINCT status, ',') FROM refinery.runs") == "completed")
            #expect(try await program.database.number("SELECT count(*) FROM refinery.runs WHERE kind = 'link'") == 1, "begun at the end")
            #expect(try await program.database.number("SELECT count(*) FROM refinery.records") == 60)
            // What is paused waits for a person.
            let paused = try await program.run("submit", try program.file("more.csv", Self.rows + "Zed,6175559999\n"), "--no-lookup")
            #expect(try await program.run("pause", paused.lines[0].description).status == 0)
            #expect(try await program.run("worker", "--until-empty").status == 0)
        }
    }

    @Test("a drained worker finishes what it holds, also one that rests, and drain waits for it") func drained() async throws {
        try await withProgram { program in
            let coordinator = try program.start("coordinator")
            let busy = try program.start(
                "worker", environment: ["REFINERY_TEST_BATCH_DELAY_MS": "1000", "BATCH_SIZE": "10", "MAX_CONCURRENT_BATCHES": "1"])
            let submit = try await program.run("submit", try program.file("leads.csv", Self.rows), "--no-lookup")
            #expect(submit.status == 0, "\(submit.errors)")
            try await claimed(program, while: busy)
            let id = try #require(try await program.database.text("SELECT worker_id FROM refinery.jobs WHERE state = 'claimed'"))
            let drain = try await program.run("drain", String(id.prefix(8)), "--json")
            #expect(drain.status == 0, "\(drain.errors)")
            #expect(try drain.lastObject()["worker_id"]?.text == id)
            #expect(try await busy.end().status == 0)
            #expect(try await program.database.number("SELECT count(*) FROM refinery.jobs WHERE state = 'claimed'") == 0)
            #expect(
                try await program.database.number("SELECT count(*) FROM refinery.jobs WHERE errors IS NOT NULL") == 0, "nothing was lost")

            let idle = try program.start("worker")
            while try await program.database.number(
                "SELECT count(*) FROM refinery.workers WHERE lease_until = 'infinity' AND role = 'worker'") == 0
            {
                // It rests once the import is over.
                try #require(idle.isRunning)
                await Task.yield()
            }
            #expect(try await program.run("drain", "--role", "worker").status == 0)
            #expect(try await idle.end().status == 0)
            let nobody = try await program.run("drain", "--role", "worker")
            #expect(nobody.status == 64 && nobody.errors.contains("no such process"), "\(nobody.errors)")
            #expect(try await program.run("drain").status == 64)
            coordinator.send(SIGTERM)
            #expect(try await coordinator.end().status == 0)
        }
    }

    @Test("a worker above its memory finishes its batches and ends with 75") func memory() async throws {
        try await withProgram { program in
            let small = try await program.run("worker", environment: ["WORKER_MEMORY_LIMIT": "1M"])
            #expect(small.status == 75 && small.errors.contains("may use 1 MiB"), "\(small.errors)")
            #expect(try await program.database.number("SELECT count(*) FROM refinery.workers") == 0)
            let wrong = try await program.run("worker", environment: ["WORKER_MEMORY_LIMIT": "much"])
            #expect(wrong.status == 78 && wrong.errors.contains("WORKER_MEMORY_LIMIT"), "\(wrong.errors)")
            #expect(try await program.run("worker", "--memory-limit", "x").status == 64)
            let roomy = try await program.run("worker", "--memory-limit", "4G", "--until-empty")
            #expect(roomy.status == 0, "\(roomy.errors)")
        }
    }

    @Test("a service manager is told when a process is ready, that it lives, and that it stops") func serviceManager() async throws {
        try await withProgram { program in
            let manager = try NotifySocket(path: program.path("notify"))
            let worker = try program.start(
                "worker", environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "200000", "SHUTDOWN_TIMEOUT_SECONDS": "7"])
            #expect(await manager.next() == "READY=1")
            for _ in 0..<3 { #expect(await manager.next() == "WATCHDOG=1") }
            worker.send(SIGTERM)
            var last = "WATCHDOG=1"
            while last == "WATCHDOG=1" { last = await manager.next() }
            #expect(last.hasPrefix("STOPPING=1\nEXTEND_TIMEOUT_USEC=12000000\n"), "\(last)")
            #expect(try await worker.end().status == 0)
        }
    }
}

/// The socket of a service manager.
private final class NotifySocket: Sendable {
    let path: String
    private let descriptor: Int32

    init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(result == 0 && path.utf8.count < 108)
    }

    deinit { close(descriptor) }

    /// The next message.
    func next() async -> String {
        await withCheckedContinuation { continuation in
            let descriptor = descriptor
            Thread.detachNewThread {
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                continuation.resume(returning: String(decoding: buffer[..<max(0, count)], as: UTF8.self))
            }
        }
    }
}
