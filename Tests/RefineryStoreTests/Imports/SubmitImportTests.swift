import Foundation
import Postgres
import RefineryModel
import RefineryTestSupport
import Testing

@testable import RefineryStore

@Suite("submit_import", .timeLimit(.minutes(10))) struct SubmitImportTests {
    private func submit(_ options: String, _ database: TestDatabase, bytes: String = "convert_to('a,b', 'UTF8')") async throws -> String? {
        try await database.text("SELECT refinery.submit_import('leads.csv', \(bytes), \(options))")
    }

    @Test(
        "refuses options that make no sense, each with a sentence",
        arguments: [
            (#"{"batchsize": 5}"#, #"There is no option "batchsize"."#),
            (#"{"format": {}}"#, #"There is no option "format"."#),
            (#"["region"]"#, "The options have to be a JSON object, not array."),
            (#"{"batch_size": 0}"#, #"The option "batch_size" has to be a whole number from 1 to 100000."#),
            (#"{"batch_size": 2.5}"#, #"The option "batch_size" has to be a whole number from 1 to 100000."#),
            (#"{"batch_size": "5"}"#, #"The option "batch_size" has to be a whole number from 1 to 100000."#),
            (#"{"priority": 1001}"#, #"The option "priority" has to be a whole number from 0 to 1000."#),
            (#"{"rows_per_run": -1}"#, #"The option "rows_per_run" has to be a whole number from 0 to 4294967295."#),
            (#"{"row_bytes_max": 1e300}"#, #"The option "row_bytes_max" has to be a whole number from 1 to 268435456."#),
            (#"{"max_cost": -0.01}"#, #"The option "max_cost" has to be a number from 0 to 1000000000."#),
            (#"{"reject_rate_max": 1.5}"#, #"The option "reject_rate_max" has to be a number from 0 to 1."#),
            (#"{"again": "yes"}"#, #"The option "again" has to be true or false."#),
            (#"{"header": 1}"#, #"The option "header" has to be true or false."#),
            (#"{"on_duplicate": "drop"}"#, #"The option "on_duplicate" has to be one of keep, fill."#),
            (
                #"{"region": "USA"}"#,
                #"The option "region" has to be a country of two letters (ISO 3166) with telephone numbers, such as "US"."#
            ),
            (#"{"delimiter": "||"}"#, #"The option "delimiter" has to be one character, or "tab", and no quote or end of a line."#),
            (#"{"delimiter": "é"}"#, #"The option "delimiter" has to be one character, or "tab", and no quote or end of a line."#),
            (
                #"{"strict_fields": ["city"]}"#,
                #"The option "strict_fields" names "city", which is none of business_email, business_phone, business_address."#
            ),
            (
                #"{"strict_fields": "email"}"#,
                #"The option "strict_fields" has to be an array of business_email, business_phone, business_address."#
            ),
            (
                #"{"map": ["Firm=business_name"]}"#,
                ##"The option "map" has to be an object such as {"Firm": "business_name", "#3": "business_phone"}."##
            ),
        ])
    func refusals(options: String, sentence: String) async throws {
        try await withDatabase { database in
            let refused = await refusal { try await submit("'\(options)'", database) }
            #expect(refused?.code == "22023")
            #expect(refused?.message == sentence)
            let chunks = try await database.number("SELECT count(*) FROM refinery.source_chunks")
            #expect(chunks == 0)
        }
    }

    @Test(
        "refuses names that are none, and says which there are",
        arguments: [
            (
                #"{"required_fields": ["business_nam"]}"#,
                #"The option "required_fields" names "business_nam", which is none of business_name, "#
            ),
            (#"{"map": {"Firm": 3}}"#, #"The option "map" names 3, which is none of business_name, "#),
        ])
    func names(options: String, beginning: String) async throws {
        try await withDatabase { database in
            let refused = await refusal { try await submit("'\(options)'", database) }
            #expect(refused?.code == "22023")
            #expect(refused?.message.hasPrefix(beginning) == true, "\(refused?.message ?? "-")")
        }
    }

    @Test("takes whole numbers that are written with a point") func wholeNumbers() async throws {
        try await withDatabase { database in
            let id = try #require(
                try await submit(
                    """
                    '{"priority": 99.0, "batch_size": 10.0, "rows_per_run": 30.0}'
                    """, database))
            #expect(
                try await database.select(
                    "SELECT priority::text, options ->> 'batch_size', row_limit::text FROM refinery.imports JOIN refinery.runs USING (id) WHERE id = '\(id)'"
                ) == [["99", "10", "30"]])
        }
    }

    @Test("refuses a file without bytes or without a name") func empty() async throws {
        try await withDatabase { database in
            for bytes in [#"'\x'"#, "NULL"] {
                let refused = await refusal { try await submit("'{}'", database, bytes: bytes) }
                #expect(refused?.code == "22023")
                #expect(refused?.message == "The file is empty.")
            }
            let refused = await refusal { try await database.text(#"SELECT refinery.submit_import('', '\x61')"#) }
            #expect(refused?.code == "22023")
            #expect(refused?.message == "The file has no name.")
        }
    }

    @Test("takes the same bytes a second time only when the options say so") func again() async throws {
        try await withDatabase { database in
            let first = try #require(try await submit("'{}'", database))
            let refused = await refusal { try await submit("'{}'", database) }
            #expect(refused?.code == "23505")
            #expect(refused?.message == "The same bytes were submitted before, as import \(first), which is running.")
            #expect(try await database.number("SELECT count(*) FROM refinery.imports") == 1)
            let second = try await submit(#"'{"again": true}'"#, database)
            #expect(second != first)
        }
    }

    @Test("stores what the options say where the program keeps it, and tells it") func stores() async throws {
        try await withDatabase { database in
            let listener = try await database.connect()
            try await listener.listen(NotifyChannel.jobs)
            try await listener.listen(NotifyChannel.progress)
            let options = #"{"priority": 7, "rows_per_run": 500, "max_cost": 12.5, "delimiter": "TAB", "region": "ca", "header": null}"#
            let id = try #require(try await submit("'\(options)'", database))
            var told: [String] = []
            for await notification in listener.notifications {
                told.append(notification.channel)
                if told.count == 2 { break }
            }
            await listener.close()
            #expect(Set(told) == [NotifyChannel.jobs, NotifyChannel.progress])
            let row = try await database.select(
                """
                SELECT r.priority, i.row_limit, j.priority, j.stage, s.limit_micros, i.options ->> 'region', i.options ->> 'rows_per_run',
                       i.options -> 'reading', i.source_bytes, i.source_file_hash = sha256('a,b')
                  FROM refinery.imports i JOIN refinery.runs r ON r.id = i.id JOIN refinery.jobs j ON j.run_id = i.id JOIN refinery.import_spending s ON s.import_id = i.id
                 WHERE i.id = '\(id)'
                """)
            #expect(row == [["7", "500", "7", "split", "12500000", "CA", "500", #"{"delimiter": "\t"}"#, "3", "true"]])
            #expect(try await database.select("SELECT kind FROM refinery.events") == [["import_submitted"]])
            let everything = try #require(try await submit(#"'{"again": true, "rows_per_run": 0}'"#, database))
            #expect(try await database.text("SELECT row_limit FROM refinery.imports WHERE id = '\(everything)'") == nil)
            let unread = try await database.rows(LoadImports(ids: [try #require(ImportID(text: everything))]))
            #expect(unread.isEmpty, "its format is not known yet")
        }
    }

    @Test("looks numbers up by itself where a lookup worker lives, as the command does") func lookups() async throws {
        try await withDatabase { database in
            func looksUp(_ options: String) async throws -> String? {
                let id = try #require(try await submit("'\(options)'", database))
                return try await database.text("SELECT looks_up_numbers FROM refinery.import_progress WHERE import_id = '\(id)'")
            }
            #expect(try await looksUp(#"{"again": true}"#) == "false")
            _ = try await database.first(
                RegisterWorker(id: WorkerID(), role: .lookupWorker, host: "test", pid: 1, version: "test", lease: .seconds(60)))
            #expect(try await looksUp(#"{"again": true}"#) == "true")
            #expect(try await looksUp(#"{"again": true, "looks_up_numbers": false}"#) == "false")
        }
    }
}

extension ImportID {
    fileprivate init?(text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.init(rawValue: uuid)
    }
}
