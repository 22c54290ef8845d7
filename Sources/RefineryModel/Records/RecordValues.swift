/// The columns of one record, as slices of somebody's memory: valid only while that memory is.
///
/// A slice without bytes is stored as NULL. Texts are UTF-8 in Unicode NFC without NUL.
package struct RecordValues {
    package typealias Text = UnsafeBufferPointer<UInt8>

    package var businessName = Self.null
    package var contactName = Self.null
    package var firstName = Self.null
    package var lastName = Self.null
    package var title = Self.null
    package var businessEmail = Self.null
    package var phoneE164 = Self.null
    package var phoneExtension = Self.null
    package var phoneStatus = PhoneStatus.missing
    package var directPhoneE164 = Self.null
    package var directPhoneExtension = Self.null
    package var website = Self.null
    package var businessAddress = Self.null
    package var city = Self.null
    package var state = Self.null
    package var zipCode = Self.null
    package var county = Self.null
    package var industry = Self.null
    package var businessType = Self.null
    package var employeeCount: Int64?
    package var employeeCountHigh: Int64?
    package var employeeCountText = Self.null
    package var annualRevenue: Int64?
    package var annualRevenueHigh: Int64?
    package var annualRevenueText = Self.null
    package var sicCode = Self.null
    package var sicDescription = Self.null
    package var naicsCode = Self.null
    package var yearEstablished: Int16?
    /// JSON text of what could not be parsed.
    package var processingErrors = Self.null
    /// JSON text of the columns without a field.
    package var extra = Self.null

    package init() {}

    package static var null: Text { Text(start: nil, count: 0) }
}
