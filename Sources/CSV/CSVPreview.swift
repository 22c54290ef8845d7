/// The format of a file and its first records, for finding the header and mapping the columns.
package struct CSVPreview: Sendable, Equatable {
    package struct Record: Sendable, Equatable {
        package let fields: [String]
        /// Where the record starts in the file, in bytes.
        package let offset: Int64
        /// Where the next record starts at the earliest: after this record's line end.
        package let end: Int64
        /// The physical line the record starts on, counted from 1; a newline in quotes counts, as in a text editor.
        package let line: Int
    }

    /// An encoding in which the text would be other text, and nearly as likely.
    package struct EncodingDoubt: Sendable, Equatable {
        package let rival: CSVEncoding
        /// Some cells with letters outside ASCII, as they are read.
        package let cells: [String]
    }

    package let format: CSVFormat
    /// The first records, as many as were asked for. Unreadable ones are left out.
    package let records: [Record]
    /// nil where there is no doubt, or the encoding was given.
    package let encodingDoubt: EncodingDoubt?
}
