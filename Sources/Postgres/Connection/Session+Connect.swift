import CLibPQ
internal import Secrets

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension Session {
    /// Connects and sets up the session. Cancelling the task ends the attempt.
    static func open(_ configuration: ConnectionConfiguration, wakeup: Wakeup) throws(PostgresError) -> Session {
        try checkURL(configuration.url.text)
        let connection = start(configuration)
        do throws(PostgresError) {
            try establish(connection, configuration, wakeup)
        } catch {
            PQfinish(connection)
            throw error
        }
        let session = Session(adopting: connection, configuration: configuration, wakeup: wakeup)
        do throws(PostgresError) {
            try session.setUp(serverVersion: Int(PQserverVersion(connection)))
        } catch .server(let error) where error.sqlState.rawValue == "22023" {
            // Some platforms cannot check whether the client is still there.
            try session.setUp(serverVersion: 0)
        }
        return session
    }

    /// libpq's own message would quote the URL with its password, so what it quotes is left out.
    private static func checkURL(_ url: String) throws(PostgresError) {
        var message: UnsafeMutablePointer<CChar>?
        if let options = PQconninfoParse(url, &message) { return PQconninfoFree(options) }
        let reason = message.map { String(cString: $0) } ?? "out of memory"
        PQfreemem(message)
        let unquoted = reason.split(separator: "\"", omittingEmptySubsequences: false).enumerated().map {
            $0.offset % 2 == 0 ? $0.element : "…"
        }
        throw .invalidURL(reason: unquoted.joined().singleLine)
    }

    /// Values before `dbname` yield to those of the URL, values after it win.
    private static func start(_ configuration: ConnectionConfiguration) -> OpaquePointer {
        let options = [
            ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "20000"),
            ("dbname", configuration.url.text),
            ("application_name", configuration.applicationName), ("client_encoding", "UTF8"),
        ]
        var keywords: [UnsafePointer<CChar>?] = options.map { UnsafePointer(strdup($0.0)) } + [nil]
        var values: [UnsafePointer<CChar>?] = options.map { UnsafePointer(strdup($0.1)) } + [nil]
        defer { for pointer in keywords + values { free(UnsafeMutableRawPointer(mutating: pointer)) } }
        guard let connection = PQconnectStartParams(&keywords, &values, 1) else { fatalError("out of memory") }
        // Only verbose messages hold the SQLSTATE, which tells a wrong password from a server that is starting up.
        PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
        return connection
    }

    private static func establish(
        _ connection: OpaquePointer, _ configuration: ConnectionConfiguration, _ wakeup: Wakeup
    ) throws(PostgresError) {
        let deadline = ContinuousClock.now + configuration.connectTimeout
        var status = PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while status != PGRES_POLLING_OK {
            guard status != PGRES_POLLING_FAILED else { throw connectFailure(connection) }
            guard !Task.isCancelled else { throw .cancelled }
            let remaining = deadline - .now
            guard remaining > .zero else {
                throw .cannotConnect(target: target(connection), reason: "no answer within \(configuration.connectTimeout)", sqlState: nil)
            }
            let events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT
            var waiting = [
                pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0),
                pollfd(fd: wakeup.readEnd, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waiting, 2, remaining.pollTimeout) > 0 else { continue }
            if waiting[1].revents != 0 { wakeup.drain() }
            if waiting[0].revents != 0 { status = PQconnectPoll(connection) }
        }
        PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
    }

    private static func connectFailure(_ connection: OpaquePointer) -> PostgresError {
        let failure = ConnectFailure(message: String(cString: PQerrorMessage(connection)))
        return .cannotConnect(target: target(connection), reason: failure.reason, sqlState: failure.sqlState)
    }

    static func target(_ connection: OpaquePointer) -> String {
        func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        return "\(text(PQhost(connection))):\(text(PQport(connection)))/\(text(PQdb(connection)))"
    }
}

/// A verbose message of libpq taken apart: `…failed: FATAL:  28P01: password authentication failed…\nLOCATION:  auth_failed, auth.c:326`.
struct ConnectFailure {
    let reason: String
    let sqlState: SQLState?

    init(message: String) {
        var state: SQLState?
        let lines = message.split(whereSeparator: \.isNewline).filter { !$0.contains(".c:") }
        let cleaned = lines.map { line in
            var parts = line.split(separator: ": ", omittingEmptySubsequences: false)
            if let index = parts.firstIndex(where: { Self.isSQLState($0.drop { $0 == " " }) }) {
                state = SQLState(rawValue: String(parts.remove(at: index).drop { $0 == " " }))
            }
            return parts.joined(separator: ": ")
        }
        reason = cleaned.joined(separator: "\n").singleLine
        sqlState = state
    }

    private static func isSQLState(_ text: Substring) -> Bool {
        text.utf8.count == 5 && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
            && text.utf8.contains { (48...57).contains($0) }
    }
}
