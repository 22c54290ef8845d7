import Foundation
import Testing

@testable import CSV

/// The conformance files lie beside the repository, in `shared/`; they are data of other projects and no part of this one.
enum SharedFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared").standardizedFileURL
    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "csv-conformance").path) }

    static func files(_ path: String, ext: String? = "csv") -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path)) ?? []
        return names.filter { ext == nil || $0.hasSuffix(".\(ext!)") }.sorted().map { "\(path)/\($0)" }
    }

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: path))) }
}

@Suite("Conformance", .enabled(if: SharedFiles.isPresent, "the conformance files are not beside the repository"))
struct ConformanceTests {
    private struct Expectation: Decodable { let rows: [[String]]? }

    /// A blank line in a single-column file is data here; this case's table leaves it out.
    private static let blankIsData = "26_single_column_blank_is_data"

    @Test("RFC 4180 and its edges", arguments: SharedFiles.files("csv-conformance/rfc4180-edge"), [1 << 16, 1])
    func rfc4180(path: String, chunkSize: Int) throws {
        let json = try Data(SharedFiles.bytes(path.replacingOccurrences(of: ".csv", with: ".json")))
        let expected = try JSONDecoder().decode(Expectation.self, from: json).rows
        let bytes = try SharedFiles.bytes(path)
        if expected == [] {
            #expect(throws: CSVError.empty) { try WholeFile(bytes) }
            return
        }
        let file = try WholeFile(bytes, chunkSize: chunkSize)
        if let expected {
            let rows = path.contains(Self.blankIsData) ? file.rows.filter { $0 != [""] } : file.rows
            #expect(rows == expected)
            #expect(file.unreadable.isEmpty)
        } else {
            #expect(!file.unreadable.isEmpty)
            #expect(file.rows == [["a", "b"], ["1", "2"]])
        }
    }

    @Test("csv-spectrum", arguments: SharedFiles.files("csv-conformance/csv-spectrum/csvs"))
    func spectrum(path: String) throws {
        let json = path.replacingOccurrences(of: "/csvs/", with: "/json/").replacingOccurrences(of: ".csv", with: ".json")
        let expected = try JSONDecoder().decode([[String: String]].self, from: Data(SharedFiles.bytes(json)))
        let rows = try WholeFile(SharedFiles.bytes(path)).rows
        #expect(rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(rows[0], $0)) } == expected)
        #expect(rows.allSatisfy { $0.count == rows[0].count })
    }

    @Test(
        "one table in every Unicode encoding",
        arguments: [
            ("csvtext_BOM_UTF8.csv", CSVEncoding.utf8), ("csvtext_BOM_UTF16LE.csv", .utf16LE), ("csvtext_BOM_UTF16BE.csv", .utf16BE),
            ("csvtext_BOM_UTF32LE.csv", .utf32LE), ("csvtext_BOM_UTF32BE.csv", .utf32BE), ("csvtext.csv", .utf8),
        ])
    func encodings(name: String, encoding: CSVEncoding) throws {
        let bytes = try SharedFiles.bytes("csv-conformance/salesforce-dataloader/\(name)")
        let table = [["column1", "column2", "column3"], ["row1-1", "row1-2", "row1-3"], ["row2-1", "row2-2", "row2-3"]]
        let file = try WholeFile(bytes, chunkSize: 3)
        #expect(file.rows == table)
        #expect(file.format.encoding == encoding)

        // The same without its mark.
        let unmarked = try WholeFile(Array(bytes[file.format.byteOrderMarkLength...]))
        #expect(unmarked.rows == table)
        #expect(unmarked.format.encoding == encoding)
    }

    @Test("escaped quotes and other separators")
    func salesforce() throws {
        let folder = "csv-conformance/salesforce-dataloader"
        #expect(
            try WholeFile(SharedFiles.bytes("\(folder)/csvEscapedQuotes.csv")).rows == [
                ["column1", "column2"], ["\"The Best\" Account", "bla"], ["The \"Best\" Account", "bla"],
            ])
        #expect(
            try WholeFile(SharedFiles.bytes("\(folder)/csvSeparator.csv")).rows.first == ["column1", "column2!some", "column3"])
    }

    @Test("horrors give rows or a clear error", arguments: SharedFiles.files("csv-conformance/messytables-horror", ext: nil))
    func horrors(path: String) throws {
        do {
            let file = try WholeFile(SharedFiles.bytes(path))
            #expect(!file.rows.isEmpty)
        } catch let error as CSVError {
            #expect(path.hasSuffix("simple.unknown") && error == .empty)
        }
    }

    @Test(
        "dialects of horrors and real files",
        arguments: [
            ("csv-conformance/messytables-horror/begrotingsanalyse-2011.csv", ",", 20),
            ("csv-conformance/messytables-horror/complex.csv", ",", 4),
            ("csv-conformance/messytables-horror/example.tsv", "\t", 17), ("csv-conformance/messytables-horror/excel_pasting.csv", ",", 9),
            ("csv-conformance/messytables-horror/long.csv", ",", 1), ("csv-conformance/messytables-horror/mixedGLB.csv", ",", 19),
            ("csv-conformance/messytables-horror/null.csv", ",", 4), ("csv-conformance/messytables-horror/simple.csv", ",", 3),
            ("csv-conformance/messytables-horror/simple.psv", "|", 6), ("csv-conformance/messytables-horror/simple.ssv", ";", 3),
            ("csv-conformance/messytables-horror/skip_initials.csv", ",", 2), ("csv-conformance/messytables-horror/small.csv", ",", 1),
            ("csv-conformance/messytables-horror/spanish_chars.csv", ",", 8),
            ("csv-conformance/messytables-horror/sparse_with_column_errors.csv", ",", 4),
            ("csv-conformance/messytables-horror/utf-16le_encoded.csv", ",", 19),
            ("csv-conformance/messytables-horror/utf8bom.csv", ",", 2),
            ("real-files/breweries_2018.csv", ",", 14), ("real-files/chicago_early_childhood.csv", ",", 32),
            ("real-files/dotgov_domains.csv", ",", 7), ("real-files/salesgenie_list.csv", ",", 24),
        ])
    func dialects(path: String, delimiter: String, width: Int) throws {
        let file = try WholeFile(SharedFiles.bytes(path))
        let widths = Dictionary(grouping: file.rows, by: \.count).mapValues(\.count)
        #expect(file.format.delimiter == delimiter.utf8.first)
        #expect(widths.max { $0.value < $1.value }?.key == width)
        #expect(file.format.isSingleColumn == (width == 1))
        #expect(file.unreadable.isEmpty)
    }

    @Test("a file of two encodings is read record by record")
    func mixedEncodings() throws {
        let mixed = try SharedFiles.bytes("csv-conformance/rfc4180-edge/14_windows1252.csv")
        let file = try WholeFile(Array("Name,City\nŻółć,Łódź\nćma,Gdańsk\n".utf8) + mixed)
        #expect(file.format.encoding == .utf8)
        #expect(file.rows == [["Name", "City"], ["Żółć", "Łódź"], ["ćma", "Gdańsk"], ["Name", "City"], ["José – Peña", "San José"]])
        #expect(file.windows1252Rows == 1)
    }
}
