import Foundation
import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import RefineryWeb
import SampleFiles
import Testing

/// A browser without a screen: curl with its cookies.
struct PageVisitor {
    let web: TestWeb
    let jar: String

    init(_ web: TestWeb) {
        self.web = web
        jar = FileManager.default.temporaryDirectory.appending(path: "refinery-cookies-\(UUID())").path
    }

    func get(_ path: String, _ arguments: String...) async throws -> CurlAnswer {
        try await web.ask(path, nil, ["-b", jar, "-c", jar, "-H", "Accept: text/html"] + arguments)
    }

    func post(_ path: String, _ fields: [(String, String)], _ arguments: String...) async throws -> CurlAnswer {
        let data = fields.flatMap { ["--data-urlencode", "\($0.0)=\($0.1)"] }
        return try await web.ask(path, nil, ["-b", jar, "-c", jar, "-H", "Accept: text/html", "-X", "POST"] + data + arguments)
    }

    /// What forms of a page carry.
    static func token(_ page: CurlAnswer) throws -> String {
        String(try #require(page.body.firstMatch(of: /name="form-token" content="([0-9a-f]+)"/)).output.1)
    }

    /// Logs in with a new key; gives what forms carry from then on.
    func logIn(_ scopes: Set<APIScope>) async throws -> String {
        let operations = Operations(database: web.database.database, sources: try web.database.sources())
        let key = try await operations.createKey(KeyRequest(name: "a browser", scopes: scopes)).text
        let form = try await get("/login")
        let answer = try await post("/login", [("form_token", try Self.token(form)), ("key", key.text)])
        #expect(answer.status == 303)
        return try Self.token(try await get(scopes.contains(.read) || scopes.contains(.admin) ? "/" : "/submit"))
    }
}

@Suite("Pages", .timeLimit(.minutes(10))) struct PageTests {
    private static let pages = [
        "/", "/uploads", "/runs", "/workers", "/budgets", "/dead", "/audit", "/personas", "/suppressions", "/blocks", "/webhooks",
        "/submit",
    ]

    @Test("lead to the login, and are there for who is logged in, until the log-out") func login() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let visitor = PageVisitor(web)
                for path in Self.pages {
                    let answer = try await visitor.get(path)
                    #expect(answer.status == 303, "\(path)")
                    #expect(answer.headers["location"]?.hasPrefix("/login") == true, "\(path)")
                }
                #expect(
                    try await visitor.get("/audit?search=a%20b&run=1").headers["location"]
                        == "/login?to=/audit%3Fsearch%3Da%2520b%26run%3D1")
                let token = try await visitor.logIn([.admin])
                for path in Self.pages {
                    let answer = try await visitor.get(path)
                    #expect(answer.status == 200, "\(path)")
                    #expect(answer.headers["content-type"] == "text/html; charset=utf-8")
                    #expect(answer.headers["content-security-policy"]?.contains("script-src 'self'; style-src 'self'") == true, "\(path)")
                    #expect(answer.body.contains("<h1>"), "\(path)")
                    #expect(answer.body.utf8.count < 400_000, "\(path)")
                }
                #expect(try await visitor.post("/logout", [("form_token", token)]).headers["location"] == "/login")
                #expect(try await visitor.get("/").status == 303)
            }
        }
    }

    @Test("give a cookie that no script reads and no other site sends") func cookie() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let operations = Operations(database: database.database, sources: try database.sources())
                let key = try await operations.createKey(KeyRequest(name: "k", scopes: [.read]))
                let visitor = PageVisitor(web)
                let form = try await visitor.get("/login")
                let answer = try await visitor.post("/login", [("form_token", try PageVisitor.token(form)), ("key", key.text.text)])
                let cookie = try #require(answer.headers["set-cookie"])
                #expect(cookie.hasPrefix("refinery_session=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
                // Only its hash is kept.
                let token = try #require(cookie.firstMatch(of: /refinery_session=([^;]+)/)).output.1
                #expect(try await database.number("SELECT count(*) FROM refinery.web_sessions") == 1)
                #expect(
                    try await database.number(
                        "SELECT count(*) FROM refinery.web_sessions WHERE token_sha256 = sha256('\(token)'::bytea)") == 1)
                // A key that is revoked ends its sessions at once.
                #expect(try await visitor.get("/").status == 200)
                _ = try await operations.revokeKey(key.key.id)
                #expect(try await visitor.get("/").status == 303)
            }
        }
    }

    @Test("take no wrong key, and no more of them after some") func lockOut() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let visitor = PageVisitor(web)
                let token = try PageVisitor.token(try await visitor.get("/login"))
                var statuses: [Int] = []
                for _ in 0..<12 {
                    statuses.append(try await visitor.post("/login", [("form_token", token), ("key", "rfk_nobody")]).status)
                }
                #expect(statuses.first == 401 && statuses.last == 429, "\(statuses)")
                // A right key is let in all the same: nobody locks out another.
                _ = try await visitor.logIn([.read])
            }
        }
    }

    @Test("change nothing by a form that is not of the session, or comes from elsewhere") func forms() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let visitor = PageVisitor(web)
                let token = try await visitor.logIn([.admin])
                let wish = [("value", "+12125550123")]
                #expect(try await visitor.post("/suppressions", wish).status == 403)
                #expect(try await visitor.post("/suppressions", wish + [("form_token", String(token.reversed()))]).status == 403)
                #expect(
                    try await visitor.post("/suppressions", wish + [("form_token", token)], "-H", "Origin: http://elsewhere.example").status
                        == 403)
                #expect(
                    try await visitor.post("/suppressions", wish + [("form_token", token)], "-H", "Sec-Fetch-Site: cross-site").status
                        == 403)
                #expect(try await database.number("SELECT count(*) FROM refinery.suppression_entries") == 0)
                #expect(try await visitor.post("/suppressions", wish + [("form_token", token)]).status == 303)
                #expect(try await database.number("SELECT count(*) FROM refinery.suppression_entries") == 1)
                // The login too: nobody is logged in as somebody else.
                #expect(try await PageVisitor(web).post("/login", [("key", "rfk_x"), ("form_token", token)]).status == 403)
            }
        }
    }

    @Test("obey the scopes of the key, and show no personal data without reveal") func scopes() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let operations = Operations(database: database.database, sources: try database.sources())
                let fleet = try TestFleet(database)
                var bytes: [UInt8] = []
                SampleGenerator(rows: 60, seed: 7).write { bytes += $0 }
                let id = try await fleet.submit(bytes)
                _ = try await fleet.run(id, workers: 1)
                let records = try await operations.records(of: id, after: 0, limit: 1)
                let phone = try #require(records[0].object.firstMatch(of: /"phone_e164":"(\+\d+)"/)).output.1
                let reader = PageVisitor(web)
                let token = try await reader.logIn([.read])
                let masked = try await reader.get("/imports/\(id)/records")
                #expect(masked.status == 200 && masked.body.contains("•••") && !masked.body.contains(String(phone).dropFirst()))
                #expect(try await reader.get("/imports/\(id)/records.csv").status == 403)
                #expect(try await reader.get("/imports/\(id)/duplicates.csv").status == 403)
                #expect(try await reader.get("/submit").status == 403)
                // What a search finds says what is masked.
                #expect(try await reader.get("/personas?search=Lee").status == 403)
                #expect(try await !reader.get("/personas").body.contains("name=\"search\""))
                #expect(try await web.curl("/api/v1/personas?search=Lee", key: "read").object["error"]?.text == "scope_missing")
                #expect(try await reader.post("/imports/\(id)/act", [("form_token", token), ("action", "cancel")]).status == 403)
                let shown = try await reader.get("/imports/\(id)")
                #expect(shown.status == 200 && !shown.body.contains("name=\"action\""))
                let seer = PageVisitor(web)
                _ = try await seer.logIn([.read, .reveal])
                #expect(try await seer.get("/personas?search=Lee").body.contains("name=\"search\""))
                #expect(try await seer.get("/imports/\(id)/records").body.contains(phone.dropFirst()))
                #expect(try await seer.get("/imports/\(id)/records.csv").body.contains(phone))
                let duplicates = try await seer.get("/imports/\(id)/duplicates.csv")
                let count = try await database.progress(of: id).duplicates
                #expect(duplicates.status == 200 && duplicates.body.hasPrefix("row,record_id,"))
                #expect(Int64(duplicates.body.split(whereSeparator: \.isNewline).count) == count + 1)
                #expect(
                    try await database.number("SELECT count(*) FROM refinery.audit_log WHERE operation = 'records_revealed'") == 2)
                #expect(try await database.number("SELECT count(*) FROM refinery.audit_log WHERE operation = 'logged_in'") == 2)
            }
        }
    }

    @Test("tell who is logged in what is wrong in the frame of all pages, with the way back to the form") func refusals() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let id = try await database.makeImport(jobs: 1)
                try await database.execute("UPDATE refinery.runs SET status = 'cancelled'")
                let visitor = PageVisitor(web)
                let token = try await visitor.logIn([.read, .operate])
                let refused = try await visitor.post("/imports/\(id)/act", [("form_token", token), ("action", "pause")])
                #expect(refused.status == 409 && refused.body.contains("<a class=\"button primary\" href=\"/imports/\(id)\">Back</a>"))
                #expect(refused.body.contains("href=\"/uploads\""), "its navigation is there")
                let forbidden = try await visitor.get("/submit")
                #expect(forbidden.status == 403 && forbidden.body.contains("href=\"/uploads\"") && !forbidden.body.contains(">Back</a>"))
                let absent = try await visitor.get("/imports/00000000-0000-4000-8000-000000000000")
                #expect(absent.status == 404 && absent.body.contains("href=\"/uploads\"") && absent.body.contains("<h1>Not Found</h1>"))
                let stranger = try await PageVisitor(web).get("/nowhere")
                #expect(stranger.status == 404 && !stranger.body.contains("href=\"/uploads\""), "who is not logged in sees no pages")
            }
        }
    }

    @Test("list blocks by pages, and only those that hold contacts where somebody asks for them") func blocks() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                try await database.execute(
                    """
                    INSERT INTO refinery.campaign_blocks (id, name, status, criteria, segment, contacts, scrubbed_at, valid_until, bands_version, created_at)
                    SELECT gen_random_uuid(), 'Block ' || n, CASE n % 2 WHEN 0 THEN 'open' ELSE 'cancelled' END, '{}', '{}', 1, now(), now() + interval '1 day', 1,
                           now() - n * interval '1 second'
                      FROM generate_series(1, 120) AS n
                    """)
                let visitor = PageVisitor(web)
                _ = try await visitor.logIn([.read])
                for (query, pages) in [("", [50, 50, 20]), ("?living=true", [50, 10])] {
                    var path: String? = "/blocks\(query)"
                    var (counts, names): ([Int], Set<Substring>) = ([], [])
                    while let page = path {
                        let answer = try await visitor.get(page)
                        let found = answer.body.matches(of: /<th scope="row"><a href="\/blocks\/[0-9a-f-]{36}">(Block \d+)</).map(
                            \.output.1)
                        counts.append(found.count)
                        names.formUnion(found)
                        path = answer.body.firstMatch(of: /href="(\/blocks\?after[^"]+)"/).map { String($0.output.1).unescaped }
                    }
                    #expect(counts == pages && names.count == pages.reduce(0, +), "\(query)")
                }
                let one = try #require(
                    try await database.text("SELECT id FROM refinery.campaign_blocks WHERE status = 'cancelled' LIMIT 1"))
                #expect(try await visitor.get("/blocks/\(one)").body.contains("It was cancelled"))
                try await database.execute("UPDATE refinery.campaign_blocks SET status = 'expired' WHERE id = '\(one)'")
                #expect(try await visitor.get("/blocks/\(one)").body.contains("not handed out before it is scrubbed again"))
            }
        }
    }

    @Test("show hostile names and cells as text") func hostile() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let visitor = PageVisitor(web)
                let token = try await visitor.logIn([.admin])
                let hostile = "\"\u{301} onmouseover=\"alert(1)\" <script>alert(1)</script>\u{1B}[31m"
                let text =
                    "Company,Phone,\"\(hostile.replacing("\"", with: "\"\""))\"\n\"\(hostile.replacing("\"", with: "\"\""))\",212-555-0142,x\n"
                let path = FileManager.default.temporaryDirectory.appending(path: "refinery-hostile-\(UUID()).csv")
                try Data(text.utf8).write(to: path)
                let name = try #require(hostile.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
                let preview = try await web.ask(
                    "/submit/preview?name=\(name)", nil,
                    [
                        "-b", visitor.jar, "-H", "X-CSRF-Token: \(token)", "--data-binary", "@\(path.path)", "-H",
                        "Content-Type: application/octet-stream",
                    ])
                #expect(preview.status == 200)
                let sent = try await web.ask(
                    "/submit?name=\(name)", nil,
                    [
                        "-b", visitor.jar, "-H", "X-CSRF-Token: \(token)", "-H", "Content-Type: application/octet-stream", "-X", "POST",
                        "-T", path.path,
                    ])
                #expect(sent.status == 201, "\(sent.body)")
                let id = try #require(sent.object["import_id"]?.text)
                _ = try await TestFleet(database).run(try #require(ImportID(text: id)), workers: 1)
                for page in [
                    "/", "/uploads", "/imports/\(id)", "/imports/\(id)/records", "/imports/\(id)/rejects", "/imports/\(id)/duplicates",
                ] {
                    let answer = try await visitor.get(page)
                    #expect(answer.status == 200, "\(page)")
                    for body in [answer.body, preview.body] {
                        #expect(!body.contains("<script>alert") && !body.unicodeScalars.contains("\u{1B}"), "\(page)")
                        // Scalar by scalar: a character with its marks is another one.
                        #expect(!body.utf8.contains(sequence: "\u{22}\u{301}".utf8), "\(page)")
                    }
                }
            }
        }
    }
}

extension String {
    /// A text of a page as a browser reads it.
    var unescaped: String {
        replacing(/&#(\d+);/) { match in UInt32(match.output.1).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? "" }
            .replacing("&amp;", with: "&")
    }
}

extension Sequence where Element == UInt8 {
    fileprivate func contains(sequence: some Sequence<UInt8>) -> Bool {
        let (bytes, wanted) = (Array(self), Array(sequence))
        guard bytes.count >= wanted.count else { return false }
        return (0...(bytes.count - wanted.count)).contains { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}
