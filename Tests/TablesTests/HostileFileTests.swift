import Testing

@testable import Tables

@Suite("Hostile and broken files") struct HostileFileTests {
    private static let cell = #"<row r="1"><c r="A1" t="inlineStr"><is><t>Company</t></is></c><c r="B1"><v>1</v></c></row>"#

    @Test("encrypted workbooks say so, whatever their kind", arguments: ["encrypted.xlsx", "encrypted.ods"]) func encrypted(name: String)
        throws
    {
        #expect(fault(of: try fixture(name)) == .encrypted)
        var archive = StoredArchive()
        archive.add("leads.csv", Array("a,b\n1,2\n".utf8), flags: 1)
        #expect(fault(of: archive.finished) == .encrypted)
    }

    @Test("a sheet that unpacks to far more than it is ends the reading, and so does a cell at the end of every row") func bombs() throws {
        guard case .bomb = fault(of: try fixture("bomb.xlsx")) else { return #expect(Bool(false), "the bomb was read") }
        guard case .bomb = fault(of: try fixture("bomb.json.gz")) else { return #expect(Bool(false), "the bomb was read") }
        let wide = (1...2000).map { #"<row r="\#($0)"><c r="XFD\#($0)"><v>1</v></c></row>"# }.joined()
        guard case .bomb = fault(of: workbook(wide), anyway: 1 << 20) else { return #expect(Bool(false), "rows of commas were written") }
        let repeated =
            "<table:table-cell table:number-columns-repeated=\"16000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>"
        let rows = "<table:table-row table:number-rows-repeated=\"1000000\">\(repeated)</table:table-row>"
        guard case .bomb = fault(of: Self.openDocument(rows), anyway: 1 << 20) else {
            return #expect(Bool(false), "repeated rows were written")
        }
    }

    @Test("a part of four gigabytes is refused by what the archive says, before it is read") func large() {
        var archive = StoredArchive()
        archive.add("leads.csv", Array("a,b\n".utf8), claimed: 0xFFFF_FFFE)
        #expect(fault(of: archive.finished) != nil)
        #expect(TableLimits.memberBytes == 0xFFFF_FFFF)
    }

    @Test("documents that define entities are refused, so nothing is ever expanded or fetched") func entities() {
        var archive = StoredArchive()
        let bytes = workbook(Self.cell)
        #expect(fault(of: bytes) == nil)
        let evil = #"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>"#
        archive.add("xl/workbook.xml", Array(evil.utf8))
        archive.add("xl/_rels/workbook.xml.rels", Array("<Relationships/>".utf8))
        guard case .broken(_, let problem) = fault(of: archive.finished) else { return #expect(Bool(false), "entities were defined") }
        #expect(problem.contains("document type"))
    }

    @Test("a workbook cut anywhere, or with damaged bytes, is an error or a table, and never a crash") func cut() throws {
        for name in ["leads.xlsx", "leads.ods", "leads.xls"] {
            let bytes = try fixture(name)
            for end in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) { _ = fault(of: Array(bytes[..<end])) }
        }
        #expect(fault(of: workbook("<row><c><v>1</v>")) != nil)
    }

    @Test("macros are a part like a picture, and links to other files are not followed") func macros() throws {
        let converted = try Converted(try fixture("macros.xlsm"))
        #expect(converted.rows == ["Company,Phone", "Acme,3125550101"])
    }

    @Test("archives give their tables, and no more than one where one is expected") func archives() throws {
        var archive = StoredArchive()
        archive.add("__MACOSX/._a.csv", [0, 5, 22, 7])
        archive.add("README.txt", Array("Read me".utf8))
        archive.add("picture.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        #expect(fault(of: archive.finished) == .noTable(what: "the archive"))
        archive.add("lists/a.jsonl", Array("{\"a\":1}\n".utf8))
        #expect(try Converted(archive.finished).rows == ["a", "1"])
        archive.add("b.csv", Array("a,b\n1,2\n".utf8))
        #expect(fault(of: archive.finished) == .severalTables(["lists/a.jsonl", "b.csv"]))
    }

    @Test(
        "other documents in archives are told by name",
        arguments: [("word/document.xml", "a Word document"), ("ppt/presentation.xml", "a presentation")])
    func documents(part: String, name: String) {
        var archive = StoredArchive()
        archive.add(part, Array("<x/>".utf8))
        #expect(fault(of: archive.finished) == .noTable(what: name))
        var binary = StoredArchive()
        binary.add("xl/workbook.bin", [1, 2, 3])
        #expect(fault(of: binary.finished) == .notRead(what: "A binary workbook (.xlsb)"))
    }

    @Test("a packed file that ends in the middle is broken") func packed() throws {
        let bytes = try fixture("leads.csv.gz")
        #expect(try Converted(bytes).rows == ["Company,Phone", "Acme,3125550101"])
        guard case .broken = fault(of: Array(bytes.dropLast(9))) else { return #expect(Bool(false), "half a file was read") }
        // Two members behind each other are one file, and zeros behind them nothing.
        #expect(try Converted(bytes + bytes + [0, 0, 0]).rows.count == 4)
    }

    private static func openDocument(_ rows: String) -> [UInt8] {
        var archive = StoredArchive()
        archive.add("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8))
        archive.add(
            "content.xml",
            Array(
                """
                <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>
                <table:table table:name="A">\(rows)</table:table></office:spreadsheet></office:body></office:document-content>
                """.utf8))
        return archive.finished
    }
}
