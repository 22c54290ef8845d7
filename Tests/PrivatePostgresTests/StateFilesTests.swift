import Testing

@testable import PrivatePostgres

@Suite("State files") struct StateFilesTests {
    @Test("a socket's path never passes the system's limit", arguments: [1, 50, 76, 77, 78, 90, 300]) func limit(length: Int) {
        let files = StateFiles(home: "/" + String(repeating: "h", count: length))
        #expect("\(files.socketDirectory)/.s.PGSQL.\(StateFiles.port)".utf8.count <= StateFiles.socketPathBytesMax)
    }

    @Test("the short directory is the same for every process") func stable() {
        #expect(stableHash("") == "cbf29ce484222325")
        #expect(stableHash("a") == "af63dc4c8601ec8c")
    }

    @Test("a URL carries a path with any character") func encoding() {
        #expect(percentEncoded("/srv/a b&c=ü%") == "/srv/a%20b%26c%3D%C3%BC%25")
    }
}
