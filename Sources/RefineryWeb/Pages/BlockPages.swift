internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

/// Blocks of contacts to call: preview, generate, hand out, push, results.
enum BlockPages {
    static let all: [Route] = [
        .page(.get, "/blocks", .session(.read)) { web in try await list(web, criteria: nil, plan: nil) },
        .page(.post, "/blocks", .session(.operate)) { web in
            let form = try web.form()
            let criteria = form.text("criteria") ?? "{}"
            if form.text("what") == "generate" {
                let plan = try await web.operations.generateBlocks(criteria)
                return web.redirect("/blocks", .generated, count: Int64(plan.contacts))
            }
            do {
                return try await list(web, criteria: criteria, plan: try await web.operations.previewBlocks(criteria))
            } catch let refusal as ControlRefusal {
                return try await list(web, criteria: criteria, plan: nil, refusal: refusal)
            }
        },
        .page(.post, "/blocks/results", .session(.operate), isStreamed: true) { web in try await results(web) },
        .page(.get, "/blocks/{id}", .session(.read)) { web in try await show(web) },
        .page(.get, "/blocks/{id}/contacts.csv", .session(.reveal)) { web in
            let block = try await web.operations.block(web.parameters["id"] ?? "")
            guard block.status == "open" else { throw BlockFault.notOpen(id: block.id, status: block.status) }
            try await ImportListPages.note("contacts_revealed", of: nil, web)
            let operations = web.operations
            return ImportListPages.download("\(block.name).csv") { write in
                _ = try await operations.writeContacts(of: block, as: .csv, to: write)
            }
        },
        .page(.post, "/blocks/{id}/act", .session(.operate)) { web in try await act(web) },
    ]

    /// The contacts that most people ask for first.
    private static let example = """
        {
          "by": ["sic2", "state", "revenue"],
          "where": {"state": ["TX"], "decision_maker": true},
          "max": 500
        }
        """

    /// Bytes of a file with results of calls: some hundred thousand of them.
    private static let resultBytesMax = 32 << 20
    private static let refusedLinesMax = 50
    private static let pageSize = 50

    /// What came of a file with results, as a part of the page.
    private static func results(_ web: WebRequest) async throws -> Response {
        let name = web.query.text("name").flatMap { FormParser.lastPart($0) } ?? "the file"
        let bytes = try await web.request.bytes(atMost: resultBytesMax)
        let outcome = try await web.operations.importCallResults(bytes, named: name)
        let more = outcome.rejects.count - refusedLinesMax
        let text = try PageLibrary.render(
            "results",
            [
                "stored": NumberFormat.counted(outcome.stored, "new result"),
                "withdrawn": NumberFormat.counted(outcome.withdrawn, "contact"),
                "rejected": NumberFormat.counted(Int64(outcome.rejects.count), "line"), "has_rejects": !outcome.rejects.isEmpty,
                "rejects": outcome.rejects.prefix(refusedLinesMax).map { ["line": "\($0.line)", "reason": $0.reason] as View },
                "more": more > 0 ? "And \(Shown.number(more)) more." : false as Any,
            ])
        return .page(text: text)
    }

    private static func row(_ block: CampaignBlock) -> View {
        let tone = ["open": "good", "expired": "held"][block.status] ?? "quiet"
        let total = max(Int64(block.contacts), 1)
        return [
            "block_id": block.id.uuidString.lowercased(), "name": block.name, "status": ["word": block.status, "tone": tone] as View,
            "contacts": Shown.number(block.contacts), "ready": Shown.number(block.ready), "called": Shown.number(block.called),
            "done": Shown.number(block.done), "suppressed": Shown.number(block.suppressed), "released": Shown.number(block.released),
            "not_checked": Shown.number(block.notChecked), "ready_share": Shown.share(block.ready, of: total) ?? "–",
            "valid_until": Shown.time(block.validUntil), "scrubbed": Shown.time(block.scrubbedAt), "created": Shown.time(block.createdAt),
            "created_by": block.createdBy, "rule": block.rule ?? false as Any, "registry": block.registryAsOf ?? false as Any,
        ]
    }

    private static func list(_ web: WebRequest, criteria: String?, plan: BlockPlan?, refusal: ControlRefusal? = nil) async throws
        -> Response
    {
        let onlyLiving = try web.query.flag("living") ?? false
        let blocks = try await web.operations.blocks(onlyLiving: onlyLiving, after: try web.query.identifier("after"), limit: pageSize)
        let preview: Any =
            plan.map { plan in
                [
                    "count": NumberFormat.counted(Int64(plan.blocks.count), "block"),
                    "contacts": NumberFormat.counted(Int64(plan.contacts), "contact"),
                    "matched": NumberFormat.counted(Int64(plan.matched), "contact"),
                    "plans": plan.blocks.prefix(50).map { ["plan": $0.name, "plan_contacts": Shown.number(Int64($0.contacts))] as View },
                    "more": plan.blocks.count > 50 ? "and \(plan.blocks.count - 50) more" : false as Any,
                    "excluded": plan.excluded.sorted { $0.value > $1.value }.map {
                        ["reason": $0.key.replacing("_", with: " "), "excluded_count": Shown.number(Int64($0.value))] as View
                    },
                    "is_empty": plan.blocks.isEmpty,
                ] as View
            } ?? false
        return try await web.page(
            "blocks", title: "Campaign blocks", at: .blocks, live: plan == nil && refusal == nil ? "*" : nil,
            [
                "blocks_list": blocks.map(row), "has_blocks": !blocks.isEmpty, "criteria": criteria ?? example,
                "only_living": onlyLiving,
                "next": blocks.count == pageSize
                    ? "after=\(blocks[pageSize - 1].id.uuidString.lowercased())\(onlyLiving ? "&living=true" : "")" : false as Any,
                "preview": preview,
                "is_open": plan != nil || refusal != nil,
                "refusal": refusal.map { ["text": $0.summary, "remedy": $0.remedy ?? false as Any] as View } ?? false as Any,
            ])
    }

    private static func show(_ web: WebRequest) async throws -> Response {
        let block = try await web.operations.block(web.parameters["id"] ?? "")
        let (counts, destinations) = (try await web.operations.pushCounts(of: [block.id]), try await web.operations.destinations())
        var view = row(block)
        view.merge(
            [
                "ring": Charts.ring([
                    ("ready", "stored", block.ready), ("called", "duplicates", block.called), ("done", "done", block.done),
                    ("suppressed", "rejected", block.suppressed), ("released", "open", block.released),
                ]),
                "criteria": pretty(block.criteria), "is_living": block.status == "open" || block.status == "expired",
                "is_open": block.status == "open", "closed": closed(block) ?? false as Any,
                "destinations": destinations.map { destination in
                    [
                        "destination": destination.name, "destination_kind": destination.settings.kind.rawValue,
                        "stopped": destination.stoppedReason ?? false as Any,
                    ] as View
                },
                "has_destinations": !destinations.isEmpty,
                "pushes": counts.map { count in
                    [
                        "destination": count.destination, "push_contacts": Shown.number(count.contacts),
                        "pushed": Shown.number(count.pushed),
                        "pending": Shown.number(count.pending), "refused": Shown.number(count.refused),
                        "failed": Shown.number(count.failed),
                        "unknown": Shown.number(count.unknown),
                    ] as View
                },
                "has_pushes": !counts.isEmpty,
            ]) { _, new in new }
        return try await web.page("block", title: block.name, at: .blocks, live: "*", view)
    }

    /// Why nobody of a block is called now; nil where they may be.
    private static func closed(_ block: CampaignBlock) -> String? {
        switch block.status {
        case "open": nil
        case "expired":
            "The lists that it was held against are too old: it is not handed out before it is scrubbed again. Its contacts are free for other blocks until then."
        case "cancelled": "It was cancelled: its contacts are free for other blocks."
        default: "Every contact of it has its result."
        }
    }

    /// JSON over lines, for people.
    private static func pretty(_ json: String) -> String {
        guard let value = try? JSONSerialization.jsonObject(with: Data(json.utf8)),
            let data = try? JSONSerialization.data(withJSONObject: value, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        else { return json }
        return String(decoding: data, as: UTF8.self)
    }

    private static func act(_ web: WebRequest) async throws -> Response {
        let form = try web.form()
        let block = try await web.operations.block(web.parameters["id"] ?? "")
        let back = "/blocks/\(block.id.uuidString.lowercased())"
        switch form.text("action") {
        case "push":
            guard block.status == "open" else { throw BlockFault.notOpen(id: block.id, status: block.status) }
            let target = try await web.operations.destination(form.text("destination") ?? "")
            var plan = PushPlan(destination: target.name, blocks: [block.id], contactsPerRequest: target.settings.contactsPerRequest)
            if try form.flag("again") ?? false { plan.again += [PushStatus.failed, PushStatus.refused] }
            let begun = try await web.operations.push(plan, attempts: web.services.settings.intake.attempts)
            return web.redirect(back, .pushed, count: begun?.contacts ?? 0)
        case "scrub":
            _ = try await web.operations.scrub(block)
            return web.redirect(back, .scrubbed)
        case "cancel":
            _ = try await web.operations.cancel(block)
            return web.redirect(back, .cancelled)
        default: throw WebFault.invalid(field: "action", value: form.text("action") ?? "", problem: "push, scrub or cancel")
        }
    }
}
