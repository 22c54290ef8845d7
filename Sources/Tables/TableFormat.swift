/// A way of writing a table that becomes CSV before it is split.
package enum TableFormat: String, Sendable, CaseIterable, Codable {
    case xlsx, xls, ods, json
    /// JSON, a value a line.
    case jsonLines = "jsonl"
    /// CSV in .gz or .zip, where the packed file itself is what is kept.
    case packed = "packed-csv"

    /// As people call it.
    package var name: String {
        switch self {
        case .xlsx: "Excel workbook"
        case .xls: "Excel 97 workbook"
        case .ods: "OpenDocument spreadsheet"
        case .json: "JSON"
        case .jsonLines: "JSON Lines"
        case .packed: "packed CSV"
        }
    }
}
