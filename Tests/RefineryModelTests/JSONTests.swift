import Testing

@testable import RefineryModel

@Suite("JSON") struct JSONTests {
    private struct Line: Encodable {
        let fileName: String
    }

    /// What a terminal acts on, beside what JSON escapes anyway.
    private static let active = (0..<0x2070 as Range<UInt32>).compactMap { Unicode.Scalar($0) }.filter { String($0).visible != String($0) }

    @Test("holds no character that a terminal acts on, and reads back as it was") func escapes() throws {
        #expect(Self.active.count > 70)
        for scalar in Self.active {
            let text = "a\(String(scalar))\\b"
            for json in [try JSON.text([text]), try JSON.document([Line(fileName: text)])] {
                #expect(json.visible == json && json.visibleLines == json, "U+\(String(scalar.value, radix: 16))")
                let read = JSONValue(Array(json.utf8))?.elements.first
                // Nothing of a database holds a zero; it is read as U+FFFD.
                if scalar.value > 0 { #expect(read == .string(text) || read == ["file_name": .string(text)], "\(json)") }
            }
        }
        #expect(try JSON.text(["\u{202E}\u{7F}\u{85}é😀"]) == #"["\u202e\u007f\u0085é😀"]"#)
    }

    @Test("what a database gives is shown in the same way") func visible() {
        #expect("{\"a\": \"x\u{2066}y\"}".visibleJSON == #"{"a": "x\u2066y"}"#)
        #expect(#"{"a": "Łódź 東京 🏢"}"#.visibleJSON == #"{"a": "Łódź 東京 🏢"}"#)
    }
}
