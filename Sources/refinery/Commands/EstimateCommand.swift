internal import ArgumentParser
internal import RefineryModel
internal import RefineryStages
internal import RefineryOperations

struct EstimateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate", abstract: "Say what the lookups of a file would cost, before anything is bought.",
        discussion: """
            Reads the file as submit would, and asks the database which numbers are known and fresh. Changes nothing.

            Example:
              refinery estimate leads.csv
              refinery estimate leads.csv --json
            """)

    @Argument(help: "The file: CSV, a workbook, JSON, or one of them packed; - is standard input.")
    var file: String

    @OptionGroup var reading: ReadingOptions

    @Option(
        name: .long,
        help: ArgumentHelp("The Twilio account. Default: TWILIO_ACCOUNT_SID, else the only one that has a budget.", valueName: "account"))
    var account: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting {
            let files = try FileArguments([file], reading, isReadOnce: false)
            while let item = files.next() { try await estimate(item.table.get()) }
        }
    }

    private func estimate(_ source: SourceTable) async throws {
        let inspection = try await reading.inspect(source)
        try await Runtime.using(role: "estimate") { runtime in
            let rehearsal = try Rehearsal(source.file, try reading.importOptions(inspection, runtime.configuration))
            let estimate = try await runtime.operations.estimate(rehearsal, runtime.configuration.twilio.terms(account: account))
            if json {
                Console.out(try JSON.document(FileEstimateDocument(rows: rehearsal.rows, estimate)))
            } else {
                Console.out("\(NumberFormat.counted(rehearsal.rows, "row")) of \(source.name.visible)")
                for line in estimate.lines { Console.out(line) }
                Console.message(
                    estimate.lookups == 0
                        ? "There is nothing to buy."
                        : "Nothing was bought. Buy them: refinery submit \(file), with --max-cost to pause at a sum.")
            }
        }
    }
}

extension LookupEstimate {
    /// For people.
    var lines: [String] {
        var lines = [
            SummaryLine.text(phoneCells, "phones with a valid number"), SummaryLine.text(invalid, "invalid, never asked for"),
            SummaryLine.text(numbers, "distinct numbers"),
        ]
        if let fresh { lines.append(SummaryLine.text(fresh, "of them known and fresh")) }
        lines.append(SummaryLine.text(lookups, "lookups to buy, \(cost.formatted) at \(price.formatted) each"))
        lines.append(
            "  " + NumberFormat.duration(seconds: seconds) + " at \(NumberFormat.fixed(ratePerSecond, 1)) lookups a second")
        if let money {
            let verdict = money.left < cost ? ", too little for all of them: they wait for the next month or a larger limit" : ""
            lines.append("  \(money.left.formatted) of \(money.cap.formatted) left this month\(verdict)")
        }
        return lines
    }
}
