internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

/// Lists of imports, and of the rows of one.
enum ImportListPages {
    static let all: [Route] = [
        .page(.get, "/uploads", .session(.read)) { web in try await uploads(web) },
        .page(.get, "/imports/{id}/rejects", .session(.read)) { web in try await rejects(web) },
        .page(.get, "/imports/{id}/duplicates", .session(.read)) { web in try await duplicates(web) },
        .page(.get, "/imports/{id}/records", .session(.read)) { web in try await records(web) },
        .page(.get, "/imports/{id}/rejects.csv", .session(.reveal)) { web in
            let (id, name) = try await named(web)
            try await note("rejects_revealed", of: id, web)
            let operations = web.operations
            let export = RejectExport(try await operations.plan(of: id), format: .csv)
            return download("\(name)-rejects.csv") { write in _ = try await export.write(operations, onMissing: { _ in }, to: write) }
        },
        .page(.get, "/imports/{id}/duplicates.csv", .session(.reveal)) { web in
            let (id, name) = try await named(web)
            try await note("duplicates_revealed", of: id, web)
            let operations = web.operations
            let export = DuplicateExport(try await operations.plan(of: id), format: .csv)
            return download("\(name)-duplicates.csv") { write in _ = try await export.write(operations, onMissing: { _ in }, to: write) }
        },
        .page(.get, "/imports/{id}/records.csv", .session(.reveal)) { web in
            let (id, name) = try await named(web)
            try await note("records_revealed", of: id, web)
            let operations = web.operations
            // Spreadsheets open it: no cell of it is a formula.
            let export = try RecordExport(.stored(try await operations.plan(of: id)), format: .csv, guardsFormulas: true)
            return download("\(name)-records.csv") { write in _ = try await export.write(operations, to: write) }
        },
    ]

    private static let pageSize = 50

    /// Showing personal data stands in the audit log first: else it is not shown.
    static func note(_ operation: String, of runID: RunID?, _ web: WebRequest) async throws {
        guard let principal = web.principal else { return }
        let act = RecordAct(operation: operation, message: "Personal data was downloaded from the dashboard.", runID: runID)
        try await Database.acting(as: principal.actor) { try await web.operations.record(act) }
    }

    /// A file that a browser keeps.
    static func download(
        _ name: String, _ body: @escaping @Sendable (_ write: ([UInt8]) async throws -> Void) async throws -> Void
    ) -> Response {
        let safe = String(
            name.unicodeScalars.map {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0)) ? Character($0) : "_"
            })
        return Response(
            status: .ok,
            headers: [.contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(safe)\""],
            body: .init { writer in
                var out = writer
                try await body { bytes in try await out.write(ByteBuffer(bytes: bytes)) }
                try await writer.finish(nil)
            })
    }

    private static func named(_ web: WebRequest) async throws -> (ImportID, String) {
        let summary = try await web.operations.summary(of: try await web.importID())
        return (summary.id, summary.fileName.split(separator: ".").first.map(String.init) ?? "import")
    }

    private static func uploads(_ web: WebRequest) async throws -> Response {
        var filter = ListProgress.Filter()
        let status = try web.query.choice("status", ImportStatus.self)
        filter.statuses = status.map { [$0] }
        filter.submitter = web.query.text("submitter")
        let imports = try await web.operations.imports(after: try web.query.runID("after"), limit: pageSize, filter: filter)
        var next: String?
        if imports.count == pageSize, let last = imports.last {
            next =
                "after=\(last.id)" + (status.map { "&status=\($0.rawValue)" } ?? "")
                + (filter.submitter.map { "&submitter=\($0.inQuery)" } ?? "")
        }
        return try await web.page(
            "uploads", title: "Uploads", at: .uploads, live: "*",
            [
                "rows_list": imports.map(Shown.row), "has_rows": !imports.isEmpty, "next": next ?? false as Any,
                "is_filtered": status != nil || filter.submitter != nil,
                "submitter_filter": filter.submitter ?? "", "status_filter": status?.rawValue ?? "",
                "statuses": ImportStatus.allCases.map { ["word": $0.rawValue, "chosen": $0 == status] as View },
                "bulk": bulk(status) ?? [], "has_bulk": bulk(status) != nil,
            ])
    }

    /// What can be done with all imports that a filter of one status finds.
    private static func bulk(_ status: ImportStatus?) -> [View]? {
        let actions: [(String, String)] =
            switch status {
            case .running, .receiving: [("pause", "Pause all of them…"), ("cancel", "Cancel all of them…")]
            case .paused: [("resume", "Resume all of them…"), ("cancel", "Cancel all of them…")]
            case .failed: [("retry", "Retry all of them…")]
            default: []
            }
        return actions.isEmpty ? nil : actions.map { ["action": $0.0, "label": $0.1] as View }
    }

    private static func after(_ web: WebRequest) throws -> Int64 { try web.query.integer("after", 0...RecordID.rowsMax) ?? 0 }

    private static func page(
        _ web: WebRequest, _ template: String, _ summary: ImportSummary, title: String, _ objects: [JSONValue], columns: [String],
        next: Int64?,
        _ more: View = [:]
    ) async throws -> Response {
        var view = Shown.row(summary)
        view.merge(
            [
                "columns": columns.map { ["column": $0.replacing("_", with: " ")] as View },
                "lines": objects.map { object in
                    [
                        "cells": columns.map { column in
                            [
                                "cell": Self.text(object[column]),
                                "is_row": column.hasSuffix("row") || column == "line" || column == "row_number",
                            ] as View
                        }
                    ] as View
                },
                "has_lines": !objects.isEmpty, "next": next.map { "after=\($0)" } ?? false as Any, "masked": !web.mayReveal,
                "download": false,
                "what": title, "kind_of_list": template,
            ]) { _, new in new }
        view.merge(more) { _, new in new }
        return try await web.page(template, title: "\(title) of \(summary.fileName)", at: .uploads, view)
    }

    static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "–"
        case .string(let text): text
        case .number(let digits): digits
        case .bool(let flag): flag ? "yes" : "no"
        case .array(let elements): elements.map(text).joined(separator: ", ")
        case .object(let members): members.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ")
        }
    }

    private static func objects(_ texts: [String]) -> [JSONValue] { texts.compactMap { JSONValue(Array($0.utf8)) } }

    private static func rejects(_ web: WebRequest) async throws -> Response {
        let (id, code, after) = (try await web.importID(), web.query.text("code"), try after(web))
        let summary = try await web.operations.summary(of: id)
        let rows =
            if let code { try await web.operations.rejects(of: id, code: code, after: after, limit: pageSize) } else {
                try await web.operations.rejects(of: id, after: after, limit: pageSize)
            }
        let lines = try await web.operations.originLines(of: id)
        let shown = try await web.shown(rows.map { try JSON.document(RejectDocument($0, lines)) }, "rejects_revealed", of: id)
        let counts = try await web.operations.rejectCounts(of: id)
        return try await page(
            web, "rejects", summary, title: "Rejected rows", objects(shown),
            columns: ["row"] + (lines == nil ? [] : ["line"]) + ["field", "value", "code", "message"],
            next: rows.count == pageSize ? rows.last?.row : nil,
            [
                "rejects": ImportPages.rejectView(counts, of: summary.progress), "code_filter": code ?? false as Any,
                "kept": code.map { "&code=\($0.inQuery)" } ?? "",
            ])
    }

    private static func duplicates(_ web: WebRequest) async throws -> Response {
        let (id, after) = (try await web.importID(), try after(web))
        let summary = try await web.operations.summary(of: id)
        let rows = try await web.operations.duplicates(of: id, after: after, limit: pageSize)
        let shown = try await web.shown(rows.map { try JSON.document(DuplicateDocument($0)) }, "duplicates_revealed", of: id)
        return try await page(
            web, "rows", summary, title: "Rows that repeat a record", objects(shown),
            columns: ["row", "business_name", "contact_name", "business_email", "phone_e164", "record_file_name", "record_row"],
            next: rows.count == pageSize ? rows.last?.row : nil, ["download": web.mayReveal ? "duplicates.csv" : false as Any])
    }

    private static func records(_ web: WebRequest) async throws -> Response {
        let (id, after) = (try await web.importID(), try after(web))
        let summary = try await web.operations.summary(of: id)
        let rows = try await web.operations.records(of: id, after: after, limit: pageSize)
        let shown = try await web.shown(rows.map(\.object), "records_revealed", of: id)
        return try await page(
            web, "rows", summary, title: "Records", objects(shown),
            columns: [
                "row_number", "business_name", "contact_name", "title", "phone_e164", "phone_line_type", "business_email", "city", "state",
                "zip_code",
            ], next: rows.count == pageSize ? rows.last?.row : nil, ["download": web.mayReveal ? "records.csv" : false as Any])
    }
}
