/// Writes records as RFC 4180 says: quotes only where a field needs them, CRLF after each record.
///
/// CRLF is the default since it is what the RFC, Excel and Python's `csv` write, and every reader takes it.
package struct CSVWriter {
    /// The records written so far; take them and call ``removeAll()`` to write on in the same memory.
    package private(set) var bytes: [UInt8] = []

    private let delimiter: UInt8
    private let newline: [UInt8]
    private let guardsFormulas: Bool
    private var fieldsInRecord = 0
    private var recordStart = 0

    /// - Parameters:
    ///   - guardsFormulas: Puts an apostrophe before a field that a spreadsheet would run as a formula: one that starts with
    ///     `=`, `+`, `-`, `@` or a tab, unless the rest is a plain number, as in `+13125550123`. Changes the data; off by default.
    package init(delimiter: UInt8 = UInt8(ascii: ","), newline: String = "\r\n", guardsFormulas: Bool = false) {
        precondition(delimiter < 0x80 && delimiter != Byte.quote && !Byte.isLineEnd(delimiter), "the delimiter is an ASCII byte of its own")
        self.delimiter = delimiter
        self.newline = Array(newline.utf8)
        self.guardsFormulas = guardsFormulas
    }

    /// Appends a field to the record; `nil` is an empty one.
    package mutating func append(field: String?) {
        guard var text = field else { return append(field: UnsafeBufferPointer(start: nil, count: 0)) }
        text.withUTF8 { append(field: $0) }
    }

    /// Appends a field of UTF-8 bytes to the record.
    package mutating func append(field: UnsafeBufferPointer<UInt8>) {
        if fieldsInRecord > 0 { bytes.append(delimiter) }
        fieldsInRecord += 1
        let isFormula = guardsFormulas && startsFormula(field)
        guard field.contains(where: { $0 == delimiter || $0 == Byte.quote || Byte.isLineEnd($0) }) else {
            if isFormula { bytes.append(Byte.apostrophe) }
            bytes.append(contentsOf: field)
            return
        }
        bytes.append(Byte.quote)
        if isFormula { bytes.append(Byte.apostrophe) }
        for byte in field {
            if byte == Byte.quote { bytes.append(Byte.quote) }
            bytes.append(byte)
        }
        bytes.append(Byte.quote)
    }

    /// Ends the record. One with a single empty field is written as `""`, for a blank line would be no record.
    package mutating func endRecord() {
        if bytes.count == recordStart {
            bytes.append(Byte.quote)
            bytes.append(Byte.quote)
        }
        bytes.append(contentsOf: newline)
        recordStart = bytes.count
        fieldsInRecord = 0
    }

    /// Appends a whole record.
    package mutating func append(record fields: some Sequence<String?>) {
        for field in fields { append(field: field) }
        endRecord()
    }

    /// Forgets the bytes and keeps the memory.
    package mutating func removeAll() {
        precondition(fieldsInRecord == 0, "the record has ended")
        bytes.removeAll(keepingCapacity: true)
        recordStart = 0
    }

    private func startsFormula(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
        switch field.first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), Byte.tab, Byte.carriageReturn:
            return true
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            return !field.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        default:
            return false
        }
    }
}
