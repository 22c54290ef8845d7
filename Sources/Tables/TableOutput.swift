internal import CSV

/// Takes the rows of a table and makes CSV of them: commas, quotes where they are needed, line feeds, UTF-8, every row as wide as the widest
/// of the first ones.
package final class TableOutput {
    /// What the cells behind a line of JSON Lines say that is no JSON: whoever refuses the row knows why.
    package static let brokenLine = "(not JSON)"

    /// Nobody wants more.
    package struct Ended: Error {
        package init() {}
    }

    /// Where each row stands in its file.
    @exclusivity(unchecked) package private(set) var lines = LineMap()
    /// Where the first rows begin in the CSV.
    @exclusivity(unchecked) package private(set) var rowOffsets: [Int64] = []

    // One thread alone reads: checks of every access to these would take a tenth of the time.
    @exclusivity(unchecked) private var writer = CSVWriter(newline: "\n")
    private let emit: (UnsafeRawBufferPointer) throws -> Void
    private let packed: Int64
    /// A cell at the end of an empty row is little in a file, and much in CSV.
    @exclusivity(unchecked) private var bomb: UnpackingGuard
    @exclusivity(unchecked) private var written: Int64 = 0
    @exclusivity(unchecked) private(set) var cellsOfRow = 0
    @exclusivity(unchecked) private(set) var widthOfRows = 0

    /// More rows than those behind which no header is looked for.
    private static let rememberedRows = 1100
    private static let pieceBytes = 1 << 17

    /// - Parameters:
    ///   - packed: Bytes of the file that it comes from.
    ///   - emit: Gets the CSV in pieces; what it throws ends the reading.
    package convenience init(_ name: String, packed: Int64, _ emit: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.init(name, packed: packed, anyway: TableLimits.unpackedAnyway, emit)
    }

    /// - Parameter anyway: Bytes that are made whatever the size of the file.
    init(_ name: String, packed: Int64, anyway: Int64, _ emit: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.emit = emit
        self.packed = packed
        bomb = UnpackingGuard(member: name, anyway: anyway)
    }

    /// Rows have at least so many cells from now on.
    func widen(to width: Int) { widthOfRows = max(widthOfRows, width) }

    func append(_ cell: UnsafeBufferPointer<UInt8>) {
        writer.append(field: cell)
        cellsOfRow += 1
    }

    func appendEmpty() {
        writer.append(field: UnsafeBufferPointer(start: nil, count: 0))
        cellsOfRow += 1
    }

    /// - Parameter line: Where the row stands in its file, from 1.
    func endRow(line: Int64) throws {
        while cellsOfRow < widthOfRows { appendEmpty() }
        cellsOfRow = 0
        if rowOffsets.count < Self.rememberedRows { rowOffsets.append(written + Int64(rowStart)) }
        writer.endRecord()
        rowStart = writer.bytes.count
        lines.append(line: line)
        if rowStart >= Self.pieceBytes { try flush() }
    }

    /// Hands out bytes as they are.
    func copy(_ stream: ByteStream) throws {
        while case let piece = try stream.next(atMost: Self.pieceBytes), !piece.isEmpty { try piece.withUnsafeBytes { try emit($0) } }
    }

    /// Hands out what is there.
    func flush() throws {
        try bomb.add(writer.bytes.count, packed: packed)
        try writer.bytes.withUnsafeBytes { if !$0.isEmpty { try emit($0) } }
        written += Int64(writer.bytes.count)
        writer.removeAll()
        rowStart = 0
    }

    @exclusivity(unchecked) private var rowStart = 0
}
