import RefineryModel
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("A dead batch", .timeLimit(.minutes(6))) struct DeadBatchTests {
    /// Runs an import of six batches, of which those with these rows end as dead letters.
    private func makeDead(_ rows: [Int], _ program: Program, _ fleet: TestFleet) async throws -> ImportID {
        let database = program.database
        try await database.execute(
            """
            CREATE FUNCTION refinery.break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
            CREATE TRIGGER broken BEFORE INSERT ON refinery.records FOR EACH ROW
                WHEN (NEW.row_number = ANY (ARRAY\(rows))) EXECUTE FUNCTION refinery.break();
            """)
        let lines = (1...60).map { "Firm \($0),415-555-2\($0 + 100)\n" }.joined()
        let id = try await fleet.submit("Company,Phone\n" + lines) { $0.batchSize = 10 }
        let failed = try await fleet.run(id, workers: 1)
        #expect(failed.status == .failed)
        return id
    }

    @Test("is retried or discarded by its number, the others as they are, and the import completes with every row accounted for")
    func retryAndDiscard() async throws {
        try await withProgram { program in
            let fleet = try TestFleet(program.database)
            let id = try await makeDead([15, 35], program, fleet)
            let listed = try await program.run("dead", "\(id)")
            // Whatever a message quotes, a terminal is not moved by it.
            try await program.database.execute(
                """
                UPDATE refinery.jobs SET errors = jsonb_set(errors, '{0,message}', to_jsonb('a' || chr(27) || '[31mb'))
                 WHERE state = 'dead' AND run_id = '\(id)'
                """)
            for words in [["dead", "\(id)"], ["status", "\(id)"]] {
                let shown = try await program.binary.run(words, environment: program.environment)
                #expect(shown.status == 0 && !shown.output.contains("\u{1B}"), "\(words): \(shown.output)")
            }
            #expect(try await program.run("dead", "\(id)").output.contains("a␛[31mb"))
            #expect(listed.output.contains("refine batch 2, rows 11 to 20"), "\(listed.output)")
            let status = try await program.run("status", "\(id)")
            #expect(status.errors.contains("Or give one up: refinery discard"), "\(status.errors)")
            try await program.database.execute("DROP TRIGGER broken ON refinery.records")
            let retried = try await program.run("retry", "\(id)", "--batch", "2")
            #expect(retried.status == 0)
            #expect(retried.errors.contains("1 dead batch runs again."), "\(retried.errors)")
            #expect(try await program.database.states(of: id) == [.done: 4, .ready: 1, .dead: 1])
            #expect(try await fleet.run(id, workers: 1).status == .failed)

            let discarded = try await program.run("discard", "\(id)", "--batch", "4")
            #expect(discarded.status == 0)
            #expect(discarded.errors.contains("Batch 4 is discarded: 10 rows are rejects now."), "\(discarded.errors)")
            let completed = try await fleet.run(id, workers: 0)
            #expect(completed.status == .completed)
            #expect([completed.stored, completed.duplicates, completed.rejected] == [50, 0, 10])
            #expect(try await program.database.contradictions().isEmpty)

            #expect(try await program.run("dead", "\(id)").errors.contains("There is no dead letter."))
            let gone = try await program.run("dead", "\(id)", "--discarded")
            #expect(gone.output.contains("refine batch 4, rows 31 to 40"), "\(gone.output)")
            #expect(gone.errors.contains("1 batch was discarded."))
            let rejects = try await program.run("rejects", "\(id)").lines
            #expect(rejects.count == 11)
            #expect(rejects.dropFirst().allSatisfy { $0.contains("batch_discarded") })
            #expect(rejects.dropFirst().first?.hasSuffix(",Firm 31,415-555-2131") == true, "cells come from the source")
            let repaired = try program.file("repaired.csv", rejects.joined(separator: "\n") + "\n")
            let again = try await program.run("run", repaired, "--no-lookup", "--json").lastObject()
            #expect(again["stored"]?.number == 10)
            try await program.database.execute("UPDATE refinery.imports SET source_uri = 'file:///elsewhere' WHERE id = '\(id)'")
            let bare = try await program.run("rejects", "\(id)")
            #expect(bare.status == 0 && bare.lines.count == 11 && bare.errors.contains("have no cells"), "\(bare.errors)")
        }
    }

    @Test("that was to split a file from SQL which is not understood: `status` says why, `rejects` that nothing is known, 75")
    func notUnderstood() async throws {
        try await withProgram { program in
            try await program.database.execute(
                "SELECT refinery.submit_import('leads.csv', convert_to(E'Company,City\\nAcme,Reno\\n', 'UTF8'))")
            let id = try #require(try await program.database.first(FindImport(text: "")))
            #expect(try await TestFleet(program.database).run(id, workers: 0).status == .failed)
            let status = try await program.run("status", "\(id)")
            #expect(
                status.output.contains("dead: split batch 1 after 1 attempt: No column was recognized as a phone number."),
                "\(status.output)")
            #expect(status.errors.contains("No row of its file was found. Why: refinery dead"), "\(status.errors)")
            let rejects = try await program.run("rejects", "\(id)")
            #expect(rejects.status == 75)
            #expect(rejects.errors.contains("no coordinator has read its file yet, or it was not understood"), "\(rejects.errors)")
            // Understood with a word more, by the command as well.
            let file = try program.file("leads.csv", "Company,City\nAcme,Reno\n")
            #expect(try await program.run("submit", file, "--without-phone").status == 0)
        }
    }

    @Test("that is not dead, or not there, is neither retried nor discarded: 64") func notDead() async throws {
        try await withProgram { program in
            let id = try await makeDead([15], program, try TestFleet(program.database))
            for command in ["retry", "discard"] {
                for batch in ["1", "77"] {
                    let outcome = try await program.run(command, "\(id)", "--batch", batch)
                    #expect(outcome.status == 64)
                    #expect(outcome.errors.contains("Import \(id) has no dead batch \(batch)."), "\(outcome.errors)")
                }
            }
            #expect(try await program.database.states(of: id) == [.done: 5, .dead: 1])
        }
    }
}
