import CSV
import Foundation
import RefineryModel
import Testing

@testable import CampaignPush

@Suite("Drop to a directory") struct DirectoryTests {
    private func inDirectory(
        _ change: (inout DestinationSettings) -> Void = { _ in }, _ body: (any PushDestination, String) async throws -> Void
    )
        async throws
    {
        let path = FileManager.default.temporaryDirectory.appending(path: "refinery-drop-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var settings = DestinationSettings(.directory)
        settings.url = path
        change(&settings)
        try await body(try Sample.destination(settings), path)
    }

    private func files(_ path: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path) }

    @Test("a message is one file, whole, whatever names are in it") func hostile() async throws {
        try await inDirectory { destination, path in
            let names = ["=HYPERLINK(\"http://evil.example\")", "O'Neil, \"Bob\"\r\nX", "Zoë 张", "-2+3", ""]
            let contacts = names.enumerated().map { Sample.contact($0.offset + 1, ["last_name": .string($0.element)]) }
            let outcomes = await destination.push(Sample.message(contacts))
            let file = try #require(try files(path).first)
            #expect(outcomes == contacts.map { _ in .pushed(reference: file) })
            #expect(try files(path) == [file])
            let records = CSVTable.records(Array(try Data(contentsOf: URL(filePath: path + "/" + file))))
            let column = try #require(records[0].firstIndex(of: "last_name"))
            #expect(records.count == 6 && records.dropFirst().map { $0[column] } == names)
            #expect(records[0].prefix(2) == ["block", "external_id"] && records[1][1] == Sample.id(1))
        }
        try await inDirectory({ $0.guardsFormulas = true }) { destination, path in
            _ = await destination.push(Sample.message([Sample.contact(1, ["last_name": "=1+1"])]))
            let text = try String(contentsOfFile: path + "/" + files(path)[0], encoding: .utf8)
            #expect(text.contains("'=1+1") && text.contains(",+15125551001,"))
        }
    }

    @Test("JSON Lines have an object a contact") func lines() async throws {
        try await inDirectory({ $0.format = "jsonl" }) { destination, path in
            _ = await destination.push(Sample.message([Sample.contact(1), Sample.contact(2)]))
            let text = try String(contentsOfFile: path + "/" + files(path)[0], encoding: .utf8)
            #expect(text.split(separator: "\n").map { JSONValue(Array($0.utf8))?["external_id"].text } == [Sample.id(1), Sample.id(2)])
        }
    }

    @Test("after a crash: a file that is there is not written again, one that was begun is, and of none nobody knows") func crashes()
        async throws
    {
        try await inDirectory { destination, path in
            let again = Sample.message([Sample.contact(1)], isRepeated: true)
            guard case .unknown = await destination.push(again)[0] else {
                Issue.record("it may have been taken away")
                return
            }
            #expect(try files(path).isEmpty)
            let outcomes = await destination.push(Sample.message([Sample.contact(1)]))
            let file = try files(path)[0]
            #expect(outcomes == [.pushed(reference: file)])
            try Data("taken".utf8).write(to: URL(filePath: path + "/" + file))
            #expect(await destination.push(again) == [.pushed(reference: file)])
            #expect(try String(contentsOfFile: path + "/" + file, encoding: .utf8) == "taken")
            try FileManager.default.moveItem(atPath: path + "/" + file, toPath: path + "/." + file + ".part")
            #expect(await destination.push(again) == [.pushed(reference: file)])
            #expect(try files(path) == [file])
            #expect(try String(contentsOfFile: path + "/" + file, encoding: .utf8).contains(Sample.id(1)))
        }
    }

    @Test("a directory that is not there is tried again, and nothing has arrived") func missing() async throws {
        try await inDirectory { destination, path in
            try FileManager.default.removeItem(atPath: path)
            guard case .retry(_, _, false) = await destination.push(Sample.message([Sample.contact(1)]))[0] else {
                Issue.record("nothing can have arrived")
                return
            }
        }
    }
}
