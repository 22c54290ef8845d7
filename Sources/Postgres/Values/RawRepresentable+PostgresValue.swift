/// Enums and ids travel as their raw value; an unknown raw value is malformed.
extension PostgresValue where Self: RawRepresentable, RawValue: PostgresValue {
    package static var postgresType: PostgresType { RawValue.postgresType }

    package func encode(into writer: inout BinaryWriter) { rawValue.encode(into: &writer) }

    package static func decode(_ field: Field) throws(DecodeProblem) -> Self {
        guard let value = Self(rawValue: try RawValue.decode(field)) else { throw .malformed }
        return value
    }
}
