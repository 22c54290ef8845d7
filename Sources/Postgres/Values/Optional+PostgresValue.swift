/// `nil` is NULL.
extension Optional: PostgresValue where Wrapped: PostgresValue {
    package static var postgresType: PostgresType { Wrapped.postgresType }
    package static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }

    package var isNull: Bool { self == nil }

    package func encode(into writer: inout BinaryWriter) { self?.encode(into: &writer) }

    package static func decode(_ field: Field) throws(DecodeProblem) -> Wrapped? { try Wrapped.decode(field) }

    package static func decodeNull() throws(DecodeProblem) -> Wrapped? { nil }
}
