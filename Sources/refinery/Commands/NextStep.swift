internal import RefineryModel
internal import RefineryStore
internal import RefineryOperations

/// The command that goes on from where an import stands.
enum NextStep {
    /// - Parameter fleet: Who is alive: `resume` is of use only to a fleet that runs, `run --resume` brings one along.
    static func hint(for summary: ImportSummary, _ fleet: FleetPresence) -> String? {
        let id = summary.id.short
        let resume = fleet.isComplete ? "refinery resume \(id)" : "refinery run --resume \(id)"
        let standing = RunWords.standing(summary) ?? ""
        switch (summary.progress.status, summary.progress.statusReason) {
        case (.paused, PauseReason.rowLimit.rawValue): return "\(standing) Next: \(resume), or all that is left: \(resume) --all"
        case (.paused, PauseReason.rejectRate.rawValue): return "\(standing) Look: refinery rejects \(id). Go on: \(resume)"
        case (.paused, PauseReason.maxCost.rawValue): return "\(standing) Go on with more: \(resume) --max-cost <dollars>"
        case (.paused, _): return "\(standing) Go on: \(resume)"
        case (.failed, _) where summary.progress.rowsSplit == 0 && !summary.progress.isSplit: return "\(standing) Why: refinery dead \(id)"
        case (.failed, _):
            return "\(standing) Try them again: refinery retry \(id)"
                + (fleet.isComplete ? "" : ", then refinery run --resume \(id)")
                + "   Or give one up: refinery discard \(id) --batch <number>"
        case (.completed, _) where summary.progress.stored == 0 && summary.progress.duplicates > 0:
            return "\(standing) Which: refinery duplicates \(id)   Their records: refinery export \(id) --with-duplicates"
        case (.completed, _) where summary.progress.stored == 0 && summary.progress.rejected > 0:
            return "\(standing) Why: refinery rejects \(id)"
        case (.completed, _):
            // Who bought a list wants the whole list, not the few contacts that were new.
            let whole = summary.progress.duplicates > summary.progress.stored ? " --with-duplicates" : ""
            return "Next: refinery export \(id)\(whole) --output records.csv"
                + (summary.progress.rejected > 0 ? "   and   refinery rejects \(id) --output rejects.csv" : "")
        case (.running, _), (.receiving, _): return fleet.startHint(summary.id, looksUp: summary.progress.lookups != nil)
        case (.cancelled, _): return nil
        case (.undone, .some): return "\(standing) Go on: refinery undo \(id) --yes"
        case (.undone, nil): return standing
        }
    }
}

extension FleetPresence {
    /// What to start so that an import goes on; nil when nothing is missing.
    /// - Parameter looksUp: Whether the import's numbers are looked up.
    func startHint(_ importID: ImportID, looksUp: Bool) -> String? {
        let missing = refineHint(importID)
        guard looksUp, lookupWorkers == 0 else { return missing }
        return [missing, "No lookup worker is alive. Start one: refinery lookup-worker"].compactMap(\.self).joined(separator: "\n")
    }

    /// What to start so that lookups of rows that are refined go on; nil when nothing is missing.
    var lookupHint: String? {
        let missing = [
            coordinators == 0 ? "No coordinator is alive. Start one: refinery coordinator" : nil,
            lookupWorkers == 0 ? "No lookup worker is alive. Start one: refinery lookup-worker" : nil,
        ].compactMap(\.self)
        return missing.isEmpty ? nil : missing.joined(separator: "\n")
    }

    private func refineHint(_ importID: ImportID) -> String? {
        switch (coordinators > 0, workers > 0) {
        case (true, true): nil
        case (true, false): "No worker is alive. Start one: refinery worker"
        case (false, true): "No coordinator is alive. Start one: refinery coordinator"
        case (false, false):
            "No coordinator and no worker is alive. Start them: refinery coordinator, refinery worker; or here: refinery run --resume \(importID.short)"
        }
    }
}
