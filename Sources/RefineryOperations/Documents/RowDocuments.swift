internal import RefineryModel
package import RefineryStore

/// A rejected row as programs read it, without the rest of its cells.
package struct RejectDocument: Encodable {
    let row: Int64
    let field: String?
    let value: String?
    let code: String
    let message: String

    package init(_ reject: RejectRow) {
        (row, field, value, code, message) = (reject.row, reject.field, reject.value, reject.code, reject.message)
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
