import Postgres
import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("Keys of the HTTP interface", .timeLimit(.minutes(10))) struct APIKeysTests {
    private func operations(_ database: TestDatabase) throws -> Operations {
        Operations(database: database.database, sources: try database.sources())
    }

    private func isRefused(_ access: APIAccess) -> Bool { if case .refused = access { true } else { false } }

    @Test("a key is let in with its name and scopes, and its secret is kept nowhere") func granted() async throws {
        try await withDatabase { database in
            let (key, text) = try await operations(database).createKey(KeyRequest(name: "nightly", scopes: [.submit, .read]))
            let access = try await APIKeys(database: database.database).authenticate(text.text, from: "192.0.2.1")
            guard case .granted(let principal) = access else {
                Issue.record("\(access)")
                return
            }
            #expect(principal == APIPrincipal(keyID: key.id, name: "nightly", scopes: [.read, .submit]))
            #expect(principal.may(.read) && !principal.may(.reveal))
            let kept = try await database.text("SELECT row_to_json(k)::text FROM refinery.api_keys k")
            #expect(kept?.contains(text.secret) == false && "\(text)".contains(text.secret) == false)
            let listed = try await operations(database).keys()
            #expect(listed.map(\.id) == [key.id] && listed[0].lastUsedAt != nil)
        }
    }

    @Test("no key, an unknown, wrong, expired and revoked one get one answer, and leave the same behind") func refused() async throws {
        try await withDatabase { database in
            let operations = try operations(database)
            let (key, right) = try await operations.createKey(KeyRequest(name: "one", scopes: [.read]))
            let (gone, revoked) = try await operations.createKey(KeyRequest(name: "two", scopes: [.admin]))
            _ = try await operations.revokeKey(gone.id)
            let (late, expired) = try await operations.createKey(KeyRequest(name: "three", scopes: [.admin]))
            try await database.execute("UPDATE refinery.api_keys SET expires_at = clock_timestamp() WHERE id = '\(late.id)'")
            let wrong = "rfk_\(key.id)_\(String(repeating: "a", count: 32))"
            let unknown = "rfk_\(String(repeating: "z", count: 12))_\(right.secret)"
            let keys = APIKeys(database: database.database)
            for (number, token) in [nil, "", "nonsense", unknown, wrong, revoked.text, expired.text].enumerated() {
                try await database.execute("DELETE FROM refinery.failed_logins")
                let access = try await keys.authenticate(token, from: "192.0.2.\(number)")
                #expect(access == .refused(retryAfter: nil), "\(token ?? "none")")
                let failures = try await database.number("SELECT count(*) FROM refinery.failed_logins WHERE score = 1")
                #expect(failures == 2, "\(token ?? "none")")
            }
            let used = try await database.number("SELECT count(*) FROM refinery.api_keys WHERE last_used_at IS NOT NULL")
            #expect(used == 0)
        }
    }

    @Test("after many failures others are locked out for a while, a right key never") func lockOut() async throws {
        try await withDatabase { database in
            let (key, right) = try await operations(database).createKey(KeyRequest(name: "one", scopes: [.read]))
            let keys = APIKeys(database: database.database)
            let wrong = "rfk_\(key.id)_\(String(repeating: "a", count: 32))"
            for _ in 0..<10 { #expect(try await keys.authenticate(wrong, from: "192.0.2.1") == .refused(retryAfter: nil)) }
            // By its address, whatever key it names, and by the id, wherever from.
            for (token, address) in [(wrong, "192.0.2.1"), ("other", "192.0.2.1"), (wrong, "198.51.100.7")] {
                guard case .refused(let wait?) = try await keys.authenticate(token, from: address) else {
                    Issue.record("\(token) from \(address) is not locked out")
                    continue
                }
                #expect(wait > .zero && wait <= .seconds(180))
            }
            guard case .granted = try await keys.authenticate(right.text, from: "192.0.2.1") else {
                Issue.record("the right key was locked out by others")
                return
            }
            // As if the time had passed.
            try await database.execute("UPDATE refinery.failed_logins SET at = at - interval '10 minutes'")
            #expect(try await keys.authenticate(wrong, from: "192.0.2.1") == .refused(retryAfter: nil))
        }
    }

    @Test("made-up ids fill no table") func slots() async throws {
        try await withDatabase { database in
            try await database.execute(
                """
                SELECT refinery_internal.count_failed_login(md5(n::text), '2001:db8::' || to_hex(n)) FROM generate_series(1, 20000) AS n
                """)
            let rows = try await database.number("SELECT count(*) FROM refinery.failed_logins")
            #expect(rows <= 8192)
        }
    }

    @Test("a key makes as many requests as its rate says, through however many processes") func rate() async throws {
        try await withDatabase { database in
            var request = KeyRequest(name: "slow", scopes: [.read])
            (request.ratePerSecond, request.burst) = (0.1, 5)
            let (_, text) = try await operations(database).createKey(request)
            let processes = [APIKeys(database: database.database), APIKeys(database: database.database)]
            var (granted, limited): (Int, [Duration]) = (0, [])
            for number in 0..<20 {
                switch try await processes[number % 2].authenticate(text.text, from: "192.0.2.1") {
                case .granted: granted += 1
                case .limited(let principal, let wait):
                    #expect(principal.name == "slow")
                    limited.append(wait)
                case .refused: Issue.record("refused")
                }
            }
            #expect(granted == 5 && limited.count == 15)
            #expect(limited.allSatisfy { $0 > .seconds(1) && $0 <= .seconds(10) }, "\(limited)")
        }
    }

    @Test("a busy key asks the database once for many requests, and loses little of its rate", arguments: [1, 25])
    func blocks(atOnce: Int) async throws {
        try await withDatabase { database in
            var request = KeyRequest(name: "busy", scopes: [.read])
            (request.ratePerSecond, request.burst) = (100_000, 100_000)
            let (_, text) = try await operations(database).createKey(request)
            try await database.execute(
                """
                CREATE SEQUENCE test.questions;
                CREATE FUNCTION test.count_question() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM nextval('test.questions'); RETURN NEW; END $$;
                CREATE TRIGGER count_question BEFORE UPDATE ON refinery.api_key_rates FOR EACH ROW EXECUTE FUNCTION test.count_question();
                """)
            let keys = APIKeys(database: database.database)
            let granted = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<atOnce {
                    group.addTask {
                        var granted = 0
                        for _ in 0..<2000 / atOnce {
                            if case .granted = try await keys.authenticate(text.text, from: "192.0.2.1") { granted += 1 }
                        }
                        return granted
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(granted == 2000)
            let questions = try await database.number("SELECT last_value FROM test.questions")
            #expect(questions < 500, "\(questions) questions for 2000 requests")
        }
    }

    @Test("a revoked key ends within a second, and no key can be made that makes no sense") func revoking() async throws {
        try await withDatabase { database in
            let operations = try operations(database)
            let (key, text) = try await operations.createKey(KeyRequest(name: "one", scopes: [.read]))
            let revoked = try await operations.revokeKey(text.text)
            #expect(revoked.id == key.id && revoked.revokedAt != nil)
            let again = try await operations.revokeKey(key.id)
            #expect(again == revoked)
            #expect(isRefused(try await APIKeys(database: database.database).authenticate(text.text, from: "192.0.2.1")))
            await #expect(throws: KeyFault.unknown("nobody")) { _ = try await operations.revokeKey("nobody") }
            for request in [KeyRequest(name: "", scopes: [.read]), KeyRequest(name: "x", scopes: [])] {
                await #expect(throws: KeyFault.self) { _ = try await operations.createKey(request) }
            }
        }
    }

    @Test(
        "the web process asks whether a key is one, and can neither read nor change keys", arguments: ["refinery_web", "refinery_worker"])
    func rights(role: String) async throws {
        try await withDatabase { database in
            let (_, text) = try await operations(database).createKey(KeyRequest(name: "one", scopes: [.read]))
            let login = "refinery_test_login_keys_\(role.dropFirst("refinery_".count))"
            try await database.execute(
                """
                DO $$ BEGIN CREATE ROLE \(login) LOGIN IN ROLE \(role); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
                """)
            let url = database.url + (database.url.contains("?") ? "&" : "?") + "user=\(login)"
            let restricted = TestDatabase(url: url)
            guard case .granted = try await APIKeys(database: restricted.database).authenticate(text.text, from: "192.0.2.1") else {
                Issue.record("not let in")
                return
            }
            for statement in [
                "SELECT count(*) FROM refinery.api_keys", "UPDATE refinery.api_keys SET scopes = '{admin}'",
                "DELETE FROM refinery.failed_logins",
            ] {
                await #expect(throws: PostgresError.self) { try await restricted.execute(statement) }
            }
            await restricted.close()
        }
    }
}
