internal import Postgres

extension Operations {
    /// Makes sure that the database answers, and has the schema that this program needs.
    /// - Throws: `PostgresError`, `StoreError`.
    package func checkReady() async throws {
        try await withConnection { try await SchemaUpgrade().check(on: $0) }
    }
}
