/// A row that could not become a record, and why.
package struct RowReject: Sendable, Equatable {
    package let row: Int64
    /// The field that is to blame; nil when it is the row as a whole.
    package let field: Field?
    /// What stood in that field.
    package let value: String?
    package let code: IssueCode
    package let message: String
    /// The row as the source has it, as UTF-8.
    package let raw: String
    /// Where the row begins in the source; nil when that is not known, because the source is not UTF-8.
    package let byteOffset: Int64?

    /// - Parameter message: What is said of the row; nil for what the code says.
    package init(
        row: Int64, field: Field? = nil, value: String? = nil, code: IssueCode, message: String? = nil, raw: String, byteOffset: Int64?
    ) {
        self.row = row
        self.field = field
        self.value = value
        self.code = code
        self.message = message ?? code.message
        self.raw = raw
        self.byteOffset = byteOffset
    }
}
