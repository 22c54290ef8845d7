internal import Postgres
internal import RefineryStore

/// Everything `refinery doctor` looks at: finds what keeps a fleet from working well, and says what to do about it.
///
/// It changes nothing. Each check stands alone: one that cannot be made says so and the others go on.
package struct Checkup: Sendable {
    let url: String
    /// The version of this program, which the fleet should have too.
    let version: String
    /// Connections one process may open (`DATABASE_POOL_SIZE`).
    let poolSize: Int
    /// Whether the database is the private one of this machine.
    let isPrivate: Bool
    /// How long a notification may take.
    let notifyLimit: Duration

    package init(url: String, version: String, poolSize: Int, isPrivate: Bool, notifyLimit: Duration = .seconds(2)) {
        self.url = url
        self.version = version
        self.poolSize = poolSize
        self.isPrivate = isPrivate
        self.notifyLimit = notifyLimit
    }

    /// Makes all checks, one after another.
    /// - Returns: One result a check, in a fixed order.
    package func run() async -> [CheckResult] {
        let connection: PostgresConnection
        do {
            connection = try await connect()
        } catch {
            return [Self.unreachable(error)]
        }
        defer { Task { await connection.close() } }
        var results: [CheckResult] = []
        var server: ServerFacts?
        results.append(
            await check("server") {
                server = try await connection.first(CheckServer())
                return try server.map(Self.server) ?? Self.missing("check_server")
            })
        // Behind a pooler, what sessions call themselves and which lock they hold says little.
        let reported = try? await connection.backendPID
        let hasPooler = server.map { $0.backendPID != reported } ?? false
        let schema = await schema(on: connection)
        results += schema
        if !schema.contains(where: { $0.name == "schema" && $0.status == .fail }) {
            results.append(await check("privileges") { Self.privileges(try await connection.rows(CheckPrivileges())) })
        }
        results.append(await notices(hasPooler: hasPooler))
        results.append(await check("clock") { try await clock(on: connection) })
        results.append(
            await check("xmin") {
                Self.xmin(try await connection.rows(CheckXmin()), seesAllSessions: server?.seesAllSessions ?? true)
            })
        results.append(await check("dead_tuples") { Self.deadTuples(try await connection.rows(CheckDeadTuples())) })
        results += await fleet(on: connection, hasPooler: hasPooler)
        results.append(await lookups(on: connection))
        results += await capacity(on: connection)
        results += Self.phoneMetadata()
        return results
    }

    /// A connection for one checkup. It prepares nothing, because a pooler may hand each statement to another session.
    func connect() async throws(PostgresError) -> PostgresConnection {
        try await PostgresConnection.connect(
            ConnectionConfiguration(
                url: url, applicationName: "refinery/doctor/\(processID())", statementTimeout: .seconds(10), lockTimeout: .seconds(2),
                connectTimeout: .seconds(5), preparesStatements: false, settings: ["search_path": "pg_catalog, pg_temp"]))
    }

    /// Makes one check; what it throws becomes its result.
    func check(_ name: String, _ body: () async throws -> CheckResult) async -> CheckResult {
        do {
            return try await body()
        } catch let error as PostgresError {
            return CheckResult(name, .fail, "This could not be checked. \(error.summary)", remedy: error.remedy)
        } catch let error as StoreError {
            return CheckResult(name, .fail, error.summary, remedy: error.remedy)
        } catch {
            return CheckResult(name, .fail, "This could not be checked: \(error)")
        }
    }

    private static func unreachable(_ error: PostgresError) -> CheckResult {
        CheckResult("server", .fail, error.summary, remedy: error.remedy)
    }

    static func missing(_ statement: String) throws -> CheckResult { throw StoreError.unexpectedRows(statement: statement) }
}
