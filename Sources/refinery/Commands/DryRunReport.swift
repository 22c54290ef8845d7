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
        let delimiter = inspection.format.delimiter
        Console.out("\(inspection.format.encoding), delimiter \(delimiter == "\t" ? "tab" : delimiter)")
        Console.out("\nMapping")
        for line in ColumnText.lines(inspection) { Console.out(line) }
        Console.out("\nFirst rows")
        let table = SampleTable(mapping: inspection.mapping, columns: Console.columns)
        for (values, cells) in zip(rehearsal.sample, rehearsal.sampleCells) { for line in table.lines(values, cells) { Console.out(line) } }
        Console.out("\nCounts")
        for line in RehearsalText.lines(rehearsal) { Console.out(line) }
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
