import Foundation
import RefineryModel
import Testing

@testable import RefineryStages

/// Cells of `Fixtures/writing/<name>.tsv`.
private func rows(_ name: String) throws -> [[String]] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: folder.appending(path: "Fixtures/writing/\(name).tsv"), encoding: .utf8)
    return text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
}

extension String {
    fileprivate func bytes<Value>(_ body: (Bytes) -> Value) -> Value {
        var text = self
        return text.withUTF8(body)
    }

    fileprivate init(_ bytes: Bytes) { self = String(decoding: bytes, as: UTF8.self) }
}

@Suite("Names and addresses as people write them") struct WritingTests {
    private let arena = TextArena()

    @Test("names of firms, persons and places come in the letters of people, and stay where they have them") func names() throws {
        let writer = NameWriter()
        let kinds: [String: NameWriter.Kind] = ["f": .firm, "p": .person, "c": .place]
        let goldens = try rows("names")
        #expect(goldens.count >= 300)
        #expect(goldens.count { $0[1] == $0[2] } >= 40)
        for golden in goldens {
            let kind = try #require(kinds[golden[0]])
            #expect(golden[1].bytes { String(writer.written($0, as: kind, arena: arena)) } == golden[2])
            #expect(
                golden[2].bytes { String(writer.written($0, as: kind, arena: arena)) } == golden[2] || golden[2].lowercased() == golden[2])
        }
    }

    @Test("streets come by USPS Publication 28, and what is written so stays") func streets() throws {
        let writer = StreetWriter()
        let goldens = try rows("streets")
        #expect(goldens.count >= 300)
        #expect(goldens.count { $0[0] == $0[1] } >= 50)
        for golden in goldens {
            #expect(golden[0].bytes { String(writer.written($0, keepsCase: false, arena: arena)) } == golden[1])
            #expect(golden[1].bytes { String(writer.written($0, keepsCase: false, arena: arena)) } == golden[1], "twice: \(golden[0])")
        }
        #expect("12 NORTH MAIN STREET".bytes { String(writer.written($0, keepsCase: true, arena: arena)) } == "12 N MAIN St")
    }

    @Test("the last name first is turned, what stands before and behind a name is told, and two persons are") func contacts() throws {
        let (names, contacts) = (NameWriter(), ContactWriter())
        for golden in try rows("contacts") {
            let contact = golden[0].bytes { bytes in
                let contact = contacts.read(names.written(bytes, as: .person, arena: arena), arena: arena)
                return [String(contact.name), String(contact.prefix), String(contact.suffix), contact.isTwo ? "two" : ""]
            }
            #expect(contact == Array(golden[1...]), "\(golden[0])")
        }
    }

    @Test("accents go where that is wanted, of Latin letters alone") func accents() {
        let text = "José Ñáñez Müller Straße Øre Łódź Việt Яндекс й 東京 Éire"
        #expect(
            text.bytes { String(AccentStripper.stripped($0, arena: arena)) } == "Jose Nanez Muller Strasse Ore Lodz Viet Яндекс й 東京 Eire")
    }
}
