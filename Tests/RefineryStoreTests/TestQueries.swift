import Postgres
import RefineryTestSupport

/// The plan of a statement.
struct Explain: Query {
    static let sql = "SELECT test.explain($1::text)"
    let statement: String
    func bind(_ parameters: inout Parameters) { parameters.append(statement) }
    static func decode(_ row: Row) throws -> String { try row[0] }
}

/// The SQLSTATE and message with which the server refused.
func refusal<Value>(_ body: () async throws -> Value) async -> (code: String, message: String)? {
    do { _ = try await body() } catch let error as PostgresError {
        guard case .server(let server) = error else { return nil }
        return (server.sqlState.rawValue, server.message)
    } catch {}
    return nil
}
