import Postgres
import Prometheus
import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("Metrics of the fleet", .timeLimit(.minutes(10))) struct FleetMetricsTests {
    private func value(_ name: Metric, _ labels: [String: String] = [:], in families: [MetricFamily]) -> Double? {
        families.first { $0.name == name.rawValue }?.samples.first { sample in
            Dictionary(uniqueKeysWithValues: sample.labels.map { ($0.name, $0.value) }) == labels
        }?.value
    }

    @Test("jobs, their age, rows, workers and budgets are told, from an empty database on") func values() async throws {
        try await withDatabase { database in
            let operations = Operations(database: database.database, sources: try database.sources())
            var families = try await operations.fleetMetrics()
            #expect(value(.jobs, ["stage": "refine", "state": "ready"], in: families) == 0)
            #expect(value(.oldestReadyJob, ["stage": "refine"], in: families) == 0)
            #expect(value(.rows, ["outcome": "stored"], in: families) == 0)
            try await database.execute("SELECT refinery.submit_import('leads.csv', 'Company,Phone\nAcme,6175550123\n')")
            try await database.execute("UPDATE refinery.jobs SET created_at = clock_timestamp() - interval '90 seconds'")
            try await database.execute("UPDATE refinery.runs SET counters = '{\"stored\": 7, \"rejected\": 2}'")
            _ = try await operations.setBudget(of: "AC1", BudgetChange())
            families = try await operations.fleetMetrics()
            #expect(value(.jobs, ["stage": "split", "state": "ready"], in: families) == 1)
            #expect(try #require(value(.oldestReadyJob, ["stage": "split"], in: families)) >= 90)
            #expect(value(.rows, ["outcome": "stored"], in: families) == 7 && value(.rows, ["outcome": "rejected"], in: families) == 2)
            #expect(value(.runs, ["kind": "import", "status": "running"], in: families) == 1)
            #expect(value(.workers, ["role": "worker"], in: families) == 0)
            #expect(value(.budgetState, ["account": "AC1", "state": "ok"], in: families) == 1)
            #expect(value(.budgetState, ["account": "AC1", "state": "open"], in: families) == 0)
            #expect(!families.text.contains("leads"), "no name of a file is a label")
        }
    }

    @Test("every name is one that the program knows, and somebody who only looks may ask") func names() async throws {
        try await withDatabase { database in
            let login = "refinery_test_login_metrics"
            try await database.execute(
                """
                DO $$ BEGIN CREATE ROLE \(login) LOGIN IN ROLE refinery_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
                """)
            let restricted = TestDatabase(url: database.url + (database.url.contains("?") ? "&" : "?") + "user=\(login)")
            let families = try await Operations(database: restricted.database, sources: try restricted.sources()).fleetMetrics()
            await restricted.close()
            #expect(families.allSatisfy { Metric(rawValue: $0.name) != nil })
            #expect(families.count >= 8)
        }
    }
}
