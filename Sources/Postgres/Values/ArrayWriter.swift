/// Writes the elements of one array parameter straight from the caller's memory.
package struct ArrayWriter {
    private var writer: BinaryWriter
    private let type: PostgresType
    private let count: Int
    private let flagOffset: Int
    private var written = 0

    init(writer: consuming BinaryWriter, of type: PostgresType, count: Int) {
        self.type = type
        self.count = count
        self.writer = writer
        flagOffset = self.writer.bytes.count + 4
        self.writer.writeArrayHeader(of: type, count: count)
    }

    package mutating func append<Value: PostgresValue>(_ value: Value) {
        written += 1
        if value.isNull { writer.patch(1, at: flagOffset) }
        writer.writeSized(value)
    }

    /// Appends one element in the binary format of the array's type: UTF-8 for text.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        written += 1
        writer.writeSized { $0.write(bytes, as: type) }
    }

    package mutating func appendNull() {
        written += 1
        writer.patch(1, at: flagOffset)
        writer.write(Int32(-1))
    }

    consuming func finish() -> BinaryWriter {
        precondition(written == count, "an array of \(count) elements was given \(written)")
        return writer
    }
}

extension BinaryWriter {
    /// The head of a one-dimensional array counted from 1; an empty array has no dimension.
    mutating func writeArrayHeader(of type: PostgresType, count: Int, hasNulls: Bool = false) {
        write(Int32(count == 0 ? 0 : 1))
        write(Int32(hasNulls ? 1 : 0))
        write(type.oid)
        guard count > 0 else { return }
        write(Int32(count))
        write(Int32(1))
    }
}
