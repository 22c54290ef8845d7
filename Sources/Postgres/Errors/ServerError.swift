/// What the server said about a statement it refused.
///
/// `detail` and `context` can quote rows, so they are kept for code that asks and left out of every description.
package struct ServerError: Sendable, Equatable {
    package var sqlState: SQLState
    /// `ERROR`, `FATAL` or `PANIC`, not translated.
    package var severity: String
    package var message: String
    package var detail: String?
    package var hint: String?
    package var context: String?
    package var schema: String?
    package var table: String?
    package var column: String?
    package var constraint: String?
    /// Where in the statement, in characters from 1.
    package var position: Int?
    /// The function of the server that refused; unlike the message it is never translated.
    package var routine: String?
    /// The query type, or what the connection was doing.
    package var query: String

    package init(
        sqlState: SQLState, severity: String = "ERROR", message: String, detail: String? = nil, hint: String? = nil, context: String? = nil,
        schema: String? = nil, table: String? = nil, column: String? = nil, constraint: String? = nil, position: Int? = nil,
        routine: String? = nil, query: String
    ) {
        self.sqlState = sqlState
        self.severity = severity
        self.message = message
        self.detail = detail
        self.hint = hint
        self.context = context
        self.schema = schema
        self.table = table
        self.column = column
        self.constraint = constraint
        self.position = position
        self.routine = routine
        self.query = query
    }

    /// The session is over after this error.
    var isFatal: Bool { severity == "FATAL" || severity == "PANIC" }

    /// A prepared statement that the server no longer knows, or whose columns changed since it was prepared.
    var isStalePreparedStatement: Bool {
        sqlState == .invalidStatementName || (sqlState == .featureNotSupported && routine == "RevalidateCachedQuery")
    }

    /// The message, without the value that errors about data quote (class 22).
    package var safeMessage: String {
        guard sqlState.category == "22", let quote = message.firstIndex(of: "\"") else { return message }
        return String(message[..<quote]) + "…"
    }
}

/// Neither printing nor reflecting shows detail or context.
extension ServerError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(query): \(safeMessage) (SQLSTATE \(sqlState))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["sqlState": sqlState.rawValue, "query": query]) }
}
