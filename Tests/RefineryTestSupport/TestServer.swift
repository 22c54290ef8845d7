import Foundation
import Postgres
package import PrivatePostgres
import RefineryStore
import Synchronization

/// The database server of this test process: a private one that ends with it, or the one `REFINERY_TEST_DATABASE_URL` names.
///
/// The schema is migrated once, into a template; every test gets a copy of it.
package final class TestServer: Sendable {
    /// Started by the first test that asks.
    package static var shared: TestServer { get async throws { try await starting.value } }
    private static let starting = Task { try await TestServer.start() }

    /// Databases in use at a time: the tests of all suites run at once, and a server has connections for some of them. The wait for one
    /// counts towards the time limit of a test, so suites with databases have one of 10 minutes: the largest target needs 90 s on two
    /// quiet cores.
    private static let databasesMax = 6

    private let url: String
    private let prefix: String
    private let places = Places(TestServer.databasesMax)
    private let number = Atomic(0)

    private init(url: String, prefix: String) {
        self.url = url
        self.prefix = prefix
    }

    private static func start() async throws -> TestServer {
        let url: String
        if let given = environmentVariable("REFINERY_TEST_DATABASE_URL") {
            url = given
        } else {
            url = try await PrivatePostgres.temporary().start()
        }
        let server = TestServer(url: url, prefix: "refinery_test_\(ProcessInfo.processInfo.processIdentifier)_")
        try await server.administer("CREATE DATABASE \(server.prefix)template")
        let template = try await PostgresConnection.connect(ConnectionConfiguration(url: server.url(of: "template")))
        try await Migrator().migrate(on: template)
        // Whatever holds on the usual tables has to hold on partitioned ones: scripts/test runs some suites on both.
        if environmentVariable("REFINERY_TEST_PARTITIONED") != nil, try await Migrator().partition(on: template) {
            try await Migrator().migrate(on: template)
            // Records that tests make up belong to no import.
            try await template.executeScript(
                "CREATE TABLE refinery_internal.records_0 PARTITION OF refinery.records FOR VALUES FROM (MINVALUE) TO (4294967296)")
        }
        try await template.executeScript(TestSQL.functions)
        await template.close()
        return server
    }

    /// Lends a migrated database to `body` and drops it afterwards, whoever is still connected.
    /// - Parameter isMigrated: `false` gives a database without anything in it.
    package func withDatabase<Value>(
        isMigrated: Bool = true, isolation: isolated (any Actor)? = #isolation, _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        await places.take()
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await lend(isMigrated: isMigrated, body)) } catch { outcome = .failure(error) }
        await places.giveBack()
        return try outcome.get()
    }

    private func lend<Value>(
        isMigrated: Bool, isolation: isolated (any Actor)? = #isolation, _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        let name = "\(number.wrappingAdd(1, ordering: .relaxed).newValue)"
        try await administer("CREATE DATABASE \(prefix)\(name) TEMPLATE \(isMigrated ? "\(prefix)template" : "template0")")
        let database = TestDatabase(url: url(of: name))
        let outcome: Result<Value, any Error>
        do {
            if !isMigrated { try await database.execute(TestSQL.functions) }
            outcome = .success(try await body(database))
        } catch {
            outcome = .failure(error)
        }
        await database.close()
        try await administer("DROP DATABASE \(prefix)\(name) WITH (FORCE)")
        return try outcome.get()
    }

    private func administer(_ statement: String) async throws {
        let connection = try await PostgresConnection.connect(ConnectionConfiguration(url: url))
        try await connection.executeScript(statement)
        await connection.close()
    }

    /// The last parameter wins, in a URI and in a list of `key=value`.
    private func url(of name: String) -> String {
        guard url.contains("://") else { return "\(url) dbname=\(prefix)\(name)" }
        return url + (url.contains("?") ? "&" : "?") + "dbname=\(prefix)\(name)"
    }
}

/// Lends a server that nobody else uses, so that it may be stopped and crashed, with a migrated database.
package func withOwnServer(_ body: (PrivatePostgres, TestDatabase) async throws -> Void) async throws {
    let server = try PrivatePostgres.temporary()
    let database = TestDatabase(url: try await server.start())
    let outcome: Result<Void, any Error>
    do {
        let connection = try await database.connect()
        try await Migrator().migrate(on: connection)
        try await connection.executeScript(TestSQL.functions)
        await connection.close()
        outcome = .success(try await body(server, database))
    } catch {
        outcome = .failure(error)
    }
    await database.close()
    try await server.erase()
    try? FileManager.default.removeItem(atPath: server.home)
    try outcome.get()
}

/// A number of places, taken and given back in order of arrival.
private actor Places {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func take() async {
        if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
    }

    func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

/// A variable of the environment; `nil` when it is empty too.
package func environmentVariable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
}
