/// Sends the data of one COPY … FROM STDIN, in blocks.
///
/// Either ``write(_:)`` sends text or CSV as the server shall read it, or ``startRow(columns:)`` and `append` send rows for
/// `WITH (FORMAT binary)`, which is faster and needs no escaping.
package struct CopyInWriter: ~Copyable {
    private static let blockBytes = 64 * 1024

    private let send: (UnsafeRawBufferPointer) throws(PostgresError) -> Void
    private var buffer = BinaryWriter()
    private var isBinary = false

    init(send: @escaping (UnsafeRawBufferPointer) throws(PostgresError) -> Void) {
        self.send = send
    }

    /// Sends bytes as they are; they may end anywhere.
    package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) {
        buffer.write(bytes)
        try flushFullBlock()
    }

    /// Sends binary rows that the caller encoded: of each the number of fields, then their lengths and bytes.
    package mutating func write(rows bytes: UnsafeRawBufferPointer) throws(PostgresError) {
        beginBinary()
        try write(bytes)
    }

    private mutating func beginBinary() {
        guard !isBinary else { return }
        isBinary = true
        buffer.writeCopyHeader()
    }

    /// Starts a binary row of `columns` fields, which the next `append`s fill.
    package mutating func startRow(columns: Int) throws(PostgresError) {
        beginBinary()
        try flushFullBlock()
        buffer.write(Int16(columns))
    }

    /// Appends a field of a binary row. Unlike parameters, fields must have exactly the type of their column.
    package mutating func append<Value: PostgresValue>(_ value: Value) {
        buffer.writeSized(value)
    }

    /// Appends a field of a binary row from the caller's memory: UTF-8 for text.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        buffer.write(Int32(clamping: bytes.count))
        buffer.write(bytes)
    }

    package mutating func appendNull() {
        buffer.write(Int32(-1))
    }

    mutating func finish() throws(PostgresError) {
        if isBinary { buffer.write(Int16(-1)) }
        try flush()
    }

    private mutating func flushFullBlock() throws(PostgresError) {
        if buffer.bytes.count > Self.blockBytes { try flush() }
    }

    private mutating func flush() throws(PostgresError) {
        if let problem = buffer.problem { throw .invalidParameter(query: "COPY", parameter: 0, problem: problem.reason) }
        try buffer.withWritten(send)
        buffer.removeAll()
    }
}

extension BinaryWriter {
    fileprivate mutating func writeCopyHeader() {
        for byte in "PGCOPY\n".utf8 { write(byte) }
        write(0xff0d_0a00 as UInt32)
        write(0 as UInt32)  // flags
        write(0 as UInt32)  // length of the header's extension
    }

    /// What was written, without the padding.
    fileprivate func withWritten(_ body: (UnsafeRawBufferPointer) throws(PostgresError) -> Void) throws(PostgresError) {
        var failure: PostgresError?
        bytes.withUnsafeBytes { bytes in
            do throws(PostgresError) { try body(UnsafeRawBufferPointer(rebasing: bytes.dropFirst())) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
