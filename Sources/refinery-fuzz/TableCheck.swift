internal import CSV
#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Tables

/// Reads damaged workbooks, JSON and packed files: a table or an error, and of a table every row once.
enum TableCheck {
    static func run(seed: UInt64, _ counts: inout Counts, files: [[UInt8]]) throws {
        var random = Mutator(seed: seed ^ 0x7AB1E)
        let bytes =
            switch random.below(files.isEmpty ? 3 : 4) {
            case 0: random.damaged(Array(random.choice(json).utf8), with: jsonTokens)
            case 1: StoredWorkbook.xlsx(&random)
            case 2: StoredWorkbook.ods(&random)
            default: random.damaged(random.choice(files), with: jsonTokens)
            }
        counts.bytes += bytes.count
        let file = try TemporaryFile()
        try bytes.withUnsafeBytes { try file.write($0) }
        do {
            guard let (reading, unpacked) = try TableReading.unpacking(file.bytes, sheet: random.isOneIn(8) ? "#2" : nil) else { return }
            var csv: [UInt8] = []
            let made = Made()
            let output = TableOutput("the file", packed: Int64(bytes.count)) { made.bytes += Array($0) }
            try withExtendedLifetime((file, unpacked)) { try reading.write(to: output) }
            csv = made.bytes
            counts.tables += 1
            if reading.format != .packed { try check(csv, rows: output.rowOffsets, seed) }
        } catch is TableError {}
    }

    /// What was written is read as the same number of rows, each where it was said to begin.
    private static func check(_ csv: [UInt8], rows: [Int64], _ seed: UInt64) throws(Finding) {
        var splitter = CSVSplitter(format: CSVFormat(), recordsPerGroup: 1, maxRecordBytes: 1 << 30, startingAt: 0)
        var starts: [Int64] = []
        let add = { (split: CSVSplit) in
            if case .group(let offset, _, _, _) = split { starts.append(Int64(offset)) }
        }
        csv.withUnsafeBytes { splitter.consume($0, add) }
        splitter.finish(add)
        guard starts.starts(with: rows) else { throw Finding(what: "Rows of a table begin elsewhere: \(rows) \(starts)", seed: seed) }
    }

    private final class Made {
        var bytes: [UInt8] = []
    }

    private static let json = [
        #"[{"a":1,"b":"x\u00e9\n","c":{"d":[1,"2",null],"e":[{"f":true},{"f":-1.5e3}]}},{"b":null,"g":""}]"#,
        "{\"a\":\"1\",\"b\":\"q\\\"\"}\n{\"a\":2}\r\n\n{\"c\":[[1],[2]]}\n", #"{"ok":true,"data":[{"a":1},{"a":2}]}"#,
        #"[["Company","Phone"],["A",1],["B",null]]"#, "\u{FEFF}[ {\"a\" : \"\\ud83d\\ude00\"} ]",
    ]

    /// What matters to readers of JSON and of archives.
    private static let jsonTokens: [[UInt8]] =
        [
            "{", "}", "[", "]", "\"", "\\", ",", ":", "\n", "null", "1e9", "[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "\\u", "\\ud83d",
            "PK\u{1}\u{2}", "PK\u{3}\u{4}",
        ]
        .map { Array($0.utf8) } + [[0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0x1F, 0x8B, 0x08], [0xD0, 0xCF, 0x11, 0xE0]]
}

/// Workbooks whose parts are damaged, in archives that are not: so the damage is met by who reads the parts.
enum StoredWorkbook {
    static func xlsx(_ random: inout Mutator) -> [UInt8] {
        var archive = StoredParts()
        for (name, text) in workbook {
            archive.add(name, random.isOneIn(2) ? Array(text.utf8) : random.damaged(Array(text.utf8), with: tokens))
        }
        return archive.finished
    }

    static func ods(_ random: inout Mutator) -> [UInt8] {
        var archive = StoredParts()
        archive.add("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8))
        archive.add("content.xml", random.damaged(Array(document.utf8), with: tokens))
        return archive.finished
    }

    private static let workbook = [
        (
            "xl/workbook.xml",
            #"<workbook xmlns:r="r"><workbookPr date1904="0"/><sheets><sheet name="A" r:id="a"/><sheet name="B" state="hidden" r:id="b"/></sheets></workbook>"#
        ),
        (
            "xl/_rels/workbook.xml.rels",
            #"<R><Relationship Id="a" Type="x/worksheet" Target="a.xml"/><Relationship Id="b" Type="x/worksheet" Target="/xl/b.xml"/><Relationship Id="c" Type="x/sharedStrings" Target="s.xml"/><Relationship Id="d" Type="x/styles" Target="t.xml"/></R>"#
        ),
        (
            "xl/s.xml",
            "<sst><si><t>Company</t></si><si><r><t>A</t></r><r><t>b_x000D_</t></r></si><si><t xml:space=\"preserve\"> é </t><rPh><t>x</t></rPh></si></sst>"
        ),
        (
            "xl/t.xml",
            #"<s><numFmts><numFmt numFmtId="170" formatCode="[$-409]d\-mmm;@"/><numFmt numFmtId="171" formatCode="00000\-0000"/></numFmts><cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="22"/></cellXfs></s>"#
        ),
        (
            "xl/a.xml",
            #"<w><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Zip</t></is></c></row><row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="2"><v>21081234</v></c><c s="1"><v>45356.5</v></c></row><row><c t="b"><v>1</v></c><c r="A5" t="str"><f>1</f><v>2</v></c><c s="3"><v>4.1E4</v></c></row></sheetData><mergeCells><mergeCell ref="A3:A4"/></mergeCells></w>"#
        ),
        ("xl/b.xml", "<w><sheetData><row><c><v>1</v></c></row></sheetData></w>"),
    ]

    private static let document =
        #"<o xmlns:table="t" xmlns:office="o" xmlns:text="x"><table:table table:name="A"><table:table-row><table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="2108"><text:p>02108</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" office:value-type="date" office:date-value="2020-01-02"/></table:table-row></table:table></o>"#

    private static let tokens: [[UInt8]] = [
        "<", ">", "/>", "</c>", "<row>", "<c r=\"XFD1\">", "\"", "&", "&#0;", "&#x1F600;", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "<![CDATA[",
        "<!--", "r=\"A99999999999999\"",
        "<v>", "-1", "99999999999999999999", "1E308", "_x0000_", "<mergeCell ref=\"A1:A99999999\"/>",
        "table:number-rows-repeated=\"99999999\"",
    ].map { Array($0.utf8) }
}

/// An archive whose parts are not packed.
private struct StoredParts {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    mutating func add(_ name: String, _ content: [UInt8]) {
        let (offset, size) = (UInt32(bytes.count), UInt32(content.count))
        let shared: [UInt8] =
            word(20 as UInt16) + word(0 as UInt32) + word(0 as UInt32) + word(Self.checksum(content)) + word(size) + word(size)
            + word(UInt16(name.utf8.count)) + word(0 as UInt16)
        bytes += Array("PK\u{3}\u{4}".utf8) + shared + Array(name.utf8) + content
        directory +=
            Array("PK\u{1}\u{2}".utf8) + word(20 as UInt16) + shared + [UInt8](repeating: 0, count: 10) + word(offset) + Array(name.utf8)
        count += 1
    }

    var finished: [UInt8] {
        bytes + directory + Array("PK\u{5}\u{6}".utf8) + word(0 as UInt32) + word(count) + word(count) + word(UInt32(directory.count))
            + word(UInt32(bytes.count)) + word(0 as UInt16)
    }

    private func word<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

    /// CRC-32 of IEEE 802.3.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF as UInt32) { checksum, byte in
            (0..<8).reduce(checksum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
    }
}
