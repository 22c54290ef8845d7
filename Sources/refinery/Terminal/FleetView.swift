internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// The fleet as lines of text: what `refinery top` draws. Pure: two looks in, lines out.
struct FleetView {
    let columns: Int
    let rows: Int
    let usesColor: Bool

    /// - Parameters:
    ///   - before: The look before, for rates; nil for the first.
    ///   - rescuedWithin: The time that ``FleetTotals/rescued`` is about, in words.
    func lines(_ look: FleetLook, before: FleetLook?, rescuedWithin: String) -> [String] {
        let alive = look.workers.filter(\.isAlive)
        let claims = alive.reduce(0) { $0 + $1.jobs }
        let seconds = before.map { look.totals.time - $0.totals.time } ?? 0
        let rate = before.map { Self.rate(look.totals.rowsDone - $0.totals.rowsDone, seconds) }
        var lines = [
            bold("refinery") + "  "
                + [
                    NumberFormat.grouped(Int64(alive.count)) + (alive.count == 1 ? " process" : " processes"),
                    NumberFormat.counted(claims, "claim"), rate.map { "\(NumberFormat.grouped($0)) rows/s" } ?? "– rows/s",
                    marked("\(NumberFormat.grouped(look.totals.rescued)) rescued in \(rescuedWithin)", look.totals.rescued > 0, "33"),
                    marked(NumberFormat.counted(look.totals.deadLetters, "dead letter"), look.totals.deadLetters > 0, "31"),
                ].joined(separator: " · "),
            "",
        ]
        // A third of the screen for each part, more where another needs less.
        let room = max(3, (rows - 10) / 3)
        lines += part("IMPORT    STATUS     PROGRESS", imports(look.imports, before: before, seconds: seconds), room)
        if !look.otherRuns.isEmpty { lines += part("RUN       KIND       STATUS     PROGRESS", look.otherRuns.map(run), room) }
        lines += part("PROCESS   ROLE          HOST             PID     CLAIMS  OLDEST  DONE A MINUTE  UP", look.workers.map(worker), room)
        if !look.budgets.isEmpty {
            lines += part(
                "LOOKUPS                             REQUESTS/MONTH    MONEY        RATE      STATE", look.budgets.map(budget), room)
        }
        lines += part("DATABASE      STATE                 WAITS FOR                     SESSIONS  LONGEST", look.waits.map(wait), room)
        return lines
    }

    private func part(_ title: String, _ lines: [String], _ room: Int) -> [String] {
        let shown = lines.prefix(room).map { fitted($0) }
        let rest = lines.count > room ? ["  and \(lines.count - room) more"] : []
        return [bold(fitted(title))] + (lines.isEmpty ? ["  none"] : shown) + rest + [""]
    }

    private func imports(_ imports: [ImportSummary], before: FleetLook?, seconds: Double) -> [String] {
        imports.map { summary in
            let progress = summary.progress
            let total = (progress.isSplit ? "" : "~") + NumberFormat.grouped(progress.rowsEstimated)
            var parts = [
                "\(NumberFormat.grouped(progress.done)) of \(total) rows", "\(NumberFormat.grouped(progress.stored)) stored",
                NumberFormat.counted(progress.duplicates, "duplicate"), "\(NumberFormat.grouped(progress.rejected)) rejected",
            ]
            if let lookups = progress.lookups {
                parts.append("\(NumberFormat.grouped(lookups.done)) of \(NumberFormat.counted(lookups.numbers, "number"))")
            }
            if progress.status.isRunning, let last = before?.imports.first(where: { $0.id == summary.id }) {
                parts.append("\(NumberFormat.grouped(Self.rate(progress.done - last.progress.done, seconds))) rows/s")
            }
            return summary.id.short.padded(to: 10) + progress.status.rawValue.padded(to: 11)
                + (NumberFormat.fixed(progress.fraction * 100, 1) + "%").padded(to: 8) + parts.joined(separator: " · ")
        }
    }

    private func run(_ run: RunSummary) -> String {
        run.id.short.padded(to: 10) + run.kind.padded(to: 11) + run.status.rawValue.padded(to: 11) + run.words
    }

    private func worker(_ worker: WorkerActivity) -> String {
        String(worker.id.description.prefix(8)).padded(to: 10) + worker.role.padded(to: 14)
            + String(worker.host.prefix(16)).padded(to: 17) + "\(worker.pid)".padded(to: 8)
            + "\(worker.jobs)".padded(to: 8) + (worker.oldestClaim.map { NumberFormat.duration(seconds: $0) } ?? "–").padded(to: 8)
            + RunWords.pace(worker).padded(to: 15)
            + NumberFormat.duration(seconds: worker.age) + (worker.isAlive ? "" : "  lease lapsed")
    }

    private func budget(_ budget: LookupBudget) -> String {
        String(budget.account.prefix(34)).padded(to: 36) + NumberFormat.grouped(budget.usedRequests).padded(to: 18)
            + budget.spent.formatted.padded(to: 13) + "\(NumberFormat.fixed(budget.rateNow, 1))/s".padded(to: 10) + budget.stateText
    }

    private func wait(_ wait: DatabaseWait) -> String {
        wait.role.padded(to: 14) + wait.state.padded(to: 22) + wait.event.padded(to: 30) + "\(wait.sessions)".padded(to: 10)
            + NumberFormat.duration(seconds: wait.longest)
    }

    private static func rate(_ rows: Int64, _ seconds: Double) -> Int64 {
        seconds > 0 ? max(0, Int64((Double(rows) / seconds).rounded())) : 0
    }

    /// Cut at the edge of the screen: a line that wraps would push the rest down.
    private func fitted(_ line: String) -> String { String(line.prefix(columns)) }

    private func bold(_ text: String) -> String { usesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    private func marked(_ text: String, _ isMarked: Bool, _ color: String) -> String {
        usesColor && isMarked ? "\u{1B}[\(color)m\(text)\u{1B}[0m" : text
    }
}
