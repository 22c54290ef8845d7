/// Collects CSV rows as bytes; quotes the fields that RFC 4180 says must be quoted, and no others.
struct SampleLine {
    private(set) var bytes: [UInt8] = []
    private var fieldStart = 0
    private var fieldsInRow = 0

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        fieldStart = 0
    }

    /// Empties the current field.
    mutating func clearField() { bytes.removeLast(bytes.count - fieldStart) }

    /// Adds raw text to the current field.
    mutating func add(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func add(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add(_ byte: UInt8) {
        bytes.append(byte)
    }

    /// Adds a number in decimal, with leading zeros up to `digits`.
    mutating func add(_ number: Int, digits: Int = 1) {
        let start = bytes.count
        var rest = number
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0 || bytes.count - start < digits
        bytes[start...].reverse()
    }

    /// Adds a number with a comma every three digits: `1,200,000`.
    mutating func addGrouped(_ number: Int) {
        guard number >= 1000 else { return add(number) }
        addGrouped(number / 1000)
        add(UInt8(ascii: ","))
        add(number % 1000, digits: 3)
    }

    /// Adds ASCII letters in lower case and drops everything else, as a domain name does.
    mutating func addLetters(of text: StaticString) {
        for byte in UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
            default: break
            }
        }
    }

    /// Turns the letters of the current field to capitals.
    mutating func capitalizeField() {
        for index in fieldStart..<bytes.count where (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[index]) {
            bytes[index] &= 0xDF
        }
    }

    mutating func endField() {
        quoteIfNeeded()
        bytes.append(UInt8(ascii: ","))
        fieldStart = bytes.count
        fieldsInRow += 1
    }

    /// Ends the row; a row that ended with ``endField()`` loses its last comma.
    mutating func endRow() {
        if fieldsInRow > 0 { bytes.removeLast() }
        bytes.append(UInt8(ascii: "\n"))
        fieldStart = bytes.count
        fieldsInRow = 0
    }

    private mutating func quoteIfNeeded() {
        var special = false
        for index in fieldStart..<bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") { special = true }
        }
        guard special else { return }
        let field = Array(bytes[fieldStart...])
        bytes.removeLast(field.count)
        bytes.append(UInt8(ascii: "\""))
        for byte in field {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
