package import RefineryModel
package import RefineryStore
internal import RefineryStages

/// A file that a person hands to the fleet, with everything said about it.
package struct Submission: Sendable {
    package var options: ImportOptions
    /// Smaller is sooner, 0 to 1000.
    package var priority = 100
    /// How often each of its batches may be tried.
    package var attempts: Int
    /// Whether bytes that were submitted before make another import.
    package var again = false
    /// Where its lookups make it pause; nil is no limit.
    package var maxCost: Money?
    /// Who submits it; nil: the user of the database.
    package var submitter: String?
    /// What is remembered of it for files with the same headers; nil: nothing.
    package var mapping: SavedMapping?
    /// What it is submitted with; nil: alone.
    package var group: SubmissionID?

    package init(options: ImportOptions, attempts: Int) {
        self.options = options
        self.attempts = attempts
    }
}

extension Operations {
    /// Submits one file, or says that it is known already.
    /// - Parameter began: Is told when the import is there, before its first byte is.
    /// - Throws: ``SubmissionError``, ``SubmitUnknownError``, `RefineError` for options that nobody can follow.
    package func submit(_ source: SourceTable, _ submission: Submission, began: @Sendable (ImportID) -> Void = { _ in }) async throws
        -> ImportID
    {
        // A region that does not exist is found now, not by every worker.
        _ = try Refiner(
            ImportPlan(id: ImportID(), number: 0, source: SourceLocation(uri: "", bytes: 0), options: submission.options), currentYear: 2000
        )
        let outcome = try await Submitter(database: database, sources: sources).submit(
            source, options: submission.options, priority: submission.priority, attempts: submission.attempts, again: submission.again,
            maxCost: submission.maxCost, submitter: submission.submitter, mapping: submission.mapping, group: submission.group, began: began
        )
        switch outcome {
        case .submitted(let id): return id
        case .known(let earlier): throw SubmissionError.known(name: source.name, earlier: earlier)
        }
    }

    /// Submits a file that is CSV.
    package func submit(_ source: SourceFile, _ submission: Submission, began: @Sendable (ImportID) -> Void = { _ in }) async throws
        -> ImportID
    {
        try await submit(SourceTable(source), submission, began: began)
    }

    /// Whether the numbers of a new import are looked up: as was asked, else where somebody can buy lookups.
    /// - Parameter isConfigured: Whether there is an account here to ask with.
    package func looksUp(_ asked: Bool?, isConfigured: Bool) async throws -> Bool {
        if let asked { return asked }
        if isConfigured { return true }
        return try await fleet().lookupWorkers > 0
    }
}

/// Why a file was not submitted.
package enum SubmissionError: Fault {
    case known(name: String, earlier: [EarlierImport])

    package var code: FaultCode { .alreadySubmitted }
    package var details: [String: String] {
        switch self {
        case .known(_, let earlier):
            earlier.first.map { ["existing_import_id": $0.id.description, "existing_status": $0.status.rawValue] } ?? [:]
        }
    }
    package var summary: String {
        switch self {
        case .known(let name, let earlier):
            "The same bytes as \(name) were submitted before"
                + (earlier.first.map { ", as import \($0.id) (\($0.fileName.visible), \($0.status.rawValue))." } ?? ".")
        }
    }
    package var remedy: String? { "Look at that import, or submit the file once more and say that it is meant." }
}
