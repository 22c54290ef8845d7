import Testing

@testable import PrivatePostgres

@Suite("Server binaries") struct ServerBinariesTests {
    @Test("finds an installation without being told, also with an empty PATH", arguments: ["", "/usr/bin:/bin", "not/absolute"])
    func usualPlaces(path: String) async throws {
        let binaries = try await ServerBinaries.find(environment: ["PATH": path])
        #expect(binaries.version >= ServerBinaries.versionMin)
    }

    @Test("a chosen folder without the programs is an error and not passed over") func incomplete() async {
        await #expect(throws: PrivatePostgresError.binDirectoryIncomplete("/usr/share")) {
            try await ServerBinaries.find(environment: ["REFINERY_POSTGRES_BIN": "/usr/share", "PATH": "/usr/bin"])
        }
    }

    @Test("data of another major version is not opened with the wrong server") func version() async throws {
        let error = try await #require(throws: PrivatePostgresError.self) {
            try await ServerBinaries.find(environment: ["PATH": "/usr/bin"], version: 9)
        }
        #expect(error.summary.contains("made by Postgres 9"))
        #expect(error.remedy?.contains("postgresql-9") == true)
    }

    @Test("the message for a machine without Postgres names the package") func notInstalled() throws {
        let error = PrivatePostgresError.notInstalled
        let remedy = try #require(error.remedy)
        #expect(remedy.contains("apt-get install postgresql") || remedy.contains("brew install postgresql@"))
    }
}
