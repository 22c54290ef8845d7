internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations

struct CapacityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity", abstract: "Say which machines, disk and money so many rows in so many days take.",
        discussion: """
            Counts with what scripts/bench capacity measured (docs/scaling.md); needs no database. An estimate to begin with: measure on your machines.

            Example:
              refinery capacity --rows 300M --days 1
              refinery capacity --rows 5M --days 30 --keep 60M --lookups 0.4 --json
            """)

    @Option(
        name: .long, help: ArgumentHelp("Rows that arrive, such as 300M or 250000.", valueName: "rows"), transform: RowCount.init(parsing:))
    var rows: RowCount

    @Option(name: .long, help: ArgumentHelp("Days in which they have to be done.", valueName: "days"))
    var days = 1.0

    @Option(
        name: .long, help: ArgumentHelp("Rows that are kept at a time. Default: as many as arrive.", valueName: "rows"),
        transform: RowCount.init(parsing:))
    var keep: RowCount?

    @Option(name: .long, help: ArgumentHelp("Share of rows whose number is looked up, 0 to 1.", valueName: "share"))
    var lookups = 0.0

    @Option(name: .long, help: ArgumentHelp("Dollars of one lookup.", valueName: "dollars"))
    var lookupPrice = "0.008"

    @Flag(name: .long, inversion: .prefixedNo, exclusivity: .exclusive, help: "Whether records are put to companies and personas.")
    var link = true

    @Option(name: .long, help: ArgumentHelp("Cores of a machine of the fleet.", valueName: "cores"))
    var cores = 8

    @Option(name: .long, help: ArgumentHelp("Dollars of one core for an hour.", valueName: "dollars"))
    var corePrice = 0.05

    @Option(name: .long, help: ArgumentHelp("Dollars of a gigabyte of disk for a month.", valueName: "dollars"))
    var diskPrice = 0.12

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (0.01...3650).contains(days) else { throw ValidationError("--days has to be from 0.01 to 3650.") }
        guard (0...1).contains(lookups) else { throw ValidationError("--lookups has to be a share from 0 to 1.") }
        guard (1...1024).contains(cores) else { throw ValidationError("--cores has to be from 1 to 1024.") }
        guard corePrice >= 0, diskPrice >= 0, corePrice.isFinite, diskPrice.isFinite else {
            throw ValidationError("Prices are not negative.")
        }
    }

    func run() async throws {
        try await reporting {
            var question = CapacityQuestion(rows: rows.count, days: days, rowsKept: keep?.count)
            question.lookupShare = lookups
            question.lookupPrice = try Money(parsing: lookupPrice)
            question.linksRecords = link
            question.coresPerMachine = cores
            (question.corePrice, question.diskPrice) = (corePrice, diskPrice)
            let plan = CapacityPlan(question)
            if json {
                Console.out(try JSON.document(CapacityDocument(plan)))
            } else {
                for line in lines(plan) { Console.out(line) }
            }
        }
    }

    private func lines(_ plan: CapacityPlan) -> [String] {
        func gibibytes(_ bytes: Int64) -> String { "\(NumberFormat.grouped((bytes + (1 << 30) - 1) >> 30)) GiB" }
        func dollars(_ amount: Double) -> String { "$\(NumberFormat.grouped(Int64(amount.rounded(.up))))" }
        let several = plan.databases > 1 ? "\(plan.databases) Refineries, each with a Postgres of its own: " : ""
        return [
            "rate          \(NumberFormat.grouped(Int64(plan.rowsPerSecond.rounded(.up)))) rows a second on average",
            "fleet         \(NumberFormat.counted(Int64(plan.fleetMachines), "machine")) of \(cores) cores: \(plan.workers) workers, 2 coordinators, 1 web process",
            "Postgres      \(several)\(plan.databaseCores) cores, \(gibibytes(plan.databaseMemoryBytes)) of memory"
                + (plan.isPartitioned ? "; partitioned (refinery migrate --partitioned)" : ""),
            "disk          \(gibibytes(plan.diskBytes)) in all; the log takes \(NumberFormat.grouped(Int64(plan.logBytesPerSecond) >> 20)) MiB a second",
            "connections   \(plan.connections)",
            plan.lookupsPerSecond.map { "lookups       \(NumberFormat.grouped(Int64($0.rounded(.up)))) a second" },
            "money         machines \(dollars(plan.machinesPrice)) for these days, disk \(dollars(plan.diskPricePerMonth)) a month"
                + (plan.lookupsPerSecond == nil ? "" : ", lookups \(dollars(plan.lookupsPrice))"),
        ].compactMap(\.self)
    }
}

/// A number of rows as people write it: `300M`, `2.5M`, `40k`, `250000`.
struct RowCount {
    let count: Int64

    init(parsing text: String) throws {
        let powers: [Character: Double] = ["K": 1e3, "M": 1e6, "G": 1e9, "B": 1e9]
        var number = text.uppercased().filter { $0 != "," && $0 != "_" }
        let factor = number.last.flatMap { powers[$0] }
        if factor != nil { number.removeLast() }
        guard let value = Double(number), case let rows = value * (factor ?? 1), (1...1e12).contains(rows) else {
            throw ValidationError("“\(text)” is no number of rows, such as 300M or 250000.")
        }
        count = Int64(rows.rounded())
    }
}

/// A plan, as `--json` prints it.
private struct CapacityDocument: Encodable {
    let rowsPerSecond: Double
    let workers: Int
    let fleetMachines: Int
    let databases: Int
    let databaseCores: Int
    let databaseMemoryBytes: Int64
    let diskBytes: Int64
    let logBytesPerSecond: Double
    let connections: Int
    let lookupsPerSecond: Double?
    let machinesUsd: Double
    let diskUsdPerMonth: Double
    let lookupsUsd: Double
    let isPartitioned: Bool

    init(_ plan: CapacityPlan) {
        func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        rowsPerSecond = rounded(plan.rowsPerSecond)
        workers = plan.workers
        fleetMachines = plan.fleetMachines
        databases = plan.databases
        databaseCores = plan.databaseCores
        databaseMemoryBytes = plan.databaseMemoryBytes
        diskBytes = plan.diskBytes
        logBytesPerSecond = rounded(plan.logBytesPerSecond)
        connections = plan.connections
        lookupsPerSecond = plan.lookupsPerSecond.map(rounded)
        machinesUsd = rounded(plan.machinesPrice)
        diskUsdPerMonth = rounded(plan.diskPricePerMonth)
        lookupsUsd = rounded(plan.lookupsPrice)
        isPartitioned = plan.isPartitioned
    }
}
