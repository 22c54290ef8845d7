/// Where the raw bytes of an import are kept.
package struct SourceLocation: Sendable, Equatable {
    /// `postgres:<id>` or `file:///…`.
    package let uri: String
    /// Length in bytes.
    package let bytes: Int64

    package init(uri: String, bytes: Int64) {
        self.uri = uri
        self.bytes = bytes
    }
}
