internal import ArgumentParser
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

/// What submitting a file would do, without doing it.
struct DryRunReport {
    private let inspection: SourceInspection
    private let options: ImportOptions
    private let rehearsal: Rehearsal

    init(source: SourceFile, inspection: SourceInspection, options: ImportOptions) throws {
        self.inspection = inspection
        self.options = options
        rehearsal = try Rehearsal(source, options)
    }

    private struct Column: Encodable {
        let column: Int
        let header: String
        let use: String
    }

    private struct Document: Encodable {
        let encoding: String
        let delimiter: String
        let columns: [Column]
        let rows: Int64
        let records: Int64
        let duplicatesInFile: Int64
        let rejected: Int64
        let rejectsByCode: [String: Int64]
        let phonesValid: Int64
        let phonesInvalid: Int64
        let numbers: Int64
        let sample: [[String: String]]
    }

    func print(json: Bool) throws {
        let columns = zip(inspection.headers, inspection.mapping.columns).enumerated().map {
            Column(column: $0.offset + 1, header: $0.element.0, use: $0.element.1.description)
        }
        guard !json else {
            let document = Document(
                encoding: inspection.format.encoding, delimiter: inspection.format.delimiter, columns: columns, rows: rehearsal.rows,
                records: rehearsal.records, duplicatesInFile: rehearsal.duplicates, rejected: rehearsal.rejected,
                rejectsByCode: rehearsal.rejectsByCode, phonesValid: rehearsal.phonesValid, phonesInvalid: rehearsal.phonesInvalid,
                numbers: Int64(rehearsal.numbers.count),
                sample: rehearsal.sample.map { Dictionary($0, uniquingKeysWith: { first, _ in first }) })
            return Console.out(try JSON.document(document))
        }
        Console.out("\(inspection.format.encoding), delimiter \(inspection.format.delimiter == "\t" ? "tab" : inspection.format.delimiter)")
        Console.out("\nMapping")
        let width = min(40, columns.map(\.header.count).max() ?? 0)
        for column in columns {
            Console.out("  " + String(column.header.visible.prefix(40)).padded(to: width) + "  → " + column.use.visible)
        }
        Console.out("\nFirst rows")
        let table = SampleTable(mapping: inspection.mapping, columns: Console.columns)
        for (values, cells) in zip(rehearsal.sample, rehearsal.sampleCells) { for line in table.lines(values, cells) { Console.out(line) } }
        Console.out("\nCounts")
        Console.out("  \(NumberFormat.counted(rehearsal.rows, "row"))")
        Console.out("  \(NumberFormat.counted(rehearsal.records, "record")), before comparing with what is stored already")
        Console.out("  \(NumberFormat.counted(rehearsal.duplicates, "duplicate")) within the file")
        Console.out("  \(NumberFormat.grouped(rehearsal.rejected)) rejected")
        for (code, count) in rehearsal.rejectsByCode.sorted(by: { $0.value > $1.value }) {
            Console.out("    \(NumberFormat.grouped(count)) \(code)")
        }
        Console.out(
            "  \(NumberFormat.counted(rehearsal.phonesValid, "record")) with a valid phone, \(NumberFormat.grouped(rehearsal.phonesInvalid)) with an invalid one"
        )
        Console.out("\nLookups, were nothing known (refinery estimate asks the database)")
        let estimate = LookupEstimate(
            rehearsal, fresh: nil, price: LookupEstimate.usualPrice, ratePerSecond: LookupEstimate.usualRate)
        for line in estimate.lines { Console.out(line) }
        if rehearsal.records == 0 {
            Console.message("\nNo row would become a record: look at the mapping (--map) and at what a row must have (--require).")
        }
        Console.message("\nNothing was changed. Without --dry-run the file is submitted.")
    }
}

extension ColumnUse {
    fileprivate var description: String {
        switch self {
        case .field(let field, let multiplier): field.rawValue + (multiplier == 1 ? "" : " × \(multiplier)")
        case .extra(let name): "extra.\(name)"
        case .neverStored: "(not stored)"
        }
    }
}
