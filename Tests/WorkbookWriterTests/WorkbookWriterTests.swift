import Foundation
import HTTPTestSupport
import Testing
import WorkbookWriter

@Suite("Workbooks") struct WorkbookWriterTests {
    /// Reads a workbook as openpyxl does: of each sheet its name and its rows.
    private func opened(_ bytes: [UInt8], by script: String = "read_workbook.py") async throws -> [[[String?]]] {
        let path = FileManager.default.temporaryDirectory.appending(path: "workbook-\(UUID()).xlsx")
        try Data(bytes).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let answer = try await PythonScript.run(script, [path.path], tests: #filePath)
        return try JSONDecoder().decode([[[String?]]].self, from: answer)
    }

    private func written(_ writer: WorkbookWriter) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await writer.finish { bytes += $0 }
        return bytes
    }

    @Test(
        "are opened by openpyxl: texts as they are, formulas as texts, numbers where they can be",
        .enabled(if: PythonScript.isNeeded(package: "openpyxl"), "\(PythonScript.requirement(package: "openpyxl"))"))
    func cells() async throws {
        let writer = try WorkbookWriter(header: ["row", "name", "phone"], numbers: [0])
        try writer.append(["1", "Café <&> \"quoted\"", "+13125550123"])
        try writer.append(["2", "=1+1", "00123"])
        try writer.append(["x", nil, ""])
        try writer.append(["9007199254740993", "two\nlines\u{1}", "\u{FFFF}😀"])
        let sheets = try await opened(written(writer))
        #expect(
            sheets == [
                [
                    ["row", "name", "phone"], ["1", "Café <&> \"quoted\"", "+13125550123"], ["2", "=1+1", "00123"], ["x", nil, nil],
                    ["9007199254740993", "two\nlines\u{1}", "\u{FFFD}😀"],
                ]
            ])
        #expect(writer.cutCells == 0)
    }

    @Test(
        "go on with the next sheet, header first, when one is full",
        .enabled(if: PythonScript.isNeeded(package: "openpyxl"), "\(PythonScript.requirement(package: "openpyxl"))")) func sheets()
        async throws
    {
        let writer = try WorkbookWriter(header: ["n"], numbers: [0], rowsPerSheet: 3)
        for number in 1...5 { try writer.append(["\(number)"]) }
        #expect(try await opened(written(writer)) == [[["n"], ["1"], ["2"]], [["n"], ["3"], ["4"]], [["n"], ["5"]]])
    }

    @Test(
        "cut a text that no cell can hold, and count it",
        .enabled(if: PythonScript.isNeeded(package: "openpyxl"), "\(PythonScript.requirement(package: "openpyxl"))")) func long()
        async throws
    {
        let writer = try WorkbookWriter(header: ["text"])
        try writer.append([String(repeating: "a", count: 32_766) + "😀"])
        try writer.append([String(repeating: "é", count: 32_767)])
        let sheets = try await opened(written(writer))
        #expect(sheets[0][1][0]?.count == 32_766)
        #expect(sheets[0][2][0]?.count == 32_767)
        #expect(writer.cutCells == 1)
    }

    /// Whether LibreOffice is here; `scripts/setup --python` installs it.
    private static let hasOffice =
        ProcessInfo.processInfo.environment["CI"] != nil || FileManager.default.isExecutableFile(atPath: "/usr/bin/soffice")

    @Test(
        "are opened by LibreOffice, every sheet: no formula is run, and no digit is lost",
        .enabled(if: hasOffice, "there is no soffice: run scripts/setup --python")) func office() async throws
    {
        let writer = try WorkbookWriter(header: ["row", "name", "phone"], numbers: [0], rowsPerSheet: 4)
        try writer.append(["1", "Café <&> \"quoted\"", "+13125550123"])
        try writer.append(["2", "=1+1", "00123"])
        try writer.append(["3", "two\nlines 😀", nil])
        try writer.append(["9007199254740993", "", "3125550123"])
        #expect(
            try await opened(written(writer), by: "read_with_office.py") == [
                [
                    ["row", "name", "phone"], ["1", "Café <&> \"quoted\"", "+13125550123"], ["2", "=1+1", "00123"],
                    ["3", "two\nlines 😀", ""],
                ],
                [["row", "name", "phone"], ["9007199254740993", "", "3125550123"]],
            ])
    }

    @Test("refuse more columns than a sheet has, and leave no file behind") func limits() throws {
        let many = [String](repeating: "x", count: 16_385)
        #expect(throws: WorkbookError.tooManyColumns(16_385)) { try WorkbookWriter(header: many) }
        let writer = try WorkbookWriter(header: ["x"])
        #expect(throws: WorkbookError.tooManyColumns(16_385)) { try writer.append(many) }
    }
}
