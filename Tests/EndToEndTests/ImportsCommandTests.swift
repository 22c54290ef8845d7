import Foundation
import RefineryTestSupport
import Testing

@Suite("refinery imports", .timeLimit(.minutes(6))) struct ImportsCommandTests {
    @Test("says when and by whom an import was submitted and finished, and finds by status, time and submitter") func filters() async throws
    {
        try await withProgram { program in
            let path = try program.file("leads.csv", "Company,Email,Phone\nFirm,a@b.example,(415) 555-2671\n")
            #expect(try await program.run("run", path, "--workers", "1", "--no-lookup").status == 0)
            #expect(try await program.run("submit", path, "--again").status == 0)
            try await program.database.execute(
                """
                UPDATE refinery.runs SET created_at = '2026-01-02T03:04:05Z', submitted_by = 'Ann@crunch' WHERE status = 'completed';
                SELECT refinery.submit_import('by-sql.csv', 'a,b');
                """)
            func found(_ arguments: String...) async throws -> [[String: PrintedJSON]] {
                let outcome = try await program.binary.run(["imports", "--json"] + arguments, environment: program.environment)
                #expect(outcome.status == 0, "\(outcome.errors)")
                return try outcome.lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }
            }
            #expect(try await found().count == 3)
            let completed = try await found("--status", "completed")
            #expect(completed.count == 1 && completed[0]["submitted_at"] == .text("2026-01-02T03:04:05.000Z"), "\(completed)")
            #expect(completed[0]["finished_at"]?.text?.hasSuffix("Z") == true && completed[0]["submitted_by"] == .text("Ann@crunch"))
            let running = try await found("--status", "running", "--status", "paused")
            #expect(running.count == 2 && running.allSatisfy { $0["finished_at"] == nil && $0["submitted_by"]?.text?.isEmpty == false })
            #expect(try await found("--since", "1d").count == 2)
            #expect(try await found("--since", "2026-01-02T03:04:06Z").count == 2)
            #expect(try await found("--since", "2026-01-02").count == 3)
            #expect(try await found("--submitter", "ann@").count == 1)
            #expect(running.contains { $0["submitted_by"]?.text?.contains("@") == true }, "user and host of the program")
            #expect(try await program.run("imports", "--since", "yesterday").status == 64)
            #expect(try await program.run("imports", "--status", "done").status == 64)
            let text = try await program.run("status", completed[0]["import_id"]?.text ?? "")
            #expect(text.output.contains("submitted 2026-01-02T03:04:05Z by Ann@crunch, ended 20"), "\(text.output)")
        }
    }
}
