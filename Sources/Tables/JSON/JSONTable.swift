/// A table of JSON: objects in an array, an object a line, or an array of objects in an object. Read twice: for the keys of all objects, and
/// for the rows.
struct JSONTable {
    /// How the values follow each other.
    enum Form: Equatable {
        /// Between brackets, with commas.
        case array
        /// One behind the other.
        case lines
    }

    let form: Form
    private let file: FileBytes
    /// Where the first value, or the bracket before it, begins.
    private let start: Int64

    private static let beginningBytes = 4 << 20

    /// Whether text that begins like this may be JSON.
    static func isLikely(_ beginning: [UInt8]) -> Bool {
        let text = beginning.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 || [0xEF, 0xBB, 0xBF].contains($0) }
        guard let first = text.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
        let second = text.dropFirst().first { !($0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09) }
        let follows: [UInt8] = first == UInt8(ascii: "{") ? Array("\"}".utf8) : Array("{[]".utf8)
        return second.map(follows.contains) ?? false
    }

    init(_ file: FileBytes) throws {
        self.file = file
        let beginning = try file.bytes(at: 0, count: Self.beginningBytes)
        let isWhole = Int64(beginning.count) == file.size
        var position = beginning.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var form = Form.lines
        beginning.withUnsafeBufferPointer { bytes in
            var reader = JSONReader(bytes, at: position)
            reader.skipBlanks()
            position = reader.position
            guard position < bytes.count else { return }
            if bytes[position] == UInt8(ascii: "[") {
                // A row of an array a line begins with a bracket too, and ends before the file does.
                var row = reader
                let isOver = Result { () throws(JSONReader.Failure) in try row.skip() }
                row.skipBlanks()
                let goesOn =
                    if case .success = isOver, row.position < bytes.count, bytes[row.position] == UInt8(ascii: "[") { true } else { false }
                form = goesOn ? .lines : .array
                return
            }
            if let inner = Self.innerTable(reader, isWhole: isWhole) {
                position = inner
                form = .array
            }
        }
        self.form = form
        start = Int64(position)
    }

    /// Where the array of objects begins that one object holds, as services answer: `{"data": [{…}, …], "next": …}`. nil: it is a row.
    private static func innerTable(_ reader: JSONReader, isWhole: Bool) -> Int? {
        var (inner, reader): (Int?, JSONReader) = (nil, reader)
        do throws(JSONReader.Failure) {
            try reader.forEachMember { (reader, _) throws(JSONReader.Failure) in
                if inner == nil, try reader.peek() == UInt8(ascii: "[") {
                    var list = reader
                    list.position += 1
                    if try list.peek() == UInt8(ascii: "{") { inner = reader.position }
                }
                try reader.skip()
            }
        } catch {
            // The object ends behind what is in memory: so large is no row.
            if case .incomplete = error, !isWhole { return inner }
            return nil
        }
        reader.skipBlanks()
        return reader.position == reader.bytes.count && isWhole ? inner : nil
    }

    /// Hands out the rows; the first one has the names of the columns.
    func write(to output: TableOutput) throws {
        let root = JSONPlace(key: [], name: [])
        var columns = JSONColumns()
        var rows = JSONRows(file.stream(from: start), form)
        var (isLists, count): (Bool?, Int64) = (nil, 0)
        while let row = try rows.next({ reader throws(JSONReader.Failure) in
            let isList = try reader.peek() == UInt8(ascii: "[")
            if isLists == nil { isLists = isList }
            if isList || isLists == true { try reader.skip() } else { try reader.row(of: root, &columns) }
        }) {
            if case .read = row { count += 1 }
        }
        guard count > 0, isLists == true || !columns.columns.isEmpty else { throw TableError.noTable(what: "the JSON") }
        rows = JSONRows(file.stream(from: start), form)
        if isLists == true { return try writeLists(&rows, output) }
        for place in columns.columns { place.name.withUnsafeBufferPointer { output.append($0) } }
        output.widen(to: columns.columns.count)
        try output.endRow(line: 0)
        while true {
            columns.clear()
            guard
                let row = try rows.next({ reader throws(JSONReader.Failure) in
                    guard try reader.peek() == UInt8(ascii: "{") else {
                        try reader.skip()
                        throw .malformed
                    }
                    try reader.row(of: root, &columns)
                })
            else { break }
            switch row {
            case .read(let line): try write(columns, rows, output, line)
            case .broken(let line): try writeBroken(rows, output, line)
            }
        }
        try output.flush()
    }

    private func write(_ columns: JSONColumns, _ rows: JSONRows, _ output: TableOutput, _ line: Int64) throws {
        // An object without a value is no row.
        guard columns.isFilled else { return }
        for cell in columns.cells {
            switch cell {
            case .none: output.appendEmpty()
            case .raw(let start, let end): output.append(UnsafeBufferPointer(rebasing: rows.bytes[start..<end]))
            case .made(let text): text.withUnsafeBufferPointer { output.append($0) }
            }
        }
        try output.endRow(line: line)
    }

    /// A line that is no object stays as it is, in too many cells for a row: so it is rejected, and seen.
    private func writeBroken(_ rows: JSONRows, _ output: TableOutput, _ line: Int64) throws {
        output.append(UnsafeBufferPointer(rebasing: rows.bytes[rows.row]))
        while output.cellsOfRow < output.widthOfRows + 2 {
            Array(TableOutput.brokenLine.utf8).withUnsafeBufferPointer { output.append($0) }
        }
        try output.endRow(line: line)
    }

    /// Rows that are arrays: each element is a cell.
    private func writeLists(_ rows: inout JSONRows, _ output: TableOutput) throws {
        var cells: [[UInt8]] = []
        while true {
            cells.removeAll(keepingCapacity: true)
            guard
                let row = try rows.next({ reader throws(JSONReader.Failure) in
                    try reader.forEachElement { (reader, index) throws(JSONReader.Failure) in
                        if index >= TableLimits.columns { throw .tooManyColumns }
                        let first = try reader.peek()
                        let start = reader.position
                        try reader.skip()
                        let raw = UnsafeBufferPointer(rebasing: reader.bytes[start..<reader.position])
                        if first == UInt8(ascii: "\"") {
                            cells.append(JSONText.unescaped(UnsafeBufferPointer(rebasing: raw[1..<(raw.count - 1)])))
                        } else {
                            cells.append(first == UInt8(ascii: "n") ? [] : Array(raw))
                        }
                    }
                })
            else { break }
            switch row {
            case .read(let line):
                guard cells.contains(where: { !$0.isEmpty }) else { continue }
                for cell in cells { cell.withUnsafeBufferPointer { output.append($0) } }
                output.widen(to: min(cells.count, TableLimits.columns))
                try output.endRow(line: line)
            case .broken(let line): try writeBroken(rows, output, line)
            }
        }
        try output.flush()
    }
}

/// The values of a file of JSON one after the other, with only some of the file in memory.
struct JSONRows {
    enum Row {
        /// Where it begins: the line, or in an array the number of the value.
        case read(Int64)
        /// A line that cannot be read.
        case broken(Int64)
    }

    /// What is in memory.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: memory.base, count: count) }
    /// Where the last value lies in it.
    private(set) var row = 0..<0

    private final class Memory {
        var base: UnsafeMutablePointer<UInt8>
        var capacity: Int

        init(_ capacity: Int) {
            self.capacity = capacity
            base = .allocate(capacity: capacity)
        }

        func grow() {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
            larger.update(from: base, count: capacity)
            base.deallocate()
            base = larger
            capacity *= 2
        }

        deinit { base.deallocate() }
    }

    private let stream: ByteStream
    private let form: JSONTable.Form
    private let memory = Memory(1 << 20)
    private var count = 0
    private var position = 0
    private var isAtEnd = false
    private var line: Int64 = 1
    private var values: Int64 = 0
    private var isBegun = false

    init(_ stream: ByteStream, _ form: JSONTable.Form) {
        self.stream = stream
        self.form = form
    }

    /// Lets `body` take the next value; again from its beginning where too little of it was in memory.
    /// - Returns: nil at the end.
    mutating func next(_ body: (inout JSONReader) throws(JSONReader.Failure) -> Void) throws -> Row? {
        while true {
            var reader = JSONReader(bytes, at: position)
            do throws(JSONReader.Failure) {
                guard try begin(&reader) else { return nil }
                let start = reader.position
                try body(&reader)
                if form == .array { try separate(&reader) }
                return end(start..<reader.position)
            } catch {
                switch error {
                case .incomplete:
                    if isAtEnd { return try broken("it ends in the middle") }
                    try more()
                case .malformed: return try broken("it is not JSON")
                case .tooDeep: throw TableError.tooDeep(line: currentLine(reader.position))
                case .tooManyColumns: throw TableError.tooManyColumns
                }
            }
        }
    }

    /// Goes to the next value.
    /// - Returns: False at the end.
    private mutating func begin(_ reader: inout JSONReader) throws(JSONReader.Failure) -> Bool {
        if form == .array {
            if !isBegun {
                guard try reader.peek() == UInt8(ascii: "[") else { throw .malformed }
                reader.position += 1
                isBegun = true
                position = reader.position
            }
            return try reader.peek() != UInt8(ascii: "]")
        }
        reader.skipBlanks()
        if reader.position == reader.bytes.count {
            position = reader.position
            guard isAtEnd else { throw .incomplete }
            return false
        }
        return true
    }

    /// The comma behind a value of an array; the bracket stays.
    private func separate(_ reader: inout JSONReader) throws(JSONReader.Failure) {
        switch try reader.peek() {
        case UInt8(ascii: ","):
            reader.position += 1
            if try reader.peek() == UInt8(ascii: "]") { throw .malformed }
        case UInt8(ascii: "]"): break
        default: throw .malformed
        }
    }

    private mutating func end(_ range: Range<Int>) -> Row {
        row = range
        values += 1
        defer { position = range.upperBound }
        if form == .array { return .read(values) }
        countLines(to: range.lowerBound)
        return .read(line)
    }

    private var counted = 0

    private mutating func countLines(to end: Int) {
        for index in counted..<max(counted, end) where memory.base[index] == 0x0A { line += 1 }
        counted = max(counted, end)
    }

    private func currentLine(_ end: Int) -> Int64 {
        line + Int64((counted..<max(counted, end)).count { memory.base[$0] == 0x0A })
    }

    /// Of values that stand a line each, one that is broken costs its line; in an array nothing behind it can be read.
    private mutating func broken(_ problem: String) throws -> Row? {
        var reader = JSONReader(bytes, at: position)
        reader.skipBlanks()
        let start = reader.position
        guard form == .lines, values > 0 else {
            throw TableError.broken(format: "JSON", problem: "\(problem), at line \(currentLine(start))")
        }
        var end = start
        while true {
            while end < count && memory.base[end] != 0x0A { end += 1 }
            if end < count || isAtEnd { break }
            let before = position
            try more()
            end -= before - position
        }
        // What is in memory may have moved.
        var from = JSONReader(bytes, at: position)
        from.skipBlanks()
        row = from.position..<max(from.position, end)
        countLines(to: row.lowerBound)
        position = row.upperBound
        values += 1
        return .broken(line)
    }

    /// Reads on. What lies before the value is forgotten.
    private mutating func more() throws {
        if position > 0 {
            countLines(to: position)
            memory.base.update(from: memory.base + position, count: count - position)
            count -= position
            counted -= position
            position = 0
        }
        if count == memory.capacity {
            guard count < TableLimits.rowBytes else {
                throw TableError.memberTooLarge(member: "The value at line \(currentLine(0))", bytes: Int64(count))
            }
            memory.grow()
        }
        let read = try stream.read(into: UnsafeMutableRawBufferPointer(start: memory.base + count, count: memory.capacity - count))
        count += read
        isAtEnd = read == 0
    }
}
