internal import Postgres
package import RefineryModel
package import RefineryStore
package import Tables

extension Operations {
    /// Resolves what a person typed to an import: a whole id, the beginning of one, or nothing for the newest.
    /// - Throws: ``StoreError/noSuchImport(_:)``, ``StoreError/ambiguousImport(_:)``.
    package func importID(_ text: String?) async throws -> ImportID {
        try await only(text) { FindImport(text: $0) }
    }

    /// The one that a person's text means.
    /// - Parameter find: The statement that finds those whose ids begin with a text of hexadecimal digits; with an empty one, the newest.
    /// - Throws: ``StoreError/noSuchImport(_:)``, ``StoreError/ambiguousImport(_:)``.
    func only<Find: Query>(_ text: String?, _ find: (String) -> Find) async throws -> Find.Output {
        let text = text ?? ""
        guard text.allSatisfy({ $0.isHexDigit || $0 == "-" }) else { throw StoreError.noSuchImport(text) }
        let query = find(text)
        let found = try await withConnection { try await $0.rows(query) }
        guard let first = found.first else { throw StoreError.noSuchImport(text) }
        guard found.count == 1 else { throw StoreError.ambiguousImport(text) }
        return first
    }

    /// How an import is read and refined.
    /// - Throws: ``StoreError/notRead(_:)`` for one whose file nobody has looked at yet.
    package func plan(of importID: ImportID) async throws -> ImportPlan {
        guard let plan = try await withConnection({ try await $0.first(LoadImports(ids: [importID])) }) else {
            throw StoreError.notRead(importID)
        }
        return plan
    }

    /// Where the rows of an import stand in the file that was submitted; nil: the file was CSV, or nobody knows.
    package func originLines(of importID: ImportID) async throws -> LineMap? {
        let text = try await withConnection { try await $0.first(FindOriginLines(importID: importID)) }
        return try text.map { try JSON.value(from: $0) }
    }

    /// How far an import is.
    package func summary(of importID: ImportID) async throws -> ImportSummary {
        try await progress(of: importID).summary
    }

    /// How far an import is, and whether it stood still in between.
    private func progress(of importID: ImportID) async throws -> FindProgress.Output {
        let found = try await withConnection { try await $0.first(FindProgress(importID)) }
        guard let found else { throw StoreError.noSuchImport(importID.description) }
        return found
    }

    /// Imports, newest first.
    /// - Parameter after: Only those that are listed behind this one.
    package func imports(after: ImportID? = nil, limit: Int, filter: ListProgress.Filter) async throws -> [ImportSummary] {
        let list = ListProgress(after: after, limit: limit, filter: filter)
        return try await withConnection { try await $0.rows(list) }
    }

    /// The import whose rows this one has once more: the same list, in whatever format; nil: there is none.
    package func twin(of importID: ImportID) async throws -> TwinImport? {
        try await withConnection { try await $0.first(FindTwin(importID: importID)) }
    }

    /// The jobs of an import by stage and state.
    package func jobs(of importID: ImportID) async throws -> [JobCount] {
        try await withConnection { try await $0.rows(CountJobs(runID: importID)) }
    }

    /// The jobs of an import that are out of attempts.
    package func deadJobs(of importID: ImportID) async throws -> [DeadJob] {
        try await withConnection { try await $0.rows(ListDeadJobs(runID: importID)) }
    }

    /// Batches out of attempts with everything that went wrong, oldest first.
    /// - Parameters:
    ///   - importID: nil for all imports.
    ///   - areDiscarded: Whether those are meant that were given up.
    ///   - body: Gets them a page at a time.
    package func forEachDeadLetter(
        of importID: ImportID?, areDiscarded: Bool = false, _ body: ([DeadLetter]) async throws -> Void
    ) async throws {
        try await forEachPage(
            { last, size in
                ListDeadLetters(runID: importID, after: last?.id ?? JobID(rawValue: 0), limit: size, areDiscarded: areDiscarded)
            }, body)
    }

    /// Rows per second from the submit to the end of imports; none for one that stood still in between, as after a pause.
    package func steadySpeeds(of imports: [ImportSummary]) async throws -> [ImportID: Double] {
        let candidates = imports.filter { Self.speed(of: $0) != nil }
        guard !candidates.isEmpty else { return [:] }
        let ids = candidates.map(\.id)
        let interrupted = Set(try await withConnection { try await $0.rows(FindInterruptedImports(ids: ids)) })
        return Dictionary(
            candidates.filter { !interrupted.contains($0.id) }.compactMap { summary in Self.speed(of: summary).map { (summary.id, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    private static func speed(of summary: ImportSummary) -> Double? {
        guard summary.progress.status != .paused, summary.elapsedSeconds > 0 else { return nil }
        return Double(summary.progress.done) / summary.elapsedSeconds
    }

    /// Imports as programs read them.
    package func documents(of imports: [ImportSummary]) async throws -> [ImportDocument] {
        let speeds = try await steadySpeeds(of: imports)
        return imports.map { ImportDocument($0, rowsPerSecond: speeds[$0.id]) }
    }

    /// An import as programs read it.
    package func document(of id: ImportID) async throws -> ImportDocument {
        let (summary, isInterrupted) = try await progress(of: id)
        return ImportDocument(summary, rowsPerSecond: isInterrupted ? nil : Self.speed(of: summary))
    }

    /// An import as programs read it.
    package func document(of summary: ImportSummary, jobs: [JobCount]? = nil) async throws -> ImportDocument {
        ImportDocument(summary, rowsPerSecond: try await steadySpeeds(of: [summary])[summary.id], jobs: jobs)
    }
}
