import Testing

@testable import CSV

@Suite("CSVBatchDecoder") struct CSVBatchDecoderTests {
    private func decode(_ bytes: [UInt8], _ format: CSVFormat) -> (text: String, isCopy: Bool, replacements: Int, windows1252: [Int]) {
        bytes.withUnsafeBufferPointer { raw in
            CSVBatchDecoder(format: format).decode(raw) { text in
                (
                    String(decoding: text.utf8, as: UTF8.self), text.utf8.baseAddress != raw.baseAddress, text.replacements,
                    text.windows1252Records
                )
            }
        }
    }

    @Test("valid UTF-8 and plain ASCII are not copied")
    func zeroCopy() {
        #expect(decode(Array("Łódź,1\n".utf8), CSVFormat()) == ("Łódź,1\n", false, 0, []))
        #expect(decode(Array("abc,1\n".utf8), CSVFormat(encoding: .windows1252)) == ("abc,1\n", false, 0, []))
    }

    @Test("a record that is not valid UTF-8 is read as Windows-1252, that record alone")
    func mixed() {
        let bytes = Array("Łódź,1\r\n\r\nJos".utf8) + [0xE9] + Array(",\"a\nb\"\r\n\u{E9}".utf8) + [0x0A, 0x81]
        #expect(decode(bytes, CSVFormat()) == ("Łódź,1\r\n\r\nJosé,\"a\nb\"\r\né\n\u{FFFD}", true, 1, [1, 3]))
    }

    @Test("UTF-16 becomes UTF-8")
    func wide() {
        #expect(decode(CSVEncoding.utf16LE.encoded("é,1\n"), CSVFormat(encoding: .utf16LE)) == ("é,1\n", true, 0, []))
    }
}
