import Postgres
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("Persisting batches", .timeLimit(.minutes(10))) struct PersistBatchesTests {
    /// One import with its number, and its claimed jobs.
    private struct Claimed {
        let id: ImportID
        let number: Int32
        let jobs: [ClaimedJob]
    }

    private func claimed(_ database: TestDatabase, jobs: Int, rowsPerJob: Int) async throws -> Claimed {
        let id = try await database.makeImport(jobs: jobs, rowsPerJob: rowsPerJob)
        let claimed = try await database.claim(jobs, by: try await database.makeWorker())
        let number = try await database.number("SELECT number FROM refinery.imports WHERE id = '\(id)'")
        return Claimed(id: id, number: Int32(number), jobs: claimed)
    }

    private func persist(_ batches: RefinedBatches, of jobs: [ClaimedJob], _ database: TestDatabase) async throws -> [BatchOutcome] {
        try await database.run(PersistBatches(batches, of: jobs))
    }

    @Test("stores the first of equal rows, whether they stand in one batch, in two, or in two imports") func duplicates() async throws {
        try await withDatabase { database in
            let first = try await claimed(database, jobs: 2, rowsPerJob: 3)
            let batches = RefinedBatches()
            batches.add(
                first.jobs[0], importNumber: first.number,
                rows: [TestRow(1, identity: 5), TestRow(2, identity: 4), TestRow(3, identity: 5)])
            batches.add(first.jobs[1], importNumber: first.number, rows: [TestRow(4, identity: 4), TestRow(5, identity: 3)], rejected: [6])
            let outcomes = try await persist(batches, of: first.jobs, database)
            #expect(outcomes == [BatchOutcome(stored: 2, duplicates: 1), BatchOutcome(stored: 1, duplicates: 1, rejected: 1)])
            let survivors = try await database.select(
                "SELECT d.row_number, r.row_number FROM refinery.duplicates d JOIN refinery.records r ON r.id = d.record_id ORDER BY 1")
            // The second column bears the same name, so it is told apart by order alone.
            #expect(survivors.map { $0.compactMap(\.self) } == [["3", "1"], ["4", "2"]])

            let second = try await claimed(database, jobs: 1, rowsPerJob: 2)
            batches.removeAll()
            batches.add(second.jobs[0], importNumber: second.number, rows: [TestRow(1, identity: 3), TestRow(2, identity: 2)])
            #expect(try await persist(batches, of: second.jobs, database) == [BatchOutcome(stored: 1, duplicates: 1)])
            #expect(
                try await database.text("SELECT record_id FROM refinery.duplicates WHERE import_id = '\(second.id)'")
                    == "\(RecordID(importNumber: first.number, row: 5).rawValue)")
            #expect(try await database.contradictions().isEmpty)
            #expect(try await database.foldAndSettle(first.id, second.id).map(\.status) == [.completed, .completed])
        }
    }

    @Test("with a stale token changes nothing at all, also not for the jobs beside it") func fence() async throws {
        try await withDatabase { database in
            let work = try await claimed(database, jobs: 2, rowsPerJob: 2)
            _ = try await database.rows(ReleaseJobs(jobs: [work.jobs[1]]))
            _ = try await database.claim(1, by: try await database.makeWorker())
            let batches = RefinedBatches()
            batches.add(work.jobs[0], importNumber: work.number, rows: [TestRow(1, identity: 1), TestRow(2, identity: 1)])
            batches.add(work.jobs[1], importNumber: work.number, rows: [TestRow(3, identity: 3)], rejected: [4])
            await #expect(throws: LeaseLostError(jobs: 1)) { try await persist(batches, of: work.jobs, database) }
            for table in ["records", "fingerprints", "duplicates", "rejects"] {
                #expect(try await database.number("SELECT count(*) FROM refinery.\(table)") == 0, "\(table)")
            }
            #expect(try await database.states(of: work.id) == [.claimed: 2])
        }
    }

    @Test("twice stores once: the second time finds the job done") func twice() async throws {
        try await withDatabase { database in
            let work = try await claimed(database, jobs: 1, rowsPerJob: 1)
            let batches = RefinedBatches()
            batches.add(work.jobs[0], importNumber: work.number, rows: [TestRow(1, identity: 1)])
            #expect(try await persist(batches, of: work.jobs, database).map(\.stored) == [1])
            await #expect(throws: LeaseLostError(jobs: 1)) { try await persist(batches, of: work.jobs, database) }
            #expect(try await database.number("SELECT count(*) FROM refinery.records") == 1)
            #expect(try await database.contradictions().isEmpty)
        }
    }

    @Test("refuses counters that do not add up to the rows of the batch") func accounting() async throws {
        try await withDatabase { database in
            let work = try await claimed(database, jobs: 1, rowsPerJob: 3)
            let batches = RefinedBatches()
            batches.add(work.jobs[0], importNumber: work.number, rows: [TestRow(1, identity: 1)])
            let refused = await refusal { try await persist(batches, of: work.jobs, database) }
            #expect(refused?.code == SQLState.checkViolation.rawValue)
            #expect(try await database.number("SELECT count(*) FROM refinery.records") == 0)
        }
    }

    @Test("of overlapping rows by eight workers at once never deadlocks and stores each contact once") func overlap() async throws {
        try await withDatabase { database in
            let (workers, jobsEach, rows, contacts) = (8, 6, 40, 100)
            let seed = SeededGenerator.freshSeed()
            let id = try await database.makeImport(jobs: workers * jobsEach, rowsPerJob: rows)
            let number = Int32(try await database.number("SELECT number FROM refinery.imports WHERE id = '\(id)'"))
            let pool = PostgresPool(configuration: ConnectionConfiguration(url: database.url), size: workers)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<workers {
                    group.addTask {
                        var generator = SeededGenerator(seed: seed &+ UInt64(worker))
                        let batches = RefinedBatches()
                        for _ in 0..<(jobsEach / 2) {
                            batches.removeAll()
                            let jobs = try await pool.withConnection {
                                try await $0.rows(ClaimJobs(stage: .refine, limit: 2, worker: WorkerID()))
                            }
                            for job in jobs {
                                let made = (0..<Int64(rows)).map {
                                    TestRow(
                                        (job.span?.firstRow ?? 0) + $0, identity: UInt64(Int.random(in: 0..<contacts, using: &generator)))
                                }
                                batches.add(job, importNumber: number, rows: made)
                            }
                            let persist = PersistBatches(batches, of: jobs)
                            _ = try await pool.withConnection { try await persist.run(on: $0) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            await pool.close()
            let outcome = try await database.outcome(of: id)
            #expect(outcome.rows == workers * jobsEach * rows, "seed \(seed)")
            #expect(outcome.stored == contacts, "seed \(seed)")
            #expect(try await database.contradictions().isEmpty, "seed \(seed)")
            #expect(try await database.foldAndSettle(id).map(\.status) == [.completed])
        }
    }

    @Test("keeps every column as it was written") func roundTrip() async throws {
        try await withDatabase { database in
            let work = try await claimed(database, jobs: 1, rowsPerJob: 2)
            var (texts, numbers): ([String: String], [String: Int64]) = ([:], [:])
            let extremes: [Int64] = [0, .max, -1, 1 << 40]
            for column in RecordColumn.allCases {
                switch column.kind {
                case .text: texts[column.rawValue] = "\(column) Zoë 東京 🎈 \"quoted\"\n\\"
                case .texts: texts[column.rawValue] = "\(column) Zoë\na, \"b\"\nNULL"
                case .jsonb: texts[column.rawValue] = #"[{"code": "phone_invalid", "value": "a\"b\\ é"}]"#
                case .bigint: numbers[column.rawValue] = extremes[column.index % extremes.count]
                case .smallint: numbers[column.rawValue] = 1987
                }
            }
            texts["extra"] = #"{"x": "", "Größe": "5 µm"}"#
            texts["phone_status"] = "valid"
            let batches = RefinedBatches()
            batches.add(
                work.jobs[0], importNumber: work.number, rows: [TestRow(1, identity: 1, texts, numbers: numbers), TestRow(2, identity: 2)])
            _ = try await persist(batches, of: work.jobs, database)
            let listed = try await database.rows(
                ListRecords(
                    after: RecordID(importNumber: work.number, row: 0), before: RecordID(importNumber: work.number + 1, row: 0), limit: 10))
            try #require(listed.count == 2)
            #expect(listed.map(\.id.row) == [1, 2])
            #expect(try await database.rows(FindRecords(ids: listed.reversed().map(\.id))) == listed.reversed())
            #expect(listed.map { $0.texts.first } == ["1", "2"])
            for column in RecordColumn.allCases {
                let written = texts[column.rawValue] ?? numbers[column.rawValue].map { "\($0)" }
                #expect(written != nil && listed[0][column] == written, "\(column)")
                #expect(listed[1][column] == (column == .phoneStatus ? "missing" : nil), "\(column)")
            }
            #expect(
                try await database.text("SELECT replace(fingerprint::text, '-', '') FROM refinery.records WHERE row_number = 1")
                    == "0000000000000001fffffffffffffffe")
        }
    }

    @Test("keeps a reject with its field, value, code, message, raw text and place") func rejects() async throws {
        try await withDatabase { database in
            let work = try await claimed(database, jobs: 1, rowsPerJob: 2)
            let batches = RefinedBatches()
            batches.begin(work.id, fillsDuplicates: false)
            batches.reject(
                RowReject(
                    row: 1, field: .businessEmail, value: "a@b@c", code: .emailMalformed, raw: "Zoë,\"a@b@c\"", byteOffset: 17))
            batches.reject(RowReject(row: 2, code: .rowTooShort, message: "Short.", raw: "x", byteOffset: nil))
            #expect(try await persist(batches, of: work.jobs, database) == [BatchOutcome(rejected: 2)])
            let listed = try await database.rows(ListRejects(importID: work.id, after: 0, limit: 10))
            #expect(
                listed == [
                    RejectRow(
                        row: 1, field: "business_email", value: "a@b@c", code: "email_malformed", message: IssueCode.emailMalformed.message,
                        raw: "Zoë,\"a@b@c\""),
                    RejectRow(row: 2, field: nil, value: nil, code: "row_too_short", message: "Short.", raw: "x"),
                ])
            #expect(try await database.select("SELECT byte_offset FROM refinery.rejects ORDER BY row_number") == [["17"], [nil]])
            #expect(try await database.rows(ListRejects(importID: work.id, after: 1, limit: 10)).map(\.row) == [2])
        }
    }

    @Test("fills what is empty in a survivor, row after row, and changes nothing that is there") func fill() async throws {
        try await withDatabase { database in
            let work = try await claimed(database, jobs: 2, rowsPerJob: 3)
            let batches = RefinedBatches()
            batches.add(
                work.jobs[0], importNumber: work.number,
                rows: [
                    TestRow(1, identity: 1, ["business_name": "First", "extra": #"{"a": "1"}"#, "sic_description": "kept with no code"]),
                    TestRow(2, identity: 1, ["business_name": "Second", "city": "Boston", "extra": #"{"a": "2", "b": "2"}"#]),
                    TestRow(
                        3, identity: 1,
                        ["city": "Austin", "state": "TX", "phone_e164": "+13125550123", "phone_extension": "7", "phone_status": "valid"],
                        numbers: ["employee_count": 5, "employee_count_high": 9]),
                ], fillsDuplicates: true)
            _ = try await persist(batches, of: [work.jobs[0]], database)
            batches.removeAll()
            batches.add(
                work.jobs[1], importNumber: work.number,
                rows: [
                    TestRow(
                        4, identity: 1,
                        ["phone_e164": "+13125559999", "phone_extension": "8", "phone_status": "valid", "zip_code": "60601"],
                        numbers: ["employee_count": 1]),
                    TestRow(5, identity: 2, ["business_name": "Other"]), TestRow(6, identity: 2, ["city": "Reno"]),
                ], fillsDuplicates: true)
            #expect(try await persist(batches, of: [work.jobs[1]], database) == [BatchOutcome(stored: 1, duplicates: 2)])
            let rows = try await database.select(
                """
                SELECT business_name, city, state, zip_code, phone_e164, phone_extension, phone_status, employee_count,
                       employee_count_high, extra::text, sic_description
                  FROM refinery.records ORDER BY row_number
                """)
            #expect(
                rows == [
                    [
                        "First", "Boston", "TX", "60601", "+13125550123", "7", "valid", "5", "9", #"{"a": "1", "b": "2"}"#,
                        "kept with no code",
                    ],
                    ["Other", "Reno", nil, nil, nil, nil, "missing", nil, nil, nil, nil],
                ])
        }
    }

    @Test("writes nothing that is said of one person into the record of another") func persons() async throws {
        try await withDatabase { database in
            let work = try await claimed(database, jobs: 1, rowsPerJob: 5)
            let batches = RefinedBatches()
            batches.add(
                work.jobs[0], importNumber: work.number,
                rows: [
                    TestRow(1, identity: 1, ["business_name": "Acme", "contact_name": "Ann Lee"]),
                    TestRow(
                        2, identity: 1,
                        [
                            "contact_name": "Bob Ray", "title": "CEO", "direct_phone_e164": "+13125550123", "city": "Reno",
                            "other_phones": "+13125550199", "other_emails": "bob@a.example",
                        ]),
                    TestRow(3, identity: 1, ["title": "Nobody's"]),
                    TestRow(
                        4, identity: 1,
                        [
                            "contact_name": "ANN LEE.", "title": "Owner", "other_phones": "+13125550101\n+13125550102",
                            "other_phone_roles": "home\nsecond", "other_emails": "a@a.example", "fax": "+13125550105", "country": "US",
                        ]),
                    TestRow(5, identity: 2, ["business_name": "Zed"]),
                ], fillsDuplicates: true)
            _ = try await persist(batches, of: work.jobs, database)
            let rows = try await database.select(
                """
                SELECT contact_name, title, direct_phone_e164, city, other_phones::text, other_phone_roles::text, other_emails::text, fax, country
                  FROM refinery.records ORDER BY row_number
                """)
            #expect(
                rows == [
                    [
                        "Ann Lee", "Owner", nil, "Reno", "{+13125550101,+13125550102}", "{home,second}", "{a@a.example}", "+13125550105",
                        "US",
                    ], [nil, nil, nil, nil, nil, nil, nil, nil, nil],
                ])
        }
    }

    @Test("fills from rows that add nothing new in one round, however often they repeat a record") func rounds() async throws {
        try await withDatabase { database in
            let work = try await claimed(database, jobs: 1, rowsPerJob: 2000)
            let batches = RefinedBatches()
            let rows = (1...2000).map { TestRow(Int64($0), identity: 1, ["city": "Reno \($0)"]) }
            batches.add(work.jobs[0], importNumber: work.number, rows: rows, fillsDuplicates: true)
            try await database.execute(
                """
                CREATE SEQUENCE test.updates;
                CREATE FUNCTION test.count() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM nextval('test.updates'); RETURN NULL; END $$;
                CREATE TRIGGER counted AFTER UPDATE ON refinery.records FOR EACH STATEMENT EXECUTE FUNCTION test.count();
                """)
            #expect(try await persist(batches, of: work.jobs, database) == [BatchOutcome(stored: 1, duplicates: 1999)])
            #expect(try await database.number("SELECT last_value FROM test.updates") <= 2)
        }
    }

    @Test("fills in two transactions that meet the same records in opposite orders, without a deadlock") func opposite() async throws {
        try await withDatabase { database in
            let work = try await claimed(database, jobs: 3, rowsPerJob: 50)
            let first = RefinedBatches()
            first.add(work.jobs[0], importNumber: work.number, rows: (1...50).map { TestRow($0, identity: UInt64($0)) })
            _ = try await persist(first, of: [work.jobs[0]], database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, order) in [Array(1...50), Array((1...50).reversed())].enumerated() {
                    let job = work.jobs[index + 1]
                    group.addTask {
                        let batches = RefinedBatches()
                        let rows = order.enumerated().map { place, identity in
                            TestRow(
                                (job.span?.firstRow ?? 0) + Int64(place), identity: UInt64(identity),
                                [index == 0 ? "city" : "county": "Reno"])
                        }
                        batches.add(job, importNumber: work.number, rows: rows, fillsDuplicates: true)
                        _ = try await persist(batches, of: [job], database)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.number("SELECT count(*) FROM refinery.records WHERE city = 'Reno' AND county = 'Reno'") == 50)
        }
    }

    @Test("keeps survivors as they are unless filling was asked for") func keep() async throws {
        try await withDatabase { database in
            let work = try await claimed(database, jobs: 1, rowsPerJob: 2)
            let batches = RefinedBatches()
            batches.add(
                work.jobs[0], importNumber: work.number, rows: [TestRow(1, identity: 1), TestRow(2, identity: 1, ["city": "Boston"])])
            _ = try await persist(batches, of: work.jobs, database)
            #expect(try await database.select("SELECT city FROM refinery.records") == [[nil]])
        }
    }
}
