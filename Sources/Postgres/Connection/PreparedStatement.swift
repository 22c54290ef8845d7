/// A statement the server keeps parsed for one connection.
struct PreparedStatement {
    let name: String

    /// The name starts with the query type, for people who look at `pg_prepared_statements`, and ends with what makes it unique:
    /// the hash of the statement, and a number that differs when it had to be prepared again.
    init(_ query: any Query.Type, generation: Int) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
        for byte in query.sql.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        name = "\("\(query)".prefix(38))_\(String(hash, radix: 16))_\(generation)"
    }
}
