internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// What forms of pages do to runs: to one, or to all that a filter finds, after its count was shown.
enum ActionPages {
    static let all: [Route] = [
        .page(.post, "/imports/{id}/act", .session(.operate)) { web in try await act(web, "imports") },
        .page(.post, "/runs/{id}/act", .session(.operate)) { web in try await act(web, "runs") },
        .page(.post, "/imports/{id}/act-all", .session(.operate)) { web in try await actOnBatches(web) },
        .page(.post, "/uploads/act-all", .session(.operate)) { web in try await actOnImports(web) },
    ]

    /// What can be done to a run.
    private enum Action: String, CaseIterable {
        case pause, resume, cancel, retry, discard, prioritize, remember

        var deed: Deed {
            switch self {
            case .pause: .paused
            case .resume: .resumed
            case .cancel: .cancelled
            case .retry: .retried
            case .discard: .discarded
            case .prioritize: .prioritized
            case .remember: .remembered
            }
        }
    }

    private static func action(_ form: QueryValues) throws -> Action {
        guard let action = try form.choice("action", Action.self) else {
            throw WebFault.invalid(
                field: "action", value: "", problem: "one of " + Action.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return action
    }

    private static func act(_ web: WebRequest, _ kind: String) async throws -> Response {
        let form = try web.form()
        let action = try action(form)
        let id = try await web.operations.run(try web.runID()).id
        // Where the button stood.
        let back = form.text("back") == "dead" ? "/dead" : "/\(kind)/\(id)"
        if action == .remember {
            _ = try await web.operations.confirmMapping(of: id, name: nil, by: web.principal?.name)
            return web.redirect(back, action.deed)
        }
        let outcome = try await web.operations.apply(try change(action, form), to: id)
        let count: Int64? =
            switch action {
            case .retry: outcome.revived
            case .discard: outcome.discarded.reduce(Int64(0)) { $0 + $1.count }
            default: nil
            }
        return web.redirect(back, action.deed, count: count)
    }

    private static func change(_ action: Action, _ form: QueryValues) throws -> ImportChange {
        let batch = try form.integer("batch", 1...Int64(Int32.max)).map { Int32($0) }
        switch action {
        case .pause: return .pause
        case .resume:
            let cost = try form.text("cost").map { text in
                guard let money = try? Money(parsing: text) else {
                    throw WebFault.invalid(field: "cost", value: text, problem: "an amount in dollars")
                }
                return SpendingLimit(money)
            }
            return .resume(rows: try form.integer("rows", 0...RecordID.rowsMax), cost: cost)
        case .cancel: return .cancel
        case .retry: return .retry(batch: batch)
        case .discard:
            guard let batch else { throw WebFault.invalid(field: "batch", value: "", problem: "the number of a dead batch") }
            return .discard(batch: batch)
        case .prioritize, .remember:
            guard let priority = try form.integer("priority", 0...1000) else {
                throw WebFault.invalid(field: "priority", value: "", problem: "a whole number from 0 to 1000")
            }
            return .prioritize(Int(priority))
        }
    }

    /// Asks first, with the count; does it when the form comes back with it.
    static func confirmation(
        _ web: WebRequest, title: String, question: String, path: String, back: String, button: String, fields: [(String, String)]
    ) async throws -> Response {
        try await web.page(
            "confirm", title: title, at: nil,
            [
                "question": question, "path": path, "back": back, "button": button,
                "fields": (fields + [("confirmed", "yes")]).map { ["field": $0.0, "value": $0.1] as View },
            ])
    }

    /// Retries, or gives up, all dead batches of an import.
    private static func actOnBatches(_ web: WebRequest) async throws -> Response {
        let form = try web.form()
        let action = try action(form)
        guard action == .retry || action == .discard else {
            throw WebFault.invalid(field: "action", value: action.rawValue, problem: "retry or discard")
        }
        let id = try await web.importID()
        let dead = try await web.operations.deadLetters(of: id, after: JobID(rawValue: 0), limit: 100_000)
        let rows = dead.reduce(Int64(0)) { $0 + Int64($1.rowCount) }
        guard form.text("confirmed") == "yes" else {
            let batches = NumberFormat.counted(Int64(dead.count), "dead batch")
            let verb = action == .retry ? "Retry" : "Give up"
            return try await confirmation(
                web, title: "\(verb) \(batches)?", question: "\(verb) \(batches) with \(NumberFormat.counted(rows, "row"))?",
                path: "/imports/\(id)/act-all", back: "/imports/\(id)?state=dead", button: "\(verb) \(batches)",
                fields: [("action", action.rawValue)])
        }
        if action == .retry {
            let outcome = try await web.operations.apply(.retry(batch: nil), to: id)
            return web.redirect("/imports/\(id)", .retried, count: outcome.revived)
        }
        var discarded: Int64 = 0
        for batch in Set(dead.map(\.seq)).sorted() {
            discarded += try await web.operations.apply(.discard(batch: batch), to: id).discarded.reduce(0) { $0 + $1.count }
        }
        return web.redirect("/imports/\(id)", .discarded, count: discarded)
    }

    /// Does one thing to all imports with a status, and perhaps of a submitter.
    private static func actOnImports(_ web: WebRequest) async throws -> Response {
        let form = try web.form()
        let action = try action(form)
        guard [.pause, .resume, .cancel, .retry].contains(action), let status = try form.choice("status", ImportStatus.self) else {
            throw WebFault.invalid(field: "action", value: action.rawValue, problem: "pause, resume, cancel or retry, with a status")
        }
        var filter = ListProgress.Filter()
        filter.statuses = [status]
        filter.submitter = form.text("submitter")
        let found = try await web.operations.imports(limit: 10_000, filter: filter)
        let back = "/uploads?status=\(status.rawValue)"
        guard form.text("confirmed") == "yes" else {
            let imports = NumberFormat.counted(Int64(found.count), "import")
            let verb = action.rawValue.prefix(1).uppercased() + action.rawValue.dropFirst()
            return try await confirmation(
                web, title: "\(verb) \(imports)?",
                question: "\(verb) \(imports) that \(found.count == 1 ? "is" : "are") \(status.rawValue)?",
                path: "/uploads/act-all", back: back, button: "\(verb) \(imports)",
                fields: [("action", action.rawValue), ("status", status.rawValue), ("submitter", filter.submitter ?? "")])
        }
        var changed: Int64 = 0
        for summary in found {
            // One that moved on meanwhile refuses, and is left as it is.
            do {
                _ = try await web.operations.apply(try change(action, form), to: summary.id)
                changed += 1
            } catch is ControlRefusal {}
        }
        return web.redirect("/uploads", .changed, count: changed)
    }
}
