import Foundation
import HTTPTestSupport
import RefineryTestSupport
import Testing

@Suite("Configuration file") struct ConfigurationFileTests {
    private static let header = "Company,Phone,Fax,State,Email\n"

    @Test("a file decides what is stored and what is rejected, and a variable wins over it") func decides() async throws {
        try await withProgram { program in
            let configuration = try program.file(
                "refinery.json",
                """
                {"usbizdata": {"field_mapping": {"exclude_fields": ["fax"]}},
                 "processing": {"batch_size": 2, "max_records": 0, "parallel_workers": 1,
                   "validation_rules": {"phone_validation": true, "address_validation": true, "required_fields": ["business_name"]}}}
                """)
            let leads = try program.file(
                "leads.csv",
                Self.header + "Acme,(415) 555-2671,(415) 555-2672,CA,\nBolt,(415) 555-2673,,Nowhere,\nCog,12,,CA,c@cog.example\n")
            let first = try await program.run("--config", configuration, "run", leads, "--json")
            #expect(first.status == 0, "\(first.errors)")
            #expect(try first.counts() == [3, 1, 0, 2])
            #expect(try await program.database.text("SELECT count(fax)::text FROM refinery.records") == "0")
            let codes = "SELECT string_agg(code, ' ' ORDER BY row_number) FROM refinery.rejects"
            #expect(try await program.database.text(codes) == "state_unknown phone_invalid")
            #expect(try await program.database.text("SELECT options->>'batch_size' FROM refinery.imports") == "2")
            let second = try await program.run(
                "run", leads, "--again", "--json", "--config=\(configuration)",
                environment: ["PHONE_VALIDATION": "off", "ADDRESS_VALIDATION": "off", "BATCH_SIZE": "7"])
            #expect(try second.counts() == [3, 2, 1, 0])
            let sizes = "SELECT string_agg(options->>'batch_size', ' ' ORDER BY number) FROM refinery.imports"
            #expect(try await program.database.text(sizes) == "2 7")
        }
    }

    @Test("what is wrong is said with its line and the name that was probably meant, and ends every command with 78") func wrong()
        async throws
    {
        try await withProgram { program in
            let path = try program.file(
                "refinery.json",
                """
                {
                  "processing": {
                    "batch_size": "many",
                    "retry_polcy": {},
                    "max_row_bytes": 1
                  },
                  "exclude_fields": ["fax"],
                  "usbizdata": {"field_mapping": {"include_fields": ["fax", "phones"]}},
                  "log": {"level": "loud"},
                  "retention": 5
                }
                """)
            let check = try await program.run("config", "check", path)
            #expect(check.status == 78)
            let expected = [
                ":3:5: processing.batch_size has to be a whole number.",
                ":4:5: There is no key processing.retry_polcy. Did you mean processing.retry_policy?",
                ":7:3: There is no key exclude_fields. Did you mean usbizdata.field_mapping.exclude_fields?",
                ":8:35: usbizdata.field_mapping.include_fields has to be a list of fields",
                ":9:11: log.level has to be \"trace\", ", ":10:3: retention has to be an object",
                ":5:5: processing.max_row_bytes has to be a whole number from 64 to 268435456.",
            ]
            #expect(check.lines.count == expected.count, "\(check.output)")
            for (line, start) in zip(check.lines, expected) { #expect(line.hasPrefix(path + start), "\(line)") }
            let imports = try await program.run("imports", environment: ["REFINERY_CONFIG": path])
            #expect(imports.status == 78 && imports.errors.contains("\(path), line 3, column 5: processing.batch_size"))
            #expect(imports.errors.contains("All 7 problems: refinery config check \(path)"))
            #expect(try await program.run("--help", environment: ["REFINERY_CONFIG": path]).status == 0)
            let comma = try program.file("comma.json", "{\n  \"log\": {},\n}\n")
            #expect(try await program.run("imports", "--config", comma).errors.contains("comma.json, line 3, column 1: This is no JSON."))
            #expect(try await program.run("imports", "--config", program.path("none.json")).status == 66)
            #expect(try await program.run("imports", "--config").status == 64)
            let required = try program.file(
                "required.json", "{\"usbizdata\": {\"field_mapping\": {\"exclude_fields\": [\"business_name\"]}}}")
            #expect(try await program.run("config", "check", required).output.contains("fields that keep business_name"))
        }
    }

    @Test("show says where each setting comes from and no secret; the schema and the example are those that are shipped") func show()
        async throws
    {
        try await withProgram { program in
            let path = try program.file(
                "refinery.json",
                "{\n\"processing\": {\"batch_size\": 9, \"max_records\": 5},\n\"twilio_lookup\": {\"auth_token\": \"s3cret\"}}")
            let shown = try await program.run("--config", path, "config", environment: ["BATCH_SIZE": "11"])
            #expect(shown.lines.contains("processing.batch_size = 11  (BATCH_SIZE)"))
            #expect(shown.lines.contains("processing.max_records = 5  (\(path):2)"))
            #expect(shown.lines.contains("database.url = (set, not shown)  (DATABASE_URL)"))
            #expect(!shown.output.contains("s3cret") && shown.output.contains("twilio_lookup.auth_token = (set, not shown)"))
            let check = try await program.run("config", "check", path)
            #expect(check.status == 0 && check.errors.contains("chmod 600"))
            let deploy = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../deploy")
            let schema = try String(contentsOf: deploy.appending(path: "config.schema.json"), encoding: .utf8)
            #expect(try await program.run("config", "schema").output == schema, "run scripts/embed-schema")
            #expect(try await program.run("config", "check", deploy.appending(path: "config.example.json").path).status == 0)
        }
    }

    @Test("a lookup worker makes the limits of its account what the settings say") func limits() async throws {
        try await withProgram { program in
            let path = try program.file(
                "refinery.json", "{\"twilio_lookup\": {\"rate_limits\": {\"requests_per_second\": 2.5, \"requests_per_month\": 70}}}")
            let worker = try await program.run(
                "lookup-worker", "--until-empty", "--config", path,
                environment: ["TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000001", "TWILIO_AUTH_TOKEN": "t"])
            #expect(worker.status == 0, "\(worker.errors)")
            let limits = try await program.run("budget", "--json", "--account", "AC00000000000000000000000000000001").lastObject()
            #expect(limits["rate_per_second"] == .number(2.5) && limits["monthly_requests"]?.number == 70, "\(limits)")
        }
    }

    @Test("fetch makes a file of a vendor's pages, and leaves none when it cannot") func fetch() async throws {
        let server = try LoopbackServer { exchange in
            guard exchange.request.headers["x-key"] == "k" else { return exchange.respond(401) }
            exchange.respond(
                headers: exchange.request.target == "/1" ? [("Link", "</2>; rel=next")] : [], Self.header + "Firm \(exchange.number),,,,\n")
        }
        defer { server.stop() }
        try await withProgram { program in
            let path = try program.file(
                "refinery.json",
                """
                {"usbizdata": {"source": {"api_endpoint": "\(server.url)/1",
                  "authentication": {"method": "header", "header": "X-Key"}, "rate_limit": {"requests_per_minute": 600, "burst_limit": 5}}}}
                """)
            let refused = try await program.run("--config", path, "fetch", "--output", program.path("none.csv"))
            #expect(refused.status == 78 && !FileManager.default.fileExists(atPath: program.path("none.csv")))
            let fetched = try await program.run(
                "--config", path, "fetch", "--output", program.path("leads.csv"), environment: ["SOURCE_API_KEY": "k"])
            #expect(fetched.status == 0 && fetched.errors.hasPrefix("2 pages, "), "\(fetched.errors)")
            #expect(try String(contentsOfFile: program.path("leads.csv"), encoding: .utf8) == Self.header + "Firm 2,,,,\nFirm 3,,,,\n")
            #expect(try await program.run("fetch").errors.contains("Set SOURCE_API_URL"))
        }
    }
}
