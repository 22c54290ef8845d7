internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import RefineryOperations

/// Follows one import until it ends or pauses: woken by NOTIFY, sure by asking. A lost database is waited for.
struct ImportWatcher: Sendable {
    private let operations: Operations
    private let importID: ImportID
    private let tellsEvents: Bool

    /// - Parameter tellsEvents: Whether to print the import's events as JSON, from its first one on, instead of words about its progress.
    init(runtime: Runtime, importID: ImportID, tellsEvents: Bool = false) {
        operations = runtime.operations
        self.importID = importID
        self.tellsEvents = tellsEvents
    }

    /// Shows progress on standard error until the import ends or pauses.
    /// - Parameters:
    ///   - endsWhenPaused: Whether a pause ends the watching too.
    ///   - account: Whose lookups are the only ones: when it gives no more of them, and nothing else goes on, the watching ends.
    /// - Throws: ``LookupsHeldBackError`` for that.
    func watch(endsWhenPaused: Bool, account: String? = nil) async throws -> ImportSummary {
        var teller = ProgressTeller()
        var budgets = BudgetWatch(importID: importID, account: account)
        var seen: Int64 = 0
        for try await look in ImportFollower(operations, importID) {
            guard case .progress(let summary) = look else {
                if Console.isInteractive { Console.overwrite("The database is away, waiting for it …") }
                continue
            }
            // After the look: what ended the import is among them.
            if tellsEvents { try await tellEvents(after: &seen) }
            let isOver = summary.progress.status.isEnded || (endsWhenPaused && summary.progress.status == .paused)
            if !tellsEvents { teller.tell(summary.progress, isOver: isOver) }
            if isOver { return summary }
            if summary.progress.awaitsLookups { try await budgets.look(operations, summary.progress) }
        }
        throw CancellationError()
    }

    /// - Parameter seen: The number of the last event that was printed.
    private func tellEvents(after seen: inout Int64) async throws {
        while true {
            do {
                return try await operations.forEachEvent(of: importID, after: &seen) { Console.out($0) }
            } catch let error as PostgresError where error.isTransient {
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}

/// Shows how far an import is: a line that changes on a terminal, else one every ten seconds.
struct ProgressTeller {
    private var view = ProgressView()
    private var printedAt = ContinuousClock.now

    /// - Parameter isOver: Whether this is the last time.
    mutating func tell(_ progress: ImportProgress, isOver: Bool) {
        view.add(progress)
        if Console.isInteractive && !isOver {
            Console.overwrite(view.line(progress, columns: Console.columns, color: Console.usesColor))
        } else if isOver || printedAt.duration(to: .now) >= .seconds(10) {
            // The last line stays: with all counts, however many lines of the terminal they take.
            if Console.isInteractive { Console.overwrite("") }
            Console.message(view.words(progress))
            printedAt = .now
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

    mutating func look(_ operations: Operations, _ progress: ImportProgress) async throws(LookupsHeldBackError) {
        guard lookedAt.map({ $0.duration(to: .now) >= .seconds(2) }) ?? true else { return }
        lookedAt = .now
        guard let budgets = try? await operations.budgets(of: account) else { return }
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
        let simulates = SimulatedAccount.provider(of: account) == .simulator ? " --simulate-twilio" : ""
        return "All that was found out is stored. To go on after that: refinery run --resume \(importID)\(simulates)"
    }
}

extension ImportProgress {
    /// Whether numbers are left to look up.
    var awaitsLookups: Bool { status == .running && lookups.map { $0.done < $0.numbers } ?? false }
}
