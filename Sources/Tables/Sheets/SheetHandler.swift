/// Reads the rows of a sheet of a workbook, one in memory at a time.
final class SheetHandler: XMLHandler {
    enum Purpose {
        /// Ends soon: what is in the first rows.
        case sampling
        case writing(TableOutput, SharedStrings, [CellKind], has1904: Bool)
    }

    /// What kind of value a cell has, by its attribute `t`.
    private enum Value {
        case number, shared, inline, formula, boolean, other

        init(_ type: UnsafePointer<CChar>) {
            switch UInt8(bitPattern: type[0]) {
            case UInt8(ascii: "s"): self = type[1] == 0 ? .shared : .formula
            case UInt8(ascii: "i"): self = .inline
            case UInt8(ascii: "b"): self = .boolean
            case UInt8(ascii: "n"): self = .number
            default: self = .other
            }
        }
    }

    // One thread alone reads: checks of every access to these would take a tenth of the time.
    @exclusivity(unchecked) private(set) var sample = SheetSample()
    private let output: TableOutput?
    private let strings: SharedStrings?
    private let kinds: [CellKind]
    private let has1904: Bool
    @exclusivity(unchecked) private var merged: MergedCells
    @exclusivity(unchecked) private var cells = RowCells()
    @exclusivity(unchecked) private var row: Int64 = 0
    @exclusivity(unchecked) private var column = -1
    @exclusivity(unchecked) private var value = Value.number
    @exclusivity(unchecked) private var style = 0
    @exclusivity(unchecked) private var text: [UInt8] = []
    /// Whether texts belong to the value: in `v`, or in `t` of an inline text.
    @exclusivity(unchecked) private var isInValue = false
    @exclusivity(unchecked) private var isInCell = false
    @exclusivity(unchecked) private var phoneticDepth = 0

    init(_ purpose: Purpose, _ merged: MergedCells = MergedCells()) {
        switch purpose {
        case .sampling: (output, strings, kinds, has1904) = (nil, nil, [], false)
        case .writing(let output, let strings, let kinds, let has1904):
            (self.output, self.strings, self.kinds, self.has1904) = (output, strings, kinds, has1904)
        }
        self.merged = merged
    }

    override func start(_ name: UnsafePointer<CChar>, _ attributes: XMLAttributes) throws {
        if name[1] == 0 {
            switch UInt8(bitPattern: name[0]) {
            case UInt8(ascii: "c"): try startCell(attributes)
            case UInt8(ascii: "v"):
                isInValue = isInCell
                text.removeAll(keepingCapacity: true)
            case UInt8(ascii: "t"): isInValue = isInCell && value == .inline && phoneticDepth == 0
            default: break
            }
        } else if XMLName.is(name, "row") {
            row = attributes.value("r").flatMap { Self.number($0) } ?? row + 1
            column = -1
            cells.removeAll()
        } else if XMLName.is(name, "rPh") {
            phoneticDepth += 1
        }
    }

    private func startCell(_ attributes: XMLAttributes) throws {
        isInCell = true
        column += 1
        value = .number
        style = 0
        text.removeAll(keepingCapacity: true)
        attributes.forEach { name, attribute in
            guard name[0] != 0, name[1] == 0 else { return }
            switch UInt8(bitPattern: name[0]) {
            case UInt8(ascii: "r"): place(attribute)
            case UInt8(ascii: "t"): value = Value(attribute)
            case UInt8(ascii: "s"): style = Self.number(attribute).map { Int(clamping: $0) } ?? 0
            default: break
            }
        }
        if column >= TableLimits.columns { throw TableError.tooManyColumns }
    }

    /// Takes the column of `AB12`.
    private func place(_ name: UnsafePointer<CChar>) {
        var found = 0
        var cursor = name
        while cursor.pointee >= 0x41 && cursor.pointee <= 0x5A && found < 100_000 {
            found = found * 26 + Int(cursor.pointee) - 0x40
            cursor += 1
        }
        if found > 0 { column = found - 1 }
    }

    private static func number(_ text: UnsafePointer<CChar>) -> Int64? {
        var number: Int64 = 0
        var cursor = text
        while cursor.pointee >= 0x30 && cursor.pointee <= 0x39 && number < 1 << 40 {
            number = number * 10 + Int64(cursor.pointee) - 0x30
            cursor += 1
        }
        return cursor == text ? nil : number
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isInValue && text.count < TableLimits.rowBytes { text.append(contentsOf: bytes) }
    }

    override func end(_ name: UnsafePointer<CChar>) throws {
        if name[1] == 0 {
            switch UInt8(bitPattern: name[0]) {
            case UInt8(ascii: "c"): try endCell()
            case UInt8(ascii: "v"), UInt8(ascii: "t"): isInValue = false
            default: break
            }
        } else if XMLName.is(name, "row") {
            try endRow()
        } else if XMLName.is(name, "rPh") {
            phoneticDepth -= 1
        } else if XMLName.is(name, "sheetData"), output != nil {
            isDone = true
        }
    }

    private func endCell() throws {
        isInCell = false
        guard !text.isEmpty else { return }
        guard let strings else {
            // Which text it is does not matter to who only counts.
            cells.bytes.append(0)
            return cells.end(column: column)
        }
        switch value {
        case .number:
            let kind = style < kinds.count ? kinds[style] : .number
            text.withUnsafeBufferPointer { CellNumber.append($0, as: kind, has1904: has1904, to: &cells.bytes) }
        case .shared:
            var index = 0
            for byte in text where byte >= 0x30 && byte <= 0x39 && index < 1 << 40 { index = index * 10 + Int(byte) - 0x30 }
            try strings.append(index, to: &cells.bytes)
        case .inline, .formula:
            EscapedText.unescape(&text)
            cells.bytes.append(contentsOf: text)
        case .boolean:
            cells.bytes.append(contentsOf: Array((text == [0x31] ? "TRUE" : "FALSE").utf8))
        case .other: cells.bytes.append(contentsOf: text)
        }
        if cells.bytes.count > TableLimits.rowBytes {
            throw TableError.memberTooLarge(member: "row \(row)", bytes: Int64(cells.bytes.count))
        }
        cells.end(column: column)
    }

    private func endRow() throws {
        guard let output else {
            sample.add(filled: cells.count, width: cells.width)
            if sample.isFull { isDone = true }
            return
        }
        try cells.write(to: output, line: row, &merged)
    }
}
