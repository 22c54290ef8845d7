import Testing

@testable import Tables

@Suite("Workbooks") struct WorkbookTests {
    @Test("of openpyxl: the sheet with the table, dates, times, ZIPs with their zeros, merged cells, errors") func openpyxl() throws {
        let converted = try Converted(try fixture("leads.xlsx"))
        #expect(converted.reading.sheet?.name == "Leads")
        #expect(converted.reading.sheets.map(\.name) == ["Summary", "Leads", "Hidden"])
        #expect(
            converted.text == """
                Leads of June,,,,,,,,
                Company,Phone,Zip,Founded,Seen,Ok,Err,Rich,Sum
                "Acme, Inc",4155550123,02108,1999-03-05,2024-02-29 14:30:00,TRUE,#N/A,"a
                b",
                Beta,,60601,,,FALSE,,  x ,
                Gamma é 日本,1.5,,,,,,09:30:00,0.3
                Gamma é 日本,7,,,,,,,

                """)
        // The third row of the sheet is the header; one row between the rows is empty.
        #expect((1...6).map { converted.lines.line(of: $0) } == [1, 3, 4, 6, 8, 9])
    }

    @Test("of which a sheet is named, by name or place") func sheets() throws {
        let bytes = try fixture("leads.xlsx")
        #expect(try Converted(bytes, sheet: "summary").rows == ["Report of 2024,", "Total,2"])
        #expect(try Converted(bytes, sheet: "#3").rows.count == 50)
        #expect(fault(of: bytes, sheet: "June") == .noSheet(named: "June", sheets: ["Summary", "Leads", "Hidden"]))
    }

    @Test("of Excel 97 and of LibreOffice's format give the same rows") func others() throws {
        let rows = ["Company,Phone,Zip,Day", "Acme é,4155550123,02108,2020-01-02", "\"Beta, \"\"B\"\"\",3125550101,60601,2021-12-31"]
        let xls = try Converted(try fixture("leads.xls"))
        #expect(xls.reading.format == .xls)
        // FreeXL knows no number formats but those of days.
        #expect(xls.rows == rows.map { $0.replacing(",02108", with: ",2108") })
        let ods = try Converted(try fixture("leads.ods"))
        #expect(ods.reading.format == .ods)
        #expect(ods.rows == rows)
    }

    @Test("of odd writers: prefixes, no places of cells, cells out of order, inline and rich texts, booleans, cached values") func odd()
        throws
    {
        let bytes = workbook(
            """
            <row><c t="inlineStr"><is><t>Company</t></is></c><c t="s"><v>0</v></c><c t="str"><f>A1</f><v>Zip</v></c></row>
            <row r="7"><c r="C7"><v>4.155550123E9</v></c><c r="A7" t="inlineStr"><is><r><t>Ac</t></r><r><t>me</t></r><rPh sb="0"><t>x</t></rPh></is></c></row>
            <row><c/><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="d"><v>2024-01-05</v></c></row>
            """, strings: "<si><t>Ph</t><phoneticPr/></si><si/>")
        let converted = try Converted(bytes)
        #expect(converted.rows == ["Company,Ph,Zip,", "Acme,,4155550123,", ",TRUE,#REF!,2024-01-05"])
        #expect((1...3).map { converted.lines.line(of: $0) } == [1, 7, 8])
        let prefixed = String(decoding: bytes, as: UTF8.self).isEmpty
        #expect(!prefixed)
    }

    @Test(
        "show numbers as people see them",
        arguments: [
            ("4155550123", "4155550123"), ("4.155550123E9", "4155550123"), ("0.30000000000000004", "0.3"), ("-12.50", "-12.5"),
            ("1E+20", "100000000000000000000"), ("12345678901234567", "12345678901234500"), ("1e-7", "0.0000001"), ("007", "007"),
            ("1.5E-3", "0.0015"), ("abc", "abc"), ("2108", "2108"), ("-0", "0"), ("1E+300", "1e+300"),
        ])
    func numbers(text: String, shown: String) {
        var bytes: [UInt8] = []
        Array(text.utf8).withUnsafeBufferPointer { CellNumber.append($0, as: .number, has1904: false, to: &bytes) }
        #expect(String(decoding: bytes, as: UTF8.self) == shown)
    }

    @Test(
        "know days by their formats",
        arguments: [
            ("General", "45356.5"), ("yyyy\\-mm\\-dd", "2024-03-05"), ("m/d/yy h:mm", "2024-03-05 12:00:00"),
            ("[$-409]d\\-mmm\\-yy;@", "2024-03-05"),
            ("h:mm AM/PM", "12:00:00"), ("0.00\" days\"", "45356.5"), ("Standard", "45356.5"), ("#,##0.00\\ [$€-407]", "45356.5"),
            ("mmm", "2024-03-05"),
            ("[Red]0.0", "45356.5"), ("@", "45356.5"),
        ])
    func formats(code: String, shown: String) {
        var bytes: [UInt8] = []
        CellNumber.append(45_356.5, as: CellKind(formatCode: code), has1904: false, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == shown)
    }

    @Test("count days from 1900, with the day that never was, or from 1904") func days() {
        func day(_ serial: Double, _ has1904: Bool = false) -> String {
            var bytes: [UInt8] = []
            CellNumber.append(serial, as: .date, has1904: has1904, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect([1, 59, 60, 61, 25_569].map { day($0) } == ["1900-01-01", "1900-02-28", "1900-02-29", "1900-03-01", "1970-01-01"])
        #expect([0, 1, 42_000].map { day($0, true) } == ["1904-01-01", "1904-01-02", "2018-12-28"])
        #expect(day(-1) == "-1" && day(1e9) == "1000000000")
    }

    @Test("keep the zeros that a format shows") func masks() {
        func shown(_ number: Double, _ code: String) -> String {
            var bytes: [UInt8] = []
            CellNumber.append(number, as: CellKind(formatCode: code), has1904: false, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(shown(2108, "00000") == "02108")
        #expect(shown(21_081_234, "00000\\-0000") == "02108-1234")
        #expect(shown(123_456, "000\\-00\\-0000") == "000-12-3456")
        #expect(shown(1_234_567, "00000") == "1234567")
        #expect(shown(12.5, "00000") == "12.5")
    }

    @Test("read a table of texts that does not fit into memory from disk") func spilled() throws {
        let strings = SpilledBytes(memory: 1 << 17)
        var ranges: [Range<Int>] = []
        for index in 0..<20_000 {
            let text = Array("text \(index) ".utf8) + [UInt8](repeating: UInt8(index & 0x7F), count: index % 90)
            ranges.append(strings.count..<strings.count + text.count)
            try text.withUnsafeBytes { try strings.append($0) }
            // Old ones are read while new ones come.
            if index % 7 == 0 { try expect(strings, ranges, at: index / 2) }
        }
        for index in [0, 19_999, 5, 12_345, 6, 19_998] { try expect(strings, ranges, at: index) }
        #expect(strings.count > 1 << 19)
    }

    private func expect(_ strings: SpilledBytes, _ ranges: [Range<Int>], at index: Int) throws {
        var text: [UInt8] = []
        try strings.read(ranges[index]) { text += Array($0) }
        #expect(text == Array("text \(index) ".utf8) + [UInt8](repeating: UInt8(index & 0x7F), count: index % 90))
    }
}
