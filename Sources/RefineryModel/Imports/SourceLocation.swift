/// Where the raw bytes of an import are kept.
package struct SourceLocation: Sendable, Equatable {
    /// `postgres:<id>` or `file:///…`.
    package let uri: String
    /// Length in bytes.
    package let bytes: Int64

    /// Whether the bytes are in the database, so that they go with a transaction.
    package var isInDatabase: Bool { uri.hasPrefix("postgres:") }

    package init(uri: String, bytes: Int64) {
        self.uri = uri
        self.bytes = bytes
    }
}
