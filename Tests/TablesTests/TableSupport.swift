#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import Foundation

@testable import Tables

/// A table of bytes, as CSV.
struct Converted {
    let text: String
    let reading: TableReading
    let lines: LineMap

    /// - Throws: What reading them throws.
    init(_ bytes: [UInt8], sheet: String? = nil, anyway: Int64 = TableLimits.unpackedAnyway) throws {
        let file = try TemporaryFile()
        try bytes.withUnsafeBytes { try file.write($0) }
        guard let (reading, unpacked) = try TableReading.unpacking(file.bytes, sheet: sheet) else {
            throw TableError.noTable(what: "plain text")
        }
        let made = Made()
        let output = TableOutput("the file", packed: Int64(bytes.count), anyway: anyway) { made.bytes += Array($0) }
        try withExtendedLifetime((file, unpacked)) { try reading.write(to: output) }
        text = String(decoding: made.bytes, as: UTF8.self)
        self.reading = reading
        lines = output.lines
    }

    private final class Made {
        var bytes: [UInt8] = []
    }

    var rows: [String] { text.split(separator: "\n").map(String.init) }
}

/// What is wrong with bytes that are no table; nil: they are one.
func fault(of bytes: [UInt8], sheet: String? = nil, anyway: Int64 = TableLimits.unpackedAnyway) -> TableError? {
    do {
        _ = try Converted(bytes, sheet: sheet, anyway: anyway)
        return nil
    } catch {
        return error as? TableError ?? .readFailed(reason: "\(error)")
    }
}

/// A file of the fixtures, which scripts/make-table-fixtures makes.
func fixture(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    return Array(try Data(contentsOf: folder.appending(path: name)))
}

/// Writes archives whose parts are stored as they are: what only odd or hostile writers write.
struct StoredArchive {
    private(set) var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// - Parameters:
    ///   - flags: 1 says that it is encrypted.
    ///   - claimed: The size that the archive says it has.
    mutating func add(_ name: String, _ content: [UInt8], flags: UInt16 = 0, claimed: UInt32? = nil) {
        let offset = UInt32(bytes.count)
        let size = UInt32(content.count)
        let shared: [UInt8] =
            word(20 as UInt16) + word(flags) + word(0 as UInt16) + word(0 as UInt32) + word(Self.checksum(content)) + word(size)
            + word(claimed ?? size) + word(UInt16(name.utf8.count)) + word(0 as UInt16)
        bytes += Array("PK\u{3}\u{4}".utf8) + shared + Array(name.utf8) + content
        directory += Array("PK\u{1}\u{2}".utf8) + word(20 as UInt16) + shared
        directory += [UInt8](repeating: 0, count: 10) + word(offset) + Array(name.utf8)
        count += 1
    }

    var finished: [UInt8] {
        bytes + directory + Array("PK\u{5}\u{6}".utf8) + word(0 as UInt32) + word(UInt16(count)) + word(UInt16(count))
            + word(UInt32(directory.count)) + word(UInt32(bytes.count)) + word(0 as UInt16)
    }

    private func word<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

    /// CRC-32 of IEEE 802.3.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var checksum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xEDB8_8320 : checksum >> 1 }
        }
        return ~checksum
    }
}

/// A workbook with one sheet, of which only what stands in it is told.
func workbook(_ rows: String, strings: String? = nil, styles: String? = nil, book: String = "", behind: String = "") -> [UInt8] {
    var archive = StoredArchive()
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    var links = #"<Relationship Id="rId1" Type="\#(office)/worksheet" Target="worksheets/sheet1.xml"/>"#
    if let strings {
        links += #"<Relationship Id="rId2" Type="\#(office)/sharedStrings" Target="/xl/sharedStrings.xml"/>"#
        archive.add("xl/sharedStrings.xml", Array(#"<sst xmlns="\#(main)">\#(strings)</sst>"#.utf8))
    }
    if let styles {
        links += #"<Relationship Id="rId3" Type="\#(office)/styles" Target="styles.xml"/>"#
        archive.add("xl/styles.xml", Array(#"<styleSheet xmlns="\#(main)">\#(styles)</styleSheet>"#.utf8))
    }
    archive.add(
        "xl/workbook.xml",
        Array(
            #"<workbook xmlns="\#(main)" xmlns:r="\#(office)">\#(book)<sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>"#
                .utf8))
    archive.add("xl/_rels/workbook.xml.rels", Array("<Relationships>\(links)</Relationships>".utf8))
    archive.add(
        "xl/worksheets/sheet1.xml", Array(#"<worksheet xmlns="\#(main)"><sheetData>\#(rows)</sheetData>\#(behind)</worksheet>"#.utf8))
    return archive.finished
}
