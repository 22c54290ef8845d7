/// One-dimensional arrays; `[UInt8]` is `bytea` and `[[UInt8]]` is `bytea[]`.
extension Array: PostgresValue where Element: PostgresValue {
    package static var postgresType: PostgresType { Element.postgresArrayType }

    package func encode(into writer: inout BinaryWriter) {
        withUnsafeBufferPointer { Element.encodeArray($0, into: &writer) }
    }

    package static func decode(_ field: Field) throws(DecodeProblem) -> [Element] {
        try Element.decodeArray(field)
    }
}

/// A lone `UInt8` is a `smallint`; what it is for is `[UInt8]`, the bytes of a `bytea`.
extension UInt8: PostgresValue {
    package static var postgresType: PostgresType { .int2 }
    package static var postgresArrayType: PostgresType { .bytea }

    package func encode(into writer: inout BinaryWriter) { writer.write(Int16(self)) }

    package static func decode(_ field: Field) throws(DecodeProblem) -> UInt8 {
        guard let value = UInt8(exactly: try Int16.decode(field)) else { throw .malformed }
        return value
    }

    package static func encodeArray(_ elements: UnsafeBufferPointer<UInt8>, into writer: inout BinaryWriter) {
        writer.write(UnsafeRawBufferPointer(elements))
    }

    package static func decodeArray(_ field: Field) throws(DecodeProblem) -> [UInt8] {
        try field.require(.bytea)
        return [UInt8](field.bytes)
    }
}
