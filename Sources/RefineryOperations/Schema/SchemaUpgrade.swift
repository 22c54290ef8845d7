#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import Postgres
internal import Digest
internal import RefineryModel
internal import RefineryStages
package import RefineryStore

/// Brings the schema up to date and does what a migration leaves to the program: the fingerprints of records that were stored when
/// contacts were told by their phone or their e-mail alone.
package struct SchemaUpgrade: Sendable {
    /// Records read and written at a time.
    private static let page = 5000

    package init() {}

    /// - Parameter partitions: Whether records and fingerprints are put into partitions, where they are not.
    /// - Returns: What the migrator did.
    @discardableResult
    package func run(on connection: PostgresConnection, partitions: Bool = false) async throws -> Migrator.Plan {
        let migrator = Migrator()
        var done = try await migrator.migrate(on: connection)
        if partitions, try await migrator.partition(on: connection) { done.views = try await migrator.migrate(on: connection).views }
        if try await connection.first(FindPendingStep(.fingerprints)) == true { try await refreshFingerprints(on: connection) }
        return done
    }

    /// Throws when a migration, or its last step, is missing; for processes that do not migrate by themselves.
    package func check(on connection: PostgresConnection) async throws {
        try await Migrator().check(on: connection)
        if try await connection.first(FindPendingStep(.fingerprints)) == true { throw StoreError.schemaMissing(pending: 1) }
    }

    /// All or nothing: no record is ever told by two kinds of fingerprint.
    private func refreshFingerprints(on connection: PostgresConnection) async throws {
        try await connection.transaction { connection in
            try await connection.executeScript("LOCK TABLE refinery.fingerprints IN EXCLUSIVE MODE")
            guard try await connection.first(FindPendingStep(.fingerprints)) == true else { return }
            var last = RecordID(rawValue: 0)
            while true {
                let rows = try await connection.rows(ListRecordsToldByName(after: last, limit: Self.page))
                guard let end = rows.last else { break }
                try await connection.execute(ReplaceFingerprints(try rows.map { ($0.id, try Self.fingerprint(ofJSON: $0.json)) }))
                last = end.id
            }
            try await connection.execute(FinishPendingStep(.fingerprints))
        }
    }

    private static func fingerprint(ofJSON json: String) throws -> Fingerprint {
        let stored = try JSONDecoder().decode([String: StoredValue?].self, from: Data(json.utf8))
        let (arena, draft) = (TextArena(), RecordDraft())
        for column in RecordColumn.allCases {
            switch stored[column.rawValue] ?? nil {
            case .text(let text): draft[column] = arena.copy(text)
            case .number(let number): draft[number: column] = number
            case .texts(let texts): draft[column] = arena.copy(texts.joined(separator: "\n"))
            case .members(let members):
                draft[column] = arena.copy(String(decoding: try JSONEncoder().encode(members), as: UTF8.self))
            case nil: break
            }
        }
        return SHA256Hasher().fingerprint(of: draft, arena: arena)
    }
}

/// What a stored record has in a column.
private enum StoredValue: Decodable {
    case text(String)
    case number(Int64)
    case texts([String])
    case members([String: String])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else if let texts = try? container.decode([String].self) {
            self = .texts(texts)
        } else {
            self = .members(try container.decode([String: String].self))
        }
    }
}
