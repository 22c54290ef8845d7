internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

/// Follows one import until it ends or pauses: woken by NOTIFY, sure by asking. A lost database is waited for.
struct ImportWatcher: Sendable {
    private let runtime: Runtime
    private let importID: ImportID
    private let tellsEvents: Bool

    /// - Parameter tellsEvents: Whether to print the import's events as JSON, from its first one on, instead of words about its progress.
    init(runtime: Runtime, importID: ImportID, tellsEvents: Bool = false) {
        self.runtime = runtime
        self.importID = importID
        self.tellsEvents = tellsEvents
    }

    /// Shows progress on standard error until the import ends or pauses.
    /// - Parameters:
    ///   - endsWhenPaused: Whether a pause ends the watching too.
    ///   - account: Whose lookups are the only ones: when it gives no more of them, and nothing else goes on, the watching ends.
    /// - Throws: ``LookupsHeldBackError`` for that.
    func watch(endsWhenPaused: Bool, account: String? = nil) async throws -> ImportSummary {
        let wakeUp = WakeUp()
        return try await withThrowingTaskGroup(of: ImportSummary?.self) { group in
            group.addTask {
                await listen(wakeUp)
                return nil
            }
            group.addTask { try await follow(wakeUp, endsWhenPaused, account) }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let summary = result { return summary }
            }
            throw CancellationError()
        }
    }

    private func follow(_ wakeUp: WakeUp, _ endsWhenPaused: Bool, _ account: String?) async throws -> ImportSummary {
        var view = ProgressView()
        var printedAt = ContinuousClock.now
        var budgets = BudgetWatch(importID: importID, account: account)
        var seen: Int64 = 0
        while true {
            let summary: ImportSummary
            do {
                summary = try await runtime.summary(of: importID)
                // After the look: what ended the import is among them.
                if tellsEvents { try await tellEvents(after: &seen) }
            } catch let error as PostgresError where error.isTransient {
                if Console.isInteractive { Console.overwrite("The database is away, waiting for it …") }
                try await Task.sleep(for: .milliseconds(500))
                continue
            }
            view.add(summary.progress)
            let isOver = summary.progress.status.isEnded || (endsWhenPaused && summary.progress.status == .paused)
            if tellsEvents {
                if isOver { return summary }
            } else if Console.isInteractive && !isOver {
                Console.overwrite(view.line(summary.progress, columns: Console.columns, color: Console.usesColor))
            } else if isOver || printedAt.duration(to: .now) >= .seconds(10) {
                // The last line stays: with all counts, however many lines of the terminal they take.
                if Console.isInteractive { Console.overwrite("") }
                Console.message(view.words(summary.progress))
                printedAt = .now
            }
            if isOver { return summary }
            if summary.progress.awaitsLookups { try await budgets.look(runtime, summary.progress) }
            await wakeUp.wait(atMost: .seconds(1))
            try Task.checkCancellation()
            // At most twenty looks a second, however many notices arrive.
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// - Parameter seen: The number of the last event that was printed.
    private func tellEvents(after seen: inout Int64) async throws {
        let pageSize = 1000
        while true {
            let query = ListEvents(after: seen, importID: importID, limit: pageSize)
            let page = try await runtime.withConnection { try await $0.rows(query) }
            for event in page { Console.out(event.payload) }
            guard let last = page.last else { return }
            seen = last.seq
            if page.count < pageSize { return }
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
    let importID: ImportID
    /// The account without which nothing is looked up; nil where others may have one.
    let account: String?
    private var lookedAt: ContinuousClock.Instant?
    /// What was done, and since when nothing more was.
    private var done: [Int64] = []
    private var doneAt = ContinuousClock.now
    /// What was said last of each account.
    private var said: [String: LookupBudget.State] = [:]

    /// Longer than a lookup takes: what is in flight when the last of the money is spent may be all that was missing.
    private static let patience: Duration = .seconds(6)

    init(importID: ImportID, account: String?) {
        self.importID = importID
        self.account = account
    }

    mutating func look(_ runtime: Runtime, _ progress: ImportProgress) async throws(LookupsHeldBackError) {
        guard lookedAt.map({ $0.duration(to: .now) >= .seconds(2) }) ?? true else { return }
        lookedAt = .now
        let query = ListBudgets(account: account)
        guard let budgets = try? await runtime.withConnection({ try await $0.rows(query) }) else { return }
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
        let now = [progress.done, progress.lookups?.done ?? 0]
        if now != done { (done, doneAt) = (now, .now) }
        guard account != nil, let budget = budgets.first, doneAt.duration(to: .now) >= Self.patience else { return }
        if let error = LookupsHeldBackError(importID: importID, budget: budget) { throw error }
    }
}

/// Why the lookups of an import do not go on before somebody does something.
struct LookupsHeldBackError: Fault {
    let importID: ImportID
    let code: FaultCode
    let summary: String
    private let account: String

    /// nil when the account goes on by itself.
    init?(importID: ImportID, budget: LookupBudget) {
        switch budget.state {
        case .stopped: code = .accountRefused
        case .quota, .money: code = .budgetExhausted
        case .ok, .paused, .throttled, .slowed, .open, .probing: return nil
        }
        guard let text = BudgetText.hindrance(budget) else { return nil }
        summary = text
        account = budget.account
        self.importID = importID
    }

    var details: [String: String] { ["import_id": importID.description, "account": account] }

    var remedy: String? {
        let simulates = TwilioSettings.name(ofAccount: account) == .simulator ? " --simulate-twilio" : ""
        return "All that was found out is stored. To go on after that: refinery run --resume \(importID)\(simulates)"
    }
}

extension Runtime {
    /// What holds the lookups of an import back now, a sentence an account that may look them up; none when all is well.
    func hindrances(of id: ImportID) async throws -> [String] {
        let provider = try await withConnection { try await $0.first(LoadImports(ids: [id])) }?.options.lookupProvider ?? .twilio
        return try await withConnection { try await $0.rows(ListBudgets()) }
            .filter { TwilioSettings.name(ofAccount: $0.account) == provider }
            .compactMap(BudgetText.hindrance)
    }
}

extension ImportProgress {
    /// Whether numbers are left to look up.
    var awaitsLookups: Bool { status == .running && lookups.map { $0.done < $0.numbers } ?? false }
}
