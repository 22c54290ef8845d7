internal import ArgumentParser
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore
internal import RefineryOperations

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

    func print(json: Bool) throws {
        guard !json else { return Console.out(try JSON.document(DryRunDocument(inspection, rehearsal))) }
        let columns = inspection.meanings
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
