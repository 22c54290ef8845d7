import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("Rights on lookup budgets", .timeLimit(.minutes(10))) struct BudgetRightsTests {
    @Test(
        "a worker takes permits, and can neither write the tables nor choose the clock",
        arguments: [
            "UPDATE refinery.lookup_budgets SET spent_micros = 0", "INSERT INTO refinery.lookup_budgets (account) VALUES ('x')",
            "DELETE FROM refinery.lookup_budgets", "UPDATE refinery.import_spending SET reserved_micros = 0",
            "INSERT INTO refinery.import_spending (import_id) VALUES (gen_random_uuid())",
            "UPDATE refinery.lookup_leases SET granted = 1", "SELECT * FROM refinery.lookup_budgets FOR UPDATE",
            "SELECT refinery_internal.take_lookup_permits_at('AC1', gen_random_uuid(), NULL, '{}', 1, 1, 1)",
            "SELECT refinery_internal.report_lookups_at('AC1', 1, 'stop', NULL, NULL, NULL, NULL, 1)",
        ])
    func worker(statement: String) async throws {
        try await withDatabase { database in
            let restricted = try await database.restricted(to: "refinery_worker")
            #expect(try await restricted.take().granted == 1)
            let refused = await refusal { try await restricted.execute(statement) }
            #expect(refused?.code == "42501")
            await restricted.close()
        }
    }

    @Test("a reader sees the state of the budgets, and changes nothing") func reader() async throws {
        try await withDatabase { database in
            _ = try await database.take()
            let restricted = try await database.restricted(to: "refinery_reader")
            let budgets = try await restricted.rows(ListBudgets())
            #expect(budgets.map(\.account) == ["AC1"])
            for call in [
                "refinery.set_lookup_budget_v1('AC1', 1000)", "refinery.resume_lookup_budget_v1('AC1')",
                "refinery.lookup_share_v1('AC1', gen_random_uuid())",
                "refinery.take_lookup_permits_v1('AC1', gen_random_uuid(), NULL, '{}', 1, 1)",
                "refinery.settle_lookup_permits_v1(1, 1)", "refinery.report_lookups_v1('AC1', 1, 'stop')",
                "refinery.set_import_spending_limit_v1(gen_random_uuid(), 1)",
            ] {
                let refused = await refusal { try await restricted.execute("SELECT \(call)") }
                #expect(refused?.code == "42501", "\(call)")
            }
            let table = await refusal { try await restricted.execute("SELECT * FROM refinery.lookup_budgets") }
            #expect(table?.code == "42501")
            await restricted.close()
        }
    }
}
