import Glibc
import Testing

@testable import PrivatePostgres

@Suite("Postmaster file") struct PostmasterFileTests {
    @Test(
        "reads the state that the server writes",
        arguments: [("starting", PostmasterFile.State.starting), ("ready   ", .ready), ("stopping", .stopping)])
    func states(word: String, state: PostmasterFile.State) {
        let text = "4711\n/home/data\n1700000000\n5432\n/tmp\n\n  1234567         3\n\(word)\n"
        #expect(PostmasterFile.parse(text) == PostmasterFile(processID: 4711, state: state))
    }

    @Test("a file still without its last line belongs to a server that is starting") func short() {
        #expect(PostmasterFile.parse("4711\n/home/data\n") == PostmasterFile(processID: 4711, state: .starting))
    }

    @Test("an empty or damaged file is none", arguments: ["", "\n", "abc\n", "-5\n", "1\n"]) func damaged(text: String) {
        #expect(PostmasterFile.parse(text) == nil)
    }

    @Test("a process that is no server of this data is not alive") func others() {
        #expect(!PostmasterFile(processID: getpid(), state: .ready).isAlive(data: "/nowhere/data"))
    }
}
