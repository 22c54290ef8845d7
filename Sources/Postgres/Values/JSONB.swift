/// JSON text sent as `jsonb`. Plain strings read `jsonb` columns just as well.
package struct JSONB: PostgresValue, Hashable {
    package var text: String

    package init(_ text: String) { self.text = text }

    package static var postgresType: PostgresType { .jsonb }

    package func encode(into writer: inout BinaryWriter) {
        writer.write(UInt8(1))
        text.encode(into: &writer)
    }

    package static func decode(_ field: Field) throws(DecodeProblem) -> JSONB {
        JSONB(try String.decode(field))
    }
}
