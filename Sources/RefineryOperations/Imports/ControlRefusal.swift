package import Postgres
package import RefineryModel

/// A change that makes no sense for what it is about as it is; the database says why.
package struct ControlRefusal: Fault {
    package let summary: String
    package let remedy: String?
    package let code: FaultCode
    /// What stands in the way, where more than a status does: `max_cost`, the limit of what lookups may cost.
    package let obstacle: String?

    /// nil when the error is another one.
    package init?(_ error: PostgresError) {
        guard case .server(let server) = error else { return nil }
        switch server.sqlState.rawValue {
        case "55000": code = .stateConflict
        case "P0002", "02000": code = .importNotFound
        // 22P05: in a document that somebody gave.
        case "22023", "22P05": code = .valueInvalid
        default: return nil
        }
        obstacle = server.constraint
        summary = server.sqlState.rawValue == "22P05" ? "A text in it has a NUL, which no text can have." : server.message
        remedy = server.hint
    }

    /// Runs a statement; a refusal of the database becomes one that people understand.
    package static func explaining<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        do { return try await body() } catch let error as PostgresError { throw ControlRefusal(error) ?? error }
    }
}
