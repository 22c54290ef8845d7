internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// What the fleet does, in one look.
enum OverviewPages {
    static let all: [Route] = [
        .page(.get, "/", .session(.read)) { web in try await overview(web) },
        .page(.get, "/runs", .session(.read)) { web in try await runs(web) },
        .page(.get, "/runs/{id}", .session(.read)) { web in try await run(web) },
    ]

    private static let (newestCount, alertCount) = (15, 5)

    private static func overview(_ web: WebRequest) async throws -> Response {
        let operations = web.operations
        async let totals = operations.overviewTotals()
        async let realtime = operations.realtime()
        async let budgets = operations.budgets()
        async let fleet = operations.fleet()
        async let imports = operations.imports(limit: newestCount, filter: ListProgress.Filter())
        async let timeline = operations.timeline(of: nil, limit: 12)
        async let alerts = operations.alerts()
        let (all, now, accounts, members, newest) = try await (totals, realtime, budgets, fleet, imports)
        let spent = accounts.reduce(Int64(0)) { $0 + $1.spent.micros }
        let cap = accounts.compactMap { $0.limits.moneyCap?.micros }.reduce(Int64(0), +)
        let hindrances = accounts.filter { $0.state != .ok }.map { ["text": $0.hindrance ?? ""] as View }
        return try await web.page(
            "overview", title: "Overview", at: .overview, live: "*",
            [
                "rows": Shown.number(all.rows), "imports": NumberFormat.counted(all.imports, "import"), "stored": Shown.number(all.stored),
                "stored_note": Shown.share(all.stored, of: all.rows).map { "\($0) of all rows" } ?? "no row yet",
                "success": Shown.share(all.stored + all.duplicates, of: all.rows) ?? "–",
                "rejected": NumberFormat.counted(all.rejected, "row"),
                "pace": Shown.number(Int64(now.recordsPerMinute.rounded())),
                "pace_note": all.running == 0 ? "nothing runs" : "\(NumberFormat.counted(all.running, "import")) under way",
                "spent": Money(micros: spent).formatted,
                "spent_note": cap > 0 ? "of \(Money(micros: cap).formatted) this month" : "this month, without a limit",
                "waiting": (all.ready >= 100_000 ? "over " : "") + Shown.number(all.ready), "claimed": Shown.number(all.claimed),
                "dead": NumberFormat.counted(all.dead, "batch"), "has_dead": all.dead > 0,
                "workers": NumberFormat.counted(Int64(members.workers), "worker"),
                "coordinators": NumberFormat.counted(Int64(members.coordinators), "coordinator"),
                "fleet_missing": !members.isComplete, "hindrances": hindrances,
                "rows_list": newest.map(Shown.row), "has_rows": !newest.isEmpty,
                "events": try await events(timeline, web), "alerts": try await alerts.prefix(alertCount).map(WebhookPages.alert),
            ])
    }

    /// Events as a list of what happened.
    static func events(_ events: [StoredEvent], _ web: WebRequest) async throws -> [View] {
        events.map { event in
            let payload = JSONValue(Array(event.payload.utf8)) ?? .null
            let kind = payload["kind"].text ?? ""
            let isBad = ["job_dead", "import_failed", "campaign_rule_failed"].contains(kind)
            let notes = ["code", "reason"].compactMap { payload[$0].text }.map { RunWords.sentence(of: $0) ?? $0 }
            return [
                "what": RunWords.event(kind), "kind": kind, "at": Shown.time(payload["at"].text.flatMap { Timestamp.seconds(parsing: $0) }),
                "tone": isBad ? "bad" : kind.hasSuffix("_completed") ? "good" : kind.hasSuffix("_paused") ? "held" : "quiet",
                "run": event.runID.map { ["id": $0.description, "short": $0.short] as View } ?? false as Any,
                "note": notes.isEmpty ? false as Any : notes.joined(separator: " "),
            ]
        }
    }

    private static func runs(_ web: WebRequest) async throws -> Response {
        let limit = 50
        let runs = try await web.operations.runs(after: try web.query.runID("after"), limit: limit)
        return try await web.page(
            "runs", title: "Runs", at: .runs, live: "*",
            [
                "runs_list": runs.map(row), "has_runs": !runs.isEmpty,
                "next": runs.count == limit ? "after=\(runs[limit - 1].id)" : false as Any,
            ])
    }

    private static func row(_ run: RunSummary) -> View {
        [
            "id": run.id.description, "short": run.id.short, "kind": run.kind, "status": Shown.status(run.status),
            "reason": run.statusReason.map { RunWords.sentence(of: $0) ?? $0 } ?? false as Any, "jobs": Shown.number(run.jobs),
            "jobs_done": Shown.number(run.jobsDone), "share": Shown.share(run.jobsDone, of: run.jobs) ?? "–",
            "submitted": Shown.time(run.submittedAt), "submitter": run.submitter ?? false as Any,
            "took": NumberFormat.duration(seconds: run.elapsedSeconds), "path": run.isImport ? "imports" : "runs",
        ]
    }

    private static func run(_ web: WebRequest) async throws -> Response {
        let run = try await web.operations.run(try web.runID())
        if run.isImport { return web.redirect("/imports/\(run.id)") }
        let counters = run.counters.sorted { $0.key < $1.key }.map { name, value in
            [
                "name": name.replacing("_", with: " ").replacing(" micros", with: ""),
                "value": name.hasSuffix("_micros") ? Money(micros: value).formatted : Shown.number(value),
            ] as View
        }
        let dead = try await web.operations.deadLetters(of: run.id, after: JobID(rawValue: 0), limit: 20)
        var view = row(run)
        view["counters"] = counters
        view["events"] = try await events(try await web.operations.timeline(of: run.id, limit: 50), web)
        view["letters"] = dead.map(FleetPages.letter)
        view["has_letters"] = !dead.isEmpty
        view["can_pause"] = run.status.isRunning
        view["can_resume"] = run.status == .paused
        view["can_cancel"] = !run.status.isEnded
        view["can_retry"] = !dead.isEmpty
        view["can_prioritize"] = !run.status.isEnded
        view["priority"] = "\(run.priority)"
        view["asks_rows"] = false
        view["asks_cost"] = false
        view["back"] = ""
        return try await web.page("run", title: "\(run.kind) \(run.id.short)", at: .runs, live: run.id.description, view)
    }
}
