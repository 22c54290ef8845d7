internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore
internal import Tables
internal import Threads

/// A file dropped on a page: what its columns mean, what would become of it, and its start.
enum SubmitPages {
    static let all: [Route] = [
        .page(.get, "/submit", .session(.submit)) { web in
            try await web.page(
                "submit", title: "Submit a file", at: .submit,
                [
                    "limit": "\(web.services.settings.uploadBytesMax)",
                    "sample_bytes": "\(sampleBytes)", "preview_bytes": "\(previewBytesMax)",
                ])
        },
        // Before `/submit`, which takes the file: the longer address is another route.
        .page(.post, "/submit/preview", .session(.submit), isStreamed: true) { web in try await preview(web) },
        UploadRoutes.page,
    ]

    /// Columns that are shown with a choice each: of a wider file the others are what they are found to be.
    private static let columnsMax = 120

    /// As much of a table as is looked at: of CSV the page sends so much.
    private static let sampleBytes = 512 << 10
    /// A workbook, JSON or a packed file has to be there as a whole.
    private static let previewBytesMax: Int64 = 64 << 20

    /// A sample of a table, and how it was come by.
    private struct Sample: Sendable {
        let bytes: [UInt8]
        /// Bytes of the whole table.
        let size: Int64
        /// Of what became CSV; nil: it is what came.
        let format: TableFormat?
        /// Whether the page does not have it yet.
        let isNew: Bool
        let conversion: Conversion?
    }

    private static func preview(_ web: WebRequest) async throws -> Response {
        let options = try UploadOptions(web.query)
        return try await web.services.uploads.withPlace {
            try await UploadRoutes.receiveBody(web, named: options.name ?? "upload.csv", limit: previewBytesMax) { file in
                try await preview(file, web, options)
            }
        }
    }

    private static func preview(_ file: SourceFile, _ web: WebRequest, _ options: UploadOptions) async throws -> Response {
        let size = try web.query.integer("size", 0...Int64.max)
        // What the page was given as the sample of a file of another format, and sends with the next choice.
        let converted = try web.query.choice("converted", TableFormat.self)
        let sample = try await onThread(for: "reading a sample") { [choices = options.reading] in
            let table = converted == nil ? try UploadRoutes.table(of: file, choices) : SourceTable(file)
            // What was packed is another file than came.
            let format = converted ?? table.conversion?.format ?? (table.original === file ? nil : .packed)
            return try Self.sample(table, size: size, format, isKept: converted != nil)
        }
        let defaults = web.services.settings.intake
        var reading = options.reading
        reading.isConverted = sample.format != nil && sample.format != .packed
        let preview = try await web.operations.preview(beginning: sample.bytes, fileBytes: sample.size, reading) {
            options.importOptions($0, defaults)
        }
        let looksUp = try await web.operations.looksUp(options.asksForLookups, isConfigured: defaults.looksUpNumbers)
        var shown = try web.frame(title: "", at: nil).merging(view(preview, looksUp: looksUp)) { _, new in new }
        shown["format"] = sample.format?.name ?? false as Any
        shown["sample"] = sample.isNew ? kept(sample) : false as Any
        return .page(text: try PageLibrary.render("mapping", shown))
    }

    /// The beginning of a table, and its length: that of one which becomes CSV is known at its end.
    /// - Parameters:
    ///   - format: Of what became CSV; nil: it is what came.
    ///   - isKept: Whether it is a sample that the page was given before.
    private static func sample(_ table: SourceTable, size: Int64?, _ format: TableFormat?, isKept: Bool) throws -> Sample {
        let isPlain = format == nil || isKept
        var bytes: [UInt8] = []
        var total: Int64 = 0
        while let piece = try table.file.next(at: total, atMost: 1 << 18) {
            total += Int64(piece.count)
            bytes += piece.prefix(max(0, sampleBytes - bytes.count))
            if isPlain, bytes.count >= sampleBytes { break }
        }
        return Sample(
            bytes: bytes, size: isPlain ? max(size ?? total, total) : total, format: format, isNew: !isPlain,
            conversion: table.conversion)
    }

    /// What the page keeps: the sample for the next choice, and the sheets that there are.
    private static func kept(_ sample: Sample) -> View {
        let sheets = sample.conversion?.sheets ?? []
        return [
            "sample_format": sample.format?.rawValue ?? "", "sample_size": "\(sample.size)",
            "sample_text": Data(sample.bytes).base64EncodedString(),
            "sheets": sheets.map { ["sheet": $0, "chosen_sheet": $0 == sample.conversion?.sheet] as View },
            "has_sheets": sheets.count > 1,
        ]
    }

    private static func view(_ preview: FilePreview, looksUp: Bool) -> View {
        let (inspection, rehearsal) = (preview.inspection, preview.rehearsal)
        let scaled = { (count: Int64) in
            preview.isWholeFile ? Shown.number(count) : "about \(Shown.number(Int64((Double(count) * preview.scale).rounded())))"
        }
        // What is only about right has no more than cents.
        let scaledCost = Double(preview.estimate.cost.micros) * preview.scale
        let cost = preview.isWholeFile ? preview.estimate.cost : Money(micros: Int64((scaledCost / 10_000).rounded()) * 10_000)
        let columns = sampleColumns(rehearsal)
        return [
            "encoding": inspection.format.encoding, "delimiter": delimiter(inspection.format.delimiter),
            "header_line": inspection.headerLine.map { "\($0)" } ?? false as Any,
            "origin": inspection.mapping.origin.map(\.description) ?? false as Any,
            "refusal": inspection.refusal.map { ["text": $0.summary, "remedy": $0.remedy ?? false as Any] as View } ?? false as Any,
            "columns": inspection.headers.indices.prefix(columnsMax).map { column($0, inspection) },
            "columns_more": inspection.headers.count > columnsMax ? "\(inspection.headers.count - columnsMax)" : false as Any,
            "column_count": "\(inspection.headers.count)", "is_sample": !preview.isWholeFile,
            "sample_rows": NumberFormat.counted(rehearsal.rows, "row"), "file_rows": scaled(rehearsal.rows),
            "new": Shown.number(preview.new), "known": Shown.number(preview.known + rehearsal.duplicates),
            "rejected": Shown.number(rehearsal.rejected), "new_share": Shown.share(preview.new, of: rehearsal.rows) ?? "–",
            "known_share": Shown.share(preview.known + rehearsal.duplicates, of: rehearsal.rows) ?? "–",
            "rejected_share": Shown.share(rehearsal.rejected, of: rehearsal.rows) ?? "–",
            "ring": Charts.ring([
                ("new", "stored", preview.new), ("known", "duplicates", preview.known + rehearsal.duplicates),
                ("rejected", "rejected", rehearsal.rejected),
            ]),
            "reasons": rehearsal.rejectsByCode.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { code, count in
                ["code": code, "count": Shown.number(count), "meaning": IssueCode(rawValue: code)?.message ?? ""] as View
            },
            "has_reasons": !rehearsal.rejectsByCode.isEmpty, "phones": Shown.number(rehearsal.phonesValid),
            "phones_invalid": Shown.number(rehearsal.phonesInvalid),
            "looks_up": looksUp, "lookups": scaled(preview.estimate.lookups),
            "cost": (preview.isWholeFile ? "" : "about ") + cost.formatted, "price": preview.estimate.price.formatted,
            "money_left": preview.estimate.money.map { $0.left.formatted } ?? false as Any,
            "stored_columns": columns.map { ["column": $0.replacing("_", with: " ")] as View },
            "stored_rows": rehearsal.sample.map { row in
                let values = Dictionary(row, uniquingKeysWith: { first, _ in first })
                return ["cells": columns.map { ["cell": values[$0] ?? ""] as View }] as View
            },
            "has_stored": !rehearsal.sample.isEmpty,
        ]
    }

    /// Columns of records that one of the sample's rows has.
    private static func sampleColumns(_ rehearsal: Rehearsal) -> [String] {
        var columns: [String] = []
        for row in rehearsal.sample { for (name, value) in row where !value.isEmpty && !columns.contains(name) { columns.append(name) } }
        return columns
    }

    private static func delimiter(_ text: String) -> String { ["\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"][text] ?? text }

    private static func column(_ index: Int, _ inspection: SourceInspection) -> View {
        let (detected, use) = (inspection.columns[index], inspection.mapping.columns[index])
        let chosen = MappingOverride.Target(use).text
        let sure = detected.best.confidence
        let question = inspection.questions.first { $0.index == index }
        return [
            "number": "\(index + 1)", "header": inspection.headers[index], "meaning": detected.best.meaning.target.text,
            "confidence": NumberFormat.fixed(sure * 100, 0) + " %", "sure_width": Shown.point(sure * 1000),
            "tone": sure >= 0.9 ? "good" : sure >= 0.6 ? "held" : "bad", "asks": question != nil,
            "evidence": detected.evidence.first ?? false as Any, "fill": NumberFormat.fixed(detected.fill * 100, 0) + " %",
            "examples": detected.examples.prefix(3).map { ["example": String($0.prefix(60))] as View }, "chosen": chosen,
            "choices": targets(with: chosen).map { ["value": $0, "label": label($0), "selected": $0 == chosen] as View },
        ]
    }

    /// What a column can be: each field, an extra, or nothing.
    private static let allTargets: [String] =
        ["ignore", "extra"]
        + Field.allCases.flatMap { field in
            [field.rawValue] + ColumnRole.allCases.filter { $0.fits(field) && !$0.isPart }.map { "\(field.rawValue):\($0.rawValue)" }
        }

    private static func targets(with chosen: String) -> [String] {
        let plain = allTargets.filter { !$0.contains(":") || $0.hasPrefix("other_") }
        return plain.contains(chosen) ? plain : [chosen] + plain
    }

    private static func label(_ target: String) -> String {
        switch target {
        case "ignore": return "not stored"
        case "extra": return "an extra, as it is"
        default:
            let parts = target.split(separator: ":")
            return parts[0].replacing("_", with: " ") + (parts.count > 1 ? ", \(parts[1].replacing("_", with: " "))" : "")
        }
    }
}
