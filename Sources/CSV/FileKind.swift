/// What a file is when it is not CSV, told by its first bytes.
package enum FileKind: String, Sendable, Equatable, CaseIterable {
    case excelWorkbook, oldExcelWorkbook, zipArchive, compressed, pdf, image, database, parquet, richText, webPage, xml, json, binary

    /// Completes "it seems to be …".
    package var name: String {
        switch self {
        case .excelWorkbook: "an Excel workbook (.xlsx)"
        case .oldExcelWorkbook: "an old Office document, such as an Excel workbook (.xls)"
        case .zipArchive: "a ZIP archive"
        case .compressed: "a compressed file"
        case .pdf: "a PDF document"
        case .image: "an image"
        case .database: "an SQLite database"
        case .parquet: "a Parquet file"
        case .richText: "a Rich Text document"
        case .webPage: "a web page (HTML)"
        case .xml: "an XML document"
        case .json: "JSON"
        case .binary: "binary data"
        }
    }

    package var remedy: String {
        switch self {
        case .excelWorkbook, .oldExcelWorkbook: "Open it in the spreadsheet program, save the sheet as \"CSV UTF-8\", and submit that file."
        case .zipArchive, .compressed: "Unpack it and submit the CSV file that is inside."
        case .webPage:
            "The download may have saved a login or error page: download the file again. A table can be saved as CSV from a spreadsheet."
        case .pdf, .image, .richText: "Ask the source of the list for an export as CSV."
        case .database, .parquet, .xml, .json, .binary: "Export the data as CSV and submit that file."
        }
    }
}
