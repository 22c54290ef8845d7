import Foundation
import RefineryModel
import RefineryOperations
import Testing

@Suite("Capacity") struct CapacityPlanTests {
    private var figures: CapacityFigures {
        var figures = CapacityFigures()
        (figures.rowsPerFleetCore, figures.rowsPerDatabaseCore, figures.utilization) = (1000, 500, 0.5)
        (figures.recordBytes, figures.fingerprintBytes, figures.sourceBytes, figures.otherBytes, figures.linkBytes) = (
            400, 100, 50, 50, 600
        )
        (figures.logBytes, figures.connectionsPerProcess, figures.databaseCoresMax, figures.partitionedFrom) = (1000, 3, 32, 1e8)
        return figures
    }

    @Test("cores follow the rate, machines the cores, and what is planned with leaves room") func cores() {
        // 5,000 rows a second.
        var question = CapacityQuestion(rows: 432_000_000, days: 1)
        question.coresPerMachine = 4
        let plan = CapacityPlan(question, figures)
        #expect(plan.rowsPerSecond == 5000)
        #expect(plan.workers == 10 && plan.fleetMachines == 3)
        #expect(plan.databaseCores == 20 && plan.databases == 1)
        #expect(plan.logBytesPerSecond == 5e6)
        #expect(plan.connections == (10 + 3) * 3 + 2)
        #expect(plan.isPartitioned && plan.lookupsPerSecond == nil && plan.lookupsPrice == 0)
        #expect(plan.machinesPrice == Double(3 * 4 + 20) * 0.05 * 24)
    }

    @Test("the disk is for what is kept, the memory for the fingerprints of it") func disk() {
        var question = CapacityQuestion(rows: 1_000_000, days: 1, rowsKept: 50_000_000)
        let linked = CapacityPlan(question, figures)
        question.linksRecords = false
        let plain = CapacityPlan(question, figures)
        #expect(plain.diskBytes == Int64(50_000_000 * 600 * 1.3) + 32 << 30)
        #expect(linked.diskBytes == Int64(50_000_000 * 1200 * 1.3) + 32 << 30)
        #expect(plain.databaseMemoryBytes == max(4 << 30, Int64(50_000_000 * 125) + 2 << 30))
        #expect(!plain.isPartitioned && plain.workers == 2 && plain.databaseCores == 2, "a fleet is never smaller")
    }

    @Test("beyond one Postgres there are several Refineries, and lookups have their price") func several() {
        var question = CapacityQuestion(rows: 4_320_000_000, days: 1)
        question.lookupShare = 0.1
        let plan = CapacityPlan(question, figures)
        #expect(plan.databases == 7 && plan.databaseCores == 29)
        #expect(plan.lookupsPerSecond == 5000 && plan.lookupsPrice == 3_456_000)
    }

    @Test("docs/scaling.md shows the figures that are counted with") func documented() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/scaling.md")
        let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n").map(String.init)
        for row in CapacityFigures().rows { #expect(lines.contains(row), "\(row)") }
    }
}
