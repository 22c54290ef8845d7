extension Int16: PostgresValue {
    package static var postgresType: PostgresType { .int2 }
    package func encode(into writer: inout BinaryWriter) { writer.write(self) }
    package static func decode(_ field: Field) throws(DecodeProblem) -> Int16 { try decodeInteger(field) }
    package static func encodeArray(_ elements: UnsafeBufferPointer<Int16>, into writer: inout BinaryWriter) {
        encodeIntegers(elements, into: &writer)
    }
}

extension Int32: PostgresValue {
    package static var postgresType: PostgresType { .int4 }
    package func encode(into writer: inout BinaryWriter) { writer.write(self) }
    package static func decode(_ field: Field) throws(DecodeProblem) -> Int32 { try decodeInteger(field) }
    package static func encodeArray(_ elements: UnsafeBufferPointer<Int32>, into writer: inout BinaryWriter) {
        encodeIntegers(elements, into: &writer)
    }
}

extension Int64: PostgresValue {
    package static var postgresType: PostgresType { .int8 }
    package func encode(into writer: inout BinaryWriter) { writer.write(self) }
    package static func decode(_ field: Field) throws(DecodeProblem) -> Int64 { try decodeInteger(field) }
    package static func encodeArray(_ elements: UnsafeBufferPointer<Int64>, into writer: inout BinaryWriter) {
        encodeIntegers(elements, into: &writer)
    }
}

/// `Int` is a `bigint`: eight bytes on every platform.
extension Int: PostgresValue {
    package static var postgresType: PostgresType { .int8 }
    package func encode(into writer: inout BinaryWriter) { writer.write(Int64(self)) }
    package static func decode(_ field: Field) throws(DecodeProblem) -> Int { try decodeInteger(field) }
    package static func encodeArray(_ elements: UnsafeBufferPointer<Int>, into writer: inout BinaryWriter) {
        encodeIntegers(elements, into: &writer)
    }
}

/// Reads any integer type that always fits: `smallint` into `Int`, never `bigint` into `Int32`.
@inline(__always)
private func decodeInteger<Integer: FixedWidthInteger>(_ field: Field) throws(DecodeProblem) -> Integer {
    switch (field.type, Integer.bitWidth) {
    case (PostgresType.int8.oid, 64): Integer(truncatingIfNeeded: try field.integer(Int64.self))
    case (PostgresType.int4.oid, 32...): Integer(truncatingIfNeeded: try field.integer(Int32.self))
    case (PostgresType.int2.oid, 16...): Integer(truncatingIfNeeded: try field.integer(Int16.self))
    default: throw .unexpectedType(oid: field.type)
    }
}

/// Writes all elements in one pass: four bytes of length and the value, each big-endian.
@inline(__always)
private func encodeIntegers<Integer: FixedWidthInteger & PostgresValue>(
    _ elements: UnsafeBufferPointer<Integer>, into writer: inout BinaryWriter
) {
    let size = MemoryLayout<Integer>.size
    writer.writeArrayHeader(of: Integer.postgresType, count: elements.count)
    writer.write(count: elements.count * (size + 4)) { bytes in
        var offset = 0
        for element in elements {
            bytes.storeBytes(of: Int32(size).bigEndian, toByteOffset: offset, as: Int32.self)
            bytes.storeBytes(of: element.bigEndian, toByteOffset: offset + 4, as: Integer.self)
            offset += size + 4
        }
    }
}
