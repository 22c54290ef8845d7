internal import CSV

/// That a file may be in another encoding than the one that was found, with cells by which a person can tell.
package struct EncodingDoubt: Sendable, Equatable {
    /// The encoding that the file is read in.
    package let encoding: String
    /// The encoding that is nearly as likely, and makes other text.
    package let rival: String
    /// Cells with letters outside ASCII, as they are read; at most three.
    package let cells: [String]

    /// nil when there is no doubt.
    init?(_ preview: CSVPreview) {
        guard let doubt = preview.encodingDoubt else { return nil }
        encoding = preview.format.encoding.rawValue
        rival = doubt.rival.rawValue
        cells = doubt.cells
    }
}
