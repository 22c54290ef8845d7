import Foundation
import HTTPTestSupport
import RefineryModel
import RefineryTestSupport
import RefineryWeb
import SampleFiles
import Testing

@Suite("The WebSocket", .timeLimit(.minutes(10)), .enabled(if: PythonScript.isNeeded(package: "websockets")))
struct WebSocketTests {
    private static func ask(_ web: TestWeb, _ command: String, _ query: String = "", _ arguments: String...) async throws -> [String:
        PrintedJSON]
    {
        let url = "ws://127.0.0.1:\(web.port)/api/v1/ws\(query)"
        return try JSONDecoder().decode(
            [String: PrintedJSON].self, from: try await PythonScript.run("web_socket.py", [command, url] + arguments))
    }

    private static func texts(_ values: PrintedJSON?, _ member: String) -> [String?] {
        guard case .array(let items)? = values else { return [] }
        return items.map { if case .object(let item) = $0 { item[member]?.text } else { nil } }
    }

    @Test("has the events of the event stream in the classic types, from where the client is, and what the fleet does") func events()
        async throws
    {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let path = try WebTests.file(SampleGenerator(rows: 100, seed: 6).bytes)
                let id = try #require(try await web.curl("/api/v1/imports", key: "submit", "-T", path).object["import_id"]?.text)
                #expect(try await web.curl("/api/v1/imports/\(id)/pause", key: "operate", "-X", "POST").status == 200)
                let all = try await Self.ask(web, "read", "?after=0", "read", "2")
                #expect(Self.texts(all["events"], "kind") == ["import_submitted", "import_paused"])
                #expect(Self.texts(all["events"], "type") == ["SESSION_UPDATE", "SESSION_UPDATE"])
                #expect(
                    all["metrics"]
                        == .array(
                            ["average_batch_time", "current_batch_number", "estimated_completion", "records_per_minute"].map(
                                PrintedJSON.text)))
                #expect(all["answers_pings"] == .bool(true))
                let seq = try #require(try await database.text("SELECT min(seq)::text FROM refinery.events WHERE run_id = '\(id)'"))
                let later = try await Self.ask(web, "read", "?after=\(seq)&run=\(id.prefix(8))", "read", "1")
                #expect(Self.texts(later["events"], "kind") == ["import_paused"])
                #expect(try await Self.ask(web, "offer", "", "read")["chosen"]?.text == "refinery.events")
            }
        }
    }

    @Test("lets in whom the interface lets in, and no page of another server") func refusals() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let statuses = try await Self.ask(web, "refusals").mapValues(\.number)
                #expect(
                    statuses == [
                        "no key": 401, "wrong key": 401, "wrong scope": 403, "another origin": 403, "this origin": 101, "no such run": 404,
                        "no number": 400, "elsewhere": 200,
                    ])
                let plain = try await web.curl("/api/v1/ws")
                #expect(plain.status == 426 && plain.headers["upgrade"] == "websocket" && plain.object["error"]?.text == "upgrade_required")
            }
        }
    }

    @Test("ends with who breaks its rules, and says why") func rules() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let codes = try await Self.ask(web, "rules", "", "read").mapValues(\.number)
                #expect(codes == ["a large message": 1009, "many messages": 1008, "no mask": 1002])
            }
        }
    }
}
