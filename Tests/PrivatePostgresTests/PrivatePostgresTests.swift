import Glibc
import Testing

@testable import PrivatePostgres

@Suite("Private Postgres") struct PrivatePostgresTests {
    @Test("the first start creates the cluster and the second finds it running") func startTwice() async throws {
        try await withTemporaryServer { server in
            #expect(server.status() == .absent)
            let url = try await server.start()
            let processID = server.processID
            #expect(try await server.start() == url)
            #expect(server.processID == processID)
            #expect(try await server.ask("SELECT current_database() || ' ' || current_user") == "refinery refinery")
        }
    }

    @Test("the same data is there after a stop") func keepsData() async throws {
        try await withTemporaryServer { server in
            _ = try await server.start()
            _ = try await server.ask("CREATE TABLE kept AS SELECT 42 AS answer")
            try await server.stop()
            #expect(server.status() == .stopped)
            _ = try await server.start()
            #expect(try await server.ask("SELECT answer FROM kept") == "42")
        }
    }

    @Test("starts again right after its server was killed") func killed() async throws {
        try await withTemporaryServer { server in
            _ = try await server.start()
            _ = try await server.ask("CREATE TABLE kept AS SELECT 42 AS answer")
            let first = server.processID
            kill(first, SIGKILL)
            waitpid(first, nil, 0)
            #expect(server.status() == .stopped)
            _ = try await server.start()
            #expect(server.processID != first)
            #expect(try await server.ask("SELECT answer FROM kept") == "42")
        }
    }

    @Test("one that ended by itself is revived, by one of many who ask; one that was stopped stays stopped") func revives() async throws {
        try await withTemporaryServer { server in
            _ = try await server.start()
            _ = try await server.ask("CREATE TABLE kept AS SELECT 42 AS answer")
            #expect(try await !server.revive())
            let first = server.processID
            kill(first, SIGKILL)
            waitpid(first, nil, 0)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 { group.addTask { try await server.revive() } }
                var found = 0
                for try await isFound in group where isFound { found += 1 }
                #expect(found >= 1)
            }
            #expect(server.processID != first)
            #expect(try await server.ask("SELECT answer FROM kept") == "42")
            try await server.stop()
            #expect(try await !server.revive())
            #expect(server.status() == .stopped)
        }
    }

    @Test("a process id that a reboot gave to another program does not count as the server") func recycledProcessID() async throws {
        try await withTemporaryServer { server in
            _ = try await server.start()
            try await server.stop()
            try createFile(server.files.postmasterFile, "\(getpid())\n\(server.files.data)\n")
            #expect(server.status() == .stopped)
            _ = try await server.start()
            #expect(server.processID != getpid())
        }
    }

    @Test("eight starts at once make one server") func race() async throws {
        try await withTemporaryServer { server in
            try await withThrowingTaskGroup(of: Int32.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        _ = try await server.start()
                        return server.processID
                    }
                }
                var seen: Set<Int32> = []
                for try await processID in group { seen.insert(processID) }
                #expect(seen.count == 1)
            }
        }
    }

    @Test(
        "a home too long or too odd for a socket's path gets a short directory of its own",
        arguments: [
            String(repeating: "long/", count: 30) + "home", "it's, \"odd\" & 100% ünique",
        ]) func unusualHome(name: String) async throws
    {
        let parent = try PrivatePostgres.temporary()
        let server = PrivatePostgres(home: "\(parent.home)/\(name)", lifetime: .untilProcessExit)
        _ = try await server.start()
        #expect(server.files.socketDirectory.hasPrefix("/tmp/refinery-"))
        #expect(try await server.ask("SELECT 1") == "1")
        try await server.erase()
        #expect(!fileExists(server.files.socketDirectory))
        try removeIfPresent(parent.home)
    }

    @Test("a short directory that somebody else made is refused") func squatter() async throws {
        let parent = try PrivatePostgres.temporary()
        let server = PrivatePostgres(home: parent.home + "/" + String(repeating: "long/", count: 30), lifetime: .untilProcessExit)
        try createDirectory(server.files.socketDirectory, mode: 0o777)
        await #expect(throws: PrivatePostgresError.socketDirectoryNotPrivate(server.files.socketDirectory)) { try await server.start() }
        try removeIfPresent(server.files.socketDirectory)
        try removeIfPresent(parent.home)
    }

    @Test("a server that cannot start says why in its own words") func startFailure() async throws {
        try await withTemporaryServer { server in
            _ = try await server.start()
            try await server.stop()
            try append("shared_buffers = plenty\n", to: server.files.data + "/" + ServerSettings.fileName)
            let error = try await #require(throws: PrivatePostgresError.self) { try await server.start() }
            #expect(error.summary.contains("shared_buffers"))
            #expect(error.remedy?.contains(server.home) == true)
        }
    }

    @Test("is reachable through its socket alone, durable, and compresses with lz4 where the server can") func settings() async throws {
        try await withTemporaryServer { server in
            _ = try await server.start()
            #expect(try await server.ask("SHOW listen_addresses") == "")
            #expect(try await server.ask("SHOW synchronous_commit") == "on")
            #expect(try await server.ask("SHOW data_checksums") == "on")
            #expect(try await server.ask("SHOW max_connections") == "200")
            #expect(
                try await server.ask("SELECT upper('ä') || (SELECT datcollate FROM pg_database WHERE datname = 'refinery')").hasPrefix("Ä"))
            #expect(["lz4", "off"].contains(try await server.ask("SHOW wal_compression")))
        }
    }

    @Test("a directory closed to the server's account is named", .enabled(if: geteuid() == 0)) func closedHome() async throws {
        let closed = try PrivatePostgres.temporary().home
        chown(closed, 0, 0)
        let server = PrivatePostgres(home: closed + "/home")
        let account = try #require(server.account)
        await #expect(throws: PrivatePostgresError.homeClosed(home: server.home, account: account.name, obstacle: closed)) {
            try await server.start()
        }
        try removeIfPresent(closed)
    }

    @Test("works for a user who is not root", .enabled(if: geteuid() == 0)) func otherUser() async throws {
        await #expect(processExitsWith: .success) {
            let nobody = try #require(getpwnam("nobody")?.pointee)
            try #require(setgid(nobody.pw_gid) == 0 && setuid(nobody.pw_uid) == 0)
            let server = try PrivatePostgres.temporary()
            _ = try await server.start()
            try #require(try await server.ask("SELECT 1") == "1")
            try await server.stop()
            _ = try await server.start()
            try #require(try await server.ask("SELECT 1") == "1")
        }
    }

    @Test("a temporary server and its directory go with their process") func endsWithProcess() async throws {
        let home = "\(StateFiles.temporaryPrefix)owner-\(getpid())"
        await #expect(processExitsWith: .signal(SIGKILL)) {
            // The directory's name is agreed on through the parent's process id.
            let home = "\(StateFiles.temporaryPrefix)owner-\(getppid())"
            try createDirectory(home, mode: 0o700, owner: ServerAccount.forThisProcess())
            _ = try await PrivatePostgres(home: home, lifetime: .untilProcessExit).start()
            kill(getpid(), SIGKILL)
        }
        let wait = ["/bin/sh", "-c", #"n=0; while [ -e "$0" ] && [ $n -lt 500 ]; do sleep 0.02; n=$((n + 1)); done; [ ! -e "$0" ]"#, home]
        #expect(try await ChildProcess.run(wait, environment: processEnvironment()).status == 0)
    }
}
