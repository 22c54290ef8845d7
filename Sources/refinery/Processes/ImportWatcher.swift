internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

/// Follows one import until it ends or pauses: woken by NOTIFY, sure by asking. A lost database is waited for.
struct ImportWatcher: Sendable {
    private let runtime: Runtime
    private let importID: ImportID

    init(runtime: Runtime, importID: ImportID) {
        self.runtime = runtime
        self.importID = importID
    }

    /// Shows progress on standard error until the import ends or pauses.
    /// - Parameter endsWhenPaused: Whether a pause ends the watching too.
    func watch(endsWhenPaused: Bool) async throws -> ImportSummary {
        let wakeUp = WakeUp()
        return try await withThrowingTaskGroup(of: ImportSummary?.self) { group in
            group.addTask {
                await listen(wakeUp)
                return nil
            }
            group.addTask { try await follow(wakeUp, endsWhenPaused) }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let summary = result { return summary }
            }
            throw CancellationError()
        }
    }

    private func follow(_ wakeUp: WakeUp, _ endsWhenPaused: Bool) async throws -> ImportSummary {
        var view = ProgressView()
        var printedAt = ContinuousClock.now
        var budgets = BudgetWatch()
        while true {
            let summary: ImportSummary
            do {
                summary = try await runtime.summary(of: importID)
            } catch let error as PostgresError where error.isTransient {
                if Console.isInteractive { Console.overwrite("The database is away, waiting for it …") }
                try await Task.sleep(for: .milliseconds(500))
                continue
            }
            view.add(summary.progress)
            let isOver = summary.progress.status.isEnded || (endsWhenPaused && summary.progress.status == .paused)
            if Console.isInteractive {
                Console.overwrite(view.line(summary.progress, columns: Console.columns, color: Console.usesColor) + (isOver ? "\n" : ""))
            } else if isOver || printedAt.duration(to: .now) >= .seconds(10) {
                Console.message(view.words(summary.progress))
                printedAt = .now
            }
            if isOver { return summary }
            if summary.progress.awaitsLookups { await budgets.look(runtime) }
            await wakeUp.wait(atMost: .seconds(1))
            try Task.checkCancellation()
            // At most twenty looks a second, however many notices arrive.
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Hints only: without them, as behind a pooler, the import is looked at once a second.
    private func listen(_ wakeUp: WakeUp) async {
        while !Task.isCancelled {
            guard let connection = try? await runtime.database.connect() else {
                try? await Task.sleep(for: .seconds(1))
                continue
            }
            if await connection.isPooled { return await connection.close() }
            try? await connection.listen(NotifyChannel.progress)
            for await notification in connection.notifications where notification.payload.contains(importID.description) { wakeUp.signal() }
            await connection.close()
        }
    }
}

/// Says, once each time, what holds lookups back while somebody waits for them.
private struct BudgetWatch {
    private var lookedAt: ContinuousClock.Instant?
    /// What was said last of each account.
    private var said: [String: LookupBudget.State] = [:]

    mutating func look(_ runtime: Runtime) async {
        guard lookedAt.map({ $0.duration(to: .now) >= .seconds(2) }) ?? true else { return }
        lookedAt = .now
        guard let budgets = try? await runtime.withConnection({ try await $0.rows(ListBudgets()) }) else { return }
        for budget in budgets {
            guard let text = BudgetText.hindrance(budget) else {
                said[budget.account] = nil
                continue
            }
            guard said[budget.account] != budget.state else { continue }
            said[budget.account] = budget.state
            if Console.isInteractive { Console.overwrite("") }
            Console.message(text)
        }
    }
}

extension Runtime {
    /// What holds lookups back now, a sentence an account; none when all is well.
    func hindrances() async throws -> [String] {
        try await withConnection { try await $0.rows(ListBudgets()) }.compactMap(BudgetText.hindrance)
    }
}

extension ImportProgress {
    /// Whether numbers are left to look up.
    var awaitsLookups: Bool { status == .running && lookups.map { $0.done < $0.numbers } ?? false }
}
