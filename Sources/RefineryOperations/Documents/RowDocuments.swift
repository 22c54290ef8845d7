internal import RefineryModel
package import RefineryStore
package import Tables

/// A rejected row as programs read it, without the rest of its cells.
package struct RejectDocument: Encodable {
    let row: Int64
    let field: String?
    let value: String?
    let code: String
    let message: String
    /// Where the row stands in the file that was submitted, where that was no CSV: a line, or a row of the sheet.
    let line: Int64?

    /// - Parameter lines: Where the rows of its import stand; nil: it was CSV.
    package init(_ reject: RejectRow, _ lines: LineMap?) {
        (row, field, value, code, message) = (reject.row, reject.field, reject.value, reject.code, reject.message)
        line = lines?.line(of: reject.row)
    }
}

/// A row that repeats a stored record, as programs read it.
package struct DuplicateDocument: Encodable {
    let row: Int64
    let recordId: Int64
    let recordImportId: String?
    let recordFileName: String?
    let recordRow: Int64?
    let businessName: String?
    let contactName: String?
    let businessEmail: String?
    let phoneE164: String?

    package init(_ duplicate: DuplicateRow) {
        (row, recordId, recordImportId) = (duplicate.row, duplicate.recordID.rawValue, duplicate.recordImportID?.description)
        (recordFileName, recordRow, businessName) = (duplicate.recordFileName, duplicate.recordRow, duplicate.businessName)
        (contactName, businessEmail, phoneE164) = (duplicate.contactName, duplicate.businessEmail, duplicate.phone)
    }

    private enum CodingKeys: String, CodingKey {
        case row, recordId, recordImportId, recordFileName, recordRow, businessName, contactName, businessEmail
        case phoneE164 = "phone_e164"
    }
}
