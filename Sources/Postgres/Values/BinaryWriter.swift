#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Writes values in Postgres' binary format: big-endian, lengths before elements.
package struct BinaryWriter {
    /// Postgres refuses values of 1 GB and more.
    static let valueBytesMax = 0x3fff_ffff

    /// One byte of padding, so that an empty value has an address.
    private(set) var bytes: [UInt8] = [0]
    private(set) var problem: (offset: Int, reason: ParameterProblem)?

    package init() {}

    package mutating func write<Integer: FixedWidthInteger>(_ value: Integer) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Writes bytes as they are.
    package mutating func write(_ raw: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: raw)
    }

    /// Writes UTF-8 text; a NUL byte, which Postgres cannot store, is remembered as a problem.
    package mutating func write(utf8 text: UnsafeRawBufferPointer) {
        if let base = text.baseAddress, memchr(base, 0, text.count) != nil { fail(.containsNUL) }
        bytes.append(contentsOf: text)
    }

    mutating func write(_ raw: UnsafeRawBufferPointer, as type: PostgresType) {
        switch type {
        case .jsonb:
            bytes.append(1)
            write(utf8: raw)
        case .text, .varchar, .json:
            write(utf8: raw)
        default:
            write(raw)
        }
    }

    /// Appends room for `count` bytes and hands it to `body`.
    mutating func write(count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        bytes.withUnsafeMutableBytes { body(UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
    }

    /// Writes a value with its length before it, as array elements and COPY fields are; NULL has length -1.
    mutating func writeSized<Value: PostgresValue>(_ value: Value) {
        guard !value.isNull else { return write(Int32(-1)) }
        writeSized { value.encode(into: &$0) }
    }

    mutating func writeSized(_ body: (inout BinaryWriter) -> Void) {
        let start = bytes.count
        write(Int32(0))
        body(&self)
        patch(Int32(clamping: bytes.count - start - 4), at: start)
    }

    mutating func patch(_ value: Int32, at offset: Int) {
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Int32.self) }
    }

    mutating func fail(_ reason: ParameterProblem) {
        if problem == nil { problem = (bytes.count, reason) }
    }

    /// Moves the buffer out, so that another writer can grow it without a copy.
    mutating func take() -> BinaryWriter {
        var taken = BinaryWriter(padding: false)
        swap(&self, &taken)
        return taken
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(0)
        problem = nil
    }

    private init(padding: Bool) { bytes = [] }
}
