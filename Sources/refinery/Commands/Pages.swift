internal import Postgres
internal import RefineryStore

extension Runtime {
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
