internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Processes, budgets, dead letters and the audit log.
enum FleetPages {
    static let all: [Route] = [
        .page(.get, "/workers", .session(.read)) { web in try await workers(web) },
        .page(.get, "/budgets", .session(.read)) { web in try await budgets(web) },
        .page(.get, "/dead", .session(.read)) { web in try await dead(web) },
        .page(.get, "/audit", .session(.read)) { web in try await audit(web) },
    ]

    private static func workers(_ web: WebRequest) async throws -> Response {
        async let listed = web.operations.workers(limit: 1000)
        async let claimed = web.operations.claimedBatches(limit: 500)
        let (workers, batches) = try await (listed, claimed)
        let held = Dictionary(grouping: batches, by: \.workerID)
        return try await web.page(
            "workers", title: "Workers", at: .workers, live: "*",
            [
                "processes": workers.map { worker in
                    let batches = held[worker.id] ?? []
                    return [
                        "id": worker.id.description, "role": worker.role, "host": worker.host, "pid": "\(worker.pid)",
                        "version": worker.version,
                        "lease": ["word": worker.isAlive ? "alive" : "lost", "tone": worker.isAlive ? "good" : "bad"] as View,
                        "up": NumberFormat.duration(seconds: worker.age), "jobs": Shown.number(worker.jobs),
                        "rows": Shown.number(worker.rows), "pace": RunWords.pace(worker),
                        "oldest": worker.oldestClaim.map { NumberFormat.duration(seconds: $0) } ?? "–",
                        "holds": batches.prefix(6).map { ["import": $0.runID.description, "batch": "\($0.seq)"] as View },
                        "holds_more": batches.count > 6 ? "and \(batches.count - 6) more" : false as Any,
                    ] as View
                },
                "has_processes": !workers.isEmpty,
                "count": NumberFormat.counted(Int64(workers.count), "process"),
            ])
    }

    private static func budgets(_ web: WebRequest) async throws -> Response {
        let budgets = try await web.operations.budgets()
        return try await web.page(
            "budgets", title: "Lookup budgets", at: .budgets, live: "*",
            [
                "accounts": budgets.map { budget in
                    let limits = budget.limits
                    let share = limits.monthlyRequests > 0 ? Double(budget.usedRequests) / Double(limits.monthlyRequests) : 0
                    let money = limits.moneyCap.map { Double(budget.spent.micros) / Double(max(1, $0.micros)) }
                    return [
                        "account": budget.account,
                        "state": [
                            "word": budget.state.rawValue,
                            "tone": budget.state == .ok ? "good" : [.stopped, .open].contains(budget.state) ? "bad" : "held",
                        ] as View,
                        "state_text": budget.state == .ok ? false as Any : budget.stateText,
                        "rate_now": NumberFormat.shortest(budget.rateNow),
                        "rate": NumberFormat.shortest(limits.ratePerSecond), "in_flight_now": "\(budget.inFlightCeiling)",
                        "in_flight": "\(limits.inFlight)", "failures": "\(budget.failures)", "month": budget.month,
                        "used": Shown.number(budget.usedRequests), "requests": Shown.number(limits.monthlyRequests),
                        "used_width": Shown.point(min(1, share) * 1000), "used_share": NumberFormat.fixed(share * 100, 1) + " %",
                        "spent": budget.spent.formatted, "cap": limits.moneyCap?.formatted ?? "no limit",
                        "money_width": money.map { Shown.point(min(1, $0) * 1000) } ?? false as Any,
                        "money_share": money.map { NumberFormat.fixed($0 * 100, 1) + " %" } ?? false as Any,
                        "prices": limits.prices.sorted { $0.key < $1.key }.filter { $0.value > .zero }.map {
                            ["name": $0.key.replacing("_", with: " "), "price": $0.value.formatted] as View
                        },
                        "stopped": budget.state == .stopped,
                    ] as View
                },
                "has_accounts": !budgets.isEmpty,
            ])
    }

    /// A dead letter in a list.
    static func letter(_ letter: DeadLetter) -> View {
        let last = letter.failures.last
        return [
            "letter_id": "\(letter.id.rawValue)", "run_id": letter.runID.description, "run_short": letter.runID.short, "kind": letter.kind,
            "file": letter.fileName ?? false as Any, "path": letter.fileName == nil ? "runs" : "imports", "stage": letter.stage.rawValue,
            "batch": "\(letter.seq)",
            "attempts": "\(letter.attempt)", "first_row": letter.firstRow > 0 ? Shown.number(letter.firstRow) : false as Any,
            "row_count": Shown.number(Int64(letter.rowCount)), "died": Shown.time(letter.diedAt), "error_code": last?.code ?? "unknown",
            "error": last?.message ?? false as Any,
            "failures": letter.failures.map { failure in
                [
                    "attempt": "\(failure.attempt)", "failed_at": failure.at, "failure_code": failure.code,
                    "failure": failure.message ?? false as Any,
                    "worker": failure.workerID ?? false as Any,
                ] as View
            },
        ]
    }

    private static func dead(_ web: WebRequest) async throws -> Response {
        let limit = 50
        let after = JobID(rawValue: try web.query.integer("after", 0...Int64.max) ?? 0)
        let letters = try await web.operations.deadLetters(after: after, limit: limit)
        return try await web.page(
            "dead", title: "Dead letters", at: .dead, live: "*",
            [
                "letters": letters.map(letter), "has_letters": !letters.isEmpty, "back": "dead",
                "next": letters.count == limit ? "after=\(letters[limit - 1].id.rawValue)" : false as Any,
            ])
    }

    private static func audit(_ web: WebRequest) async throws -> Response {
        let limit = 100
        let (before, run) = (try web.query.integer("before", 0...Int64.max), try web.query.runID("run"))
        let search = web.query.text("search")
        let entries = try await web.operations.auditEntries(of: run, before: before, search: search, limit: limit)
        var next: String?
        if entries.count == limit, let last = entries.last {
            next =
                "before=\(last.id)" + (run.map { "&run=\($0)" } ?? "")
                + (search.map { "&search=\($0.inQuery)" } ?? "")
        }
        return try await web.page(
            "audit", title: "Audit log", at: .audit,
            [
                "search": search ?? "", "run_filter": run.map(\.description) ?? false as Any,
                "entries": entries.map { entry in
                    [
                        "at": Shown.time(entry.at), "actor": entry.actor, "operation": entry.operation,
                        "result": ["word": entry.status, "tone": entry.status == "success" ? "good" : "bad"] as View,
                        "message": entry.message,
                        "run": entry.runID.map { ["id": $0.description, "short": $0.short] as View } ?? false as Any,
                        "metadata": entry.metadata == "{}" ? false as Any : entry.metadata,
                    ] as View
                },
                "has_entries": !entries.isEmpty, "next": next ?? false as Any,
            ])
    }
}
