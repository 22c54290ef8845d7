import Postgres
import RefineryLinking
import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("Linking", .timeLimit(.minutes(10))) struct GroupLinkingTests {
    @Test("gives every record to one persona, and what is one person to the same one, whatever the lists call it") func onePerson()
        async throws
    {
        try await withDatabase { database in
            let ids = try await database.stored(PeopleFile.text(40))
            try await GroupLinking(database: database.database).link(ids)
            #expect(try await database.linkContradictions() == [])
            #expect(try await database.number("SELECT count(*) FROM refinery.personas") == 40)
            #expect(try await database.number("SELECT count(*) FROM refinery.companies") == 40)
            let wrong = try await database.select("SELECT first_name, last_name, records, title FROM refinery.personas WHERE records <> 3")
            #expect(wrong == [])
            #expect(try await database.number("SELECT count(*) FROM refinery.persona_phones WHERE sources < 2") == 0)
        }
    }

    @Test(
        "gives the same clusters in whatever order, by however many at a time, and with however little in memory",
        arguments: [(5, 1), (17, 4), (64, 2), (1000, 3)])
    func orders(groupSize: Int, linkers: Int) async throws {
        let text = PeopleFile.text(50)
        let expected = try await withDatabase { database in
            try await GroupLinking(database: database.database).link(try await database.stored(text))
            return (try await database.clusters(.company), try await database.clusters(.persona))
        }
        try await withDatabase { database in
            var random = SeededGenerator(seed: UInt64(groupSize))
            let groups = try await database.stored(text).shuffled(using: &random).chunked(by: groupSize)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for linker in 0..<linkers {
                    let own = database.process("worker", id: "\(linker)")
                    let mine = groups.enumerated().filter { $0.offset % linkers == linker }.map(\.element)
                    tasks.addTask {
                        for group in mine { try await GroupLinking(database: own, keysAtOnce: 7, besideAtOnce: 3).link(group) }
                        await own.close()
                    }
                }
                try await tasks.waitForAll()
            }
            #expect(try await database.linkContradictions() == [])
            #expect(try await database.clusters(.company) == expected.0)
            #expect(try await database.clusters(.persona) == expected.1)
        }
    }

    @Test("by two at once of the same records makes nothing twice") func twins() async throws {
        try await withDatabase { database in
            let ids = try await database.stored(PeopleFile.text(60))
            async let one = GroupLinking(database: database.database).link(ids)
            async let other = GroupLinking(database: database.database).link(ids)
            _ = try await (one, other)
            #expect(try await database.linkContradictions() == [])
            #expect(try await database.number("SELECT count(*) FROM refinery.personas") == 60)
            #expect(
                try await database.number(
                    "SELECT count(*) FROM (SELECT FROM refinery.link_keys GROUP BY key, record_id HAVING count(*) > 1) AS twice") == 0)
        }
    }

    @Test("that ends between two of its transactions is done by the next attempt", arguments: GroupLinking.Step.allCases)
    func killed(step: GroupLinking.Step) async throws {
        struct Killed: Error {}
        try await withDatabase { database in
            let ids = try await database.stored(PeopleFile.text(40))
            let halves = [Array(ids.prefix(ids.count / 2)), Array(ids.dropFirst(ids.count / 2))]
            let sound = GroupLinking(database: database.database)
            let dying = GroupLinking(database: database.database) { if $0 == step { throw Killed() } }
            await #expect(throws: Killed.self) { try await dying.link(halves[0]) }
            // Others go on meanwhile.
            try await sound.link(halves[1])
            try await sound.link(halves[0])
            #expect(try await database.linkContradictions() == [])
            #expect(try await database.number("SELECT count(*) FROM refinery.personas") == 40)
            #expect(try await database.number("SELECT count(*) FROM refinery.companies") == 40)
        }
    }

    @Test("once more changes nothing, and counts nothing twice") func again() async throws {
        try await withDatabase { database in
            let ids = try await database.stored(PeopleFile.text(30))
            let linking = GroupLinking(database: database.database)
            let first = try await linking.link(ids)
            #expect(first.records == 90 && first.companies == 30 && first.personas == 30)
            let before = try await database.everythingLinked()
            let second = try await linking.link(ids)
            #expect(second.companies == 0 && second.personas == 0)
            #expect(try await database.everythingLinked() == before)
        }
    }

    @Test("joins two personas by a record that comes late, and the older one stays") func late() async throws {
        try await withDatabase { database in
            let apart = PeopleFile.text(rows: [
                "Whitlock Roofing,Jane Whitlock,Owner,jane@whitlockroofing.com,,,,Austin,TX,78701",
                ",Jane Whitlock,,,(512) 555-0142,,12 Elm Street,Dallas,TX,75201",
            ])
            let linking = GroupLinking(database: database.database)
            let early = try await database.stored(apart)
            try await linking.link(early)
            #expect(try await database.clusters(.persona).count == 2)
            let oldest = try await database.text("SELECT persona_id FROM refinery.persona_records ORDER BY record_id LIMIT 1")
            let bridge = "Whitlock Roofing,Jane Whitlock,Owner,jane@whitlockroofing.com,(512) 555-0142,,12 Elm Street,Dallas,TX,75201"
            try await linking.link(try await database.stored(PeopleFile.text(rows: [bridge])))
            #expect(try await database.clusters(.persona).count == 1)
            #expect(try await database.text("SELECT id FROM refinery.personas") == oldest)
            #expect(try await database.linkContradictions() == [])
        }
    }

    @Test("a firm that comes late makes a short name ambiguous, and when it goes the name is clear again") func shortNames() async throws {
        try await withDatabase { database in
            let linking = GroupLinking(database: database.database)
            func store(_ names: [String]) async throws -> [RecordID] {
                try await database.stored(PeopleFile.text(rows: names.map { "\($0),,,,,www.acme.example.com,,Austin,TX," }))
            }
            try await linking.link(try await store(["Acme", "Acme Freight"]))
            #expect(try await database.clusters(.company).count == 1)
            let late = try await store(["Acme Realty"])
            try await linking.link(late)
            #expect(try await database.clusters(.company).count == 3)
            #expect(
                try await database.number("SELECT count(*) FROM refinery.links WHERE kind = 'company' AND state = 'candidate' AND withheld")
                    == 2)
            #expect(try await database.linkContradictions() == [])
            try await database.forget(late)
            #expect(try await database.clusters(.company).count == 1)
        }
    }

    @Test("of a key that very many share compares few pairs, and they still meet") func hot() async throws {
        try await withDatabase { database in
            let rows = (0..<400).map {
                "Gigantic Holdings,,,,(512) 21\($0 / 100)-\(1000 + $0),www.gigantic.example.com,\($0) Main Street,Austin,TX,78701"
            }
            let ids = try await database.stored(PeopleFile.text(rows: rows))
            for group in ids.chunked(by: 90) { try await GroupLinking(database: database.database).link(group) }
            #expect(try await database.linkContradictions() == [])
            #expect(try await database.number("SELECT count(*) FROM refinery.links") < 400 * 99)
        }
    }

    @Test("leaves what belongs to a large company to the last group of its run, which makes the same of it", arguments: [1, 3])
    func large(linkers: Int) async throws {
        let rows = (0..<60).map { "Gigantic Holdings,Jane \($0 % 7),,,(512) 210-\(1000 + $0),www.gigantic.example.com,,Austin,TX,78701" }
        let text = PeopleFile.text(rows: rows + (0..<5).flatMap { person in (0..<2).map { PeopleFile.row(person, $0) } })
        let expected = try await withDatabase { database in
            try await GroupLinking(database: database.database).link(try await database.stored(text))
            return (try await database.clusters(.company), try await database.clusters(.persona))
        }
        try await withDatabase { database in
            let groups = try await database.stored(text).chunked(by: 12)
            let jobs = try await database.linkJobs(groups.count)
            @Sendable func linkAll(_ mine: [Int]) async throws {
                let own = database.process("worker", id: "\(mine)")
                for index in mine {
                    try await GroupLinking(database: own, largeCompany: 5).link(groups[index], as: jobs[index]) { connection, outcome in
                        _ = try await connection.first(FinishJob(job: jobs[index], counters: outcome.counters))
                    }
                }
                await own.close()
            }
            // The first founds the company; those beside each other see that it is large already.
            try await linkAll([0])
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for linker in 0..<linkers {
                    tasks.addTask { try await linkAll((1..<groups.count - 1).filter { $0 % linkers == linker }) }
                }
                try await tasks.waitForAll()
            }
            #expect(try await database.number("SELECT count(*) FROM refinery.link_deferrals") == 48)
            #expect(try await database.number("SELECT max(records) FROM refinery.companies") == 12)
            try await linkAll([groups.count - 1])
            #expect(try await database.number("SELECT count(*) FROM refinery.link_deferrals") == 0)
            #expect(try await database.clusters(.company) == expected.0)
            #expect(try await database.clusters(.persona) == expected.1)
            #expect(try await database.linkContradictions() == [])
        }
    }

    @Test("begins again when records went meanwhile") func epoch() async throws {
        try await withDatabase { database in
            let ids = try await database.stored(PeopleFile.text(10))
            let gone = ids[0]
            let linking = GroupLinking(database: database.database) { [database] step in
                if step == .owners { try await database.forget([gone]) }
            }
            await #expect(throws: StoreError.survivorGone) { try await linking.link(ids) }
            try await GroupLinking(database: database.database).link(ids)
            #expect(try await database.linkContradictions() == [])
        }
    }
}

extension TestDatabase {
    /// Takes records away, as an undo does.
    fileprivate func forget(_ records: [RecordID]) async throws {
        let ids = records.map { "\($0.rawValue)" }.joined(separator: ", ")
        try await database.pool.withTransaction { connection in
            try await Linking.hold(on: connection)
            try await connection.executeScript("DELETE FROM refinery.records WHERE id IN (\(ids))")
            try await Linking.forget(records, on: connection)
        }
    }

    /// Claimed jobs of a run that links, in their order.
    fileprivate func linkJobs(_ count: Int) async throws -> [ClaimedJob] {
        try await execute(
            """
            WITH run AS (INSERT INTO refinery.runs (id, kind) VALUES (gen_random_uuid(), 'link') RETURNING id)
            INSERT INTO refinery.jobs (run_id, stage, seq, state, attempts_max, first_row, row_count)
            SELECT r.id, 'link', n, 'ready', 3, n, 1 FROM run r CROSS JOIN generate_series(1, \(count)) AS n
            """)
        return try await rows(ClaimJobs(stage: .link, limit: count, worker: WorkerID(), after: .floor, provider: nil)).sorted {
            $0.seq < $1.seq
        }
    }

    /// The records that a list gives, and that nobody has linked.
    func stored(_ text: String) async throws -> [RecordID] {
        let fleet = try TestFleet(self)
        let id = try await fleet.submit(text) {
            $0.linksRecords = false
            $0.requiredFields = []
        }
        try await fleet.run(id, workers: 1)
        return try await select("SELECT id FROM refinery.records WHERE import_id = '\(id)' ORDER BY id")
            .compactMap { $0[0].flatMap { Int64($0) }.map(RecordID.init(rawValue:)) }
    }

    /// All rows of all tables of linking, without the times of changes.
    func everythingLinked() async throws -> [[String?]] {
        var rows: [[String?]] = []
        for table in [
            "companies", "company_records", "company_phones", "personas", "persona_records", "persona_phones", "persona_emails", "links",
            "link_keys",
        ] {
            rows += try await select("SELECT '\(table)', (to_jsonb(t) - 'updated_at')::text AS row FROM refinery.\(table) t ORDER BY 2")
        }
        return rows
    }
}

extension Array {
    func chunked(by size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
