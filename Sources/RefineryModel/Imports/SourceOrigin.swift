/// What an import's CSV was made of: the file that was submitted, where that is kept beside it.
package struct SourceOrigin: Sendable, Equatable, Codable {
    /// As `xlsx`.
    package let format: String
    /// The sheet of a workbook.
    package let sheet: String?

    package init(format: String, sheet: String?) {
        self.format = format
        self.sheet = sheet
    }
}
