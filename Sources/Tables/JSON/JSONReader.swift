/// Reads values of JSON (RFC 8259) out of bytes that are in memory: skips them, or makes cells of them.
///
/// Strict about what separates values, since a row must never be shifted; not about whether numbers and escapes are well formed.
struct JSONReader {
    enum Failure: Error {
        /// The bytes end within the value: more may follow.
        case incomplete
        case malformed
        case tooDeep
        case tooManyColumns
    }

    /// A value of a column: a piece of the bytes, or made.
    enum Cell {
        case none
        /// Between its quotes, without escapes; or a number or word.
        case raw(Int, Int)
        case made([UInt8])
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var position: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
        self.bytes = bytes
        self.position = position
    }

    @inline(__always)
    mutating func skipBlanks() {
        while position < bytes.count,
            bytes[position] == 0x20 || bytes[position] == 0x0A || bytes[position] == 0x0D || bytes[position] == 0x09
        {
            position += 1
        }
    }

    /// The next byte that is no blank.
    @inline(__always)
    mutating func peek() throws(Failure) -> UInt8 {
        skipBlanks()
        guard position < bytes.count else { throw .incomplete }
        return bytes[position]
    }

    /// Takes a string.
    /// - Returns: Where it lies between its quotes, and whether it has escapes.
    @inline(__always)
    mutating func string() throws(Failure) -> (start: Int, end: Int, hasEscapes: Bool) {
        guard try peek() == UInt8(ascii: "\"") else { throw .malformed }
        let start = position + 1
        var cursor = start
        var hasEscapes = false
        while cursor < bytes.count {
            let byte = bytes[cursor]
            if byte == UInt8(ascii: "\"") {
                position = cursor + 1
                return (start, cursor, hasEscapes)
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                cursor += 1
            } else if byte == 0x0A {
                // A line end that is not escaped: a quote is missing, and the next line is another value.
                throw .malformed
            }
            cursor += 1
        }
        throw .incomplete
    }

    /// Takes a number or a word.
    mutating func word() throws(Failure) -> (start: Int, end: Int) {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
                position += 1
            default:
                if position == start { throw .malformed }
                return (start, position)
            }
        }
        // A number may go on behind the piece that is in memory.
        throw .incomplete
    }

    /// Takes a value whatever it is.
    mutating func skip(depth: Int = 0) throws(Failure) {
        guard depth <= TableLimits.jsonDepth else { throw .tooDeep }
        switch try peek() {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"):
            try forEachMember { (reader, _) throws(Failure) in try reader.skip(depth: depth + 1) }
        case UInt8(ascii: "["):
            try forEachElement { (reader, _) throws(Failure) in try reader.skip(depth: depth + 1) }
        default: _ = try word()
        }
    }

    /// Takes an object: `body` takes the value of each key.
    @inline(__always)
    mutating func forEachMember(
        _ body: (inout JSONReader, (start: Int, end: Int, hasEscapes: Bool)) throws(Failure) -> Void
    ) throws(Failure) {
        guard try peek() == UInt8(ascii: "{") else { throw .malformed }
        position += 1
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return
        }
        while true {
            let key = try string()
            guard try peek() == UInt8(ascii: ":") else { throw .malformed }
            position += 1
            try body(&self, key)
            let next = try peek()
            position += 1
            if next == UInt8(ascii: "}") { return }
            guard next == UInt8(ascii: ",") else { throw .malformed }
        }
    }

    /// Takes an array: `body` takes each element, which are counted from 0.
    mutating func forEachElement(_ body: (inout JSONReader, Int) throws(Failure) -> Void) throws(Failure) {
        guard try peek() == UInt8(ascii: "[") else { throw .malformed }
        position += 1
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return
        }
        var index = 0
        while true {
            try body(&self, index)
            index += 1
            let next = try peek()
            position += 1
            if next == UInt8(ascii: "]") { return }
            guard next == UInt8(ascii: ",") else { throw .malformed }
        }
    }

    // MARK: - Cells

    /// Takes an object, and puts its values into the cells of their columns.
    /// - Parameter table: Knows the columns, or learns them.
    mutating func row(of place: JSONPlace, _ table: inout JSONColumns, depth: Int = 1) throws(Failure) {
        guard depth <= TableLimits.jsonDepth else { throw .tooDeep }
        try forEachMember { (reader, key) throws(Failure) in
            let raw = UnsafeBufferPointer(rebasing: reader.bytes[key.start..<key.end])
            let child: JSONPlace
            if let known = place.child(raw) {
                child = known
            } else {
                child = place.add(raw, named: key.hasEscapes ? JSONText.unescaped(raw) : Array(raw))
                table.places += 1
                // A key that is a value, such as an id, makes a column of each row.
                if table.places > TableLimits.columns { throw .tooManyColumns }
            }
            try reader.value(of: child, &table, depth: depth)
        }
    }

    /// Takes a value, and puts it where it belongs.
    mutating func value(of place: JSONPlace, _ table: inout JSONColumns, depth: Int) throws(Failure) {
        switch try peek() {
        case UInt8(ascii: "\""):
            let text = try string()
            if text.hasEscapes {
                table.set(place, .made(JSONText.unescaped(UnsafeBufferPointer(rebasing: bytes[text.start..<text.end]))))
            } else {
                table.set(place, .raw(text.start, text.end))
            }
        case UInt8(ascii: "{"): try row(of: place, &table, depth: depth + 1)
        case UInt8(ascii: "["): try list(of: place, &table, depth: depth + 1)
        case UInt8(ascii: "n"):
            // null: no value, but a column.
            _ = try word()
            table.set(place, .none)
        default:
            let (start, end) = try word()
            table.set(place, Self.number(bytes, start, end))
        }
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Cell {
        for index in start..<end where [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[index]) {
            // A phone that a program took for a number: 4155550123.0. `true` and `false` come here too, and stay as they are.
            var text: [UInt8] = []
            CellNumber.append(UnsafeBufferPointer(rebasing: bytes[start..<end]), as: .number, has1904: false, to: &text)
            return .made(text)
        }
        return .raw(start, end)
    }

    /// A list of plain values is one cell, `a; b`; each object or list in it has a place of its own, from 1.
    private mutating func list(of place: JSONPlace, _ table: inout JSONColumns, depth: Int) throws(Failure) {
        guard depth <= TableLimits.jsonDepth else { throw .tooDeep }
        var joined: [UInt8] = []
        var hasPlain = false
        try forEachElement { (reader, index) throws(Failure) in
            switch try reader.peek() {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let number = Array(String(index + 1).utf8)
                let child = number.withUnsafeBufferPointer { raw in
                    if let known = place.child(raw) { return known }
                    table.places += 1
                    return place.add(raw, named: number)
                }
                if table.places > TableLimits.columns { throw .tooManyColumns }
                try reader.value(of: child, &table, depth: depth)
            case UInt8(ascii: "\""):
                let text = try reader.string()
                let raw = UnsafeBufferPointer(rebasing: reader.bytes[text.start..<text.end])
                hasPlain = true
                if !joined.isEmpty { joined += [UInt8(ascii: ";"), 0x20] }
                joined += text.hasEscapes ? JSONText.unescaped(raw) : Array(raw)
            default:
                let (start, end) = try reader.word()
                if reader.bytes[start] == UInt8(ascii: "n") { return }
                hasPlain = true
                if !joined.isEmpty { joined += [UInt8(ascii: ";"), 0x20] }
                joined += Array(reader.bytes[start..<end])
            }
        }
        if hasPlain { table.set(place, .made(joined)) }
    }
}

/// The columns of a table of JSON, and the cells of one row.
struct JSONColumns {
    /// Places that are columns, in the order in which the file has them first.
    private(set) var columns: [JSONPlace] = []
    private(set) var cells: [JSONReader.Cell] = []
    var places = 0
    /// Whether any cell of the row is filled.
    private(set) var isFilled = false

    @inline(__always)
    mutating func set(_ place: JSONPlace, _ cell: JSONReader.Cell) {
        let column: Int
        if let known = place.column {
            column = known
        } else {
            column = columns.count
            place.column = column
            columns.append(place)
            cells.append(.none)
        }
        cells[column] = cell
        if case .none = cell { return }
        isFilled = true
    }

    mutating func clear() {
        for index in cells.indices { cells[index] = .none }
        isFilled = false
    }
}

enum JSONText {
    /// What a string of JSON means.
    static func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var index = 0
        func unit(at index: Int) -> UInt16? {
            guard index + 6 <= raw.count, raw[index] == UInt8(ascii: "\\"), raw[index + 1] == UInt8(ascii: "u") else { return nil }
            var value: UInt16 = 0
            for byte in raw[(index + 2)..<(index + 6)] {
                guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
                value = value << 4 | UInt16(digit)
            }
            return value
        }
        while index < raw.count {
            guard raw[index] == UInt8(ascii: "\\"), index + 1 < raw.count else {
                bytes.append(raw[index])
                index += 1
                continue
            }
            switch raw[index + 1] {
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "b"), UInt8(ascii: "f"): bytes.append(0x20)
            case UInt8(ascii: "u"):
                guard let first = unit(at: index) else {
                    bytes.append(UInt8(ascii: "u"))
                    break
                }
                var units = [first]
                if UTF16.isLeadSurrogate(first), let second = unit(at: index + 6), UTF16.isTrailSurrogate(second) {
                    units.append(second)
                    index += 6
                }
                index += 4
                // A half of a character becomes U+FFFD.
                bytes += Array(String(decoding: units, as: UTF16.self).utf8)
            default: bytes.append(raw[index + 1])
            }
            index += 2
        }
        return bytes
    }
}
