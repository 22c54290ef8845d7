import Foundation
import HTTPTestSupport
import RefineryModel
import RefineryTestSupport
import RefineryWeb
import SampleFiles
import Testing

@Suite("Connections", .timeLimit(.minutes(10))) struct ConnectionTests {
    @Test(
        "end soon where a client says nothing, or what two could understand in two ways; nobody waits for a slow one",
        .enabled(if: PythonScript.isNeeded(package: "json")))
    func rough() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database, { $0.idleTimeout = .seconds(1) }) { web in
                var found = try JSONDecoder().decode(
                    [String: PrintedJSON].self, from: try await PythonScript.run("raw_connections.py", ["\(web.port)"]))
                guard case .number(let usual)? = found.removeValue(forKey: "slow clients") else {
                    Issue.record("no slow clients")
                    return
                }
                #expect(usual < 1)
                let wanted: [String: PrintedJSON] = [
                    "silence": .text("closed"), "half a head": .text("closed"), "no HTTP": .number(400), "HTTP/2 without TLS": .number(400),
                    "length and chunks": .number(400), "two lengths": .number(400), "a negative length": .number(400),
                    "chunks of chunks": .number(400), "a chunk that is no number": .number(403), "a blank before the colon": .number(400),
                    "a header over two lines": .number(400), "NUL in a header": .number(400), "a large header": .number(400),
                    "many headers": .number(400), "two at once": .array([.number(200), .number(401)]), "another protocol": .number(200),
                    "another protocol, and a body": .number(401), "a flood behind it": .number(200), "a tunnel": .number(404),
                    "a trace": .number(405), "no origin of this server": .number(403), "an old WebSocket": .number(426),
                    "dots": .number(404), "hidden dots": .number(404), "hidden slashes": .number(404), "NUL in the path": .number(404),
                    "no UTF-8 in the path": .number(404), "another server in the path": .number(401), "slashes twice": .number(401),
                ]
                for (what, answer) in wanted { #expect(found[what] == answer, "\(what)") }
                #expect(found.count == wanted.count)
            }
        }
    }

    /// A certificate for this machine, and its key.
    private static func certificate() async throws -> WebSettings.TLSFiles {
        let folder = FileManager.default.temporaryDirectory.appending(path: "refinery-tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = WebSettings.TLSFiles(certificate: folder.appending(path: "cert.pem").path, key: folder.appending(path: "key.pem").path)
        let made = try await RefineryBinary(path: "/usr/bin/openssl").run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", files.key, "-out", files.certificate,
        ])
        try #require(made.status == 0, "\(made.errors)")
        return files
    }

    @Test("speak HTTP/2 and 1.1 over TLS, and WebSockets") func tls() async throws {
        let files = try await Self.certificate()
        try await withDatabase { database in
            try await TestWeb.with(database, { $0.certificate = files }) { web in
                func ask(_ path: String, _ arguments: String...) async throws -> String {
                    try await RefineryBinary(path: "/usr/bin/curl").run(
                        [
                            "-sS", "--max-time", "30", "--cacert", files.certificate, "-H", "Authorization: Bearer admin", "-w",
                            "\n%{http_version} %{http_code}",
                        ] + arguments + ["https://127.0.0.1:\(web.port)\(path)"]
                    ).output
                }
                #expect(try await ask("/health", "--http2").hasSuffix("\n2 200"))
                #expect(try await ask("/health", "--http1.1", "-D", "-").contains("max-age=31536000"))
                #expect(try await ask("/health", "--http1.1").hasSuffix("\n1.1 200"))
                // TLS 1.1 is none any more.
                #expect(try await ask("/health", "--tls-max", "1.1").hasSuffix(" 000"))
                let path = try WebTests.file(SampleGenerator(rows: 20_000, seed: 8).bytes)
                #expect(try await ask("/api/v1/imports?name=a.csv", "--http2", "-X", "POST", "-T", path).hasSuffix("\n2 201"))
                // An event stream over HTTP/2 does not hold the others of its connection back.
                #expect(try await ask("/api/v1/events?after=0", "--http2", "--max-time", "2").contains("event: import_submitted"))
                let url = "wss://127.0.0.1:\(web.port)/api/v1/ws"
                if PythonScript.isNeeded(package: "websockets") {
                    let chosen = try JSONDecoder().decode(
                        [String: PrintedJSON].self,
                        from: try await PythonScript.run("web_socket.py", ["offer", url, "read", files.certificate]))
                    #expect(chosen["chosen"]?.text == "refinery.events")
                }
                // Whoever says nothing that is TLS is sent away.
                let plain = try await RefineryBinary(path: "/usr/bin/curl").run([
                    "-sS", "--max-time", "5", "http://127.0.0.1:\(web.port)/health",
                ])
                #expect(plain.status != 0 && plain.status != 28)
            }
        }
    }

    @Test("have the prefix of a proxy in every address, in those that are answered too") func prefix() async throws {
        try await withDatabase { database in
            try await TestWeb.with(database, { $0.pathPrefix = "/refinery" }) { web in
                #expect(try await web.curl("/refinery/health", key: nil).status == 200)
                #expect(try await web.curl("/health", key: nil).status == 404)
                #expect(try await web.curl("/refineryhealth", key: nil).status == 404)
                let path = try WebTests.file(SampleGenerator(rows: 10, seed: 9).bytes)
                let made = try await web.curl("/refinery/api/v1/imports", key: "submit", "-T", path)
                #expect(made.headers["location"]?.hasPrefix("/refinery/api/v1/imports/") == true)
                #expect(try await web.curl(made.headers["location"] ?? "").status == 200)
            }
        }
    }
}
