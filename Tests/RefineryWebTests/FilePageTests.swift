import Foundation
import RefineryModel
import RefineryOperations
import RefineryStore
import RefineryTestSupport
import Testing

@Suite("Pages that take files", .timeLimit(.minutes(10))) struct FilePageTests {
    private static func fixture(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "TablesTests/Fixtures/\(name)")
            .path
    }

    private func send(_ path: String, _ file: String, _ visitor: PageVisitor, _ token: String) async throws -> CurlAnswer {
        try await visitor.web.ask(
            path, nil,
            [
                "-b", visitor.jar, "-H", "X-CSRF-Token: \(token)", "-H", "Content-Type: application/octet-stream", "--data-binary",
                "@\(file)",
            ])
    }

    /// What the page keeps of a file that is no plain text: an attribute of the sample.
    private func kept(_ name: String, _ page: CurlAnswer) -> String? {
        page.body.firstMatch(of: try! Regex("data-\(name)=\"([^\"]*)\"", as: (Substring, Substring).self)).map {
            String($0.output.1).unescaped
        }
    }

    @Test("a workbook has a mapping screen with a choice of sheets; what is chosen next is found out from the sample alone") func workbook()
        async throws
    {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let visitor = PageVisitor(web)
                let token = try await visitor.logIn([.submit])
                let first = try await send("/submit/preview?name=leads.xlsx", Self.fixture("leads.xlsx"), visitor, token)
                #expect(first.status == 200, "\(first.body)")
                #expect(first.body.contains("Excel workbook") && first.body.contains("<option selected>Leads</option>"))
                #expect(first.body.contains("<option>Summary</option>") && kept("format", first) == "xlsx")
                let sample = try #require(Data(base64Encoded: kept("text", first) ?? ""))
                #expect(kept("size", first) == "\(sample.count)")
                let path = FileManager.default.temporaryDirectory.appending(path: "refinery-sample-\(UUID())")
                try sample.write(to: path)
                defer { try? FileManager.default.removeItem(at: path) }
                let next = try await send(
                    "/submit/preview?name=leads.xlsx&converted=xlsx&size=\(sample.count)&map=%231%3Dignore&sheet=Leads", path.path, visitor,
                    token)
                #expect(next.status == 200 && next.body.contains("Excel workbook") && kept("text", next) == nil, "\(next.body)")
                #expect(next.body.contains("<option value=\"ignore\" selected>"))
                // Another sheet is another table.
                let other = try await send("/submit/preview?name=leads.xlsx&sheet=Summary", Self.fixture("leads.xlsx"), visitor, token)
                #expect(other.status == 200 && kept("text", other) != kept("text", first), "\(other.body)")
                let unknown = try await send("/submit/preview?name=leads.xlsx&sheet=June", Self.fixture("leads.xlsx"), visitor, token)
                #expect(unknown.status == 422 || unknown.status == 400, "\(unknown.body)")
                // The import is that of the sheet, and begins from the page.
                let sent = try await send("/submit?name=leads.xlsx&sheet=Leads&yes=true", Self.fixture("leads.xlsx"), visitor, token)
                #expect(sent.status == 201, "\(sent.body)")
            }
        }
    }

    @Test("other workbooks, packed files and JSON are looked at as well", arguments: ["leads.ods", "leads.xls", "leads.csv.gz"])
    func formats(name: String) async throws {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let visitor = PageVisitor(web)
                let token = try await visitor.logIn([.submit])
                let answer = try await send("/submit/preview?name=\(name)", Self.fixture(name), visitor, token)
                #expect(answer.status == 200 && kept("text", answer) != nil, "\(answer.body)")
                #expect(answer.body.contains("data-column=\"1\"") && answer.body.contains("Company"))
                #expect(kept("format", answer) == (name.hasSuffix("gz") ? "packed-csv" : String(name.suffix(3))))
            }
        }
    }

    @Test("one that is broken, and one that is hostile, is refused with the reason; plain text is not kept twice") func refused()
        async throws
    {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                let visitor = PageVisitor(web)
                let token = try await visitor.logIn([.submit])
                for name in ["encrypted.xlsx", "bomb.xlsx"] {
                    let answer = try await send("/submit/preview?name=\(name)", Self.fixture(name), visitor, token)
                    #expect((400..<500).contains(answer.status) && answer.object["error"]?.text != nil, "\(name): \(answer.status)")
                }
                let plain = FileManager.default.temporaryDirectory.appending(path: "refinery-plain-\(UUID()).csv")
                try Data("Company,Phone\nAcme,3125550101\n".utf8).write(to: plain)
                defer { try? FileManager.default.removeItem(at: plain) }
                let answer = try await send("/submit/preview?name=a.csv", plain.path, visitor, token)
                #expect(answer.status == 200 && answer.body.contains("comma") && kept("text", answer) == nil)
            }
        }
    }

    @Test("results of calls are taken in from a page and over HTTP, twice the same once, and refused lines are told") func results()
        async throws
    {
        try await withDatabase { database in
            try await TestWeb.with(database) { web in
                try await database.fillPersonas(3)
                while try await database.first(RefreshChangedContacts()) ?? 0 > 0 {}
                try await database.execute("SELECT refinery.generate_campaign_blocks('{\"state\": \"TX\"}')")
                let file = FileManager.default.temporaryDirectory.appending(path: "refinery-results-\(UUID()).csv")
                try Data("phone,disposition,called_at\n+15125550001,do_not_call,2026-11-01T10:00:00Z\n+15125550002,hummed,\n".utf8).write(
                    to: file)
                defer { try? FileManager.default.removeItem(at: file) }
                let visitor = PageVisitor(web)
                let token = try await visitor.logIn([.operate, .read])
                let answer = try await send("/blocks/results?name=calls.csv", file.path, visitor, token)
                #expect(answer.status == 200 && answer.body.contains("1 new result taken in"), "\(answer.body)")
                #expect(answer.body.contains("1 line refused") && answer.body.contains("<td class=\"num\">3</td>"))
                #expect(try await database.number("SELECT count(*) FROM refinery.call_results") == 1)
                #expect(try await database.number("SELECT count(*) FROM refinery.suppression_entries") >= 1)
                let again = try await web.ask(
                    "/api/v1/call-results", "operate", ["-H", "Content-Type: text/csv", "--data-binary", "@\(file.path)"])
                #expect(
                    again.status == 200 && again.object["stored"]?.number == 0 && again.object["rejected"]?.number == 1, "\(again.body)")
                #expect(!again.body.contains("5125550002"), "what people wrote is not kept with the answer")
                let wrong = try await web.ask("/api/v1/call-results", "operate", ["-H", "Content-Type: text/csv", "-d", "a,b\n1,2\n"])
                #expect(wrong.object["error"]?.text == "call_results_invalid", "\(wrong.body)")
                #expect(try await web.ask("/api/v1/call-results", "read", ["-d", "x"]).status == 403)
            }
        }
    }
}
