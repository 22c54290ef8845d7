import Foundation
import Postgres

/// A PgBouncer in front of a test's database, on a Unix socket; ends when nobody holds it any more.
package final class TestPgBouncer: @unchecked Sendable {
    /// What clients connect to.
    package let url: String
    private let process = Process()
    private let folder: URL

    /// Whether the program is installed: Debian's package `pgbouncer`.
    package static var isInstalled: Bool { path != nil }

    private static let path = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"].first
    {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Starts one and waits until it lets a client through.
    /// - Parameters:
    ///   - mode: `transaction`, `session` or `statement`.
    ///   - poolSize: Server connections at most.
    package static func start(for database: TestDatabase, mode: String = "transaction", poolSize: Int = 5) async throws -> TestPgBouncer {
        let facts = try await database.select(
            """
            SELECT trim('"' FROM split_part(current_setting('unix_socket_directories'), ',', 1)) AS folder, current_setting('port') AS port,
                   current_database() AS name, current_user AS "user"
            """)
        let server = "host='\(facts[0][0] ?? "")' port=\(facts[0][1] ?? "") dbname=\(facts[0][2] ?? "") user=\(facts[0][3] ?? "")"
        let bouncer = try TestPgBouncer(server: server, mode: mode, poolSize: poolSize)
        // The pool tries again until the program accepts connections.
        let pool = PostgresPool(configuration: ConnectionConfiguration(url: bouncer.url), size: 1)
        try await pool.withConnection { _ in }
        await pool.close()
        return bouncer
    }

    private init(server: String, mode: String, poolSize: Int) throws {
        let manager = FileManager.default
        folder = URL(filePath: "/tmp/refinery-pgbouncer-\(UUID().uuidString.prefix(8))")
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        // As root the program changes to another account, which has to make its socket here.
        try manager.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
        let file = folder.appending(path: "pgbouncer.ini")
        let account = getuid() == 0 ? "user = postgres\n" : ""
        try """
        [databases]
        pooled = \(server)
        [pgbouncer]
        listen_addr =
        listen_port = 6432
        unix_socket_dir = \(folder.path)
        auth_type = any
        pool_mode = \(mode)
        default_pool_size = \(poolSize)
        max_client_conn = 200
        server_login_retry = 0.1
        logfile = \(folder.path)/log
        \(account)
        """.write(to: file, atomically: true, encoding: .utf8)
        url = "host=\(folder.path) port=6432 dbname=pooled user=anyone"
        process.executableURL = URL(filePath: Self.path ?? "pgbouncer")
        process.arguments = ["--quiet", file.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }
}
