import Foundation
import RefineryTestSupport
import RefineryWeb
import Testing

@Suite("Callbacks of providers", .timeLimit(.minutes(10))) struct CallbackRouteTests {
    private static let token = "k9PqWv3Zt0aBcDeFgHiJkL"

    /// A question whose answer comes later, known to its provider as `late1`.
    private func ask(_ database: TestDatabase) async throws {
        try await database.execute(
            """
            INSERT INTO refinery.enrichments (provider, product, question, state, pending_token, callback_key, collect_at, collect_until, callback_token)
            VALUES ('apollo', 'phone', '\\x01', 'pending', 'late1', '\(Self.token)/late1', now() + interval '1 h', now() + interval '2 h', '\(Self.token)')
            """)
    }

    private func kept(_ database: TestDatabase) async throws -> String? {
        try await database.text("SELECT callback FROM refinery.enrichments")
    }

    @Test("an answer is kept for the question whose address and id it names, however often it is sent") func answer() async throws {
        try await withDatabase { database in
            try await ask(database)
            try await TestWeb.with(database) { web in
                let body = #"{"request_id": "late1", "phone": "+12125550142"}"#
                for _ in 0..<2 {
                    let answer = try await web.ask(
                        "/api/v1/callbacks/\(Self.token)", nil, ["-H", "Content-Type: application/json", "-d", body])
                    #expect(answer.status == 202 && answer.body == #"{"received":true}"#)
                    #expect(try await kept(database) == body)
                }
                // Once a worker has read it, a repeat changes nothing.
                try await database.execute(
                    "UPDATE refinery.enrichments SET state = 'found', result = '{}', callback = NULL, fresh_until = now() + interval '1 d'")
                #expect(try await web.ask("/api/v1/callbacks/\(Self.token)", nil, ["-d", body]).status == 202)
                #expect(try await kept(database) == nil)
            }
        }
    }

    @Test("whoever guesses an address, an id or a method learns nothing and changes nothing") func guesses() async throws {
        try await withDatabase { database in
            try await ask(database)
            try await TestWeb.with(database) { web in
                let right = try await web.ask("/api/v1/callbacks/\(Self.token)", nil, ["-d", "late1 of somebody"])
                try await database.execute("UPDATE refinery.enrichments SET callback = NULL")
                let nul = FileManager.default.temporaryDirectory.appending(path: "refinery-callback-\(UUID())").path
                defer { try? FileManager.default.removeItem(atPath: nul) }
                try Data([0x6C, 0x61, 0x74, 0x65, 0x31, 0x00]).write(to: URL(filePath: nul))
                for (token, body) in [
                    ("unknown-provider-or-token", "late1"), (String(Self.token.dropLast()), "late1"), (Self.token.lowercased(), "late1"),
                    (Self.token, "late2"), (Self.token, ""), (Self.token, "@\(nul)"), ("%27%20OR%20true--", "late1"),
                ] {
                    let answer = try await web.ask(
                        "/api/v1/callbacks/\(token)", nil, ["-H", "Content-Type: application/octet-stream", "--data-binary", body])
                    #expect(answer.status == right.status && answer.body == right.body, "\(token) \(body)")
                    #expect(try await kept(database) == nil, "\(token) \(body)")
                }
                // Bytes that are no text, three times as many as text.
                try Data(Array("late1".utf8) + Array(repeating: 0xFF, count: 900 << 10)).write(to: URL(filePath: nul))
                let binary = try await web.ask("/api/v1/callbacks/\(Self.token)", nil, ["--data-binary", "@\(nul)"])
                #expect(binary.status == right.status && binary.body == right.body)
                #expect(try await kept(database) == nil)
                #expect(try await web.ask("/api/v1/callbacks/\(Self.token)", "read", []).status == 405)
                // A key opens nothing more, and a wrong one shuts nothing.
                #expect(try await web.ask("/api/v1/callbacks/\(Self.token)", "nobody", ["-d", "late1 again"]).status == 202)
                #expect(try await kept(database) == "late1 again")
            }
        }
    }

    @Test("one that is too long is refused before it is read, and the question waits on") func long() async throws {
        try await withDatabase { database in
            try await ask(database)
            try await TestWeb.with(database, { $0.bodyBytesMax = 64 << 10 }) { web in
                let path = FileManager.default.temporaryDirectory.appending(path: "refinery-callback-\(UUID())").path
                defer { try? FileManager.default.removeItem(atPath: path) }
                try Data(("late1" + String(repeating: "x", count: 80 << 10)).utf8).write(to: URL(filePath: path))
                let answer = try await web.ask("/api/v1/callbacks/\(Self.token)", nil, ["--data-binary", "@\(path)"])
                #expect(answer.status == 413, "\(answer.body)")
                #expect(try await kept(database) == nil)
            }
        }
    }
}
