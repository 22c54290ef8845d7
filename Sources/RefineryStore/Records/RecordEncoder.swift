#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import RefineryModel

/// Writes records in PostgreSQL's binary COPY format, in the column order of `sql/queries/copy_records.sql`.
///
/// The rows stand in one block of memory that is used again batch after batch: refining allocates nothing per row.
/// Format: PostgreSQL documentation, COPY, "Binary Format": 16-bit field count, then for each field a 32-bit length
/// (−1 for NULL) and its bytes, all big-endian.
package struct RecordEncoder: ~Copyable {
    /// Where one encoded row stands.
    package struct Slot: Sendable, Equatable {
        package let offset: Int
        package let length: Int
    }

    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private var count = 0

    package init(capacity: Int = 1 << 20) {
        self.capacity = capacity
        memory = .allocate(byteCount: capacity, alignment: 8)
    }

    deinit { memory.deallocate() }

    /// Forgets all rows, keeps the memory.
    package mutating func removeAll() { count = 0 }

    /// The bytes of all rows; slots are ranges in it. Valid until the next change.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

    /// Appends one row.
    package mutating func append(
        id: RecordID, importID: ImportID, fingerprint: Fingerprint, _ values: borrowing RecordValues
    ) -> Slot {
        let start = count
        reserve(values.textBytes + Self.fixedBytes)
        put(Self.columnCount)
        put(Int32(8))
        put(id.rawValue)
        withUnsafeBytes(of: importID.rawValue.uuid) { $0.withMemoryRebound(to: UInt8.self) { put(text: $0) } }
        put(Int32(8))
        put(id.row)
        put(Int32(Fingerprint.byteCount))
        put(fingerprint.high)
        put(fingerprint.low)
        put(text: values.businessName)
        put(text: values.contactName)
        put(text: values.firstName)
        put(text: values.lastName)
        put(text: values.title)
        put(text: values.businessEmail)
        put(text: values.phoneE164)
        put(text: values.phoneExtension)
        put(static: values.phoneStatus.literal)
        put(text: values.directPhoneE164)
        put(text: values.directPhoneExtension)
        put(text: values.website)
        put(text: values.businessAddress)
        put(text: values.city)
        put(text: values.state)
        put(text: values.zipCode)
        put(text: values.county)
        put(text: values.industry)
        put(text: values.businessType)
        put(optional: values.employeeCount)
        put(optional: values.employeeCountHigh)
        put(text: values.employeeCountText)
        put(optional: values.annualRevenue)
        put(optional: values.annualRevenueHigh)
        put(text: values.annualRevenueText)
        put(text: values.sicCode)
        put(text: values.sicDescription)
        put(text: values.naicsCode)
        if let year = values.yearEstablished {
            put(Int32(2))
            put(year)
        } else {
            put(Int32(-1))
        }
        put(json: values.processingErrors)
        put(json: values.extra)
        return Slot(offset: start, length: count - start)
    }

    /// Columns of `sql/queries/copy_records.sql`.
    private static let columnCount: Int16 = 35

    /// More than the lengths and fixed-size values of one row take.
    private static let fixedBytes = 512

    private mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 8)
        moved.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        memory = moved
        capacity = larger
    }

    private mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        memory.storeBytes(of: value.bigEndian, toByteOffset: count, as: Value.self)
        count += MemoryLayout<Value>.size
    }

    private mutating func put(text: RecordValues.Text) {
        guard let base = text.baseAddress, text.count > 0 else { return put(Int32(-1)) }
        put(Int32(truncatingIfNeeded: text.count))
        (memory + count).copyMemory(from: base, byteCount: text.count)
        count += text.count
    }

    private mutating func put(static literal: StaticString) {
        put(text: RecordValues.Text(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    private mutating func put(optional value: Int64?) {
        guard let value else { return put(Int32(-1)) }
        put(Int32(8))
        put(value)
    }

    /// jsonb: a version byte, then the text.
    private mutating func put(json text: RecordValues.Text) {
        guard let base = text.baseAddress, text.count > 0 else { return put(Int32(-1)) }
        put(Int32(truncatingIfNeeded: text.count + 1))
        put(UInt8(1))
        (memory + count).copyMemory(from: base, byteCount: text.count)
        count += text.count
    }
}

extension RecordValues {
    /// Bytes of all texts together.
    fileprivate var textBytes: Int {
        var total = businessName.count + contactName.count + firstName.count + lastName.count + title.count + businessEmail.count
        total += phoneE164.count + phoneExtension.count + directPhoneE164.count + directPhoneExtension.count + website.count
        total += businessAddress.count + city.count + state.count + zipCode.count + county.count + industry.count
        total += businessType.count + employeeCountText.count + annualRevenueText.count + sicCode.count + sicDescription.count
        total += naicsCode.count + processingErrors.count + extra.count
        return total
    }
}

extension PhoneStatus {
    fileprivate var literal: StaticString {
        switch self {
        case .valid: "valid"
        case .invalid: "invalid"
        case .missing: "missing"
        }
    }
}
