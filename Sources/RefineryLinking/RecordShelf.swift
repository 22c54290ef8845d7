internal import Postgres
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore

/// Records that were read, with their features: each is read and normalized once. Used by one task at a time, which is what makes it
/// safe to send.
final class RecordShelf: @unchecked Sendable {
    private(set) var records: [RecordID: LinkRecord] = [:]
    private(set) var features: [RecordID: LinkFeatures] = [:]

    /// Reads those that are not here yet; whichever are gone stay away.
    func load(_ ids: some Collection<RecordID> & Sendable, on connection: isolated PostgresConnection) async throws {
        let missing = ids.filter { records[$0] == nil }
        if missing.isEmpty { return }
        for record in try await connection.rows(FindLinkRecords(ids: missing)) {
            records[record.id] = record
            features[record.id] = LinkFeatures(record)
        }
    }
}
