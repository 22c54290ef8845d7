internal import RefineryModel
internal import RefineryStore

/// One look at the fleet as programs read it.
package struct FleetDocument: Encodable {
    let at: String
    let processesAlive: Int
    let claims: Int64
    let rowsDone: Int64
    let rowsPerSecond: Double
    /// Jobs taken from lost workers within the last so many seconds.
    let rescued: Int64
    let rescuedWithinSeconds: Double
    let deadLetters: Int64
    let processes: [Process]
    let imports: [ImportDocument]
    /// Runs of other kinds.
    let runs: [RunDocument]
    let budgets: [BudgetDocument]
    let databaseWaits: [Wait]

    struct Process: Encodable {
        let workerId: String
        let role: String
        let host: String
        let pid: Int32
        let version: String
        let alive: Bool
        let claims: Int64
        let rows: Int64
        let oldestClaimSeconds: Double?
        let upSeconds: Double
        let jobsPerMinute: Int32?
        let rowsPerMinute: Int64?
    }

    struct Wait: Encodable {
        let role: String
        let state: String
        let waitsFor: String?
        let sessions: Int64
        let longestSeconds: Double
    }

    /// - Parameters:
    ///   - before: The look before, for the rates.
    ///   - rescuedWithin: The time that ``FleetTotals/rescued`` is about.
    package init(_ look: FleetLook, before: FleetLook, _ rescuedWithin: Duration) {
        let seconds = look.totals.time - before.totals.time
        func rate(_ rows: Int64) -> Double { seconds > 0 ? max(0, (Double(rows) / seconds * 10).rounded() / 10) : 0 }
        let done = Dictionary(before.imports.map { ($0.id, $0.progress.done) }, uniquingKeysWith: { first, _ in first })
        at = Timestamp.iso8601(look.totals.time)
        processesAlive = look.workers.count(where: \.isAlive)
        claims = look.workers.filter(\.isAlive).reduce(0) { $0 + $1.jobs }
        rowsDone = look.totals.rowsDone
        rowsPerSecond = rate(look.totals.rowsDone - before.totals.rowsDone)
        rescued = look.totals.rescued
        rescuedWithinSeconds = rescuedWithin.inSeconds
        deadLetters = look.totals.deadLetters
        processes = look.workers.map {
            Process(
                workerId: "\($0.id)", role: $0.role, host: $0.host, pid: $0.pid, version: $0.version, alive: $0.isAlive, claims: $0.jobs,
                rows: $0.rows, oldestClaimSeconds: $0.oldestClaim, upSeconds: $0.age, jobsPerMinute: $0.jobsPerMinute,
                rowsPerMinute: $0.rowsPerMinute)
        }
        imports = look.imports.map { summary in
            ImportDocument(summary, rowsPerSecond: done[summary.id].map { rate(summary.progress.done - $0) })
        }
        runs = look.otherRuns.map(RunDocument.init)
        budgets = look.budgets.map(BudgetDocument.init)
        databaseWaits = look.waits.map {
            Wait(
                role: $0.role, state: $0.state, waitsFor: $0.event.isEmpty ? nil : $0.event, sessions: $0.sessions,
                longestSeconds: $0.longest)
        }
    }
}
