import Foundation
import RefineryModel
import RefineryTestSupport
import Testing

@Suite("The submitted table again", .timeLimit(.minutes(6))) struct TableExportTests {
    private static let leads = """
        Company Name;Contact Name;Email;Phone;State;Notes
        Acme Inc;Ann Lee;ANN@Acme.example;(312) 555-0123 x4;Illinois;first\u{20}
        Acme Inc;Ann Lee;ann@acme.example;312.555.0123;IL;again
        ;Nobody;nobody@;;IL;"has; a delimiter"
        Zed LLC;Al Ray;al@zed.example;617-555-0102 / 617-555-0103;MA;two numbers
        short;row

        """

    @Test("comes row for row, normalized in place, with what became of each row in front; submitted again it stores nothing")
    func inPlace() async throws {
        try await withProgram { program in
            let file = try program.file("leads.csv", Self.leads)
            let run = try await program.run("run", file, "--workers", "1", "--all", "--no-lookup", "--json")
            #expect(try run.counts() == [5, 2, 1, 2], "\(run.errors)")
            let table = program.path("again.csv")
            let export = try await program.run("export", "--as-submitted", "--output", table)
            #expect(export.status == 0 && export.errors.contains("5 rows of import"), "\(export.errors)")
            let records = try await program.run("export", "--columns", "row_number,phone_e164", "--format", "jsonl")
            #expect(records.lines == [#"{"row_number":1,"phone_e164":"+13125550123"}"#, #"{"row_number":4,"phone_e164":"+16175550102"}"#])
            let lines = try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n").map(String.init)
            try #require(lines.count == 6, "\(lines)")
            let id = lines[1].split(separator: ";", omittingEmptySubsequences: false)[3]
            #expect(lines[0] == "_row;_outcome;_reason;_record;_phone;_line_type;_valid;Company Name;Contact Name;Email;Phone;State;Notes")
            #expect(lines[1] == "1;stored;;\(id);+13125550123;;true;Acme Inc;Ann Lee;ann@acme.example;+13125550123 x4;IL;first ")
            #expect(lines[2] == "2;duplicate;;\(id);+13125550123;;true;Acme Inc;Ann Lee;ann@acme.example;+13125550123;IL;again")
            #expect(lines[3].hasPrefix("3;rejected;\"email_malformed: ") || lines[3].hasPrefix("3;rejected;email_malformed: "))
            #expect(lines[3].hasSuffix(";;;;;;Nobody;nobody@;;IL;\"has; a delimiter\""), "\(lines[3])")
            #expect(lines[4].hasSuffix(";617-555-0102 / 617-555-0103;MA;two numbers"), "\(lines[4])")
            #expect(lines[5].hasPrefix("5;rejected;row_too_short: ") && lines[5].hasSuffix(";short;row"), "\(lines[5])")
            let again = try await program.run("run", table, "--workers", "1", "--all", "--no-lookup", "--json")
            #expect(try again.counts() == [5, 0, 3, 2], "\(again.errors)")
        }
    }

    @Test(
        "rejects of such a table are those of the file, and so is what was made of both in turn",
        arguments: ["rejects.csv", "rejects.xlsx"])
    func rejects(name: String) async throws {
        let options = ["--workers", "1", "--all", "--no-lookup", "--json"]
        try await withProgram { program in
            let file = try program.file("leads.csv", Self.leads)
            _ = try await program.run("run", file, "--workers", "1", "--all", "--no-lookup")
            let table = program.path("again.csv")
            #expect(try await program.run("export", "--as-submitted", "--append", "--output", table).status == 0)
            #expect(try await program.binary.run(["run", table] + options, environment: program.environment).counts() == [5, 0, 3, 2])
            let rejects = program.path(name)
            #expect(try await program.run("rejects", "--output", rejects).status == 0)
            let inspected = try await program.run("inspect", rejects, "--json").columns()
            #expect(
                inspected.map { $0["header"]?.text } == RejectColumns.names + [
                    "Company Name", "Contact Name", "Email", "Phone", "State", "Notes",
                ])
            let run = try await program.binary.run(["run", rejects] + options, environment: program.environment)
            #expect(try run.counts() == [2, 0, 0, 2], "\(run.errors)")
            // The table of a list of rejects, submitted once more.
            let both = program.path("both.csv")
            #expect(try await program.run("export", "--as-submitted", "--output", both).status == 0)
            let uses = try await program.run("inspect", both, "--json").columns().compactMap { $0["field"]?.text }
            #expect(
                uses.filter { $0 != "ignore" } == ["business_name", "contact_name", "business_email", "business_phone", "state", "extra"],
                "\(uses)")
        }
    }

    @Test("keeps the cells as they were and appends what they mean, as CSV and as JSON lines") func appended() async throws {
        try await withProgram { program in
            let file = try program.file("leads.csv", Self.leads)
            _ = try await program.run("run", file, "--workers", "1", "--all", "--no-lookup")
            let csv = try await program.run("export", "--as-submitted", "--append")
            #expect(
                csv.lines.first?.hasSuffix(
                    ";Notes;_business_name;_contact_name;_name_prefix;_name_suffix;_business_email;_phone_e164;_phone_extension;_phone_status;_direct_phone_e164;_direct_phone_extension;_other_phones;_other_phone_roles;_fax;_other_emails;_state"
                ) == true, "\(csv.output)\(csv.errors)")
            #expect(
                csv.lines[1].contains(
                    ";Acme Inc;Ann Lee;ANN@Acme.example;(312) 555-0123 x4;Illinois;first ;Acme Inc;Ann Lee;;;ann@acme.example;+13125550123;4;valid;;;;;;;IL"
                ))
            let again = try await program.run(
                "run", try program.file("again.csv", csv.output), "--workers", "1", "--all", "--no-lookup", "--json")
            #expect(try again.counts() == [5, 0, 3, 2], "\(again.errors)")
            let json = try await program.run("export", try #require(try again.lastObject()["import_id"]?.text), "--as-submitted", "--json")
            #expect(json.lines.count == 5)
            #expect(try json.lastObject()["_outcome"] == .text("rejected"))
        }
    }

    @Test("says clearly when the source is gone, when the import was undone, and keeps to itself who was erased") func gone() async throws {
        try await withProgram { program in
            let file = try program.file("leads.csv", Self.leads)
            _ = try await program.run("run", file, "--workers", "1", "--all", "--no-lookup")
            let erased = try await program.run("erase", "--email", "ann@acme.example")
            #expect(erased.status == 0, "\(erased.errors)")
            let table = try await program.run("export", "--as-submitted")
            #expect(table.lines.count == 6 && table.lines[1] == "1;erased;;;;;;;;;;;", "\(table.output)")
            #expect(!table.output.lowercased().contains("ann"))
            try await program.database.execute("DELETE FROM refinery.source_chunks")
            let gone = try await program.run("export", "--as-submitted", "--output", program.path("gone.csv"))
            #expect(gone.status == 69 && gone.errors.contains("submitted again"), "\(gone.errors)")
            #expect(!FileManager.default.fileExists(atPath: program.path("gone.csv")))
            let undone = try await program.run(
                "undo", "--yes", "--accept-loss", try #require(try await program.database.text("SELECT id FROM refinery.imports")))
            #expect(undone.status == 0, "\(undone.errors)")
            let nothing = try await program.run("export", "--as-submitted")
            #expect(nothing.status == 75 && nothing.errors.contains("was undone"), "\(nothing.errors)")
        }
    }

    @Test("any table has its phones and e-mails checked, without a business name") func only() async throws {
        let people = "Member,Tel,Mail,Member since\nAnn Lee,312-555-0123,ANN@a.example,May 2001\nBob,12,bob@,1999\nCy,617 555 0102,,\n"
        try await withProgram { program in
            let file = try program.file("members.csv", people)
            let run = try await program.run("run", file, "--only", "phone,email", "--workers", "1", "--all", "--no-lookup", "--json")
            #expect(try run.counts() == [3, 2, 0, 1], "\(run.errors)")
            let table = try await program.run("export", "--as-submitted")
            #expect(table.lines.count == 4)
            #expect(table.lines[1].hasSuffix(",Ann Lee,+13125550123,ann@a.example,May 2001"), "\(table.output)")
            #expect(table.lines[2].hasSuffix(",Bob,12,bob@,1999"), "\(table.output)")
            #expect(table.lines[3].hasSuffix(",+16175550102,,true,Cy,+16175550102,,"), "\(table.output)")
            let nothing = try await program.run("run", try program.file("other.csv", "a,b\nx,y\n"), "--only", "phone", "--header")
            #expect(nothing.status == 65, "\(nothing.errors)")
            let unknown = try await program.run("submit", file, "--only", "fax")
            #expect(unknown.status == 64 && unknown.errors.contains("phone, email"), "\(unknown.errors)")
        }
    }

    @Test("columns are chosen by name or by the program that takes them") func columns() async throws {
        try await withProgram { program in
            let file = try program.file("leads.csv", Self.leads)
            _ = try await program.run("run", file, "--workers", "1", "--all", "--no-lookup")
            let salesforce = try await program.run("export", "--for", "salesforce", "--format", "jsonl")
            let lead = try salesforce.lastObject()
            #expect(["FirstName", "LastName", "Company", "Phone"].map { lead[$0]?.text } == ["Al", "Ray", "Zed LLC", "+16175550102"])
            let five9 = try await program.run("export", "--for", "five9")
            #expect(five9.lines.first == "number1,number2,number3,first_name,last_name,company,street,city,state,zip,email")
            #expect(five9.lines.last == "6175550102,6175550103,,Al,Ray,Zed LLC,,,MA,,al@zed.example")
            let unknown = try await program.run("export", "--for", "salesfroce")
            #expect(unknown.status == 64 && unknown.errors.contains("Did you mean salesforce?"), "\(unknown.errors)")
            #expect(try await program.run("export", "--columns", "phone").status == 64)
            #expect(try await program.run("export", "--columns", "title", "--for", "five9").status == 64)
        }
    }

    @Test(
        "only a number that is known as mobile is one to other programs",
        arguments: [("salesforce", "MobilePhone"), ("hubspot", "mobilephone")])
    func mobile(layout: String, column: String) async throws {
        let leads = """
            Company Name,Phone,Phone 2,Mobile Phone,Mobile Phone 2
            Acme Inc,312-555-0123,312-555-0124,,
            Zed LLC,617-555-0102,,617-555-0103,617-555-0104

            """
        try await withProgram { program in
            let file = try program.file("leads.csv", leads)
            _ = try await program.run(
                "run", file, "--map", "Phone 2=other_phones:second", "--map", "Mobile Phone 2=other_phones:mobile", "--workers", "1",
                "--all", "--no-lookup")
            let rows = try await program.run("export", "--for", layout, "--format", "jsonl").lines
            let objects = try rows.map { try JSONDecoder().decode([String: PrintedJSON].self, from: Data($0.utf8)) }
            #expect(objects.map { $0[column]?.text ?? "" } == ["", "+16175550104"], "\(rows)")
        }
    }

    @Test("a sample comes back and stores nothing new", arguments: ["messy-semicolon-latin1.csv"]) func sample(name: String) async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        try await withProgram { program in
            let options = ["--workers", "1", "--all", "--no-lookup", "--json"]
            let run = try await program.binary.run(
                ["run", folder.appending(path: "samples/\(name)").path] + options, environment: program.environment)
            let counts = try run.counts().compactMap(\.self)
            try #require(counts.count == 4, "\(run.errors)")
            let table = program.path("again.csv")
            #expect(try await program.run("export", "--as-submitted", "--output", table).status == 0)
            let again = try await program.binary.run(["run", table] + options, environment: program.environment)
            #expect(try again.counts() == [counts[0], 0, counts[1] + counts[2], counts[3]], "\(again.errors)")
        }
    }

    @Test("workbooks are written whole, also of rejects") func workbooks() async throws {
        try await withProgram { program in
            let file = try program.file("leads.csv", Self.leads)
            _ = try await program.run("run", file, "--workers", "1", "--all", "--no-lookup")
            for (arguments, says) in [
                (["export"], "2 records"), (["export", "--as-submitted"], "5 rows"), (["rejects"], "2 rejects"),
                (["export", "--for", "hubspot"], "2 records"),
            ] {
                let path = program.path("out.xlsx")
                let outcome = try await program.binary.run(arguments + ["--output", path], environment: program.environment)
                #expect(outcome.status == 0 && outcome.errors.contains(says), "\(outcome.errors)")
                let bytes = try Data(contentsOf: URL(filePath: path))
                #expect(bytes.starts(with: Array("PK".utf8)) && bytes.count > 2000)
            }
        }
    }
}
