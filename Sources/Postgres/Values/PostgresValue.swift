/// A Swift type with one Postgres type, sent and received in binary.
///
/// An enum or id with a raw value needs one line: `extension Stage: PostgresValue {}`.
package protocol PostgresValue: Sendable {
    static var postgresType: PostgresType { get }

    /// Writes the value without its length. Never called for NULL.
    func encode(into writer: inout BinaryWriter)

    /// Reads a value that is not NULL, after checking `field.type`.
    static func decode(_ field: Field) throws(DecodeProblem) -> Self

    // What follows has defaults; optionals, bytes and the fast arrays replace them.

    var isNull: Bool { get }
    static func decodeNull() throws(DecodeProblem) -> Self
    static var postgresArrayType: PostgresType { get }
    static func encodeArray(_ elements: UnsafeBufferPointer<Self>, into writer: inout BinaryWriter)
    static func decodeArray(_ field: Field) throws(DecodeProblem) -> [Self]
}

extension PostgresValue {
    package var isNull: Bool { false }

    package static func decodeNull() throws(DecodeProblem) -> Self { throw .unexpectedNull }

    package static var postgresArrayType: PostgresType { postgresType.array }

    package static func encodeArray(_ elements: UnsafeBufferPointer<Self>, into writer: inout BinaryWriter) {
        writer.writeArrayHeader(of: postgresType, count: elements.count, hasNulls: elements.contains { $0.isNull })
        for element in elements { writer.writeSized(element) }
    }

    package static func decodeArray(_ field: Field) throws(DecodeProblem) -> [Self] {
        var reader = try ArrayReader(field)
        var elements: [Self] = []
        elements.reserveCapacity(reader.count)
        for _ in 0..<reader.count {
            if let element = try reader.next() {
                elements.append(try decode(element))
            } else {
                elements.append(try decodeNull())
            }
        }
        return elements
    }
}

/// The bytes of one value that is not NULL, and the type the server gave it.
package struct Field {
    package let bytes: UnsafeRawBufferPointer
    package let type: UInt32

    package init(bytes: UnsafeRawBufferPointer, type: UInt32) {
        self.bytes = bytes
        self.type = type
    }

    /// Reads a big-endian integer that fills the value.
    package func integer<Integer: FixedWidthInteger>(_ kind: Integer.Type = Integer.self) throws(DecodeProblem) -> Integer {
        guard bytes.count == MemoryLayout<Integer>.size else { throw .malformed }
        return Integer(bigEndian: bytes.loadUnaligned(as: Integer.self))
    }

    package func require(_ expected: PostgresType) throws(DecodeProblem) {
        guard type == expected.oid else { throw .unexpectedType(oid: type) }
    }
}
