import Foundation
import RefineryTestSupport
import Testing
import SampleFiles

@Suite("What programs read", .timeLimit(.minutes(6))) struct MachineOutputTests {
    @Test("--json prints objects on standard output, whatever the command") func everywhere() async throws {
        try await withProgram { program in
            let leads = program.path("leads.csv")
            let sample = try await program.run("sample", "--rows", "200", "--seed", "5", "--output", leads, "--json")
            let expected = SampleGenerator(rows: 200, seed: 5).expected
            #expect(try sample.lastObject()["stored"]?.number == expected.stored, "\(sample.output)\(sample.errors)")
            #expect(sample.lines.count == 1 && sample.errors.isEmpty)
            #expect(try await program.run("sample", "--rows", "2", "--json").status == 64)

            let run = try await program.run("run", leads, "--no-lookup", "--workers", "1", "--json")
            #expect(try run.lastObject()["status"] == .text("completed"))
            let short = try await program.run("export", "--json")
            #expect(short.output == (try await program.run("export", "--format", "jsonl")).output)
            #expect(short.lines.count == expected.stored)

            for words in [["top", "--json"], ["top", "--once", "--json"]] {
                let top = try await program.binary.run(words, environment: program.environment)
                #expect(top.lines.count == 1, "\(top.output)")
                let object = try top.lastObject()
                #expect(object["rows_done"]?.number == 200 && object["dead_letters"] == .number(0), "\(top.output)")
                #expect(object["at"]?.text?.hasSuffix("Z") == true)
                let keys = ["processes", "imports", "budgets", "database_waits", "rows_per_second", "rescued"]
                #expect(keys.allSatisfy { object[$0] != nil }, "\(top.output)")
                #expect(top.output.contains("\"file_name\":\"leads.csv\""))
            }
            let home = ["REFINERY_HOME": program.path("home")]
            let status = try await program.run("db", "status", "--json", environment: home)
            #expect(try status.lastObject()["status"] == .text("absent"), "\(status.output)\(status.errors)")
            #expect(!FileManager.default.fileExists(atPath: program.path("home")), "looking makes nothing")
            #expect(try await program.run("db", "status", environment: home).output == "absent\n")
        }
    }
}
