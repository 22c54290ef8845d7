extension Bool: PostgresValue {
    package static var postgresType: PostgresType { .bool }
    package func encode(into writer: inout BinaryWriter) { writer.write(UInt8(self ? 1 : 0)) }
    package static func decode(_ field: Field) throws(DecodeProblem) -> Bool {
        try field.require(.bool)
        return try field.integer(UInt8.self) != 0
    }
}

extension Double: PostgresValue {
    package static var postgresType: PostgresType { .float8 }
    package func encode(into writer: inout BinaryWriter) { writer.write(bitPattern) }
    package static func decode(_ field: Field) throws(DecodeProblem) -> Double {
        if field.type == PostgresType.float4.oid { return Double(Float(bitPattern: try field.integer(UInt32.self))) }
        try field.require(.float8)
        return Double(bitPattern: try field.integer(UInt64.self))
    }
}

extension Float: PostgresValue {
    package static var postgresType: PostgresType { .float4 }
    package func encode(into writer: inout BinaryWriter) { writer.write(bitPattern) }
    package static func decode(_ field: Field) throws(DecodeProblem) -> Float {
        try field.require(.float4)
        return Float(bitPattern: try field.integer(UInt32.self))
    }
}
