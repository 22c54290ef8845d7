import Testing

@testable import CSV

@Suite("Encodings from before Unicode") struct LegacyEncodingTests {
    @Test("are found out by what the text would be", arguments: LegacyTexts.samples)
    func detected(sample: LegacyTexts.Sample) throws {
        let preview = try CSVSniffer.preview(sample.bytes, isWholeFile: true)
        let text = preview.records.map { $0.fields.joined(separator: ",") }
        let expected = sample.text.replacing("\"", with: "").split(separator: "\n").map(String.init)
        #expect(text.map { $0.replacing("\"", with: "") } == expected, "read as \(preview.format.encoding.rawValue)")
    }

    @Test("are known by every name that iconv knows, and by those that people use")
    func names() {
        for (name, encoding) in [("CP1251", "windows-1251"), ("SJIS", "shift_jis"), ("GBK", "gb18030"), ("MacRoman", "macintosh")] {
            #expect(CSVEncoding(named: name)?.rawValue == encoding)
        }
        #expect(CSVEncoding(named: "TCVN5712-1")?.rawValue == "tcvn5712-1")
        for name in ["", "no-such-encoding", "UTF-8//TRANSLIT", "latin 1"] { #expect(CSVEncoding(named: name) == nil) }
        for name in CSVEncoding.detectable { #expect(CSVEncoding(rawValue: name)?.rawValue == name) }
    }

    @Test("are decoded, and bytes that are no character are replaced one by one")
    func decoding() throws {
        let shiftJIS = try #require(CSVEncoding(named: "shift_jis"))
        var output: [UInt8] = []
        // 日, a first byte before a comma, a half-width letter, a first byte at the end.
        let replaced = [0x93, 0xFA, 0x81, 0x2C, 0xB1, 0x81].withUnsafeBufferPointer { shiftJIS.decode($0, into: &output) }
        #expect(String(decoding: output, as: UTF8.self) == "日\u{FFFD},ｱ\u{FFFD}")
        #expect(replaced == 2)
    }

    @Test(
        "split no character whose second byte looks like a delimiter or a backslash",
        arguments: [("shift_jis", "ポ\"表", 2), ("big5", "功\"許", 2), ("gb18030", "榺\"榎", 2)], [1, 2, 5, 1 << 16])
    func trailBytes(sample: (encoding: String, letters: String, count: Int), chunkSize: Int) throws {
        let encoding = try #require(CSVEncoding(named: sample.encoding))
        let letters = sample.letters.unicodeScalars.filter { $0 != "\"" }
        for format in [CSVFormat(encoding: encoding, delimiter: Byte.pipe), CSVFormat(encoding: encoding, escapesWithBackslash: true)] {
            let delimiter = format.delimiter == Byte.pipe ? "|" : ","
            let rows = letters.map { ["\($0)", "x\n\($0)", "\($0)\($0)"] }
            let text = rows.map { $0.map { "\"\($0)\"" }.joined(separator: delimiter) + "\n" }.joined()
            let bytes = encoding.bytes(of: text)
            var splitter = CSVSplitter(format: format, recordsPerGroup: 1, startingAt: 0)
            let (decoder, reader) = (CSVBatchDecoder(format: format), CSVReader(format: format))
            var read: [[String]] = []
            for case .group(let offset, let length, _, _) in splitter.splits(bytes, chunkSize: { chunkSize }) {
                Array(bytes[Int(offset)..<Int(offset) + length]).withUnsafeBufferPointer { raw in
                    decoder.decode(raw) { text in
                        reader.read(text.utf8) { record in
                            read.append((0..<record.count).map { String(decoding: record[$0], as: UTF8.self) })
                        }
                    }
                }
            }
            #expect(read == rows)
        }
    }

    @Test("with few letters are in doubt, and the rival makes other text")
    func doubt() throws {
        // One letter: a Polish ł or a superscript three.
        let preview = try CSVSniffer.preview(Array("Name,City\nPaw".utf8) + [0xB3] + Array(",Rome\n".utf8), isWholeFile: true)
        #expect(preview.encodingDoubt != nil || preview.format.encoding.rawValue == "windows-1250")
        #expect(try CSVSniffer.preview(Array("Name,City\nJosé,Rome\n".utf8), isWholeFile: true).encodingDoubt == nil)
        let given = try CSVSniffer.preview([0x61, 0xB3], isWholeFile: true, encoding: .windows1252)
        #expect(given.encodingDoubt == nil)
    }

    @Test("UTF-16 without a mark is known by its delimiters, whatever the script", arguments: [CSVEncoding.utf16LE, .utf16BE])
    func utf16(encoding: CSVEncoding) throws {
        for text in [LegacyTexts.russian, LegacyTexts.chinese, LegacyTexts.japanese, LegacyTexts.english] {
            #expect(try CSVSniffer.preview(encoding.encoded(text), isWholeFile: true).format.encoding == encoding)
        }
    }

    @Test("a stray byte leaves a file in UTF-8")
    func strayByte() throws {
        let bytes = Array(LegacyTexts.french.utf8) + [0x43, 0x61, 0x66, 0xE9, 0x0A]
        let file = try WholeFile(bytes)
        #expect(file.format.encoding == .utf8)
        #expect(file.rows.last == ["Café"])
        #expect(file.windows1252Rows == 1)
    }

    @Test("text that was encoded twice is read as what it was, where all of it was")
    func encodedTwice() throws {
        func twice(_ text: String) -> String { Array(text.utf8).withUnsafeBufferPointer { CSVEncoding.windows1252.stringOfAll($0) } }
        let text = "Company,City\nCafé Renée – “Été”,Łódź\nPlain,Rome\nÁrbol,日本\n"
        let file = try WholeFile(Array(twice(text).utf8))
        #expect(file.rows.map { $0.joined(separator: ",") + "\n" }.joined() == text)
        #expect(file.repairedRows == 2)
        // One word that is right speaks for the file being right.
        let mixed = twice("Company,City\nCafé,Rome\n") + "Über,Köln\n"
        #expect(try WholeFile(Array(mixed.utf8)).repairedRows == 0)
        #expect(try WholeFile(Array("Company\n«CAFÉ»\n".utf8)).repairedRows == 0)
    }
}

extension CSVEncoding {
    /// As ``string(_:)``, with the bytes that Windows-1252 leaves undefined standing for themselves, as many programs read them.
    fileprivate func stringOfAll(_ raw: UnsafeBufferPointer<UInt8>) -> String {
        raw.map { byte in
            let text = [byte].withUnsafeBufferPointer { string($0) }
            return text == "\u{FFFD}" ? String(UnicodeScalar(byte)) : text
        }.joined()
    }
}
