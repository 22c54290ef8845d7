import Foundation
import RefineryTestSupport
import Testing

@Suite("refinery undo", .timeLimit(.minutes(6))) struct UndoCommandTests {
    @Test("says first what would go, does it with --yes, and the file can be submitted again") func undo() async throws {
        try await withProgram { program in
            let firms = (0..<20).map { "Firm \($0),firm\($0)@example.com,(415) 555-\(2000 + $0)\n" }
            let path = try program.file("leads.csv", "Company,Email,Phone\n" + firms.joined() + ",,\n")
            let more = try program.file("more.csv", "Company,Email,Phone\n" + firms[15...].joined())
            #expect(try await program.run("run", path, "--workers", "1", "--no-lookup").status == 0)
            #expect(try await program.run("run", more, "--workers", "1", "--no-lookup").status == 0)
            let id = try await program.database.text("SELECT id::text FROM refinery.imports WHERE number = 1") ?? ""

            let preview = try await program.run("undo", id)
            #expect(preview.status == 0 && preview.errors.contains("refinery undo \(id.prefix(8)) --yes"), "\(preview.errors)")
            #expect(
                preview.output.contains("20           records go") && preview.output.contains("5            duplicates of other imports"))
            #expect(try await program.run("undo", id, "--json").lastObject()["duplicates_of_others"]?.number == 5)
            #expect(try await program.run("submit", path).status == 65, "nothing has changed")

            let undone = try await program.run("undo", id, "--yes", "--json")
            #expect(undone.status == 0, "\(undone.errors)")
            let object = try undone.lastObject()
            #expect([object["records"]?.number, object["rejects"]?.number, object["restored"]?.number] == [20, 1, 5])
            let status = try await program.run("status", id)
            #expect(
                status.output.contains("undone") && status.errors.contains("can be submitted again"), "\(status.output)\(status.errors)")
            #expect(try await program.run("undo", id, "--yes").errors.contains("undone already"))
            #expect(try await program.run("export", "--everything").lines.count == 6)

            let again = try await program.run("submit", path)
            #expect(again.status == 0, "\(again.errors)")
            let refused = try await program.run("undo", again.output.trimmingCharacters(in: .whitespacesAndNewlines), "--yes")
            #expect(refused.status == 75 && refused.errors.contains("refinery cancel"), "\(refused.errors)")
        }
    }
}
