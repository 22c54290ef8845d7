import Foundation
import RefineryModel
import RefineryTestSupport
import RefineryWeb
import SampleFiles
import Testing

extension SampleGenerator {
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write { bytes += $0 }
        return bytes
    }
}

@Suite("The web process", .timeLimit(.minutes(10))) struct WebTests {
    static func file(_ bytes: [UInt8]) throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(path: "refinery-web-\(UUID()).csv")
        try Data(bytes).write(to: url)
        return url.path
    }

    @Test("answers every error in one shape, with the headers of every answer") func errors() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let cases: [(path: String, key: String?, arguments: [String], status: Int, error: String)] = [
                    ("/api/v1/imports", nil, [], 401, "unauthenticated"),
                    ("/api/v1/imports", "nobody", [], 401, "unauthenticated"),
                    ("/api/v1/imports", "slow", [], 429, "too_many_requests"),
                    ("/api/v1/imports", "submit", [], 403, "scope_missing"),
                    ("/nothing", nil, [], 404, "route_not_found"),
                    ("/api/v1/imports/\(UUID())", "read", [], 404, "import_not_found"),
                    ("/api/v1/stats", "admin", ["-X", "POST"], 405, "method_not_allowed"),
                    ("/api/v1/imports?limit=x", "read", [], 400, "value_invalid"),
                    ("/api/v1/events", "read", ["-H", "Accept: application/json"], 406, "not_acceptable"),
                    ("/api/v1/opt-outs", "operate", ["-d", "number=1"], 415, "media_type_unsupported"),
                ]
                for (path, key, arguments, status, error) in cases {
                    let answer = try await web.ask(path, key, arguments)
                    #expect(answer.status == status, "\(path)")
                    #expect(answer.headers["content-type"] == "application/problem+json", "\(path)")
                    #expect(answer.headers["x-content-type-options"] == "nosniff", "\(path)")
                    #expect(answer.object["error"]?.text == error, "\(path)")
                    #expect(answer.object["status"]?.number == status, "\(path)")
                    #expect(answer.object["title"]?.text?.isEmpty == false, "\(path)")
                    #expect(answer.object["supportId"]?.text == answer.headers["x-request-id"], "\(path)")
                }
                #expect(try await web.curl("/api/v1/imports", key: "slow").headers["retry-after"] == "2")
                #expect(try await web.curl("/api/v1/stats", key: "admin", "-X", "POST").headers["allow"] == "GET, HEAD")
            }
        }
    }

    @Test("makes an import of a body and of a form, once, and lists what is there") func uploads() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let path = try Self.file(SampleGenerator(rows: 500, seed: 3).bytes)
                let other = try Self.file(SampleGenerator(rows: 500, seed: 4).bytes)
                let first = try await web.curl(
                    "/api/v1/imports?name=a.csv", key: "submit", "-H", "Idempotency-Key: k1", "-H", "Content-Type: text/csv", "-X", "POST",
                    "-T", path)
                #expect(first.status == 201)
                let id = try #require(first.object["import_id"]?.text)
                #expect(first.headers["location"] == "/api/v1/imports/\(id)")
                let again = try await web.curl(
                    "/api/v1/imports?name=a.csv", key: "submit", "-H", "Idempotency-Key: k1", "-H", "Content-Type: text/csv", "-X", "POST",
                    "-T", path)
                #expect(again.status == 201 && again.body == first.body && again.headers["idempotency-replayed"] == "true")
                let reused = try await web.curl(
                    "/api/v1/imports?name=b.csv", key: "submit", "-H", "Idempotency-Key: k1", "-H", "Content-Type: text/csv", "-X", "POST",
                    "-T", path)
                #expect(reused.status == 422 && reused.object["error"]?.text == "idempotency_key_reused")
                // One whose process was killed: it is under way for as long as its lease, then asked again.
                try await database.execute(
                    "UPDATE refinery.api_requests SET status = NULL, location = NULL, answer = NULL, held_until = now() + interval '1 h'")
                let once = ["-H", "Idempotency-Key: k1", "-H", "Content-Type: text/csv", "-X", "POST", "-T", path]
                let held = try await web.ask("/api/v1/imports?name=a.csv", "submit", once)
                #expect(held.status == 409 && held.object["error"]?.text == "request_under_way", "\(held.body)")
                try await database.execute("UPDATE refinery.api_requests SET held_until = now() - interval '1 s'")
                let taken = try await web.ask("/api/v1/imports?name=a.csv", "submit", once)
                #expect(taken.status == 409 && taken.object["error"]?.text == "already_submitted", "it is done now: \(taken.body)")
                let known = try await web.curl("/api/v1/imports", key: "submit", "-F", "file=@\(path)")
                #expect(known.status == 409 && known.object["error"]?.text == "already_submitted")
                let form = try await web.curl("/api/v1/imports", key: "submit", "-F", "note=x", "-F", "file=@\(other);filename=../form.csv")
                #expect(form.status == 201, "\(form.body)")
                // The refused one is there too, as undone.
                let list = try await web.curl("/api/v1/imports?limit=1&status=running")
                #expect(list.items.count == 1)
                let next = try #require(list.object["next"]?.text)
                let rest = try await web.curl("/api/v1/imports?limit=1&status=running&after=\(next)")
                #expect(rest.items.count == 1)
                if case .object(let item)? = list.items.first { #expect(item["file_name"]?.text == "form.csv") }
                if case .object(let item)? = rest.items.first { #expect(item["import_id"]?.text == id) }
                #expect(try await web.curl("/api/v1/imports?status=undone").items.count == 2)
                #expect(try await database.number("SELECT count(*) FROM refinery.runs") == 4)
                #expect(try await database.number("SELECT count(*) FROM refinery.imports WHERE source_received IS NULL") == 2)
            }
        }
    }

    /// A file of the tests of tables.
    private static func fixture(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: folder.appending(path: "TablesTests/Fixtures/\(name)")))
    }

    @Test("makes an import of each table of an archive, once, and says what was not taken and why") func archives() async throws {
        let csv = Array("Company,Phone\nAcme,415-555-2671\nBolt,415-555-2672\n".utf8)
        let archive = try await ZipFile.bytes([
            ("june/a.csv", csv), ("leads.xls", try Self.fixture("leads.xls")), ("bad.xlsx", try Self.fixture("encrypted.xlsx")),
        ])
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let path = try Self.file(archive)
                let post = ["-H", "Idempotency-Key: k1", "-H", "Content-Type: application/zip", "-X", "POST", "-T", path]
                let several = try await web.ask("/api/v1/imports?name=all.zip", "submit", post)
                #expect(several.status == 201, "\(several.body)")
                let submission = try #require(several.object["submission_id"]?.text)
                #expect(several.headers["location"] == "/api/v1/imports?submission=\(submission)")
                guard case .array(let imports) = several.object["imports"], case .array(let refused) = several.object["refused"] else {
                    return #expect(Bool(false), "\(several.body)")
                }
                #expect(imports.count == 2 && refused.count == 1)
                if case .object(let table)? = imports.first { #expect(table["file_name"] == .text("a.csv") && table["import_id"] != nil) }
                if case .object(let table)? = refused.first {
                    #expect(table["file_name"] == .text("bad.xlsx") && table["error"] == .text("file_encrypted"), "\(table)")
                }
                // Asked again it is not done again, and another client is told what is there.
                let again = try await web.ask("/api/v1/imports?name=all.zip", "submit", post)
                #expect(again.status == 201 && again.body == several.body && again.headers["idempotency-replayed"] == "true")
                let known = try await web.curl("/api/v1/imports", key: "submit", "-F", "file=@\(path)")
                #expect(known.status == 409 && known.object["error"]?.text == "already_submitted", "\(known.body)")
                let listed = try await web.curl("/api/v1/imports?submission=\(submission)")
                #expect(listed.items.count == 2)
                #expect(try await web.curl("/api/v1/imports?submission=\(UUID())").items.isEmpty)
                // One table alone.
                let one = try await web.curl("/api/v1/imports?table=a.csv&again=true", key: "submit", "-T", path)
                #expect(one.status == 201 && one.object["import_id"] != nil && one.object["submission_id"] == nil, "\(one.body)")
                let none = try await web.curl("/api/v1/imports?table=%239", key: "submit", "-T", path)
                #expect(none.status == 422 && none.object["error"]?.text == "table_missing", "\(none.body)")
                let encrypted = try await web.curl("/api/v1/imports?table=%233", key: "submit", "-T", path)
                #expect(encrypted.status == 422 && encrypted.object["error"]?.text == "file_encrypted", "\(encrypted.body)")
                for item in imports {
                    guard case .object(let table) = item, let id = table["import_id"]?.text.flatMap(ImportID.init(text:)) else { continue }
                    #expect(try await TestFleet(database).run(id, workers: 1).stored == 2)
                }
            }
        }
    }

    @Test("takes a workbook, and says of its rejects on which row of the sheet they stand") func workbook() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let path = try Self.file(try Self.fixture("leads.xlsx"))
                let missing = try await web.curl("/api/v1/imports?sheet=June", key: "submit", "-T", path)
                #expect(missing.status == 422 && missing.object["error"]?.text == "sheet_not_found", "\(missing.body)")
                let form = try await web.curl(
                    "/api/v1/imports?sheet=leads&strict=phone", key: "submit", "-F", "file=@\(path);filename=leads.xlsx")
                #expect(form.status == 201, "\(form.body)")
                let id = try #require(form.object["import_id"]?.text)
                let progress = try await TestFleet(database).run(try #require(ImportID(text: id)), workers: 1)
                #expect(progress.rowsSplit == 4 && progress.rejected > 0)
                let rejects = try await web.curl("/api/v1/imports/\(id)/rejects").items.compactMap { item in
                    if case .object(let reject) = item { reject } else { nil }
                }
                // Its rows stand in rows 4, 6, 8 and 9 of the sheet; a key without reveal sees that too.
                let places = [1: 4, 2: 6, 3: 8, 4: 9]
                #expect(rejects.count == Int(progress.rejected))
                for reject in rejects {
                    #expect(reject["line"]?.number.map { Int($0) } == reject["row"]?.number.flatMap { places[Int($0)] }, "\(reject)")
                }
                let file = try await web.curl("/api/v1/imports/\(id)/rejects/file", key: "read+reveal")
                #expect(file.body.hasPrefix("row,field,value,code,message,_line,Company,"), "\(file.body)")
            }
        }
    }

    @Test("leaves nothing behind of an upload that breaks off, or is too large") func broken() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database, { $0.uploadBytesMax = 1 << 20 }) { web in
                let bytes = SampleGenerator(rows: 20_000, seed: 5).bytes
                let path = try Self.file(bytes)
                let large = try await web.curl("/api/v1/imports", key: "submit", "-T", path)
                #expect(large.status == 413 && large.object["error"]?.text == "body_too_large")
                let chunked = try await web.curl("/api/v1/imports", key: "submit", "-H", "Transfer-Encoding: chunked", "-T", path)
                #expect(chunked.status == 413)
                let half = try Self.file(Array(bytes.prefix(600_000)))
                // One that says it has more than it sends, and goes.
                _ = try await RefineryBinary(path: "/usr/bin/curl").run([
                    "-sS", "--max-time", "2", "-H", "Authorization: Bearer submit", "-H", "Content-Length: 900000", "-T", half,
                    "http://127.0.0.1:\(web.port)/api/v1/imports",
                ])
                // Until what was received has been taken away.
                while try await database.number("SELECT count(*) FROM refinery.imports WHERE receiver_until IS NOT NULL") > 0 {
                    await Task.yield()
                }
                #expect(try await database.number("SELECT count(*) FROM refinery.source_chunks") == 0)
                #expect(try await database.number("SELECT count(*) FROM refinery.runs WHERE status IN ('running', 'paused')") == 0)
                #expect(try await database.number("SELECT count(*) FROM refinery.records") == 0)
            }
        }
    }

    @Test("receives as many files at a time as it may, and says so to one more") func places() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database, { $0.uploadsMax = 1 }) { web in
                let path = try Self.file(SampleGenerator(rows: 20_000, seed: 7).bytes)
                // One that takes some seconds.
                async let slow = web.curl("/api/v1/imports", key: "submit", "-T", path, "--limit-rate", "1M")
                while try await database.number("SELECT count(*) FROM refinery.imports WHERE receiver_until IS NOT NULL") == 0 {
                    await Task.yield()
                }
                let other = try Self.file(SampleGenerator(rows: 10, seed: 9).bytes)
                let full = try await web.curl("/api/v1/imports", key: "submit", "-T", other)
                #expect(full.status == 503 && full.object["error"]?.text == "too_many_requests" && full.headers["retry-after"] == "5")
                #expect(try await slow.status == 201)
                #expect(try await web.curl("/api/v1/imports", key: "submit", "-T", other).status == 201)
            }
        }
    }

    @Test("streams the events of an import from the first one on, and goes on behind Last-Event-ID") func events() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let path = try Self.file(SampleGenerator(rows: 100, seed: 6).bytes)
                let id = try #require(try await web.curl("/api/v1/imports", key: "submit", "-T", path).object["import_id"]?.text)
                #expect(try await web.curl("/api/v1/imports/\(id)/pause", key: "operate", "-X", "POST").object["status"]?.text == "paused")
                let stream = try await web.ask("/api/v1/imports/\(id)/events", "read", ["--max-time", "2"])
                #expect(stream.headers["content-type"] == "text/event-stream")
                #expect(stream.body.contains("event: import_submitted\n") && stream.body.contains("event: import_paused\n"))
                let seq = try #require(try await database.text("SELECT min(seq)::text FROM refinery.events WHERE run_id = '\(id)'"))
                let later = try await web.ask("/api/v1/imports/\(id)/events", "read", ["--max-time", "2", "-H", "Last-Event-ID: \(seq)"])
                #expect(!later.body.contains("import_submitted") && later.body.contains("import_paused"))
            }
        }
    }

    @Test("shows how the fleet is doing, also when there is nothing") func overview() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                #expect(try await web.curl("/health", key: nil).status == 200)
                #expect(try await web.curl("/ready", key: nil).status == 503)
                let metrics = try await web.curl("/metrics", key: nil)
                #expect(metrics.status == 200 && metrics.body == "up 1\n")
                #expect(metrics.headers["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
                #expect(
                    try await Set(web.curl("/api/v1/stats").object.keys) == ["total", "completed", "failed", "processing", "successRate"])
                #expect(
                    try await Set(web.curl("/api/v1/metrics/realtime").object.keys) == [
                        "records_per_minute", "average_batch_time", "current_batch_number", "estimated_completion",
                    ])
                for path in [
                    "sessions/current", "batches/current", "workers", "budgets", "runs", "personas", "blocks", "suppressions", "uploads",
                ] {
                    let answer = try await web.curl("/api/v1/\(path)")
                    #expect(answer.status == 200, "\(path): \(answer.body)")
                }
            }
        }
    }
}
