internal import RefineryModel
internal import RefineryStore

/// The command that goes on from where an import stands.
enum NextStep {
    /// - Parameter fleet: Who is alive: `resume` is of use only to a fleet that runs, `run --resume` brings one along.
    static func hint(for summary: ImportSummary, _ fleet: LivingFleet) -> String? {
        let id = summary.id.short
        let resume = fleet.isComplete ? "refinery resume \(id)" : "refinery run --resume \(id)"
        switch (summary.progress.status, summary.progress.statusReason) {
        case (.paused, PauseReason.rowLimit.rawValue):
            return
                "Paused after \(NumberFormat.counted(summary.progress.rowsSplit, "row")) (MAX_RECORDS_PER_RUN). Next: \(resume), or all that is left: \(resume) --all"
        case (.paused, PauseReason.rejectRate.rawValue):
            return
                "Paused because too many rows were rejected (MAX_REJECT_RATE). Look: refinery rejects \(id). Go on: \(resume)"
        case (.paused, PauseReason.maxCost.rawValue):
            let limit = summary.progress.lookups?.limit.map { "\($0.formatted) " } ?? ""
            return "Paused: its lookups reserved the \(limit)that --max-cost allows. Go on with more: \(resume) --max-cost <dollars>"
        case (.paused, _): return "Paused. Go on: \(resume)"
        case (.failed, _) where summary.progress.rowsSplit == 0 && !summary.progress.isSplit:
            return "No row of its file was found. Why: refinery dead \(id)"
        case (.failed, _):
            return "Some batches are out of attempts. Try them again: refinery retry \(id)"
                + (fleet.isComplete ? "" : ", then refinery run --resume \(id)")
                + "   Or give one up: refinery discard \(id) --batch <number>"
        case (.completed, _) where summary.progress.stored == 0 && summary.progress.duplicates > 0:
            return
                "All its contacts are stored already. Which: refinery duplicates \(id)   Their records: refinery export \(id) --with-duplicates"
        case (.completed, _) where summary.progress.stored == 0 && summary.progress.rejected > 0:
            return "No row became a record. Why: refinery rejects \(id)"
        case (.completed, _):
            // Who bought a list wants the whole list, not the few contacts that were new.
            let whole = summary.progress.duplicates > summary.progress.stored ? " --with-duplicates" : ""
            return "Next: refinery export \(id)\(whole) --output records.csv"
                + (summary.progress.rejected > 0 ? "   and   refinery rejects \(id) --output rejects.csv" : "")
        case (.running, _): return fleet.startHint(summary.id, looksUp: summary.progress.lookups != nil)
        case (.cancelled, _): return nil
        }
    }
}
