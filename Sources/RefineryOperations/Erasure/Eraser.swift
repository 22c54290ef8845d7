internal import Postgres
internal import RefineryLinking
package import RefineryModel
package import RefineryStore

/// Removes a person from everything that was refined, in one transaction, and leaves an event without personal data.
///
/// The raw source of an import is one file with many people in it and cannot be changed; it is kept unless asked otherwise,
/// and then deleted as a whole.
package struct Eraser: Sendable {
    /// What was removed, or would be.
    package struct Outcome: Sendable, Equatable {
        package let counts: ErasureCounts
        /// Sources that hold the person and are still there.
        package let keptSources: [StoredSource]
        package let deletedSources: [StoredSource]
        /// Imports with rows that are not refined yet: what their files say of the person is stored after this.
        package let unrefinedImports: [ImportID]

        /// Whether nothing that is stored is about the person.
        package var isEmpty: Bool {
            [counts.records, counts.fingerprints, counts.duplicates, counts.rejects, counts.numbers].allSatisfy { $0 == 0 }
                && keptSources.isEmpty && deletedSources.isEmpty
        }
    }

    private let database: Database
    private let sources: SourceStorages

    /// - Parameter sources: Where sources may be deleted.
    package init(database: Database, sources: SourceStorages) {
        self.database = database
        self.sources = sources
    }

    /// - Parameters:
    ///   - deletesSources: Whether the sources that hold the person go too.
    ///   - isRehearsal: Does it all, counts, and rolls back.
    /// - Throws: ``EraserError/underWay(_:)`` when the source of an import that still runs would have to go.
    package func erase(_ person: Person, deletesSources: Bool = false, isRehearsal: Bool = false) async throws -> Outcome {
        let erase = ErasePerson(phone: person.phone, email: person.email, pattern: person.pattern)
        do {
            let outcome = try await database.pool.withTransaction { connection in
                // An undo beside it could store the person again, and a batch could repeat a record that goes.
                try await connection.execute(LockOutcomes())
                if !isRehearsal { try await connection.execute(AwaitRefining()) }
                try await Linking.hold(on: connection)
                guard let counts = try await connection.first(erase) else { throw StoreError.unexpectedRows(statement: "erase_person") }
                let asking = try await connection.rows(EraseEnrichments(personas: counts.personaIDs, records: counts.recordIDs))
                if !asking.isEmpty { _ = try await connection.rows(FoldProgress(runs: asking)) }
                try await Linking.forget(counts.recordIDs, on: connection)
                try await connection.execute(EraseContacts(personas: counts.personaIDs, phone: person.phone))
                let sources = try await connection.rows(ListSources(imports: counts.imports))
                if deletesSources {
                    for source in sources {
                        guard try await connection.first(MarkSourceDeleted(importID: source.importID)) != nil else {
                            throw EraserError.underWay(source.importID)
                        }
                    }
                }
                let outcome = Outcome(
                    counts: counts, keptSources: deletesSources ? [] : sources, deletedSources: deletesSources ? sources : [],
                    unrefinedImports: try await connection.rows(ListUnrefinedImports()))
                if isRehearsal { throw Rehearsed(outcome: outcome) }
                return outcome
            }
            // Storages know no transaction: bytes go once nothing can be rolled back any more.
            for source in outcome.deletedSources { try await sources.delete(source.location) }
            return outcome
        } catch let rehearsed as Rehearsed {
            return rehearsed.outcome
        }
    }

    /// Rolls the transaction back.
    private struct Rehearsed: Error {
        let outcome: Outcome
    }
}

/// Why nothing was erased.
package enum EraserError: Fault, Equatable {
    /// An import that holds the person still runs.
    case underWay(ImportID)

    package var code: FaultCode { .importUnderWay }
    package var details: [String: String] {
        switch self {
        case .underWay(let id): ["import_id": id.description]
        }
    }
    package var summary: String {
        switch self {
        case .underWay(let id): "Import \(id) holds the person and has not ended, so its source cannot be deleted. Nothing was erased."
        }
    }
    package var remedy: String? {
        switch self {
        case .underWay: "Wait for its end, or cancel it; then erase again."
        }
    }
}
