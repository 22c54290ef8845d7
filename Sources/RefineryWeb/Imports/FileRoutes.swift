internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

/// Whole lists as files, the same as the command line writes, with constant memory. Nothing in them is masked, so only who may see all gets one.
enum FileRoutes {
    static let all: [Route] = [
        Route(.get, "/api/v1/imports/{id}/records/file", .scope(.reveal)) { web in
            let plan = try await plan(web)
            if try web.query.flag("as_submitted") == true { return try await table(web, plan) }
            if try web.query.flag("append") == true {
                throw WebFault.invalid(field: "append", value: "true", problem: "said with as_submitted")
            }
            let selection: RecordExport.Selection = try web.query.flag("with_duplicates") == true ? .contacts(plan) : .stored(plan)
            return try await records(web, selection, of: plan.id)
        },
        Route(.get, "/api/v1/records/file", .scope(.reveal)) { web in try await records(web, .everything, of: nil) },
        Route(.get, "/api/v1/imports/{id}/rejects/file", .scope(.reveal)) { web in
            let (plan, format) = (try await plan(web), try format(web))
            let export = RejectExport(
                plan, format: format, guardsFormulas: try web.query.flag("guard_formulas") ?? false)
            return try await file(web, "rejects_exported", of: plan.id, format) { write in
                try await export.write(web.operations, onMissing: { _ in }, to: write)
            }
        },
        Route(.get, "/api/v1/imports/{id}/duplicates/file", .scope(.reveal)) { web in
            let (plan, format) = (try await plan(web), try format(web))
            let export = DuplicateExport(plan, format: format)
            return try await file(web, "duplicates_exported", of: plan.id, format) { write in
                ExportOutcome(rows: try await export.write(web.operations, onMissing: { _ in }, to: write))
            }
        },
    ]

    private static func plan(_ web: WebRequest) async throws -> ImportPlan {
        try await web.operations.plan(of: try await ImportRoutes.existing(web))
    }

    private static func format(_ web: WebRequest) throws -> ExportFormat { try web.query.choice("format", ExportFormat.self) ?? .csv }

    private static func records(_ web: WebRequest, _ selection: RecordExport.Selection, of id: ImportID?) async throws -> Response {
        let format = try format(web)
        let lineTypes = try web.query.all("line_type").map { try name($0, among: LineType.names, "line_type") }
        let states = web.query.all("state").map { $0.uppercased() }
        let filter = RecordFilter(
            lineTypes: lineTypes.isEmpty ? nil : lineTypes, states: states.isEmpty ? nil : states,
            isValid: try web.query.flag("valid") == true ? true : nil, decide: try web.query.flag("decision_makers") ?? false)
        let (names, layout) = (web.query.text("columns"), web.query.text("for"))
        if names != nil, let layout { throw WebFault.invalid(field: "for", value: layout, problem: "said without columns") }
        let export = try RecordExport(
            selection, filter: filter, format: format, columns: RecordExport.Columns(names: names, layout: layout),
            guardsFormulas: try web.query.flag("guard_formulas") ?? false)
        return try await file(web, "records_exported", of: id, format) { write in try await export.write(web.operations, to: write) }
    }

    /// The submitted table again.
    private static func table(_ web: WebRequest, _ plan: ImportPlan) async throws -> Response {
        for name in ["with_duplicates", "columns", "for", "line_type", "state", "valid", "decision_makers"] {
            guard let value = web.query.text(name), value != "false" else { continue }
            throw WebFault.invalid(
                field: name, value: value, problem: "left away with as_submitted, which is the whole table of one import")
        }
        let format = try format(web)
        let export = try TableExport(
            plan, try await web.operations.summary(of: plan.id).progress.status, format: format,
            appends: try web.query.flag("append") ?? false, guardsFormulas: try web.query.flag("guard_formulas") ?? false)
        try await export.checkSource(web.operations)
        return try await file(web, "table_exported", of: plan.id, format) { write in try await export.write(web.operations, to: write) }
    }

    private static func name(_ text: String, among names: [String], _ field: String) throws -> String {
        guard let name = names.first(where: { $0.lowercased() == text.lowercased() }) else {
            throw WebFault.invalid(field: field, value: text, problem: "one of \(names.joined(separator: ", "))")
        }
        return name
    }

    private typealias Writer = ([UInt8]) async throws -> Void

    /// Streams a file. That it is shown stands in the audit log first: else it is not shown. One that breaks off ends its connection, so
    /// that nobody takes it for whole.
    private static func file(
        _ web: WebRequest, _ operation: String, of runID: RunID?, _ format: ExportFormat,
        _ export: @escaping @Sendable (_ write: Writer) async throws -> ExportOutcome
    ) async throws -> Response {
        let type =
            switch format {
            case .csv: "text/csv; charset=utf-8"
            case .jsonl: "application/jsonl"
            case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        let name = "\(runID.map { "\($0.short)-" } ?? "")\(operation.split(separator: "_")[0]).\(format.rawValue)"
        let headers: HTTPFields = [
            .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"",
            .trailer: "\(HTTPField.Name.rows), \(HTTPField.Name.cutCells)",
        ]
        if web.request.method == .head { return Response(status: .ok, headers: headers) }
        if let principal = web.principal {
            let act = RecordAct(
                operation: operation, message: "Personal data was fetched as a file over HTTP.", runID: runID, metadata: "{}")
            try await Database.acting(as: principal.actor) { try await web.operations.record(act) }
        }
        let context = web.context
        return Response(
            status: .ok, headers: headers,
            body: .init { writer in
                var out = writer
                let outcome: ExportOutcome
                do {
                    outcome = try await export { bytes in
                        if !bytes.isEmpty { try await out.write(ByteBuffer(bytes: bytes)) }
                    }
                } catch {
                    context.channel.close(promise: nil)
                    throw error
                }
                // Known only behind the file.
                try await out.finish([.rows: "\(outcome.rows)", .cutCells: "\(outcome.cutCells)"])
            })
    }
}

extension HTTPField.Name {
    /// How many rows a file has, without its header.
    fileprivate static let rows = HTTPField.Name("Refinery-Rows")!
    /// Cells that were longer than its format allows, and are cut.
    fileprivate static let cutCells = HTTPField.Name("Refinery-Cut-Cells")!
}
