import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("Personas of records that go", .timeLimit(.minutes(10))) struct ForgottenRecordTests {
    private static let header = "Business Name,Contact Name,Title,Email,Phone,Website,Notes\n"
    private static let jane = "Whitlock Roofing LLC,Jane Whitlock,Owner,jane@whitlockroofing.com,(512) 555-0142,whitlockroofing.com,\n"
    private static let janeElsewhere = "Whitlock Roofing,Jane Whitlock,,jane@whitlockroofing.com,,whitlockroofing.com,\n"
    private static let tom = "Okafor Dental,Tom Okafor,Dentist,tom@okafordental.com,(512) 555-0177,okafordental.com,\n"

    private func linked(_ database: TestDatabase, _ text: String) async throws -> ImportID { try await database.linked(Self.header + text) }

    @Test("are made again of what is left after an undo, or go with their last record") func undone() async throws {
        try await withDatabase { database in
            _ = try await linked(database, Self.janeElsewhere)
            let second = try await linked(database, Self.jane + Self.tom)
            #expect(
                try await database.select("SELECT last_name, title, records FROM refinery.personas ORDER BY 1")
                    == [["Okafor", "Dentist", "1"], ["Whitlock", "Owner", "2"]])
            _ = try await Undoer(database: database.database, sources: try database.sources()).undo(second)
            #expect(try await database.select("SELECT last_name, title, records FROM refinery.personas") == [["Whitlock", nil, "1"]])
            #expect(try await database.number("SELECT count(*) FROM refinery.companies") == 1)
            #expect(try await database.number("SELECT count(*) FROM refinery.persona_phones") == 0)
            #expect(try await database.linkContradictions() == [])
        }
    }

    @Test("come apart when the record goes that held them together") func cut() async throws {
        try await withDatabase { database in
            _ = try await linked(database, Self.janeElsewhere)
            _ = try await linked(database, ",Jane Whitlock,,,(512) 555-0142,,\n")
            let bridge = try await linked(database, Self.jane)
            #expect(try await database.clusters(.persona).count == 1)
            _ = try await Undoer(database: database.database, sources: try database.sources()).undo(bridge)
            #expect(try await database.clusters(.persona).count == 2)
            #expect(try await database.linkContradictions() == [])
        }
    }

    @Test("are there again for rows that an undo of another import made records") func restored() async throws {
        try await withDatabase { database in
            let first = try await linked(database, Self.jane)
            let second = try await linked(database, Self.jane + Self.tom)
            #expect(
                try await database.text("SELECT timesseen FROM (SELECT max(sources) AS timesseen FROM refinery.persona_emails) AS s") == "2"
            )
            _ = try await Undoer(database: database.database, sources: try database.sources()).undo(first)
            let fleet = try TestFleet(database)
            try await fleet.run(workers: 1) { try await database.waitForLinks() }
            #expect(try await database.number("SELECT count(*) FROM refinery.records WHERE import_id = '\(second)'") == 2)
            #expect(try await database.number("SELECT count(*) FROM refinery.personas") == 2)
            #expect(try await database.linkContradictions() == [])
        }
    }

    @Test("go as a whole with a person who is erased, and nobody else's") func erased() async throws {
        try await withDatabase { database in
            _ = try await linked(database, Self.janeElsewhere + ",Jane Whitlock,,jane@whitlockroofing.com,(512) 555-0142,,\n")
            _ = try await linked(database, "Whitlock Roofing Inc,Jane Whitlock,Owner,,(512) 555-0142,whitlockroofing.com,\n" + Self.tom)
            #expect(try await database.clusters(.persona).count == 2)
            let outcome = try await database.eraser.erase(try Person(phone: nil, email: "jane@whitlockroofing.com"))
            #expect(outcome.counts.records == 3 && outcome.counts.personas == 1)
            #expect(try await database.select("SELECT last_name FROM refinery.personas") == [["Okafor"]])
            for table in ["persona_phones", "persona_emails", "company_phones"] {
                let left = "SELECT count(*) FROM refinery.\(table) t WHERE t::text LIKE '%0142%' OR t::text LIKE '%jane%'"
                #expect(try await database.number(left) == 0, "\(table)")
            }
            #expect(try await database.linkContradictions() == [])
        }
    }
}
