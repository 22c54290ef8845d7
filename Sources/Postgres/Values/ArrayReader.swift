/// Walks over a one-dimensional array in binary format.
struct ArrayReader {
    let count: Int
    private let elementType: UInt32
    private let bytes: UnsafeRawBufferPointer
    private var offset: Int

    init(_ field: Field) throws(DecodeProblem) {
        bytes = field.bytes
        guard bytes.count >= 12 else { throw .malformed }
        let dimensions = Self.integer(bytes, at: 0)
        elementType = UInt32(bitPattern: Self.integer(bytes, at: 8))
        if dimensions == 0 {
            count = 0
            offset = 12
        } else {
            guard dimensions == 1 else { throw .unexpectedType(oid: field.type) }
            guard bytes.count >= 20 else { throw .malformed }
            count = Int(Self.integer(bytes, at: 12))
            offset = 20
            // Every element has at least its four bytes of length.
            guard count >= 0, count <= (bytes.count - 20) / 4 else { throw .malformed }
        }
    }

    /// The next element, or `nil` for NULL.
    mutating func next() throws(DecodeProblem) -> Field? {
        guard offset + 4 <= bytes.count else { throw .malformed }
        let length = Int(Self.integer(bytes, at: offset))
        offset += 4
        guard length >= 0 else { return nil }
        guard offset + length <= bytes.count else { throw .malformed }
        defer { offset += length }
        return Field(bytes: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]), type: elementType)
    }

    private static func integer(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
        Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }
}
