/// A spreadsheet of OpenDocument, as LibreOffice writes it: all sheets in one XML.
struct OpenDocument {
    static let kind = "OpenDocument spreadsheet"
    private let archive: ZipArchive
    private let content: ZipArchive.Member

    /// nil: the archive is none.
    init?(_ archive: ZipArchive) throws {
        guard let content = archive.member("content.xml"), let mark = archive.member("mimetype") else { return nil }
        let type = String(decoding: try archive.open(mark).all(atMost: 1 << 10, mark.name), as: UTF8.self)
        guard type.hasPrefix("application/vnd.oasis.opendocument.spreadsheet") else {
            guard type.hasPrefix("application/vnd.oasis.opendocument") else { return nil }
            throw TableError.noTable(what: "an OpenDocument that is no spreadsheet")
        }
        if let manifest = archive.member("META-INF/manifest.xml") {
            let text = try archive.open(manifest).all(atMost: 8 << 20, manifest.name)
            if String(decoding: text, as: UTF8.self).contains("encryption-data") { throw TableError.encrypted }
        }
        self.archive = archive
        self.content = content
    }

    func inspected() throws -> [SheetInfo] {
        let handler = OpenDocumentHandler(output: nil, sheet: nil)
        try read(handler)
        return zip(handler.names, handler.samples).map { SheetInfo(name: $0, isHidden: false, filled: $1.filled, width: $1.width) }
    }

    func write(sheet: Int, to output: TableOutput) throws {
        try read(OpenDocumentHandler(output: output, sheet: sheet))
        try output.flush()
    }

    private func read(_ handler: XMLHandler) throws {
        try XMLDocument.read(ReadAhead(try archive.open(content)), handler, format: Self.kind, member: content.name)
    }
}

private final class OpenDocumentHandler: XMLHandler {
    private(set) var names: [String] = []
    private(set) var samples: [SheetSample] = []
    private let output: TableOutput?
    private let sheet: Int?
    private var cells = RowCells()
    private var row: Int64 = 0
    private var rowRepeats: Int64 = 1
    private var column = 0
    private var cellRepeats = 1
    /// What the cell says of its value, where that is not its text.
    private var plain: [UInt8]?
    private var text: [UInt8] = []
    private var paragraphs = 0
    private var isInParagraph = false
    private var isInCell = false
    private var annotationDepth = 0
    private var merged = MergedCells()
    private var tableDepth = 0

    /// Rows of a sheet, as spreadsheets can have.
    private static let rowsMax: Int64 = 1_048_576

    init(output: TableOutput?, sheet: Int?) {
        self.output = output
        self.sheet = sheet
    }

    private var isWanted: Bool { tableDepth == 1 && (sheet == nil || sheet == names.count - 1) }

    override func start(_ name: UnsafePointer<CChar>, _ attributes: XMLAttributes) throws {
        if XMLName.is(name, "table") {
            tableDepth += 1
            guard tableDepth == 1 else { return }
            guard names.count < 10_000 else { throw TableError.broken(format: OpenDocument.kind, problem: "it has too many sheets") }
            names.append(attributes.text("name") ?? "Sheet\(names.count + 1)")
            samples.append(SheetSample())
            row = 0
        } else if XMLName.is(name, "table-row") {
            rowRepeats = Int64(max(1, attributes.integer("number-rows-repeated") ?? 1))
            column = 0
            cells.removeAll()
        } else if XMLName.is(name, "table-cell") || XMLName.is(name, "covered-table-cell") {
            isInCell = true
            cellRepeats = max(1, attributes.integer("number-columns-repeated") ?? 1)
            (plain, paragraphs) = (Self.value(attributes), 0)
            text.removeAll(keepingCapacity: true)
        } else if XMLName.is(name, "annotation") {
            annotationDepth += 1
        } else if isInCell && annotationDepth == 0 {
            if XMLName.is(name, "p") {
                if paragraphs > 0 { text.append(0x0A) }
                paragraphs += 1
                isInParagraph = true
            } else if XMLName.is(name, "s") {
                text.append(contentsOf: Array(repeating: 0x20, count: min(1000, max(1, attributes.integer("c") ?? 1))))
            } else if XMLName.is(name, "tab") {
                text.append(0x09)
            } else if XMLName.is(name, "line-break") {
                text.append(0x0A)
            }
        }
    }

    /// nil: the text of the cell is it. Numbers are taken as they are, not as they are shown, but for those that zeros lead.
    private static func value(_ attributes: XMLAttributes) -> [UInt8]? {
        switch attributes.text("value-type") {
        case "float", "currency", "percentage":
            guard let text = attributes.text("value") else { return nil }
            var bytes: [UInt8] = []
            Array(text.utf8).withUnsafeBufferPointer { CellNumber.append($0, as: .number, has1904: false, to: &bytes) }
            return bytes
        case "date": return attributes.text("date-value").map { Array($0.replacing("T", with: " ").utf8) }
        case "boolean": return attributes.text("boolean-value").map { Array($0.uppercased().utf8) }
        default: return attributes.text("string-value").map { Array($0.utf8) }
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isInParagraph && annotationDepth == 0 && text.count < TableLimits.rowBytes { text.append(contentsOf: bytes) }
    }

    override func end(_ name: UnsafePointer<CChar>) throws {
        if XMLName.is(name, "p") {
            isInParagraph = false
        } else if XMLName.is(name, "annotation") {
            annotationDepth -= 1
        } else if XMLName.is(name, "table-cell") || XMLName.is(name, "covered-table-cell") {
            try endCell()
        } else if XMLName.is(name, "table-row") {
            try endRow()
        } else if XMLName.is(name, "table") {
            tableDepth -= 1
            if tableDepth == 0, let sheet, sheet == names.count - 1 { isDone = true }
        }
    }

    private func endCell() throws {
        isInCell = false
        defer { column += cellRepeats }
        let value = shown
        guard !value.isEmpty, isWanted else { return }
        for place in column..<column + cellRepeats {
            if place >= TableLimits.columns { throw TableError.tooManyColumns }
            cells.bytes.append(contentsOf: value)
            if cells.bytes.count > TableLimits.rowBytes {
                throw TableError.memberTooLarge(member: "row \(row + 1)", bytes: Int64(cells.bytes.count))
            }
            cells.end(column: place)
        }
    }

    /// A number that is shown with leading zeros, such as a ZIP, is that text.
    private var shown: [UInt8] {
        guard let plain else { return text }
        if text.count > plain.count, text.first == 0x30, text.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }) {
            return text
        }
        return plain
    }

    private func endRow() throws {
        defer { row += rowRepeats }
        guard isWanted, !cells.isEmpty else { return }
        guard let output else { return samples[names.count - 1].add(filled: cells.count, width: cells.width) }
        guard row + rowRepeats <= Self.rowsMax else {
            throw TableError.memberTooLarge(member: "row \(row + 1), which is repeated \(rowRepeats) times,", bytes: rowRepeats)
        }
        for line in row + 1...row + rowRepeats { try cells.write(to: output, line: line, &merged) }
    }
}
