/// Text is sent as `text` and read from text, varchar, char, name, json, jsonb and enum types.
extension String: PostgresValue {
    package static var postgresType: PostgresType { .text }

    package func encode(into writer: inout BinaryWriter) {
        var text = self
        text.withUTF8 { writer.write(utf8: UnsafeRawBufferPointer($0)) }
    }

    package static func decode(_ field: Field) throws(DecodeProblem) -> String {
        switch field.type {
        case PostgresType.text.oid, PostgresType.varchar.oid, PostgresType.json.oid, PostgresType.bpchar.oid, PostgresType.name.oid,
            PostgresType.unknown.oid, PostgresType.firstUserDefinedOID...:
            return String(decoding: field.bytes, as: UTF8.self)
        case PostgresType.jsonb.oid:
            // The first byte is the version of the format; there is only version 1.
            guard field.bytes.first == 1 else { throw .malformed }
            return String(decoding: field.bytes.dropFirst(), as: UTF8.self)
        default:
            throw .unexpectedType(oid: field.type)
        }
    }

    package static func encodeArray(_ elements: UnsafeBufferPointer<String>, into writer: inout BinaryWriter) {
        writer.writeArrayHeader(of: .text, count: elements.count)
        for element in elements { writer.writeSized(element) }
    }
}
