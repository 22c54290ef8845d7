/// One row on its way to a record: a value for each ``RecordColumn``. Used again row after row, so that a row costs no allocation.
///
/// Texts are slices of somebody's memory, valid only while that memory is: UTF-8 in Unicode NFC without NUL; of a column of JSON the
/// JSON. A slice without bytes is stored as NULL.
package final class RecordDraft {
    package typealias Text = UnsafeBufferPointer<UInt8>

    /// What is known of the business phone, else of the direct phone; also the text of its column.
    package var phoneStatus = PhoneStatus.missing {
        didSet { self[.phoneStatus] = phoneStatus.text }
    }

    /// Columns that are written otherwise than the file has them, each with what stood there before.
    package private(set) var rewritten: [(column: RecordColumn, before: Text)] = []

    @usableFromInline let texts: UnsafeMutableBufferPointer<Text>
    @usableFromInline let numbers: UnsafeMutableBufferPointer<Int64?>

    package init() {
        texts = .allocate(capacity: RecordColumn.allCases.count)
        numbers = .allocate(capacity: texts.count)
        texts.initialize(repeating: Self.null)
        numbers.initialize(repeating: nil)
        phoneStatus = .missing
        self[.phoneStatus] = phoneStatus.text
    }

    deinit {
        texts.deallocate()
        numbers.deallocate()
    }

    /// Forgets all values.
    package func removeAll() {
        texts.update(repeating: Self.null)
        numbers.update(repeating: nil)
        phoneStatus = .missing
        if !rewritten.isEmpty { rewritten.removeAll(keepingCapacity: true) }
    }

    /// Writes a column otherwise than the file has it, and keeps what stood there.
    package func rewrite(_ column: RecordColumn, as text: Text) {
        rewritten.append((column, self[column]))
        self[column] = text
    }

    @inlinable @inline(__always) package static var null: Text { Text(start: nil, count: 0) }

    /// The value of a column of text or JSON.
    @inlinable @inline(__always) package subscript(column: RecordColumn) -> Text {
        get { texts[column.index] }
        set { texts[column.index] = newValue }
    }

    /// The value of a column of numbers.
    @inlinable @inline(__always) package subscript(number column: RecordColumn) -> Int64? {
        get { numbers[column.index] }
        set { numbers[column.index] = newValue }
    }

    /// Whether the column has a value.
    @inlinable @inline(__always) package func has(_ column: RecordColumn) -> Bool { !self[column].isEmpty || self[number: column] != nil }

    /// Bytes of all texts together.
    package var textBytes: Int { texts.reduce(0) { $0 + $1.count } }

    /// The columns that have a value, in their order, as people read them.
    package var description: [(column: RecordColumn, text: String)] {
        RecordColumn.allCases.compactMap { column in
            if let number = self[number: column] { return (column, "\(number)") }
            return self[column].isEmpty ? nil : (column, String(decoding: self[column], as: UTF8.self))
        }
    }
}

extension PhoneStatus {
    /// The raw value, in memory that never goes.
    fileprivate var text: RecordDraft.Text {
        let literal: StaticString =
            switch self {
            case .valid: "valid"
            case .invalid: "invalid"
            case .missing: "missing"
            }
        return RecordDraft.Text(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
    }
}
