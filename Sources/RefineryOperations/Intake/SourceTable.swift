package import RefineryModel
package import RefineryStages
internal import Synchronization
package import Tables
internal import Threads

/// A table as it is submitted: the file that came, and the CSV that is split. Mostly they are one.
package struct SourceTable: Sendable {
    /// What is kept and known again.
    package let original: SourceFile
    /// What is read.
    package let file: SourceFile
    /// How one becomes the other; nil: they are one.
    package let conversion: Conversion?

    package init(_ file: SourceFile) {
        (original, self.file, conversion) = (file, file, nil)
    }

    fileprivate init(_ original: SourceFile, _ file: SourceFile, _ conversion: Conversion) {
        (self.original, self.file, self.conversion) = (original, file, conversion)
    }

    package var name: String { original.name }

    /// What is said about reading it, completed by what is known.
    package func completed(_ choices: ReadingChoices) -> ReadingChoices {
        var choices = choices
        choices.isConverted = conversion != nil && conversion?.format != .packed
        return choices
    }
}

/// How a file of another format becomes CSV.
package final class Conversion: Sendable {
    package let format: TableFormat
    /// The sheet that is read, of a workbook.
    package let sheet: String?
    /// All sheets of a workbook.
    package let sheets: [String]
    /// Other sheets that have a table too.
    package let others: [String]
    private let places = Mutex<(lines: LineMap, offsets: [Int64])?>(nil)

    init(_ reading: TableReading) {
        format = reading.format
        sheet = reading.sheet?.name
        sheets = reading.sheets.map(\.name)
        others = reading.others
    }

    /// What is noted of it.
    package var origin: SourceOrigin { SourceOrigin(format: format.rawValue, sheet: sheet) }

    /// Where the rows stand in the original, once it is read.
    /// - Parameter firstRowOffset: Where the first row begins in the CSV.
    package func lines(from firstRowOffset: Int64) -> LineMap? {
        places.withLock { places in
            places.map { $0.lines.behind(Int64($0.offsets.count { $0 < firstRowOffset })) }
        }
    }

    /// Where the row before the first one stands in the original, once it is read.
    package func headerLine(before firstRowOffset: Int64) -> Int64? {
        places.withLock { places in places.flatMap { $0.lines.line(of: Int64($0.offsets.count { $0 < firstRowOffset })) } }
    }

    func write(_ reading: TableReading, _ name: String, _ size: Int64, _ emit: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
        let output = TableOutput(name, packed: size, emit)
        try reading.write(to: output)
        places.withLock { $0 = (output.lines, output.rowOffsets) }
    }
}

/// A table of a file that was opened: the only one, or one of an archive.
package struct SourceEntry: Sendable {
    private enum Place {
        case file(SourceFile)
        case table(SourceFile, TableFormat)
        case member(SourceFile, ArchivedTables.Member)
    }

    private let place: Place

    /// How often files may be packed in files.
    private static let depthMax = TableReading.unpackedMax

    /// The tables of a file, by its bytes. What has to be there as a whole is put into a temporary file, where it comes through a pipe.
    /// - Parameter table: The only one that is meant, by its name, with or without the folders that it lies in, or, as `#2`, its place; nil: all.
    /// - Throws: ``SourceFileError``, also when there is no such table.
    package static func entries(of file: SourceFile, table: String? = nil) throws -> [SourceEntry] {
        let all = try entries(of: file, depth: 0)
        guard let table else { return all }
        return try translating { [all[try NameChoice.index(of: table, among: all.map(\.name))]] }
    }

    private static func entries(of file: SourceFile, depth: Int) throws -> [SourceEntry] {
        try translating {
            if FileContent.isPlain(try file.read(at: 0, count: FileContent.beginningBytes)) { return [SourceEntry(place: .file(file))] }
            let whole = try file.kept()
            switch try FileContent(of: whole.bytes) {
            case .plain: return [SourceEntry(place: .file(whole))]
            case .table(let format): return [SourceEntry(place: .table(whole, format))]
            case .gzip:
                if depth >= depthMax { throw TableError.noTable(what: "a file that is packed so often") }
                return try entries(of: unpacked(whole), depth: depth + 1)
            case .archive:
                if depth >= depthMax { throw TableError.noTable(what: "a file that is packed so often") }
                return try ArchivedTables(whole.bytes).members.map { SourceEntry(place: .member(whole, $0)) }
            }
        }
    }

    /// What it is called.
    package var name: String {
        switch place {
        case .file(let file), .table(let file, _): file.name
        case .member(_, let member): member.name
        }
    }

    /// - Parameters:
    ///   - sheet: Of a workbook: the name or, as `#2`, the place of the sheet; nil: the one with the table.
    ///   - isReadOnce: Whether only the beginning is read before the rest.
    /// - Throws: ``SourceFileError``.
    package func open(sheet: String?, isReadOnce: Bool) throws -> SourceTable {
        try Self.translating {
            switch place {
            case .file(let file): return SourceTable(isReadOnce ? file : try file.kept())
            case .table(let file, let format):
                let reading = try TableReading(file.bytes, format, sheet: sheet)
                let conversion = Conversion(reading)
                let body = { @Sendable (emit: @escaping (UnsafeRawBufferPointer) throws -> Void) in
                    // The file stays open for that.
                    try withExtendedLifetime(file) { try conversion.write(reading, file.name, file.bytes.size, emit) }
                }
                return SourceTable(
                    file,
                    isReadOnce
                        ? try Self.piped(file.path, body)
                        : try SourceFile.made(named: file.path) { write in
                            try withoutActuallyEscaping(write) { try body($0) }
                        }, conversion)
            case .member(let archive, let member):
                let unpacked = try Self.piped("\(archive.path)/\(member.name)") { emit in
                    try Self.copy(try ArchivedTables(archive.bytes).open(member), emit)
                    withExtendedLifetime(archive) {}
                }
                let inner = try Self.entries(of: unpacked, depth: 1)
                guard inner.count == 1 else { throw TableError.severalTables(inner.map(\.name)) }
                return try inner[0].open(sheet: sheet, isReadOnce: isReadOnce)
            }
        }
    }

    /// What a packed file holds, under its name.
    private static func unpacked(_ file: SourceFile) throws -> SourceFile {
        let name = file.path.lowercased().hasSuffix(".gz") ? String(file.path.dropLast(3)) : file.path
        return try piped(name) { emit in
            try copy(GzipStream(of: file.bytes, file.name), emit)
            withExtendedLifetime(file) {}
        }
    }

    private static func copy(_ stream: ByteStream, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        while case let piece = try stream.next(atMost: 1 << 17), !piece.isEmpty { try piece.withUnsafeBytes { try emit($0) } }
    }

    /// A file of what `body` writes, on a thread of its own.
    private static func piped(
        _ name: String, _ body: @escaping @Sendable (@escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws -> SourceFile {
        let inlet = try SourceInlet(name: name)
        startThread(for: "reading a table") { [writer = inlet.writer] in
            do {
                try body { try writer.writeWaiting($0) }
                writer.finish()
            } catch let error as TableError {
                writer.fail(.error(.table(error)))
            } catch let error as SourceFileError {
                writer.fail(.error(error))
            } catch {
                // Nobody wants more.
                writer.close()
            }
        }
        return inlet.leave()
    }

    /// Errors of tables are those of their files.
    private static func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as TableError { throw SourceFileError.table(error) }
    }
}
