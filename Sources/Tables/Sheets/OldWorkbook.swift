internal import CFreeXL

/// A workbook of Excel 97 to 2003. It has 65,536 rows at most, and is in memory while it is read.
final class OldWorkbook {
    static let kind = "Excel 97 workbook"
    /// Such a workbook is not larger.
    private static let bytesMax: Int64 = 256 << 20

    private var handle: UnsafeRawPointer?
    private let names: [String]

    init(_ file: FileBytes) throws {
        if file.size > Self.bytesMax { throw TableError.memberTooLarge(member: "The workbook", bytes: file.size) }
        let isEncrypted = try CompoundFile.names(of: file).contains("EncryptedPackage")
        if isEncrypted { throw TableError.encrypted }
        var handle: UnsafeRawPointer?
        // It opens files by path only.
        let result = freexl_open("/dev/fd/\(file.descriptor)", &handle)
        guard result == FREEXL_OK, let handle else {
            if let handle { freexl_close(handle) }
            throw TableError.broken(format: Self.kind, problem: "it cannot be read as one (error \(result))")
        }
        var (password, count): (UInt32, UInt32) = (0, 0)
        freexl_get_info(handle, UInt16(FREEXL_BIFF_PASSWORD), &password)
        freexl_get_info(handle, UInt16(FREEXL_BIFF_SHEET_COUNT), &count)
        if password == UInt32(FREEXL_BIFF_OBFUSCATED) {
            freexl_close(handle)
            throw TableError.encrypted
        }
        names = (0..<UInt16(clamping: count)).map { index in
            var name: UnsafePointer<CChar>?
            return freexl_get_worksheet_name(handle, index, &name) == FREEXL_OK && name != nil
                ? String(cString: name!) : "Sheet\(index + 1)"
        }
        self.handle = handle
    }

    deinit { if let handle { freexl_close(handle) } }

    func inspected() throws -> [SheetInfo] {
        names.indices.map { index in
            var sample = SheetSample()
            if let size = select(index) {
                for row in 0..<size.rows where !sample.isFull {
                    let filled = (0..<size.columns).filter { column in
                        var cell = FreeXL_CellValue()
                        return freexl_get_cell_value(handle, row, column, &cell) == FREEXL_OK && cell.type != UInt8(FREEXL_CELL_NULL)
                    }
                    sample.add(filled: filled.count, width: filled.last.map { Int($0) + 1 } ?? 0)
                }
            }
            return SheetInfo(name: names[index], isHidden: false, filled: sample.filled, width: sample.width)
        }
    }

    private func select(_ sheet: Int) -> (rows: UInt32, columns: UInt16)? {
        var (rows, columns): (UInt32, UInt16) = (0, 0)
        guard freexl_select_active_worksheet(handle, UInt16(sheet)) == FREEXL_OK,
            freexl_worksheet_dimensions(handle, &rows, &columns) == FREEXL_OK
        else { return nil }
        return (rows, columns)
    }

    func write(sheet: Int, to output: TableOutput) throws {
        guard let size = select(sheet) else { throw TableError.broken(format: Self.kind, problem: "the sheet cannot be read") }
        var cells = RowCells()
        var merged = MergedCells()
        for row in 0..<size.rows {
            cells.removeAll()
            for column in 0..<size.columns {
                append(row, column, to: &cells.bytes)
                cells.end(column: Int(column))
            }
            try cells.write(to: output, line: Int64(row) + 1, &merged)
        }
        try output.flush()
    }

    private func append(_ row: UInt32, _ column: UInt16, to bytes: inout [UInt8]) {
        var cell = FreeXL_CellValue()
        guard freexl_get_cell_value(handle, row, column, &cell) == FREEXL_OK else { return }
        switch Int32(cell.type) {
        case FREEXL_CELL_INT: CellNumber.append(integer: Int64(cell.value.int_value), to: &bytes)
        case FREEXL_CELL_DOUBLE: CellNumber.append(cell.value.double_value, as: .number, has1904: false, to: &bytes)
        case FREEXL_CELL_TEXT, FREEXL_CELL_SST_TEXT, FREEXL_CELL_DATE, FREEXL_CELL_DATETIME, FREEXL_CELL_TIME:
            if let text = cell.value.text_value { bytes.append(contentsOf: Array(String(cString: text).utf8)) }
        default: break
        }
    }
}

/// The directory of a compound file, as old Office documents and encrypted new ones are.
enum CompoundFile {
    static let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

    /// The names in it, as far as they can be read.
    static func names(of file: FileBytes) throws(TableError) -> [String] {
        let header = try file.bytes(at: 0, count: 512)
        guard header.count == 512, header.starts(with: magic) else { return [] }
        func word(_ offset: Int, of bytes: [UInt8]) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) } }
        let shift = Int(header[30])
        guard (7...16).contains(shift) else { return [] }
        let size = 1 << shift
        func sector(_ index: UInt32) throws(TableError) -> [UInt8]? {
            let bytes = try file.bytes(at: (Int64(index) + 1) << Int64(shift), count: size)
            return bytes.count == size ? bytes : nil
        }
        var names: [String] = []
        var index = word(48, of: header)
        // A directory that goes on for ever is none.
        for _ in 0..<4096 {
            guard index < 0xFFFF_FFFA, let bytes = try sector(index) else { break }
            for entry in stride(from: 0, to: size, by: 128) {
                let length = Int(bytes[entry + 64]) | Int(bytes[entry + 65]) << 8
                guard length > 2, length <= 64 else { continue }
                let units = stride(from: entry, to: entry + length - 2, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
                names.append(String(decoding: units, as: UTF16.self))
            }
            // Where the table of sectors says how it goes on; the first 109 parts of it are named in the header.
            let (part, place) = (Int(index) * 4 / size, Int(index) * 4 % size)
            guard part < 109, let table = try sector(word(76 + part * 4, of: header)) else { break }
            index = word(place, of: table)
        }
        return names
    }
}
