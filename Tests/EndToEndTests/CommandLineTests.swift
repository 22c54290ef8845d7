import RefineryTestSupport
import Testing

@Suite("The command line", .timeLimit(.minutes(6))) struct CommandLineTests {
    @Test("a verb that does not exist ends with 64 and the one that was probably meant, of groups and of help too")
    func unknownVerb() async throws {
        try await withProgram { program in
            let cases: [(words: [String], meant: String)] = [
                (["budget", "sett"], "set"), (["db", "strat"], "start"), (["help", "stauts"], "status"), (["help", "db", "uurl"], "url"),
            ]
            for (words, meant) in cases {
                let outcome = try await program.binary.run(words, environment: program.environment)
                #expect(outcome.status == 64, "\(words)")
                #expect(outcome.errors.hasPrefix("error: ") && outcome.output.isEmpty, "\(words): \(outcome.errors)")
                #expect(outcome.errors.contains("Did you mean “\(meant)”?"), "\(words): \(outcome.errors)")
            }
        }
    }

    @Test("a number below zero is no missing value: the option says what it has to be")
    func negativeNumbers() async throws {
        try await withProgram { program in
            let cases: [[String]] = [
                ["run", "f.csv", "--max-records", "-1"], ["submit", "f.csv", "--max-records", "-1"],
                ["resume", "ab", "--max-records", "-3"], ["resume", "ab", "--max-cost", "-5"], ["run", "f.csv", "--max-cost", "-0.5"],
                ["budget", "set", "--money", "-5"], ["budget", "set", "--price", "carrier=-5"], ["budget", "set", "--monthly", "-1"],
                ["sample", "--rows", "-1"], ["sample", "--rows", "1", "--seed", "-1"],
            ]
            for words in cases {
                let outcome = try await program.binary.run(words, environment: program.environment)
                #expect(outcome.status == 64, "\(words): \(outcome.errors)")
                #expect(outcome.errors.contains("has to be 0 or more"), "\(words): \(outcome.errors)")
            }
            let others: [([String], String)] = [
                (["imports", "--limit", "0"], "--limit has to be 1 or more"),
                (["imports", "--limit", "0"], "--limit has to be 1 or more"),
                (["budget", "set", "--burst", "0"], "--burst has to be 1 or more"),
                (["budget", "set", "--rate", "-1"], "--rate has to be"),
                (["budget", "set", "--in-flight", "0"], "--in-flight has to be 1 or more"),
                (["run", "f.csv", "--workers", "0"], "--workers has to be from 1"),
                (["submit", "f.csv", "--priority", "1001"], "from 0 to"),
                (["prioritize", "ab", "--priority", "1001"], "from 0 to 1000"), (["run", "f.csv", "--batch-size", "0"], "from 1 to"),
            ]
            for (words, says) in others {
                let outcome = try await program.binary.run(words, environment: program.environment)
                #expect(outcome.status == 64, "\(words): \(outcome.errors)")
                #expect(outcome.errors.contains(says), "\(words): \(outcome.errors)")
            }
        }
    }

    @Test("what is used wrongly is said in one voice, and as an object with --json") func voice() async throws {
        try await withProgram { program in
            for words in [
                ["submit"], ["submit", "f.csv", "--priorit", "3"], ["imports", "--limit", "abc"], ["run", "f.csv", "--resume", "ab"],
                ["status", "a", "b"],
            ] {
                let outcome = try await program.binary.run(words, environment: program.environment)
                #expect(outcome.status == 64, "\(words)")
                #expect(outcome.errors.hasPrefix("error: ") && !outcome.errors.contains("Error:"), "\(words): \(outcome.errors)")
                #expect(outcome.output.isEmpty, "\(words): \(outcome.output)")
            }
            #expect(try await program.run("run", "f.csv", "--resume", "ab").errors.contains("not both"))
            let outcome = try await program.run("imports", "--limit", "abc", "--json")
            #expect(try outcome.lastObject()["error"] != nil, "\(outcome.output)")
            #expect(outcome.output.contains("\"usage_invalid\""), "\(outcome.output)")
        }
    }

    @Test("who says nothing gets a short answer, and options say what they take") func help() async throws {
        try await withProgram { program in
            let short = try await program.run()
            #expect(short.status == 64)
            #expect(short.errors.split(separator: "\n").count < 10 && short.errors.contains("refinery --help"), "\(short.errors)")
            for (verb, says) in [
                ("run", "--max-cost <dollars>"), ("run", "--map <column=field>"), ("submit", "--max-records <rows>"),
                ("export", "--output <file>"), ("erase", "--phone <number>"),
            ] {
                #expect(try await program.run(verb, "--help").output.contains(says), "\(verb)")
            }
            let set = try await program.run("budget", "set", "--help")
            #expect(set.output.contains("--rate <per-second>") && !set.output.contains("Default: 10"), "\(set.output)")
        }
    }

    @Test("erasing nobody says so") func eraseNobody() async throws {
        try await withProgram { program in
            let outcome = try await program.run("erase", "--phone", "+14155552671")
            #expect(outcome.status == 0)
            #expect(outcome.errors == "Nobody was found.\n" && outcome.output.isEmpty, "\(outcome.output)\(outcome.errors)")
        }
    }

    @Test("that lookups are skipped is said in two lines that fit a terminal") func skippedLookups() async throws {
        try await withProgram { program in
            let path = try program.file("leads.csv", "Company,Phone\nAcme,6175550123\n")
            let said = try await program.run("run", path, "--workers", "1").errors.split(separator: "\n")
            let first = try #require(said.firstIndex { $0.hasPrefix("Phone lookups are skipped") })
            #expect(said[first...].count == 2, "\(said)")
            #expect(said[first...].allSatisfy { $0.count <= 140 }, "\(said)")
        }
    }

    @Test("a wrong --delimiter or --encoding is answered with what the file looks like") func misreading() async throws {
        try await withProgram { program in
            let path = try program.file("leads.csv", "Company,Phone,City,State\nAcme,6175550123,Boston,MA\nZed,6175550124,Salem,MA\n")
            let units = "\u{FEFF}Company;Phone\nGrün;6175550123\n".utf16
            let wide = try program.file("wide.csv", units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
            let cases: [([String], [String])] = [
                ([path, "--delimiter", ";"], ["With the delimiter ';' every row has one cell; with ',' they have 4.", "--delimiter ','"]),
                ([path, "--delimiter", "tab"], ["With the delimiter tab every row has one cell"]),
                ([path, "--encoding", "utf-16le"], ["utf-16le", "it looks like utf-8."]),
                ([wide, "--encoding", "utf-8"], ["it looks like utf-16le"]),
            ]
            for (words, says) in cases {
                let outcome = try await program.binary.run(["submit", "--dry-run"] + words, environment: program.environment)
                #expect(outcome.status == 65, "\(words): \(outcome.errors)")
                for text in says { #expect(outcome.errors.contains(text), "\(words): \(outcome.errors)") }
            }
            #expect(try await program.run("submit", "--dry-run", path, "--delimiter", ",", "--encoding", "utf-8").status == 0)
        }
    }

    @Test("a dry run shows each cell beside what becomes of it, in lines that fit the terminal") func sampleTable() async throws {
        try await withProgram { program in
            let long = String(repeating: "long ", count: 40)
            let text = "Company,Phone,City,Notes\n\"ACME,  inc.\",(617) 555-0123,Boston,\(long)\nZed,12,,\n"
            let outcome = try await program.run("submit", try program.file("leads.csv", text), "--dry-run")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let start = try #require(outcome.lines.firstIndex(of: "First rows"))
            let rows = outcome.lines[(start + 1)...].prefix { !$0.isEmpty }
            #expect(rows.allSatisfy { $0.count <= 80 }, "\(rows)")
            func cells(_ name: String) -> [[String]] {
                rows.filter { $0.hasPrefix("  \(name) ") }.map { $0.split(separator: /[ ]{2,}/).map { String($0) } }
            }
            #expect(cells("row 1") == [["row 1", "in the file", "as a record"]])
            #expect(cells("phone_e164") == [["phone_e164", "(617) 555-0123", "+16175550123"], ["phone_e164", "12", "–"]])
            #expect(cells("city") == [["city", "Boston", "Boston"]])
        }
    }
}
