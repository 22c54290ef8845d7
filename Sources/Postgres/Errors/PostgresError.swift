/// Everything that can go wrong between a program and its database. No row contents and no password in any description.
package enum PostgresError: Error, Sendable, Equatable {
    /// The connection string cannot be read.
    case invalidURL(reason: String)
    /// No connection came about. `sqlState` is `nil` when no server answered.
    case cannotConnect(target: String, reason: String, sqlState: SQLState?)
    /// The connection broke; what was under way outside a transaction may or may not have happened.
    case connectionLost(reason: String)
    /// The connection broke during COMMIT: the transaction happened wholly or not at all, and nobody can tell which.
    case commitUnknown(reason: String)
    /// The connection was closed by this program before the call.
    case connectionClosed
    /// The server refused a statement.
    case server(ServerError)
    /// A row is not what the query type expects.
    case decode(DecodeError)
    /// A parameter cannot be sent; counted from 1.
    case invalidParameter(query: String, parameter: Int, problem: ParameterProblem)
    /// The task was cancelled and the server stopped the statement.
    case cancelled
    /// The server took longer than it may.
    case timedOut(query: String, after: Duration)
    /// A transaction inside a transaction.
    case transactionOpen
    /// COMMIT rolled back, because a statement of the transaction had failed and its error was swallowed.
    case transactionAborted
    /// The server answered with something the call cannot use, such as rows to `copyIn`.
    case unexpectedAnswer(query: String, answer: String)
    case poolClosed
    /// All connections were in use for too long.
    case poolExhausted(size: Int, waited: Duration)

    /// What happened, for people.
    package var summary: String {
        switch self {
        case .invalidURL(let reason): "The database URL cannot be read: \(reason)"
        case .cannotConnect(let target, let reason, _): "Cannot connect to the database at \(target): \(reason)"
        case .connectionLost(let reason): "The connection to the database was lost: \(reason)"
        case .commitUnknown(let reason): "The connection was lost during COMMIT, its outcome is unknown: \(reason)"
        case .connectionClosed: "The database connection is already closed."
        case .server(let error): "\(error.query): \(error.safeMessage) (SQLSTATE \(error.sqlState)\(error.place))"
        case .decode(let error): "\(error.query): column \(error.index) \"\(error.column)\" \(error.problem.summary)."
        case .invalidParameter(let query, let parameter, let problem): "\(query): parameter $\(parameter) \(problem.summary)."
        case .cancelled: "The database call was cancelled."
        case .timedOut(let query, let after): "\(query): the database took longer than \(after)."
        case .transactionOpen: "A transaction is already open on this connection."
        case .transactionAborted: "The transaction was rolled back because one of its statements had failed."
        case .unexpectedAnswer(let query, let answer): "\(query): the database answered with \(answer)."
        case .poolClosed: "The connection pool is closed."
        case .poolExhausted(let size, let waited): "No database connection became free within \(waited); all \(size) are in use."
        }
    }

    /// What to do about it, if there is something.
    package var remedy: String? {
        switch self {
        case .invalidURL: "Write it as postgres://user:password@host:5432/database, with special characters percent-encoded."
        case .cannotConnect(_, let reason, let state): Self.connectRemedy(state, reason)
        case .connectionLost, .commitUnknown: "Check that the database server runs and is reachable; the work is tried again."
        case .server(let error): error.remedy
        case .decode: "The schema may be newer or older than this program: run the migrations of the same release."
        case .invalidParameter(_, _, .containsNUL): "Remove the NUL bytes from the input; it may be UTF-16 text."
        case .timedOut: "Look for locks and slow statements in pg_stat_activity, or raise DATABASE_TIMEOUT."
        case .poolExhausted: "Raise DATABASE_POOL_SIZE, or look for transactions that stay open."
        default: nil
        }
    }

    /// Whether trying again later may succeed. Repeat only what is safe to repeat: a lost connection does not tell what was done.
    package var isTransient: Bool {
        switch self {
        case .cannotConnect(_, _, let state): state?.isTransient ?? true
        case .connectionLost, .commitUnknown, .timedOut, .poolExhausted: true
        case .server(let error): error.sqlState.isTransient
        default: false
        }
    }

    /// The server's code, when there is one.
    package var sqlState: SQLState? {
        switch self {
        case .server(let error): error.sqlState
        case .cannotConnect(_, _, let state): state
        default: nil
        }
    }

    /// Why a server is refused whose commits wait for no standby.
    static let noStandby = "it has no synchronous standby, which SYNCHRONOUS_STANDBY demands"

    private static func connectRemedy(_ state: SQLState?, _ reason: String) -> String {
        if reason == noStandby { return "Name one in the server's synchronous_standby_names, or unset SYNCHRONOUS_STANDBY." }
        // libpq says so in words only.
        if reason.contains("SSL") { return "Correct sslmode in DATABASE_URL: what it asks for and what the server offers differ." }
        return switch state {
        case .invalidPassword, .invalidAuthorization: "Check user and password in DATABASE_URL and the server's pg_hba.conf."
        case .undefinedDatabase: "Create the database, or correct its name in DATABASE_URL."
        case .tooManyConnections: "Lower DATABASE_POOL_SIZE, raise max_connections, or put PgBouncer in between."
        case .cannotConnectNow: "The server is starting or stopping: try again in a moment."
        default: "Check that the server runs and that host and port in DATABASE_URL are right."
        }
    }
}

extension PostgresError: CustomStringConvertible {
    package var description: String { summary }
}

extension ServerError {
    fileprivate var place: String {
        let names = [schema, table, column].compactMap(\.self).joined(separator: ".")
        let constraint = constraint.map { ", constraint \($0)" } ?? ""
        return (names.isEmpty ? "" : ", at \(names)") + constraint + (position.map { ", character \($0)" } ?? "")
    }

    fileprivate var remedy: String? {
        switch sqlState {
        case .undefinedTable, .undefinedColumn, .undefinedSchema, .undefinedFunction:
            "The schema does not match this program: run the migrations."
        case .insufficientPrivilege: "Grant the database user the missing right."
        case .diskFull: "Free disk space on the database server."
        case .lockNotAvailable: "Another session holds the lock: look at pg_locks, or try again."
        case .serializationFailure, .deadlockDetected: "Try the transaction again."
        default: hint
        }
    }
}
