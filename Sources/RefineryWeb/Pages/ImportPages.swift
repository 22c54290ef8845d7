internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// One import: how far it is, what came of it, what it costs, what happened.
enum ImportPages {
    static let all: [Route] = [
        .page(.get, "/imports/{id}", .session(.read)) { web in try await show(web) }
    ]

    private static let (bars, slices) = (80, 60)
    private static let batchesPerPage = 25

    private static func show(_ web: WebRequest) async throws -> Response {
        let operations = web.operations
        let id = try await web.importID()
        let summary = try await operations.summary(of: id)
        async let chart = operations.chart(of: id, bars: bars, slices: slices)
        async let jobs = operations.jobs(of: id)
        async let rejects = operations.rejectCounts(of: id)
        async let timeline = operations.timeline(of: id, limit: 40)
        async let letters = operations.deadLetters(of: id, after: JobID(rawValue: 0), limit: 20)
        async let run = operations.run(id)
        let table = try await batches(of: id, web)
        let (drawn, counts, codes, events) = try await (chart, jobs, rejects, timeline)
        let progress = summary.progress
        var view = Shown.row(summary)
        view.merge(
            [
                "standing": RunWords.note(summary) ?? false as Any, "standing_tone": progress.status == .failed ? "bad" : "held",
                "stuck": try await operations.stuck(id).map(RunWords.stuck) ?? false as Any,
                "stored_share": Shown.share(progress.stored, of: progress.done) ?? "–",
                "duplicates_share": Shown.share(progress.duplicates, of: progress.done) ?? "–",
                "rejected_share": Shown.share(progress.rejected, of: progress.done) ?? "–",
                "speed": speed(summary) ?? "–", "ended": Shown.time(summary.finishedAt),
                "bars_chart": Charts.bars(drawn.bars), "pace_chart": Charts.throughput(drawn.slices),
                "ring": Charts.ring([
                    ("stored", "stored", progress.stored), ("duplicates", "duplicates", progress.duplicates),
                    ("rejected", "rejected", progress.rejected), ("to go", "open", max(0, progress.rowsEstimated - progress.done)),
                ]),
                "stages": stages(counts), "rejects": rejectView(codes, of: progress), "has_duplicates": progress.duplicates > 0,
                "events": try await OverviewPages.events(events, web), "letters": try await letters.map(FleetPages.letter),
                "has_letters": try await !letters.isEmpty, "path": "imports", "back": "",
                "priority": "\(try await run.priority)",
            ]) { _, new in new }
        view.merge(try await numbers(summary, operations)) { _, new in new }
        view.merge(table) { _, new in new }
        view.merge(actions(summary)) { _, new in new }
        return try await web.page("import", title: summary.fileName, at: .uploads, live: id.description, view)
    }

    private static func speed(_ summary: ImportSummary) -> String? {
        guard summary.runningSeconds > 0, summary.progress.done > 0 else { return nil }
        return Shown.number(Int64(Double(summary.progress.done) / summary.runningSeconds))
    }

    /// What can be done with it as it stands.
    private static func actions(_ summary: ImportSummary) -> View {
        let status = summary.progress.status
        return [
            "can_pause": status.isRunning, "can_resume": status == .paused, "can_cancel": !status.isEnded,
            "can_retry": status == .failed || status == .running,
            "asks_cost": summary.progress.statusReason == PauseReason.maxCost.rawValue,
            "asks_rows": summary.progress.statusReason == PauseReason.rowLimit.rawValue, "can_prioritize": !status.isEnded,
        ]
    }

    private static func stages(_ counts: [JobCount]) -> [View] {
        Stage.allCases.compactMap { stage in
            let own = counts.filter { $0.stage == stage }
            guard !own.isEmpty else { return nil }
            return [
                "stage": stage.rawValue,
                "states": own.map { ["state": Shown.state($0.state), "count": Shown.number($0.count)] as View },
            ]
        }
    }

    static func rejectView(_ codes: [RejectCount], of progress: ImportProgress) -> Any {
        guard let first = codes.first else { return false }
        let most = max(first.count, 1)
        return [
            "codes": codes.map { count in
                [
                    "code": count.code, "field": count.field ?? false as Any, "count": Shown.number(count.count),
                    "share": Shown.share(count.count, of: count.seen) ?? "–", "first_row": Shown.number(count.firstRow),
                    "meaning": IssueCode(rawValue: count.code)?.message ?? "",
                    "rank_width": Shown.point(Double(count.count) / Double(most) * 1000),
                ] as View
            },
            "of": first.seen < progress.rejected ? "Of the first \(Shown.number(first.seen)) rejects." : false as Any,
        ] as View
    }

    /// Lookups: line types, carriers, what they cost so far, and what they will.
    private static func numbers(_ summary: ImportSummary, _ operations: Operations) async throws -> View {
        // Of a file that nobody has read there are no records.
        let counts = (try? await operations.numberCounts(of: summary.id)) ?? []
        let types = counts.filter { $0.kind == "type" }.map { ($0.name, $0.count) }
        let carriers = counts.filter { $0.kind == "carrier" }.map { ($0.name, $0.count) }
        var view: View = [
            "types": types.isEmpty ? false as Any : Charts.ranking(types),
            "carriers": carriers.isEmpty ? false as Any : Charts.ranking(carriers),
            "numbers_of": counts.first.map { "Of the first \(NumberFormat.counted($0.seen, "record"))." } ?? false as Any, "lookups": false,
            "has_types": !types.isEmpty, "has_carriers": !carriers.isEmpty,
        ]
        guard let lookups = summary.progress.lookups else { return view }
        let left = max(0, lookups.numbers - lookups.done)
        let price = lookups.requests > 0 ? Double(lookups.spent.micros) / Double(lookups.requests) : nil
        view["lookups"] =
            [
                "spent": lookups.spent.formatted, "limit": lookups.limit?.formatted ?? false as Any,
                "numbers": Shown.number(lookups.numbers),
                "numbers_done": Shown.number(lookups.done), "numbers_failed": Shown.number(lookups.failed),
                "requests": Shown.number(lookups.requests), "saved": Shown.number(lookups.saved),
                "to_come": left == 0 ? false as Any : price.map { Money(micros: Int64($0 * Double(left))).formatted } ?? false as Any,
                "hindrances": try await operations.hindrances(of: summary.id).map { ["text": $0.hindrance ?? ""] as View },
            ] as View
        return view
    }

    // MARK: - Batches

    private static func batches(of id: ImportID, _ web: WebRequest) async throws -> View {
        let state = try web.query.choice("state", JobState.self)
        let order = try web.query.choice("sort", BatchOrder.self) ?? .number
        let isDescending = try web.query.flag("down") ?? false
        var after: ListBatchPage.Place?
        if let key = web.query.text("key").flatMap(Double.init), let seq = try web.query.integer("after", 0...Int64(Int32.max)) {
            after = .init(key: key, seq: Int32(seq))
        }
        let page = try await web.operations.batchPage(
            ListBatchPage(
                importID: id, states: state.map { [$0] }, order: order, isDescending: isDescending, after: after, limit: batchesPerPage))
        let kept = "sort=\(order.rawValue)&down=\(isDescending)" + (state.map { "&state=\($0.rawValue)" } ?? "")
        var next: String?
        if page.count == batchesPerPage, let place = page.last?.place { next = "\(kept)&key=\(place.key)&after=\(place.seq)" }
        return [
            "batches": page.map { batch($0.batch) }, "has_batches": !page.isEmpty, "batches_next": next ?? false as Any,
            "batches_first": after == nil ? false as Any : kept, "batch_state": state?.rawValue ?? "",
            "batch_states": JobState.allCases.map { ["state": $0.rawValue, "chosen": $0 == state] as View },
            "is_dead_filter": state == .dead, "is_filtered": state != nil,
            "sorts": BatchOrder.allCases.map { choice in
                let isThis = choice == order
                return [
                    "name": choice.rawValue, "label": label(choice), "chosen": isThis,
                    "aria": isThis ? (isDescending ? "descending" : "ascending") : "none",
                    "query": "sort=\(choice.rawValue)&down=\(isThis ? !isDescending : choice != .number)"
                        + (state.map { "&state=\($0.rawValue)" } ?? ""),
                ] as View
            },
        ]
    }

    private static func label(_ order: BatchOrder) -> String {
        switch order {
        case .number: "Batch"
        case .time: "Time"
        case .success: "Success"
        case .rows: "Rows"
        case .attempts: "Attempt"
        }
    }

    private static func batch(_ batch: BatchSummary) -> View {
        let done = Int64(batch.stored ?? 0) + Int64(batch.duplicates ?? 0) + Int64(batch.rejected ?? 0)
        let took = batch.claimedAt.flatMap { claimed in batch.finishedAt.map { max(0, $0 - claimed) } }
        return [
            "seq": "\(batch.seq)", "state": Shown.state(batch.state), "batch_rows": batch.rows.map { Shown.number($0) } ?? "–",
            "first_row": batch.firstRow.map { Shown.number($0) } ?? "–",
            "success": Shown.share(done - Int64(batch.rejected ?? 0), of: done) ?? "–",
            "outcome": done > 0
                ? "\(Shown.number(batch.stored ?? 0)) stored, \(Shown.number(batch.duplicates ?? 0)) dup, \(Shown.number(batch.rejected ?? 0)) rejected"
                : "–",
            "took": took.map { $0 < 1 ? "\(Int(($0 * 1000).rounded())) ms" : NumberFormat.duration(seconds: $0) } ?? "–",
            "started": Shown.time(batch.claimedAt), "worker": batch.workerID.map { String($0.description.prefix(8)) } ?? "–",
            "attempts": "\(batch.attempts)", "is_dead": batch.state == .dead,
        ]
    }
}
