import Postgres

/// Connects to the shared test server.
func connect(_ change: (inout ConnectionConfiguration) -> Void = { _ in }) async throws -> PostgresConnection {
    var configuration = ConnectionConfiguration(url: TestDatabase.shared.url, applicationName: "refinery/test/1")
    change(&configuration)
    return try await PostgresConnection.connect(configuration)
}

/// Runs `body` and returns the error it throws.
func failure<Value>(_ body: () async throws -> Value) async -> PostgresError? {
    do { _ = try await body() } catch { return error as? PostgresError }
    return nil
}

struct AddOne: Query {
    static let sql = "SELECT $1 + 1"
    let number: Int
    func bind(_ parameters: inout Parameters) { parameters.append(number) }
    static func decode(_ row: Row) throws -> Int { try row[0] }
}

struct Twice: Query {
    static let sql = "SELECT $1::text || $1"
    let text: String
    func bind(_ parameters: inout Parameters) { parameters.append(text) }
    static func decode(_ row: Row) throws -> String { try row[0] }
}

struct Series: Query {
    static let sql = "SELECT generate_series(1, $1)"
    let end: Int
    func bind(_ parameters: inout Parameters) { parameters.append(end) }
    static func decode(_ row: Row) throws -> Int { try row[0] }
}

/// Keeps the server busy for longer than any test waits.
struct SleepLong: Query {
    static let sql = "SELECT pg_sleep(60)"
}

/// Divides, and so fails for zero.
struct Divide: Query {
    static let sql = "SELECT 10 / $1"
    let by: Int
    func bind(_ parameters: inout Parameters) { parameters.append(by) }
    static func decode(_ row: Row) throws -> Int { try row[0] }
}

struct Terminate: Query {
    static let sql = "SELECT pg_terminate_backend($1, 5000)"
    let pid: Int32
    func bind(_ parameters: inout Parameters) { parameters.append(pid) }
    static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Waits until the session with this process id sleeps in `pg_sleep` (or is gone).
struct IsSleeping: Query {
    static let sql = "SELECT exists(SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep')"
    let pid: Int32
    func bind(_ parameters: inout Parameters) { parameters.append(pid) }
    static func decode(_ row: Row) throws -> Bool { try row[0] }

    static func wait(_ pid: Int32, on observer: PostgresConnection) async throws {
        while try await observer.first(IsSleeping(pid: pid)) != true { await Task.yield() }
    }
}
