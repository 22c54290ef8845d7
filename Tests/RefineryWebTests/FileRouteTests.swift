import RefineryModel
import RefineryTestSupport
import Testing

@Suite("Files of results over HTTP", .timeLimit(.minutes(10))) struct FileRouteTests {
    private static let csv = "Company,Phone,Title\nAcme Inc,617-555-0123,Owner\nBolt LLC,617-555-0124,\n,617-555-0125,Clerk\n"

    /// An import of ``csv`` that is completed, and what asks for its files.
    private func withFiles(
        _ body: (_ database: TestDatabase, _ id: ImportID, _ ask: (_ path: String, _ arguments: [String]) async throws -> CurlAnswer)
            async throws -> Void
    ) async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(Self.csv) { $0.requiredFields = [.businessName] }
            try await fleet.run(id, workers: 1)
            try await TestWeb.with(database) { web in
                try await body(database, id) { try await web.ask("/api/v1/\($0)", "read+reveal", $1) }
            }
        }
    }

    @Test("have the columns that are named, or those of a program, and say behind them how many rows they have") func columns() async throws
    {
        try await withFiles { _, id, ask in
            let named = try await ask("imports/\(id)/records/file?columns=title,%20business_name", [])
            #expect(named.status == 200 && named.body == "title,business_name\r\nOwner,Acme Inc\r\n,Bolt LLC\r\n", "\(named.body)")
            #expect(named.headers["refinery-rows"] == "2" && named.headers["refinery-cut-cells"] == "0")
            let lines = try await ask("records/file?columns=import_id,title&format=jsonl", [])
            #expect(
                lines.body == "{\"import_id\":\"\(id)\",\"title\":\"Owner\"}\n{\"import_id\":\"\(id)\",\"title\":null}\n", "\(lines.body)")
            let layout = try await ask("imports/\(id)/records/file?for=salesforce", [])
            #expect(layout.status == 200 && layout.body.contains("Company"), "\(layout.body)")
            let workbook = try await ask("imports/\(id)/records/file?format=xlsx", ["-D", "-", "-o", "/dev/null"])
            #expect(workbook.status == 200 && workbook.headers["refinery-rows"] == "2")
        }
    }

    @Test("are the submitted table again, normalized in place or beside it; that is in the audit log") func table() async throws {
        try await withFiles { database, id, ask in
            let table = try await ask("imports/\(id)/records/file?as_submitted=true", [])
            #expect(table.status == 200 && table.headers["refinery-rows"] == "3", "\(table.body)")
            #expect(table.body.hasPrefix("_row,_outcome,_reason,_record,_phone,_line_type,_valid,Company,Phone,Title\n"), "\(table.body)")
            #expect(table.body.contains("\n1,stored,") && table.body.contains("\n3,rejected,business_name_missing"), "\(table.body)")
            #expect(!table.body.contains("617-555-0123") && table.body.contains("+16175550123"))
            let beside = try await ask("imports/\(id)/records/file?as_submitted=1&append=1", [])
            #expect(beside.body.contains("Acme Inc,617-555-0123,Owner,"), "\(beside.body)")
            let acts = try await database.number(
                "SELECT count(*) FROM refinery.audit_log WHERE operation = 'table_exported' AND run_id = '\(id)'")
            #expect(acts == 2)
            // A source that is gone is said before the file begins.
            try await database.execute("DELETE FROM refinery.source_chunks")
            let gone = try await ask("imports/\(id)/records/file?as_submitted=true", [])
            #expect(gone.status >= 400 && gone.object["error"]?.text == "source_unavailable", "\(gone.status) \(gone.body)")
        }
    }

    @Test(
        "are refused where the wishes contradict each other, or name what is not there",
        arguments: [
            "columns=nothing", "for=nobody", "columns=title&for=salesforce", "append=true", "as_submitted=true&columns=title",
            "as_submitted=true&valid=true", "as_submitted=true&with_duplicates=true", "as_submitted=perhaps",
        ])
    func contradictions(query: String) async throws {
        try await withFiles { _, id, ask in
            let answer = try await ask("imports/\(id)/records/file?\(query)", [])
            #expect(answer.status == 400 && answer.object["error"] != nil, "\(answer.status) \(answer.body)")
        }
    }
}
