import Glibc
import Testing

@testable import PrivatePostgres

@Suite("Child process") struct ChildProcessTests {
    @Test("returns what was said on both streams, the status, and passes the input on") func run() async throws {
        let script = ["/bin/sh", "-c", "cat; echo out; echo err >&2; exit 3"]
        #expect(try await ChildProcess.run(script, environment: [:], input: "in\n") == .init(status: 3, output: "in\nout\nerr\n"))
    }

    @Test("a signal counts as 128 + its number") func signal() async throws {
        #expect(try await ChildProcess.run(["/bin/sh", "-c", "kill -9 $$"], environment: [:]).status == 137)
    }

    @Test("inherits no file of ours, even one that is not closed on exec") func files() async throws {
        let descriptor = open("/dev/null", O_RDONLY)
        defer { close(descriptor) }
        let answer = try await ChildProcess.run(["/bin/ls", "/proc/self/fd/\(descriptor)"], environment: [:])
        #expect(answer.status != 0)
    }

    @Test("a program that is not there is an error with its path") func missing() async {
        await #expect(throws: PrivatePostgresError.systemCall("run", path: "/nowhere/postgres", code: ENOENT)) {
            try await ChildProcess.run(["/nowhere/postgres"], environment: [:])
        }
    }
}
