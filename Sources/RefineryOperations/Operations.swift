internal import Postgres
package import RefineryStore

/// What a person can ask of Refinery, whichever way the question comes: by a command line, a page, or a program over HTTP.
///
/// Each question is an extension in the folder of what it is about. Answers are values; those of `Documents/` are what programs read.
/// What cannot be done is a `Fault` with a stable code. No text names a command or a flag: how to say it is up to whoever asks.
package struct Operations: Sendable {
    package let database: Database
    package let sources: SourceStorages

    /// - Parameters:
    ///   - database: The way to the database; its owner closes it.
    ///   - sources: Where sources of imports lie, and new ones are stored.
    package init(database: Database, sources: SourceStorages) {
        self.database = database
        self.sources = sources
    }

    /// Lends a connection of the pool.
    func withConnection<Value: Sendable>(_ body: @Sendable (isolated PostgresConnection) async throws -> Value) async throws -> Value {
        try await database.pool.withConnection(body)
    }

    /// Rows read at once: memory stays constant however long a list is.
    private static let pageSize = 2000

    /// Reads a list to its end, a page at a time.
    /// - Parameters:
    ///   - listing: The statement for the page behind a row, nil for the first page, of so many rows.
    ///   - body: Gets each page that is not empty.
    func forEachPage<Listing: Query>(
        _ listing: (Listing.Output?, Int) -> Listing, _ body: ([Listing.Output]) async throws -> Void
    ) async throws {
        var last: Listing.Output?
        while true {
            let query = listing(last, Self.pageSize)
            let page = try await withConnection { try await $0.rows(query) }
            if !page.isEmpty { try await body(page) }
            guard page.count == Self.pageSize else { return }
            last = page.last
        }
    }
}
