/// The five characters that say what went wrong (PostgreSQL manual, appendix A).
package struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }

    /// The first two characters: the class of the error.
    package var category: Substring { rawValue.prefix(2) }

    package static let featureNotSupported = SQLState(rawValue: "0A000")
    package static let invalidTextRepresentation = SQLState(rawValue: "22P02")
    package static let notNullViolation = SQLState(rawValue: "23502")
    package static let foreignKeyViolation = SQLState(rawValue: "23503")
    package static let uniqueViolation = SQLState(rawValue: "23505")
    package static let checkViolation = SQLState(rawValue: "23514")
    package static let inFailedTransaction = SQLState(rawValue: "25P02")
    package static let idleInTransactionTimeout = SQLState(rawValue: "25P03")
    package static let invalidStatementName = SQLState(rawValue: "26000")
    package static let invalidAuthorization = SQLState(rawValue: "28000")
    package static let invalidPassword = SQLState(rawValue: "28P01")
    package static let undefinedDatabase = SQLState(rawValue: "3D000")
    package static let undefinedSchema = SQLState(rawValue: "3F000")
    package static let serializationFailure = SQLState(rawValue: "40001")
    package static let deadlockDetected = SQLState(rawValue: "40P01")
    package static let syntaxError = SQLState(rawValue: "42601")
    package static let insufficientPrivilege = SQLState(rawValue: "42501")
    package static let undefinedColumn = SQLState(rawValue: "42703")
    package static let undefinedFunction = SQLState(rawValue: "42883")
    package static let undefinedTable = SQLState(rawValue: "42P01")
    package static let diskFull = SQLState(rawValue: "53100")
    package static let outOfMemory = SQLState(rawValue: "53200")
    package static let tooManyConnections = SQLState(rawValue: "53300")
    package static let objectInUse = SQLState(rawValue: "55006")
    package static let lockNotAvailable = SQLState(rawValue: "55P03")
    package static let queryCanceled = SQLState(rawValue: "57014")
    package static let adminShutdown = SQLState(rawValue: "57P01")
    package static let crashShutdown = SQLState(rawValue: "57P02")
    package static let cannotConnectNow = SQLState(rawValue: "57P03")
    package static let readOnlyTransaction = SQLState(rawValue: "25006")

    /// Whether the server rolled the transaction back only because of what others did at the same time (class 40: deadlock,
    /// serialization failure): nothing is wrong with the work.
    package var isRollback: Bool { category == "40" }

    /// Whether the user may not do this, or not even come in: a wrong password, no entry in pg_hba.conf, a missing right.
    package var isRefusal: Bool { self == .insufficientPrivilege || category == "28" }

    /// Whether the same work may succeed when it is tried again.
    package var isTransient: Bool {
        switch self {
        case .lockNotAvailable, .objectInUse, .idleInTransactionTimeout, .adminShutdown,
            .crashShutdown, .cannotConnectNow, .readOnlyTransaction:
            true
        default:
            category == "08" || category == "53" || isRollback
        }
    }
}
