/// A file with a table that becomes CSV: what is read of it, and the reading.
package struct TableReading {
    package let format: TableFormat
    /// All sheets of a workbook.
    package let sheets: [SheetInfo]
    /// The one that is read.
    package let sheet: SheetInfo?

    private let file: FileBytes
    private let index: Int

    /// Finds the sheet with the table.
    /// - Parameters:
    ///   - format: As ``FileContent`` says.
    ///   - asked: The name of a sheet, or `#2`; nil: that with the largest table.
    /// - Throws: ``TableError``.
    package init(_ file: FileBytes, _ format: TableFormat, sheet asked: String? = nil) throws {
        self.file = file
        self.format = format
        switch format {
        case .xlsx: sheets = try Workbook(ZipArchive(file, kind: Workbook.kind)).inspected()
        case .ods: sheets = try OpenDocument(ZipArchive(file, kind: OpenDocument.kind))?.inspected() ?? []
        case .xls: sheets = try OldWorkbook(file).inspected()
        case .json, .jsonLines, .packed: sheets = []
        }
        guard !sheets.isEmpty else {
            if format.hasSheets { throw TableError.noTable(what: "the workbook") }
            (index, sheet) = (0, nil)
            return
        }
        index = try SheetChoice.index(asked, of: sheets, "the workbook")
        sheet = sheets[index]
    }

    /// What a file becomes that was stored as it came: packed files are unpacked, until there is a table.
    /// - Parameter table: The one that is meant of an archive, by its name or as `#2`; nil: the only one.
    /// - Returns: nil for CSV that is not packed. The reading goes with the file that it reads.
    /// - Throws: ``TableError``, also for an archive of several tables.
    package static func unpacking(_ file: FileBytes, sheet: String?, table: String? = nil) throws -> (
        reading: TableReading, unpacked: TemporaryFile?
    )? {
        var unpacked: TemporaryFile?
        for _ in 0...unpackedMax {
            let bytes = unpacked?.bytes ?? file
            switch try FileContent(of: bytes) {
            case .plain: return try unpacked.map { (try TableReading($0.bytes, .packed), $0) }
            case .table(let format): return (try TableReading(bytes, format, sheet: sheet), unpacked)
            case .gzip: unpacked = try TemporaryFile(GzipStream(of: bytes, "the file"))
            case .archive:
                let archive = try ArchivedTables(bytes)
                let names = archive.members.map(\.name)
                guard archive.members.count == 1 || table != nil else { throw TableError.severalTables(names) }
                // In an archive within an archive the name is that of neither.
                let index = try unpacked == nil ? table.map { try NameChoice.index(of: $0, among: names) } : nil
                unpacked = try TemporaryFile(archive.open(archive.members[index ?? 0]))
            }
        }
        throw TableError.noTable(what: "a file that is packed so often")
    }

    /// How often files may be packed in files.
    package static let unpackedMax = 3

    /// Other sheets that people see and that have a table too.
    package var others: [String] {
        sheets.enumerated().filter { $0.offset != index && !$0.element.isHidden && $0.element.filled >= 1000 }.map(\.element.name)
    }

    /// Hands out all rows.
    /// - Throws: ``TableError``, and what the output throws.
    package func write(to output: TableOutput) throws {
        output.widen(to: sheet?.width ?? 0)
        switch format {
        case .xlsx:
            let book = try Workbook(ZipArchive(file, kind: Workbook.kind))
            try book.write(book.sheets[index], to: output)
        case .ods:
            guard let document = try OpenDocument(ZipArchive(file, kind: OpenDocument.kind)) else {
                throw TableError.noTable(what: "the archive")
            }
            try document.write(sheet: index, to: output)
        case .xls: try OldWorkbook(file).write(sheet: index, to: output)
        case .json, .jsonLines: try JSONTable(file).write(to: output)
        case .packed: try output.copy(file.stream())
        }
    }
}

extension TableFormat {
    package var hasSheets: Bool {
        switch self {
        case .xlsx, .xls, .ods: true
        case .json, .jsonLines, .packed: false
        }
    }
}
