import Foundation
import RefineryModel
import RefineryTestSupport
import Testing
import SampleFiles
import RefineryStore

@Suite("What comes out", .timeLimit(.minutes(6))) struct OutputTests {
    @Test("export writes every record once, in row order, as CSV and as JSON lines") func export() async throws {
        let sample = SampleGenerator(rows: 2_500, seed: 47)
        try await withProgram { program in
            let run = try await program.run("run", try program.file("leads.csv", sample), "--workers", "1", "--all", "--json")
            let id = try #require(try run.lastObject()["import_id"]?.text)
            let lines = try await program.run("export", id, "--format", "jsonl")
            #expect(lines.status == 0, "\(lines.errors)")
            #expect(lines.lines.count == sample.expected.stored)
            let objects = try lines.lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }
            let rows = objects.compactMap { $0["row_number"]?.number }
            #expect(rows.count == objects.count)
            #expect(rows == rows.sorted())
            #expect(Set(rows).count == rows.count)
            #expect(objects.count { $0["phone_status"] == .text("invalid") } == sample.expected.badPhones)

            let path = program.path("records.csv")
            let csv = try await program.run("export", id, "--output", path)
            #expect(csv.status == 0, "\(csv.errors)")
            #expect(csv.output.isEmpty)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.hasPrefix("row_number,business_name,contact_name,"))
            #expect(text.utf8.count { $0 == UInt8(ascii: "\n") } >= sample.expected.stored + 1)
            let nowhere = try await program.run("export", id, "--output", program.path("no/such/folder.csv"))
            #expect(nowhere.status == 73)
        }
    }

    @Test("everything comes out in one file, filtered, and duplicates name the records they repeat") func everything() async throws {
        let first =
            "Company Name,Email,Phone,State\nAcme,a@a.example,617-555-0101,TX\nZed,z@a.example,617-555-0102,MA\nNo,n@a.example,1,TX\n"
        let second = "Company Name,Email,Phone,State\nAcme Inc,A@a.example,617-555-0101,TX\nNew,new@a.example,617-555-0104,TX\n"
        try await withProgram { program in
            let one = try await program.run("run", try program.file("one.csv", first), "--workers", "1", "--no-lookup", "--json")
            let two = try await program.run("run", try program.file("two.csv", second), "--workers", "1", "--no-lookup", "--json")
            let ids = try [one, two].map { try #require(try $0.lastObject()["import_id"]?.text) }
            let all = try await program.run("export", "--everything", "--format", "jsonl")
            #expect(all.lines.count == 4, "\(all.errors)")
            #expect(all.lines.map { $0.contains(ids[0]) } == [true, true, true, false])
            let texas = try await program.run("export", "--everything", "--state", "tx", "--valid")
            #expect(texas.lines.count == 3, "\(texas.output)")
            #expect(texas.lines.first?.hasPrefix("import_id,row_number,business_name") == true)
            #expect(try await program.run("export", ids[0], "--everything").status == 64)
            #expect(try await program.run("export", "--everything", "--state", "Texas", "--valid").output == texas.output)
            for (words, says) in [(["--state", "ZZ"], "“ZZ”"), (["--line-type", "mobil"], "Did you mean mobile?")] {
                let refused = try await program.binary.run(["export", "--everything"] + words, environment: program.environment)
                #expect(refused.status == 64 && refused.errors.contains(says), "\(refused.errors)")
            }
            let duplicates = try await program.run("duplicates", ids[1], "--json")
            let object = try duplicates.lastObject()
            #expect(object["row"] == .number(1), "\(duplicates.output)")
            #expect(object["record_row"] == .number(1))
            #expect(object["record_import_id"]?.text == ids[0])
            #expect(object["import_id"]?.text == ids[1])
            #expect(duplicates.lines.count == 1)
        }
    }

    @Test("a list comes out whole, in its own order, whichever import stored its contacts first") func withDuplicates() async throws {
        let head = "Company Name,Email,Phone,State\n"
        let (a, b) = ("Acme,a@a.example,617-555-0101,TX\n", "Bell,b@a.example,617-555-0102,MA\n")
        let (c, d) = ("Coil,c@a.example,617-555-0103,TX\n", "Dent,d@a.example,617-555-0104,TX\n")
        try await withProgram { program in
            let one = try await program.run("run", try program.file("one.csv", head + a + b), "--workers", "1", "--no-lookup", "--json")
            let list = try program.file("two.csv", head + c + b + c + a + b + d + a)
            let two = try await program.run("run", list, "--workers", "1", "--no-lookup")
            #expect(two.errors.contains("--with-duplicates"), "\(two.errors)")
            let first = try #require(try one.lastObject()["import_id"]?.text)
            let export = try await program.run("export", "--with-duplicates", "--format", "jsonl")
            let objects = try export.lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }
            #expect(objects.map { $0["business_name"]?.text } == ["Coil", "Bell", "Acme", "Dent"], "\(export.errors)")
            #expect(objects.map { $0["row"]?.number } == [1, 2, 4, 6])
            #expect(objects.map { $0["import_id"]?.text == first } == [false, true, true, false])
            let texas = try await program.run("export", "--with-duplicates", "--state", "TX")
            #expect(texas.lines.count == 4, "\(texas.output)")
            #expect(texas.lines.first?.hasPrefix("row,import_id,row_number,business_name") == true)
            #expect(try await program.run("export", "--everything", "--with-duplicates").status == 64)
        }
    }

    @Test("duplicates say in which columns they differ from their records, as long as the source is there")
    func differences() async throws {
        let one = "Company Name,Email,Phone,Title,Notes\nAcme,a@a.example,617-555-0101,Owner,old\n"
        let two = "Company Name,Email,Phone,Title,Notes\nNew,n@a.example,617-555-0109,,\nACME Inc,A@a.example,(617) 555-0101,,new\n"
        try await withProgram { program in
            for (name, text) in [("one.csv", one), ("two.csv", two)] {
                _ = try await program.run("run", try program.file(name, text), "--workers", "1", "--no-lookup")
            }
            let json = try await program.run("duplicates", "--json")
            #expect(
                json.output.contains(
                    #""different":{"business_name":{"record":"Acme","row":"ACME Inc"},"extra.Notes":{"record":"old","row":"new"},"#
                        + #""title":{"record":"Owner","row":null}}"#), "\(json.output) \(json.errors)")
            let csv = try await program.run("duplicates")
            #expect(csv.lines.first?.hasSuffix(",different") == true)
            #expect(csv.output.contains(#"""extra.Notes"":{""record"":""old"",""row"":""new""}"#), "\(csv.output)")
            try await program.database.execute("DELETE FROM refinery.source_chunks")
            let gone = try await program.run("duplicates", "--json")
            #expect(gone.status == 0)
            #expect(gone.errors.contains("What was different cannot be said"), "\(gone.errors)")
            #expect(try gone.lastObject()["row"] == .number(2))
            #expect(try gone.lastObject()["different"] == nil)
        }
    }

    @Test("a row that repeats itself differs in nothing, however many rows there are") func repeatedRows() async throws {
        let sample = SampleGenerator(rows: 6_000, seed: 59)
        try await withProgram { program in
            let file = try program.file("leads.csv", sample)
            for more in [[], ["--again"]] {
                _ = try await program.binary.run(
                    ["run", file, "--workers", "1", "--all", "--no-lookup"] + more, environment: program.environment)
            }
            let lines = try await program.run("duplicates", "--json").lines
            #expect(lines.count == sample.expected.stored + sample.expected.duplicates)
            let objects = try lines.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }
            let itself = zip(objects, lines).filter { object, _ in object["row"] == object["record_row"] }
            #expect(itself.count == sample.expected.stored)
            #expect(itself.allSatisfy { $1.contains(#""different":{}"#) })
            #expect(lines.allSatisfy { $0.contains(#""different":{"#) })
        }
    }

    @Test("columns of several values come out as one cell of a CSV and as an array of JSON, and repeat themselves without a difference")
    func severalValues() async throws {
        let file = "Company,Phone,Cell,Mail\nAcme,312-555-0101; 312-555-0102,312-555-0103,a@a.example; b@a.example\n"
        try await withProgram { program in
            let run = try await program.run(
                "run", try program.file("several.csv", file), "--map", "Cell=other_phones:mobile", "--map", "Mail=business_email", "--json")
            let id = try #require(try run.lastObject()["import_id"]?.text, "\(run.errors)")
            let csv = try await program.run("export", id)
            #expect(csv.lines.last?.contains(",+13125550102; +13125550103,second; mobile,,b@a.example,") == true, "\(csv.output)")
            let json = try await program.run("export", id, "--json")
            #expect(json.output.contains(#""other_phones":["+13125550102","+13125550103"],"other_phone_roles":["second","mobile"]"#))
            let again = try await program.run(
                "run", try program.file("again.csv", file + "Zed,312-555-0104,,\n"), "--map", "Cell=other_phones:mobile", "--map",
                "Mail=business_email", "--json")
            let repeated = try await program.run("duplicates", try #require(try again.lastObject()["import_id"]?.text), "--json")
            #expect(repeated.output.contains(#""different":{}"#), "\(repeated.output)")
        }
    }

    @Test("rejects come out ready to be fixed and submitted again") func rejects() async throws {
        let file = """
            Company Name,Email,Phone,Notes
            Acme,bad@,6175550101,"a, b"
            ,nameless@a.example,6175550102,
            Good,good@a.example,6175550103,
            Short,no mail

            """
        try await withProgram { program in
            let run = try await program.run(
                "run", try program.file("leads.csv", file), "--workers", "1", "--strict", "email", "--json")
            #expect(try run.counts() == [4, 1, 0, 3], "\(run.errors)")
            let id = try #require(try run.lastObject()["import_id"]?.text)
            let rejects = try await program.run("rejects", id)
            #expect(
                rejects.lines == [
                    "row,field,value,code,message,Company Name,Email,Phone,Notes",
                    #"1,business_email,bad@,email_malformed,\#(IssueCode.emailMalformed.message),Acme,bad@,6175550101,"a, b""#,
                    "2,business_name,,business_name_missing,The business name is empty.,,nameless@a.example,6175550102,",
                    #"4,,,row_too_short,"The row has 2 cells, the header has 4.",Short,no mail"#,
                ])
            let fixed = rejects.output.replacing("bad@", with: "acme@a.example").replacing(",,nameless", with: ",Named,nameless")
                .replacing("Short,no mail", with: "Short,short@a.example,6175550104,")
            let again = try await program.run("run", try program.file("fixed.csv", fixed), "--workers", "1", "--json")
            #expect(again.status == 0, "\(again.errors)")
            let names = try await program.database.select("SELECT business_name FROM refinery.records ORDER BY 1").map { $0[0] }
            #expect(names == ["Acme", "Good", "Named", "Short"], "\(fixed) \(again.output) \(again.errors)")
            #expect(try await program.database.number("SELECT count(*) FROM refinery.records WHERE extra ? 'code'") == 0)
        }
    }

    @Test("a dry run shows the mapping and the counts and changes nothing") func dryRun() async throws {
        let sample = SampleGenerator(rows: 400, seed: 53)
        try await withProgram { program in
            let outcome = try await program.run("submit", try program.file("leads.csv", sample), "--dry-run", "--json")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let object = try outcome.lastObject()
            #expect(object["rows"]?.number == 400)
            #expect(object["rejected"]?.number == sample.expected.rejects)
            #expect(try await program.database.number("SELECT count(*) FROM refinery.imports") == 0)
        }
    }

    @Test("every command has a help that opens with an example or names one") func help() async throws {
        try await withProgram { program in
            let commands = [
                "run", "submit", "coordinator", "worker", "status", "watch", "imports", "pause", "resume", "cancel", "retry", "export",
                "rejects",
                "migrate", "db", "sample",
            ]
            for command in commands {
                let outcome = try await program.run(command, "--help")
                #expect(outcome.status == 0, "\(command)")
                #expect(outcome.output.contains("refinery \(command)"), "\(command)")
            }
        }
    }

    @Test("the sample is the same for the same seed") func sample() async throws {
        try await withProgram { program in
            let first = try await program.run("sample", "--rows", "50", "--seed", "9")
            let second = try await program.run("sample", "--rows", "50", "--seed", "9")
            #expect(first.output == second.output)
            #expect(first.output.hasPrefix(SampleGenerator.header))
        }
    }
}
