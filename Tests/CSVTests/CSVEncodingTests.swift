import Testing

@testable import CSV

@Suite("CSVEncoding") struct CSVEncodingTests {
    private func decoded(_ bytes: [UInt8], _ encoding: CSVEncoding) -> (text: String, replaced: Int) {
        var output: [UInt8] = []
        let replaced = bytes.withUnsafeBufferPointer { encoding.decode($0, into: &output) }
        return (String(decoding: output, as: UTF8.self), replaced)
    }

    @Test("is found by the names that people use")
    func names() {
        for name in ["latin1", "ISO-8859-1", "cp1252", "Windows-1252"] { #expect(CSVEncoding(named: name) == .windows1252) }
        for name in ["utf8", "UTF-8"] { #expect(CSVEncoding(named: name) == .utf8) }
        #expect(CSVEncoding(named: "ebcdic") == nil)
    }

    @Test("text comes back from every Unicode encoding", arguments: [CSVEncoding.utf8, .utf16LE, .utf16BE, .utf32LE, .utf32BE])
    func roundTrip(encoding: CSVEncoding) {
        let text = "aé–Ł€😀\u{10FFFF}\0"
        #expect(decoded(encoding.encoded(text), encoding) == (text, 0))
    }

    @Test("Windows-1252 has its own signs where Latin-1 has control bytes")
    func windows1252() {
        #expect(decoded([0x80, 0x96, 0xE9, 0xFF, 0x41], .windows1252) == ("€–éÿA", 0))
        #expect(decoded([0x81, 0x41], .windows1252) == ("\u{FFFD}A", 1))
    }

    @Test("invalid sequences are replaced and counted")
    func invalid() {
        #expect(decoded([0x41, 0xFF, 0x2C], .utf8) == ("A\u{FFFD},", 1))
        #expect(decoded([0x00, 0xD8, 0x41, 0x00, 0x00], .utf16LE) == ("\u{FFFD}A\u{FFFD}", 2))
        #expect(decoded([0x00, 0xD8, 0x00, 0x00, 0x41], .utf32LE) == ("\u{FFFD}\u{FFFD}", 2))
    }

    @Test("validation agrees with the standard library on random bytes")
    func validation() {
        let seed = SeededGenerator.seed("UTF8Validation")
        var random = SeededGenerator(state: seed)
        let pieces = ["a", "aaaaaaaaaaaaaaaaaaaa", "é", "€", "😀"].map { Array($0.utf8) }
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) { bytes += pieces.randomElement(using: &random)! }
            if !bytes.isEmpty, Bool.random(using: &random) {
                bytes[.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            let isValid = bytes.withUnsafeBufferPointer { UTF8Validation.isValid($0) }
            #expect(isValid == (String(validating: bytes, as: UTF8.self) != nil), "seed \(seed) \(bytes)")
        }
    }
}
