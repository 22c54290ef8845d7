import CLibPQ

extension ServerError {
    /// Reads the fields of an error or notice; `nil` when libpq made it up itself, as it does for a broken connection.
    init?(result: OpaquePointer, query: String) {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue!)).map { String(cString: $0) }
        }
        guard let state = field("C") else { return nil }
        self.init(
            sqlState: SQLState(rawValue: state), severity: field("V") ?? field("S") ?? "ERROR", message: field("M") ?? "unknown error",
            detail: field("D"), hint: field("H"), context: field("W"), schema: field("s"), table: field("t"), column: field("c"),
            constraint: field("n"), position: field("P").flatMap { Int($0) }, routine: field("R"), query: query)
    }
}
