import Testing

@testable import PrivatePostgres

@Suite("Choice of a home") struct HomeChoiceTests {
    private let same = ServerAccount(name: "ann", userID: 1000, groupID: 1000, isOther: false)
    private let postgres = ServerAccount(name: "postgres", userID: 65_533, groupID: 65_533, isOther: true)

    @Test("an argument wins over REFINERY_HOME, which wins over HOME") func order() {
        let environment = ["REFINERY_HOME": "/srv/leads", "HOME": "/srv/ann"]
        #expect(HomeChoice.choose(wanted: "/srv/chosen", environment: environment, account: same).path == "/srv/chosen")
        #expect(HomeChoice.choose(wanted: nil, environment: environment, account: same).path == "/srv/leads")
        #expect(HomeChoice.choose(wanted: nil, environment: ["HOME": "/srv/ann"], account: same).path == "/srv/ann/.refinery")
    }

    @Test("an empty variable counts as unset") func empty() {
        let choice = HomeChoice.choose(wanted: nil, environment: ["REFINERY_HOME": "", "HOME": ""], account: same)
        #expect(choice.path.hasSuffix("/.refinery"))
        #expect(choice.path.hasPrefix("/"))
    }

    @Test("a tilde is the user's home and a relative path starts at the current directory") func spelling() {
        let environment = ["HOME": "/srv/ann"]
        #expect(HomeChoice.choose(wanted: "~/leads", environment: environment, account: same).path == "/srv/ann/leads")
        #expect(HomeChoice.choose(wanted: "leads", environment: environment, account: same).path == realPath(currentDirectory()) + "/leads")
    }

    @Test("root's usual home gives way to /var/lib/refinery when the server's account is shut out, and says so") func root() throws {
        let closed = try PrivatePostgres.temporary().home
        defer { try? removeIfPresent(closed) }
        let choice = HomeChoice.choose(wanted: nil, environment: ["HOME": closed], account: postgres)
        #expect(choice.path == "/var/lib/refinery")
        #expect(choice.notice?.contains("cannot enter \(closed)") == true)
    }

    @Test("one directory has one name however it is spelled") func links() {
        #expect(realPath("/tmp/./refinery-nowhere/a") == realPath("/tmp/refinery-nowhere/a"))
        #expect(realPath("/proc/self/cwd/nowhere") == realPath(currentDirectory()) + "/nowhere")
    }
}
