import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("A run that links", .timeLimit(.minutes(10))) struct LinkRunTests {
    private static let text = """
        Business Name,Contact Name,Title,Email,Phone,Website
        Whitlock Roofing LLC,Jane Whitlock,Owner,jane@whitlockroofing.com,(512) 555-0142,whitlockroofing.com
        "Whitlock Roofing, Inc.",Jane Whitlock,,jane@whitlockroofing.com,,
        Okafor Dental,,,info@okafordental.com,(512) 555-0177,okafordental.com

        """

    @Test("begins when an import completes, ends, and says what came of it") func automatic() async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(Self.text)
            try await fleet.run(workers: 2) {
                _ = try await fleet.waitForEnd(of: id)
                try await database.waitForLinks()
            }
            let run = try await database.select(
                """
                SELECT status, counters ->> 'records', counters ->> 'companies', counters ->> 'personas'
                  FROM refinery.runs WHERE kind = 'link'
                """)
            #expect(run == [["completed", "3", "2", "2"]])
            #expect(try await database.linkContradictions() == [])
            #expect(try await database.rows(BeginLinkRuns(imports: [id])).map(\.isNew) == [false], "an import is linked once")
        }
    }

    @Test("is not begun where nobody wants it, until somebody asks") func unwanted() async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(Self.text) { $0.linksRecords = false }
            try await fleet.run(id, workers: 1)
            #expect(try await database.number("SELECT count(*) FROM refinery.link_runs") == 0)
            #expect(try await database.rows(ListUnlinkedImports()) == [id])
            #expect(try await database.rows(BeginLinkRuns(imports: [id])).map(\.isNew) == [true])
            try await fleet.run(workers: 1) { try await database.waitForLinks() }
            #expect(try await database.number("SELECT count(*) FROM refinery.personas") == 2)
        }
    }

    @Test("updates what was seen again, and adds no phone twice") func repeated() async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let row = "Whitlock Roofing LLC,Jane Whitlock,Owner,jane@whitlockroofing.com,(512) 555-0142,whitlockroofing.com\n"
            let header = "Business Name,Contact Name,Title,Email,Phone,Website\n"
            try await fleet.linked(header + row, database)
            let before = try await database.select("SELECT last_seen_at, sources FROM refinery.persona_phones")
            try await fleet.linked(header + row + "\n", database)
            let after = try await database.select("SELECT last_seen_at, sources FROM refinery.persona_phones")
            #expect(before.count == 1 && after.count == 1)
            #expect(before[0][1] == "1" && after[0][1] == "2")
            #expect(before[0][0] != nil && after[0][0] != nil)
            #expect(try await database.number("SELECT count(*) FROM refinery.personas") == 1)
        }
    }

    @Test("takes a record once that its own file repeats, and one of another file where a row repeats it") func repeatedRows() async throws
    {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let header = "Business Name,Contact Name,Title,Email,Phone,Website\n"
            let row = "Whitlock Roofing LLC,Jane Whitlock,Owner,jane@whitlockroofing.com,(512) 555-0142,whitlockroofing.com\n"
            for (text, isNew) in [(header + row + row, true), (header + row, false)] {
                let id = try await fleet.submit(text) { $0.linksRecords = false }
                try await fleet.run(id, workers: 1)
                let run = try #require(try await database.rows(BeginLinkRuns(imports: [id])).first).runID
                let job = JobID(rawValue: Int64(try await database.number("SELECT id FROM refinery.jobs WHERE run_id = '\(run)'")))
                #expect(try await database.rows(ListJobRecords(job: job)).map(\.isNew) == [isNew])
            }
        }
    }

    @Test("has several jobs, none of them too large, and no row twice", arguments: [1, 4096, 40_000, 1_000_000]) func jobs(rows: Int)
        async throws
    {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let id = try await fleet.submit(Self.text) { $0.linksRecords = false }
            try await fleet.run(id, workers: 1)
            let run = try #require(try await database.rows(BeginLinkRuns(imports: [id])).first).runID
            try await database.execute("DELETE FROM refinery.jobs WHERE run_id = '\(run)'")
            try await database.execute("SELECT refinery_internal.insert_link_jobs('\(run)', '\(id)', 1, \(rows))")
            let made = try await database.select(
                """
                SELECT count(*) >= least(8, ceil(\(rows) / 4096.0)), sum(row_count), max(row_count) <= 32768,
                       bool_and(next IS NULL OR next = first_row + row_count)
                  FROM (SELECT j.*, lead(first_row) OVER (ORDER BY first_row) AS next FROM refinery.jobs j WHERE run_id = '\(run)') AS j
                """)
            #expect(made == [["true", "\(rows)", "true", "true"]])
        }
    }

    private static let header = "Business Name,Contact Name,Title,Email,Phone,Website\n"

    @Test("knows the title of a row that repeats a record without one, from where it comes, until its import is undone") func title()
        async throws
    {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            try await fleet.linked(Self.header + "Whitlock Roofing LLC,Jane Whitlock,,jane@whitlockroofing.com,(512) 555-0142,\n", database)
            #expect(try await database.number("SELECT count(*) FROM refinery.decision_makers") == 0)
            let again = try await fleet.linked(
                Self.header + "Whitlock Roofing,Jane  Whitlock,Chief Executive Officer,jane@whitlockroofing.com,512-555-0142,\n", database)
            #expect(try await database.number("SELECT count(*) FROM refinery.records") == 1)
            #expect(try await database.text("SELECT title FROM refinery.records") == nil)
            #expect(
                try await database.select("SELECT title, seniority FROM refinery.decision_makers") == [
                    ["Chief Executive Officer", "c_suite"]
                ])
            let origin = try await database.select(
                "SELECT value, is_shown, import_id FROM refinery.persona_provenance WHERE field = 'title'")
            #expect(origin == [["Chief Executive Officer", "true", again.description]])
            // Somebody else's title at the same mailbox is not hers.
            try await fleet.linked(
                Self.header + "Whitlock Roofing,Jane B. Other,Janitor,jane@whitlockroofing.com,512-555-0142,\n", database)
            #expect(try await database.number("SELECT count(*) FROM refinery.duplicates WHERE title = 'Janitor'") == 0)
        }
    }

    @Test("father and son at one address are two personas, by a column of their own or by their names") func generations() async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            let place = "214-555-0101,12 Elm St,Dallas,TX,75201"
            try await fleet.linked(
                "Business Name,First Name,Last Name,Suffix,Phone,Street,City,State,Zip\n"
                    + "Smith Farm,John,Smith,Jr.,\(place)\nSmith Farm,John,Smith,Sr.,\(place)\n", database)
            let stored = try await database.select("SELECT contact_name, name_suffix FROM refinery.records ORDER BY id")
            #expect(stored == [["John Smith", "Jr."], ["John Smith", "Sr."]])
            #expect(try await database.number("SELECT count(*) FROM refinery.personas") == 2)
            // The same two, as another file writes them, are theirs.
            try await fleet.linked(
                "Business Name,Contact Name,Phone,Street,City,State,Zip\n"
                    + "Smith Farm,JOHN SMITH SR,\(place)\nSmith Farm,\"SMITH, DR. JOHN JR\",\(place)\n", database
            ) { $0.style = WritingStyle() }
            #expect(try await database.number("SELECT count(*) FROM refinery.personas") == 2)
            let parts = try await database.select("SELECT name_prefix, name_suffix FROM refinery.records ORDER BY id DESC LIMIT 1")
            #expect(parts == [["Dr.", "Jr"]])
            #expect(try await database.linkContradictions() == [])
        }
    }

    @Test("knows what a repeating row fills in") func filled() async throws {
        try await withDatabase { database in
            let fleet = try TestFleet(database)
            try await fleet.linked(Self.header + "Whitlock Roofing LLC,,,jane@whitlockroofing.com,(512) 555-0142,\n", database)
            try await fleet.linked(
                Self.header + "Whitlock Roofing,Jane Whitlock,Owner,jane@whitlockroofing.com,512-555-0142,whitlockroofing.com\n", database
            ) { $0.onDuplicate = .fill }
            let personas = try await database.select("SELECT first_name, last_name, title, seniority FROM refinery.personas")
            #expect(personas == [["Jane", "Whitlock", "Owner", "owner"]])
            #expect(try await database.text("SELECT domain FROM refinery.companies") == "whitlockroofing.com")
            #expect(try await database.linkContradictions() == [])
        }
    }
}

extension TestFleet {
    /// Submits a file, and runs until it is linked.
    @discardableResult
    fileprivate func linked(
        _ text: String, _ database: TestDatabase, _ change: (inout ImportOptions) -> Void = { _ in }
    ) async throws -> ImportID {
        let id = try await submit(text, change)
        try await run(workers: 1) {
            _ = try await waitForEnd(of: id)
            try await database.waitForLinks()
        }
        return id
    }
}
