import Postgres
import Testing

@Suite("PostgresError") struct PostgresErrorTests {
    @Test("details of the server, which may quote rows, stay out of descriptions") func detail() async throws {
        let connection = try await connect()
        try await connection.executeScript("CREATE TEMP TABLE people (email text CONSTRAINT people_email_key UNIQUE)")
        struct Insert: Query {
            static let sql = "INSERT INTO people VALUES ($1)"
            func bind(_ parameters: inout Parameters) { parameters.append("jane@example.com") }
        }
        try await connection.execute(Insert())
        let error = try #require(await failure { try await connection.execute(Insert()) })
        guard case .server(let server) = error else { throw error }
        #expect(server.sqlState == .uniqueViolation)
        #expect(server.constraint == "people_email_key")
        #expect(server.table == "people")
        #expect(server.detail?.contains("jane") == true)
        #expect(!error.summary.contains("jane") && !"\(error)".contains("jane") && !"\(server)".contains("jane"))
        #expect(!String(reflecting: error).contains("jane") && !"\([error])".contains("jane"))
        #expect(error.summary.contains("people_email_key"))
    }

    @Test("a missing table names the query and says to migrate") func undefinedTable() async throws {
        struct Absent: Query { static let sql = "SELECT 1 FROM refinery.absent" }
        let error = try #require(await failure { try await connect().execute(Absent()) })
        #expect(error.summary == "Absent: relation \"refinery.absent\" does not exist (SQLSTATE 42P01, character 15)")
        #expect(error.remedy?.contains("migrations") == true)
        #expect(!error.isTransient)
    }

    @Test("only what another try can mend is transient") func transience() {
        let transient: [SQLState] = [
            .serializationFailure, .deadlockDetected, .adminShutdown, .cannotConnectNow, .tooManyConnections, .lockNotAvailable, .diskFull,
        ]
        let lasting: [SQLState] = [.uniqueViolation, .syntaxError, .insufficientPrivilege, .undefinedTable, .queryCanceled]
        #expect(transient.filter { !$0.isTransient } == [])
        #expect(lasting.filter(\.isTransient) == [])
        #expect(PostgresError.connectionLost(reason: "").isTransient)
        #expect(!PostgresError.cancelled.isTransient)
    }
}
