package import RefineryModel
package import RefineryStore

/// What people are told of where a run stands: the same words in a terminal and on a page. How to go on is up to whoever says it, since a
/// terminal has commands for it, and a page has buttons.
package enum RunWords {
    /// A status, and why: `paused (row_limit)`.
    package static func status(_ status: ImportStatus, _ reason: String?) -> String {
        status.rawValue + (reason.map { " (\($0))" } ?? "")
    }

    /// What a reason means, as a sentence; nil for one that nobody has words for.
    package static func sentence(of reason: String) -> String? {
        switch reason {
        case PauseReason.operator.rawValue: "Somebody asked for it."
        case PauseReason.rowLimit.rawValue: "As many rows as one run may take were refined (MAX_RECORDS_PER_RUN)."
        case PauseReason.rejectRate.rawValue: "Too many rows were rejected (MAX_REJECT_RATE)."
        case PauseReason.maxCost.rawValue: "Its lookups reserved as much as they may cost."
        case PauseReason.providerStopped.rawValue: "The provider takes no questions until somebody acts: its budget says why."
        case PauseReason.budgetSpent.rawValue: "The month's requests or money of the provider's account are used up."
        case PauseReason.destinationStopped.rawValue: "The destination takes nothing until somebody acts: it says why."
        case "reject_rate_accepted": "Somebody accepted that many of its rows are rejected."
        case "dead_jobs": "Some batches are out of attempts."
        case "lookup": "It runs once more, for lookups alone."
        case "in_progress": "Its undo is not at its end."
        case "requested": "Somebody asked for its undo; a coordinator does it."
        case "not_received": "Its file never arrived as a whole."
        default: nil
        }
    }

    /// Where an import stands, as a sentence; nil where the status says it all.
    package static func standing(_ summary: ImportSummary) -> String? {
        let progress = summary.progress
        switch (progress.status, progress.statusReason) {
        case (.paused, PauseReason.rowLimit.rawValue):
            return "Paused after \(NumberFormat.counted(progress.rowsSplit, "row")) (MAX_RECORDS_PER_RUN)."
        case (.paused, PauseReason.rejectRate.rawValue): return "Paused because too many rows were rejected (MAX_REJECT_RATE)."
        case (.paused, PauseReason.maxCost.rawValue):
            let limit = progress.lookups?.limit.map { "\($0.formatted) " } ?? "money "
            return "Paused: its lookups reserved the \(limit)that they may cost."
        case (.paused, _): return "Paused."
        case (.failed, _) where progress.rowsSplit == 0 && !progress.isSplit: return "No row of its file was found."
        case (.failed, _): return "Some batches are out of attempts."
        case (.completed, _) where progress.stored == 0 && progress.duplicates > 0: return "All its contacts are stored already."
        case (.completed, _) where progress.stored == 0 && progress.rejected > 0: return "No row became a record."
        case (.undone, "requested"): return "A coordinator takes its records and outcomes away."
        case (.undone, .some): return "Its undo did not come to its end."
        case (.undone, nil): return "Its records and outcomes were taken away. The file can be submitted again."
        case (.completed, _), (.running, _), (.receiving, _), (.cancelled, _): return nil
        }
    }

    /// That the database refuses to fold or to end a run.
    package static func stuck(_ stuck: StatusDocument.Stuck) -> String {
        "It is stuck, and tried again and again: the database refuses its counters or its end (\(stuck.code)). \(stuck.message)"
    }

    /// The same with why it is paused, where that does not say it already.
    package static func note(_ summary: ImportSummary) -> String? {
        guard let standing = standing(summary) else { return nil }
        let progress = summary.progress
        let isSaid = [PauseReason.rowLimit, .rejectRate, .maxCost].contains { $0.rawValue == progress.statusReason }
        guard progress.status == .paused, !isSaid, let reason = progress.statusReason else { return standing }
        return "\(standing) \(sentence(of: reason) ?? reason)"
    }

    /// What a process got done within a minute: rows, or jobs where these have none.
    package static func pace(_ worker: WorkerActivity) -> String {
        guard let jobs = worker.jobsPerMinute, let rows = worker.rowsPerMinute else { return "–" }
        return rows > 0 || jobs == 0 ? NumberFormat.counted(rows, "row") : NumberFormat.counted(Int64(jobs), "job")
    }

    /// What happened, in a few words, by the kind of an event (docs/events.md).
    package static func event(_ kind: String) -> String {
        switch kind {
        case "run_stuck": return "It is stuck: the database refuses its counters or its end"
        case "jobs_rescued": return "Jobs of lost workers were taken back"
        case "job_retried": return "A batch failed and waits for its next attempt"
        case "job_dead": return "A batch is out of attempts"
        case "job_discarded": return "A dead batch was given up"
        case "duplicates_restored": return "Rows that repeated an undone import were settled again"
        case "campaign_rule_applied": return "A standing segmentation made its blocks"
        case "campaign_rule_failed": return "A standing segmentation failed"
        case "person_erased": return "A person was erased"
        case "import_lookups_added": return "Lookups were added"
        case "import_undo_begun": return "Its undo began"
        default:
            guard let split = kind.lastIndex(of: "_") else { return kind }
            return "\(kind[kind.index(after: split)...])".capitalized
        }
    }
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
