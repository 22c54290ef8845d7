package import RefineryModel

/// What is to be done in which time, and at which prices.
package struct CapacityQuestion: Sendable {
    /// Rows that arrive within ``days``.
    package var rows: Int64
    package var days: Double
    /// Rows that are kept: the disk is for these.
    package var rowsKept: Int64
    /// Share of rows whose number is looked up.
    package var lookupShare = 0.0
    package var lookupPrice = Money(micros: 8_000)
    package var linksRecords = true
    package var coresPerMachine = 8
    /// Dollars of one core for an hour, memory and machine included.
    package var corePrice = 0.05
    /// Dollars of a gigabyte on a fast disk for a month.
    package var diskPrice = 0.12

    package init(rows: Int64, days: Double, rowsKept: Int64? = nil) {
        self.rows = rows
        self.days = days
        self.rowsKept = rowsKept ?? rows
    }
}

/// Machines, disk and money for that. Pure arithmetic on ``CapacityFigures``: an estimate to begin with, not a promise.
package struct CapacityPlan: Sendable, Equatable {
    package let rowsPerSecond: Double
    package let workers: Int
    package let fleetMachines: Int
    package let databaseCores: Int
    package let databaseMemoryBytes: Int64
    package let diskBytes: Int64
    package let logBytesPerSecond: Double
    package let connections: Int
    /// Lookups a second that the budget has to allow; nil: none are made.
    package let lookupsPerSecond: Double?
    package let machinesPrice: Double
    package let diskPricePerMonth: Double
    package let lookupsPrice: Double
    package let isPartitioned: Bool
    /// Independent Refineries, each with a Postgres of its own, between which owners or lists are divided.
    package let databases: Int

    package init(_ question: CapacityQuestion, _ figures: CapacityFigures = CapacityFigures()) {
        precondition(
            question.rows > 0 && question.days > 0 && question.coresPerMachine > 0, "there is something to do, and somebody to do it")
        let seconds = question.days * 86_400
        rowsPerSecond = Double(question.rows) / seconds
        let fleetCores = rowsPerSecond / figures.rowsPerFleetCore / figures.utilization
        workers = max(2, Int(fleetCores.rounded(.up)))
        fleetMachines = (workers + question.coresPerMachine - 1) / question.coresPerMachine
        let cores = rowsPerSecond / figures.rowsPerDatabaseCore / figures.utilization
        databases = max(1, Int((cores / figures.databaseCoresMax).rounded(.up)))
        databaseCores = max(2, Int((cores / Double(databases)).rounded(.up)))
        let kept = Double(question.rowsKept)
        let perRow =
            figures.recordBytes + figures.fingerprintBytes + figures.sourceBytes + figures.otherBytes
            + (question.linksRecords ? figures.linkBytes : 0)
        // What the log needs between two checkpoints, and room for a vacuum, a new index and growth.
        diskBytes = Int64(kept * perRow * 1.3) + 32 << 30
        // Fingerprints are asked for at random: their index has to be in memory.
        databaseMemoryBytes = max(4 << 30, Int64(kept / Double(databases) * figures.fingerprintBytes * 1.25) + 2 << 30)
        logBytesPerSecond = rowsPerSecond * figures.logBytes
        let lookups = Double(question.rows) * question.lookupShare
        lookupsPerSecond = lookups > 0 ? lookups / seconds : nil
        // Two coordinators, a web process, and lookup workers, each of which has fifty requests in flight.
        let others = 3 + (lookupsPerSecond.map { max(1, Int(($0 / 100).rounded(.up))) } ?? 0)
        connections = Int((Double(workers + others) * figures.connectionsPerProcess).rounded(.up)) + 2
        machinesPrice =
            Double(fleetMachines * question.coresPerMachine + databaseCores * databases) * question.corePrice * question.days * 24
        diskPricePerMonth = Double(diskBytes) / Double(1 << 30) * question.diskPrice
        lookupsPrice = lookups * question.lookupPrice.dollars
        isPartitioned = kept / Double(databases) >= figures.partitionedFrom
    }
}
