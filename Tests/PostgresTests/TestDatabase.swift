import Foundation

/// A database server for the tests: the one `REFINERY_TEST_DATABASE_URL` names, or a throw-away cluster of its own,
/// reachable through a socket in a temporary folder only and removed when the tests end.
final class TestDatabase: Sendable {
    /// The server shared by all suites.
    static let shared = try! TestDatabase(isShared: true)

    let url: String
    private let directory: URL?

    init(isShared: Bool = false) throws {
        if isShared, let url = ProcessInfo.processInfo.environment["REFINERY_TEST_DATABASE_URL"] {
            self.url = url
            directory = nil
            return
        }
        let directory = URL(filePath: "/tmp/postgres-tests-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        self.directory = directory
        url = "host=\(directory.path) user=postgres dbname=postgres"
        if getuid() == 0 { try Self.run(["/usr/bin/env", "chown", "postgres", directory.path]) }
        try Self.run(Self.asPostgres(["initdb", "-D", "\(directory.path)/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]))
        try start()
        if isShared { atexit { TestDatabase.shared.remove() } }
    }

    /// Starts the server and waits until it takes connections.
    func start() throws {
        guard let directory else { return }
        let options =
            "-k \(directory.path) -c listen_addresses= -c fsync=off -c max_connections=200 -c shared_buffers=64MB -c log_min_messages=panic"
        try Self.run(
            Self.asPostgres(["pg_ctl", "-D", "\(directory.path)/data", "-w", "-l", "\(directory.path)/log", "-o", options, "start"]))
    }

    /// Stops the server at once; clients lose their connections.
    func stop() {
        guard let directory else { return }
        try? Self.run(Self.asPostgres(["pg_ctl", "-D", "\(directory.path)/data", "-m", "fast", "-w", "stop"]))
    }

    func remove() {
        guard let directory else { return }
        stop()
        try? FileManager.default.removeItem(at: directory)
    }

    /// Postgres refuses to run as root.
    private static func asPostgres(_ command: [String]) -> [String] {
        let program = ["/usr/lib/postgresql/15/bin/\(command[0])"] + command.dropFirst()
        guard getuid() == 0 else { return program }
        return ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] + program
    }

    /// Not Foundation's `Process`: it would wait for the server too, which inherits its pipe.
    private static func run(_ command: [String]) throws {
        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in Int32(0)...2 { posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0) }
        var pid: pid_t = 0
        var status: Int32 = 0
        guard posix_spawn(&pid, command[0], &actions, nil, &arguments, environ) == 0, waitpid(pid, &status, 0) == pid, status == 0 else {
            throw CommandFailure(command: command.joined(separator: " "))
        }
    }

    private struct CommandFailure: Error { let command: String }
}
