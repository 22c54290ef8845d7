internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Imports: how far they are, what came of them, and what can be done with them.
enum ImportRoutes {
    static let all: [Route] = [
        Route(.get, "/api/v1/imports", .scope(.read), list),
        Route(.get, "/api/v1/uploads", .scope(.read), list),
        Route(.get, "/api/v1/imports/{id}", .scope(.read)) { web in
            try await web.shared { try JSON.document(try await document(try await web.importID(), web)) }
        },
        // All that people are told of it.
        Route(.get, "/api/v1/imports/{id}/status", .scope(.read)) { web in
            try await web.shared { try JSON.document(try await web.operations.status(of: try await existing(web))) }
        },
        Route(.get, "/api/v1/imports/{id}/batches", .scope(.read)) { web in
            let (id, limit) = (try await existing(web), try web.limit())
            let after = try web.query.integer("after", 0...Int64(Int32.max)) ?? 0
            let batches = try await web.operations.batches(of: id, after: Int32(after), limit: limit)
            return try .json(Page(batches.map(BatchDocument.init), next: batches.count == limit ? batches.last.map { "\($0.seq)" } : nil))
        },
        Route(.get, "/api/v1/imports/{id}/records", .scope(.read)) { web in
            let (id, limit, after) = (try await existing(web), try web.limit(), try row(web))
            let records = try await web.operations.records(of: id, after: after, limit: limit)
            let objects = try await web.shown(records.map(\.object), "records_revealed", of: id)
            return .page(objects: objects, next: records.count == limit ? records.last.map { "\($0.row)" } : nil)
        },
        Route(.get, "/api/v1/imports/{id}/rejects", .scope(.read)) { web in
            let (id, limit, after) = (try await existing(web), try web.limit(), try row(web))
            let rejects = try await web.operations.rejects(of: id, after: after, limit: limit)
            let lines = try await web.operations.originLines(of: id)
            let objects = try await web.shown(rejects.map { try JSON.document(RejectDocument($0, lines)) }, "rejects_revealed", of: id)
            return .page(objects: objects, next: rejects.count == limit ? rejects.last.map { "\($0.row)" } : nil)
        },
        Route(.get, "/api/v1/imports/{id}/duplicates", .scope(.read)) { web in
            let (id, limit, after) = (try await existing(web), try web.limit(), try row(web))
            let duplicates = try await web.operations.duplicates(of: id, after: after, limit: limit)
            let objects = try await web.shown(duplicates.map { try JSON.document(DuplicateDocument($0)) }, "duplicates_revealed", of: id)
            return .page(objects: objects, next: duplicates.count == limit ? duplicates.last.map { "\($0.row)" } : nil)
        },
        Route(.post, "/api/v1/imports/{id}/pause", .scope(.operate)) { web in try await change(web, .pause) },
        Route(.post, "/api/v1/imports/{id}/resume", .scope(.operate)) { web in
            let wish = try web.object(Resumption.self)
            if let rows = wish.rows, rows < 0 { throw WebFault.invalid(field: "rows", value: "\(rows)", problem: "0 or more") }
            return try await change(web, .resume(rows: wish.rows, cost: try wish.cost()))
        },
        Route(.post, "/api/v1/imports/{id}/cancel", .scope(.operate)) { web in try await change(web, .cancel) },
        Route(.post, "/api/v1/imports/{id}/retry", .scope(.operate)) { web in
            try await change(web, .retry(batch: try web.object(Retry.self).batch))
        },
        Route(.delete, "/api/v1/imports/{id}", .scope(.operate)) { web in
            let id = try await web.importID()
            try UndoRefusal.check(try await web.operations.summary(of: id))
            let undoer = Undoer(database: web.operations.database, sources: web.operations.sources)
            try await ControlRefusal.explaining { try await undoer.request(id) }
            return try await .json(document(id, web), status: .accepted)
        },
        Route(.get, "/api/v1/imports/{id}/mapping", .scope(.read)) { web in
            let plan = try await web.operations.plan(of: try await existing(web))
            return .json(text: try JSON.text(plan.options.mapping))
        },
        Route(.post, "/api/v1/imports/{id}/mapping", .scope(.operate)) { web in
            let id = try await existing(web)
            let name = try web.object(MappingName.self).name
            let mapping = try await web.operations.confirmMapping(of: id, name: name, by: web.principal?.name)
            return try .json(MappingDocument(try await web.operations.mapping(mapping.id)))
        },
    ]

    private struct Resumption: Decodable {
        /// So many more rows; 0 lifts the limit.
        let rows: Int64?
        /// What the lookups may cost in all, in dollars.
        let maxCostUsd: Double?

        func cost() throws -> SpendingLimit? {
            guard let maxCostUsd else { return nil }
            guard let money = try? Money(parsing: "\(maxCostUsd)") else {
                throw WebFault.invalid(field: "max_cost_usd", value: "\(maxCostUsd)", problem: "an amount in dollars")
            }
            return SpendingLimit(money)
        }
    }

    private struct Retry: Decodable {
        /// Only this dead batch.
        let batch: Int32?
    }

    private struct MappingName: Decodable {
        let name: String?
    }

    private static func list(_ web: WebRequest) async throws -> Response {
        let limit = try web.limit()
        var filter = ListProgress.Filter()
        let statuses = try web.query.all("status").map { text in
            guard let status = ImportStatus(rawValue: text) else {
                throw WebFault.invalid(
                    field: "status", value: text, problem: "one of " + ImportStatus.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return status
        }
        filter.statuses = statuses.isEmpty ? nil : statuses
        filter.submitter = web.query.text("submitter")
        filter.submission = try web.query.identifier("submission").map(SubmissionID.init(rawValue:))
        if let since = web.query.text("since") {
            guard let seconds = Timestamp.seconds(parsing: since) else {
                throw WebFault.invalid(field: "since", value: since, problem: "an instant, as 2026-11-21T12:00:00Z, or 7d")
            }
            filter.since = seconds
        }
        let imports = try await web.operations.imports(after: try web.query.runID("after"), limit: limit, filter: filter)
        let next = imports.count == limit ? imports.last?.id.description : nil
        return try .json(Page(try await web.operations.documents(of: imports), next: next))
    }

    /// The import of the address, when it is there.
    static func existing(_ web: WebRequest) async throws -> ImportID { try await web.operations.summary(of: try await web.importID()).id }

    /// `after`: the row of the file behind which the page begins.
    private static func row(_ web: WebRequest) throws -> Int64 { try web.query.integer("after", 0...RecordID.rowsMax) ?? 0 }

    private static func document(_ id: ImportID, _ web: WebRequest) async throws -> ImportDocument {
        try await web.operations.document(of: id)
    }

    private static func change(_ web: WebRequest, _ change: ImportChange) async throws -> Response {
        let id = try await existing(web)
        _ = try await web.operations.apply(change, to: id)
        return try await .json(document(id, web))
    }
}
