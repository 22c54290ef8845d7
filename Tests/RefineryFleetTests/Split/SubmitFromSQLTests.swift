import CSV
import Foundation
import PhoneNumbers
import Postgres
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@testable import RefineryFleet

import RefineryStages
import SampleFiles
import RefineryOperations

@Suite("A file submitted with nothing but SQL", .timeLimit(.minutes(10))) struct SubmitFromSQLTests {
    /// Submits bytes through `database`, and finds the import.
    private func submit(_ bytes: [UInt8], _ options: String, _ database: TestDatabase) async throws -> ImportID {
        let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        try await database.execute("SELECT refinery.submit_import('leads.csv', '\\x\(digits)', $options$\(options)$options$)")
        return try #require(try await database.first(FindImport(text: "")))
    }

    private func file(_ bytes: [UInt8], _ body: (SourceFile) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "refinery-test-\(UUID()).csv").path
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(try SourceFile(path: path))
    }

    @Test("by refinery_worker becomes what the command makes of it, in options, records and rejects") func sameAsCommand() async throws {
        let sample = SampleGenerator(rows: 4000, seed: 41)
        var bytes: [UInt8] = []
        sample.write { bytes.append(contentsOf: $0) }
        #expect(bytes.count > 600_000, "several chunks")
        let results = try await withDatabase { database in
            let restricted = TestDatabase(url: try await database.url(as: "refinery_worker"))
            let fleet = try TestFleet(restricted)
            let id = try await submit(bytes, #"{"rows_per_run": 0}"#, restricted)
            let progress = try await fleet.run(id, workers: 1)
            #expect(progress.status == .completed)
            #expect(try await database.contradictions().isEmpty)
            await restricted.close()
            return try await self.results(of: id, database)
        }
        let expected = try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(bytes) {
                $0.looksUpNumbers = false
                $0.style = WritingStyle()
            }
            try await fleet.run(id, workers: 1)
            return try await self.results(of: id, database)
        }
        #expect(results == expected)
        #expect(expected.count > 3000)
    }

    @Test("a workbook becomes CSV before it is split, and is kept beside it") func workbook() async throws {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let bytes = Array(try Data(contentsOf: fixtures.appending(path: "TablesTests/Fixtures/leads.xlsx")))
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await submit(bytes, #"{"rows_per_run": 0, "sheet": "Leads", "yes": true, "without_phone": true}"#, database)
            let progress = try await fleet.run(id, workers: 1)
            #expect(progress.status == .completed)
            #expect(progress.rowsSplit == 4)
            let found = try await database.select(
                """
                SELECT i.origin ->> 'format', i.origin ->> 'sheet', i.original_bytes = \(bytes.count), i.origin_lines::text,
                       (SELECT sha256(string_agg(c.bytes, '' ORDER BY c.seq DESC)) = i.source_file_hash FROM refinery.source_chunks c WHERE c.seq < 0),
                       (SELECT sum(octet_length(c.bytes)) = i.source_bytes FROM refinery.source_chunks c WHERE c.seq >= 0)
                  FROM refinery.imports i
                """)
            // The rows stand in rows 4, 6, 8 and 9 of the sheet.
            #expect(found == [["xlsx", "Leads", "true", "[[1, 4, 2], [4, 9, 1]]", "true", "true"]])
            #expect(try await database.contradictions().isEmpty)
        }
    }

    @Test("a workbook that is encrypted fails the import, as the command would refuse it") func encrypted() async throws {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let bytes = Array(try Data(contentsOf: fixtures.appending(path: "TablesTests/Fixtures/encrypted.xlsx")))
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await submit(bytes, "{}", database)
            let progress = try await fleet.run(id, workers: 1)
            #expect(progress.status == .failed)
        }
    }

    /// The options, and every outcome.
    private func results(of id: ImportID, _ database: TestDatabase) async throws -> [[String?]] {
        try await database.select("SELECT options FROM refinery.imports WHERE id = '\(id)'")
            + database.select(
                """
                SELECT row_number, to_jsonb(r) - ARRAY['id', 'import_id', 'created_at'] FROM refinery.records r
                UNION ALL SELECT row_number, to_jsonb(r) - ARRAY['import_id'] FROM refinery.rejects r
                UNION ALL SELECT row_number, to_jsonb(d.record_id & 4294967295) FROM refinery.duplicates d ORDER BY 1
                """)
    }

    @Test(
        "is read as its options say",
        arguments: [
            ("Firm;Tel\nA;415-555-2671\nB;415-555-2672\n", "{}", 2),
            ("Firm|Tel\nA, B|415-555-2671\n", #"{"delimiter": "|"}"#, 1),
            (
                "Acme\t415-555-2671\nBolt\t415-555-2672\n",
                ##"{"delimiter": "tab", "header": false, "map": {"#1": "business_name", "#2": "business_phone"}}"##, 2
            ),
            ("Kunde,Nummer\nA,415-555-2671\n", #"{"map": {"Kunde": "business_name", "Nummer": "business_phone"}}"#, 1),
            ("Company\nAcme\nBolt\n", #"{"without_phone": true}"#, 2),
            ("Phone\n415-555-2671\n", #"{"without_name": true}"#, 1),
        ])
    func reading(text: String, options: String, stored: Int64) async throws {
        try await withDatabase { database in
            let id = try await submit(Array(text.utf8), options, database)
            let progress = try await TestFleet(database).run(id, workers: 1)
            #expect(progress.status == .completed)
            #expect(progress.stored == stored)
            #expect(progress.rejected == 0)
        }
    }

    @Test(
        "takes every name of an encoding that the command takes, and fails by one that is none", arguments: ["sjis", "MS_Kanji", "cp932"])
    func encodings(name: String) async throws {
        let header: [UInt8] = Array("Company,Phone\n".utf8)
        // 東京, in Shift-JIS.
        let row: [UInt8] = [0x93, 0x8C, 0x8B, 0x9E] + Array(",415-555-2671\n".utf8)
        try await withDatabase { database in
            let id = try await submit(header + row, #"{"encoding": "\#(name)"}"#, database)
            #expect(try await TestFleet(database).run(id, workers: 1).stored == 1)
            #expect(try await database.text("SELECT business_name FROM refinery.records") == "東京")
            let wrong = try await submit(header + row, #"{"encoding": "klingon", "again": true}"#, database)
            #expect(try await TestFleet(database).run(wrong, workers: 1).status == .failed)
            let errors = try await database.text("SELECT errors::text FROM refinery.jobs WHERE run_id = '\(wrong)'")
            #expect(errors?.contains("“klingon” is no encoding that can be read.") == true, "\(errors ?? "")")
        }
    }

    @Test("an archive of several tables becomes an import of each, of one submission; one that is named is one import") func archive()
        async throws
    {
        let files = ["a", "b", "c"].map { ("june/\($0).csv", Array("Company,Phone\nFirm \($0),415-555-267\($0.utf8.first! % 10)\n".utf8)) }
        let bytes = try await ZipFile.bytes(files)
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let first = try await submit(bytes, #"{"max_cost": 5, "priority": 7}"#, database)
            #expect(try await fleet.run(first, workers: 1).stored == 1)
            let imports = try await database.select("SELECT id FROM refinery.imports ORDER BY number").compactMap {
                $0[0].flatMap(ImportID.init(text:))
            }
            #expect(imports.count == 3 && imports.first == first)
            for id in imports { #expect(try await fleet.run(id, workers: 1).stored == 1) }
            let found = try await database.select(
                """
                SELECT i.file_name, r.priority, s.limit_micros, i.submission_id = (SELECT max(submission_id::text)::uuid FROM refinery.imports)
                  FROM refinery.imports i JOIN refinery.runs r ON r.id = i.id JOIN refinery.run_spending s ON s.run_id = i.id ORDER BY i.file_name
                """)
            #expect(
                found == [["b.csv", "7", "5000000", "true"], ["c.csv", "7", "5000000", "true"], ["leads.csv", "7", "5000000", "true"]])
            #expect(
                try await database.select("SELECT business_name FROM refinery.records ORDER BY 1") == [["Firm a"], ["Firm b"], ["Firm c"]])
            #expect(try await database.number("SELECT count(*) FROM refinery.events WHERE kind = 'import_submitted'") == 3)
            #expect(try await database.contradictions().isEmpty)
            for table in ["b.csv", "june/C.csv", "#3"] {
                let id = try await submit(bytes, ##"{"table": "\##(table)", "again": true}"##, database)
                #expect(try await fleet.run(id, workers: 1).duplicates == 1)
            }
            let none = try await submit(bytes, #"{"table": "d.csv", "again": true}"#, database)
            #expect(try await fleet.run(none, workers: 1).status == .failed)
            #expect(try await database.number("SELECT count(*) FROM refinery.imports") == 7)
        }
    }

    @Test(
        "that is not understood ends its import as failed, with the sentence that the command says",
        arguments: [
            "1,2,3\n4,5,6\n", "Company,City\nAcme,Oakland\n", "Company,Phone\n", "PK\u{3}\u{4}\u{14}\u{0}\u{6}\u{0}workbook", "\n\n\n",
        ])
    func notUnderstood(text: String) async throws {
        let bytes = Array(text.utf8)
        var sentence = ""
        try file(bytes) { file in
            do {
                let table = try SourceEntry.entries(of: file)[0].open(sheet: nil, isReadOnce: false)
                _ = try SourceInspection(table.file, table.completed(ReadingChoices()))
            } catch let fault as any Fault { sentence = fault.summary }
        }
        try #require(!sentence.isEmpty)
        try await withDatabase { database in
            let id = try await submit(bytes, "{}", database)
            let progress = try await TestFleet(database).run(id, workers: 1)
            #expect(progress.status == .failed)
            let dead = try await database.rows(ListDeadJobs(runID: id))
            #expect(dead.map(\.stage) == [.split])
            #expect(dead.map(\.message) == [sentence])
            #expect(dead.map(\.attempt) == [1], "no other attempt can end otherwise")
            // As by the command, which stores nothing then: the file may come again, with what was missing.
            let again = try await submit(bytes, #"{"without_phone": true, "without_name": true}"#, database)
            #expect(again != id)
        }
    }

    @Test(
        "with an option that makes no sense is refused at once",
        arguments: [
            #"{"region": "ZZ"}"#, #"{"region": "USA"}"#, #"{"region": ""}"#, #"{"region": 1}"#, #"{"delimiter": "\""}"#,
            #"{"delimiter": "\n"}"#,
            #"{"delimiter": "ab"}"#, #"{"batch_size": 0}"#,
        ])
    func refused(options: String) async throws {
        try await withDatabase { database in
            let error = await #expect(throws: PostgresError.self) {
                try await submit(Array("Company,Phone\nAcme,415-555-2671\n".utf8), options, database)
            }
            #expect(error?.sqlState?.rawValue == "22023")
            let imports = try await database.number("SELECT count(*) FROM refinery.imports")
            #expect(imports == 0)
        }
    }

    @Test("at one instant with others who have the same bytes becomes one import, whichever way they take") func sameBytes() async throws {
        try await withDatabase { database in
            let bytes = Array("Company,Phone\nAcme,415-555-2671\n".utf8)
            let first = try await database.connect()
            try await first.executeScript(
                #"BEGIN; SELECT refinery.submit_import('leads.csv', E'Company,Phone\nAcme,415-555-2671\n'::bytea)"#)
            async let refused = { () async -> String? in
                do { _ = try await submit(bytes, "{}", database) } catch { return (error as? PostgresError)?.sqlState?.rawValue }
                return nil
            }()
            async let known = submitFile(bytes, database)
            let here = "(SELECT oid FROM pg_database WHERE datname = current_database())"
            let waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = \(here) AND NOT granted"
            while try await database.number(waits) < 2 { await Task.yield() }
            try await first.executeScript("COMMIT")
            await first.close()
            #expect(await refused == "23505")
            guard case .known(let earlier) = try await known else { return #expect(Bool(false), "submitted twice") }
            // What had been received of the file is taken away again.
            let left = "SELECT string_agg(id::text, ' ') FROM refinery.runs WHERE status <> 'undone'"
            #expect(try await database.text(left) == earlier.map(\.id.description).joined(separator: " "))
            #expect(earlier.count == 1)
        }
    }

    /// As the command submits it.
    private func submitFile(_ bytes: [UInt8], _ database: TestDatabase) async throws -> Submitter.Outcome {
        let path = FileManager.default.temporaryDirectory.appending(path: "refinery-test-\(UUID()).csv").path
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try SourceFile(path: path)
        let inspection = try SourceInspection(file, ReadingChoices())
        return try await Submitter(database: database.database, sources: try database.sources())
            .submit(file, options: ImportOptions(format: inspection.format, mapping: inspection.mapping))
    }

    @Test("pauses at its rows_per_run, and goes on when it is resumed") func rowLimit() async throws {
        try await withDatabase { database in
            let rows = (0..<50).map { "Firm \($0),415-555-2\($0 + 100)\n" }.joined()
            let id = try await submit(Array("Company,Phone\n\(rows)".utf8), #"{"rows_per_run": 20, "batch_size": 10}"#, database)
            let fleet = try TestFleet(database)
            let paused = try await fleet.run(id, workers: 1)
            #expect(paused.statusReason == PauseReason.rowLimit.rawValue)
            #expect(paused.stored == 20)
            _ = try await database.first(ResumeRun(id, rows: 0))
            #expect(try await fleet.run(id, workers: 1).stored == 50)
        }
    }

    @Test("is read as a file with the same headers was confirmed to be, and confirms what its map says") func remembered() async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let map = #"{"map": {"Aaa": "business_name", "Bbb": "business_phone", "Ccc": "other_phones:mobile"}}"#
            let first = try await submit(Array("Aaa,Bbb,Ccc\nAcme,415-555-2671,\n".utf8), map, database)
            #expect(try await fleet.run(first, workers: 1).stored == 1)
            let next = Array("ccc,bbb,aaa\n,415-555-2672,Bolt\n".utf8)
            let second = try await submit(next, "{}", database)
            #expect(try await fleet.run(second, workers: 1).stored == 1)
            #expect(
                try await database.text("SELECT options #>> '{mapping,origin,name}' FROM refinery.imports WHERE id = '\(second)'")
                    == "leads.csv")
            let third = try await submit(next, #"{"remembered": false, "again": true}"#, database)
            try await fleet.run(third, workers: 1)
            #expect(try await database.text("SELECT options #>> '{mapping,origin}' FROM refinery.imports WHERE id = '\(third)'") == nil)
        }
    }

    @Test("may not be submitted by refinery_reader") func reader() async throws {
        try await withDatabase { database in
            let reader = TestDatabase(url: try await database.url(as: "refinery_reader"))
            let error = await #expect(throws: PostgresError.self) { try await submit([97], "{}", reader) }
            #expect(error?.sqlState == .insufficientPrivilege)
            await reader.close()
        }
    }

    @Test("has the options that the program reads, and no others") func lists() async throws {
        try await withDatabase { database in
            func names(_ condition: String) async throws -> Set<String> {
                Set(
                    try await database.select("SELECT option FROM refinery_internal.import_option_rules() WHERE \(condition)").compactMap {
                        $0[0]
                    })
            }
            func words(_ option: String) async throws -> [String] {
                try await database.select("SELECT unnest(words) FROM refinery_internal.import_option_rules() WHERE option = '\(option)'")
                    .compactMap { $0[0] }
            }
            let complete = ImportOptions(
                format: SourceFormat(encoding: "utf-8", delimiter: ",", firstRowOffset: 0, isSingleColumn: false),
                mapping: Mapping(columns: [], names: []), rowsPerRun: 1, rejectRateMax: 0.5, looksUpNumbers: true,
                lookupProvider: .simulator,
                strictFields: [], linksRecords: true)
            let stored = try JSONDecoder().decode([String: PrintedJSON].self, from: Data(try JSON.text(complete).utf8))
            // Format and mapping are found out; pretended lookups are for `run` alone, which brings the simulator.
            #expect(try await names("place = 'import'") == Set(stored.keys).subtracting(["format", "mapping", "lookup_provider"]))
            #expect(try await names("place = 'reading'") == Set(ReadingChoices.CodingKeys.allCases.map(\.rawValue)))
            let fields = Field.allCases.map(\.rawValue)
            #expect(try await words("required_fields") == fields)
            #expect(try await words("map") == fields + ["extra", "ignore"])
            #expect(try await words("on_duplicate") == ImportOptions.OnDuplicate.allCases.map(\.rawValue))
            let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
            let regions = letters.flatMap { first in letters.map { first + $0 } }.filter { (try? PhoneNumberParser(region: $0)) != nil }
            #expect(try await words("region") == regions)
            let bounds = try await database.select(
                "SELECT low, high FROM refinery_internal.import_option_rules() WHERE option IN ('batch_size', 'row_bytes_max', 'rows_per_run') ORDER BY option"
            )
            let ranges = [ImportOptions.batchSizes, ImportOptions.rowBytes, 0...Int(RecordID.rowsMax)]
            #expect(bounds == ranges.map { ["\($0.lowerBound)", "\($0.upperBound)"] })
        }
    }
}
