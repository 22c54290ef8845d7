/// A workbook of Excel 2007 and newer: an archive of XML. Macros in it are parts like pictures, and nobody opens them; nor links to other files.
final class Workbook {
    struct Sheet {
        let name: String
        let isHidden: Bool
        let member: ZipArchive.Member
    }

    static let kind = "Excel workbook"

    let sheets: [Sheet]
    private let archive: ZipArchive
    private let has1904: Bool
    private let kinds: [CellKind]
    private let strings: ZipArchive.Member?

    /// - Parameter archive: One that ``isWorkbook(_:)``.
    init(_ archive: ZipArchive) throws {
        self.archive = archive
        let book = try Self.bookMember(archive)
        let folder = book.split(separator: "/").dropLast().joined(separator: "/")
        let outline = OutlineHandler()
        try Self.read(archive, book, outline)
        let links = RelationHandler()
        let name = book.split(separator: "/").last ?? ""
        try Self.read(archive, "\(folder)/_rels/\(name).rels", links)
        func member(_ target: String) -> ZipArchive.Member? {
            archive.member(target.hasPrefix("/") ? target : "\(folder)/\(target.hasPrefix("./") ? String(target.dropFirst(2)) : target)")
        }
        has1904 = outline.has1904
        sheets = outline.sheets.compactMap { sheet in
            guard let link = links.relations[sheet.relation], link.type.hasSuffix("/worksheet"), let part = member(link.target) else {
                return nil
            }
            return Sheet(name: sheet.name, isHidden: sheet.isHidden, member: part)
        }
        func part(_ type: String) -> ZipArchive.Member? {
            links.relations.values.first { $0.type.hasSuffix(type) }.flatMap { member($0.target) }
        }
        strings = part("/sharedStrings")
        let styles = StyleHandler()
        if let part = part("/styles") { try XMLDocument.read(try archive.open(part), styles, format: Self.kind, member: part.name) }
        kinds = styles.kinds
        if sheets.isEmpty { throw TableError.noTable(what: "the workbook") }
    }

    static func isWorkbook(_ archive: ZipArchive) -> Bool {
        archive.member("xl/workbook.xml") != nil || archive.member("[Content_Types].xml") != nil && (try? bookMember(archive)) != nil
    }

    /// The part that names the sheets; writers call it as they like.
    private static func bookMember(_ archive: ZipArchive) throws -> String {
        if archive.member("xl/workbook.bin") != nil { throw TableError.notRead(what: "A binary workbook (.xlsb)") }
        let links = RelationHandler()
        try? read(archive, "_rels/.rels", links)
        let named = links.relations.values.first { $0.type.hasSuffix("/officeDocument") }?.target
        let target = named.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 } ?? "xl/workbook.xml"
        guard archive.member(target) != nil, target.lowercased().contains("workbook") || named == nil else {
            throw TableError.broken(format: kind, problem: "it has no workbook part")
        }
        return target
    }

    private static func read(_ archive: ZipArchive, _ name: String, _ handler: XMLHandler) throws {
        guard let member = archive.member(name) else { throw TableError.broken(format: kind, problem: "\(name) is missing") }
        try XMLDocument.read(try archive.open(member), handler, format: kind, member: name)
    }

    /// The sheets with what their first rows have.
    func inspected() throws -> [SheetInfo] {
        try sheets.map { sheet in
            let handler = SheetHandler(.sampling)
            try read(sheet, handler)
            return SheetInfo(name: sheet.name, isHidden: sheet.isHidden, filled: handler.sample.filled, width: handler.sample.width)
        }
    }

    /// Hands out the rows of a sheet.
    func write(_ sheet: Sheet, to output: TableOutput) throws {
        let search = MergeSearch(in: sheet.member, of: archive.file, format: Self.kind)
        let table = SharedStrings()
        if let strings { try XMLDocument.read(try large(strings), table, format: Self.kind, member: strings.name) }
        let handler = SheetHandler(.writing(output, table, kinds, has1904: has1904), MergedCells(try search.areas()))
        try XMLDocument.read(try large(sheet.member), handler, format: Self.kind, member: sheet.member.name)
        try output.flush()
    }

    /// A part that is read to its end, before another one is opened: the archive lends one at a time to the thread that unpacks it.
    private func large(_ member: ZipArchive.Member) throws -> ByteStream { ReadAhead(try archive.open(member)) }

    private func read(_ sheet: Sheet, _ handler: XMLHandler) throws {
        try XMLDocument.read(try archive.open(sheet.member), handler, format: Self.kind, member: sheet.member.name)
    }
}

/// The names of the sheets.
private final class OutlineHandler: XMLHandler {
    var sheets: [(name: String, relation: String, isHidden: Bool)] = []
    var has1904 = false

    override func start(_ name: UnsafePointer<CChar>, _ attributes: XMLAttributes) {
        if XMLName.is(name, "sheet"), let title = attributes.text("name"), let relation = attributes.prefixed("id") {
            guard sheets.count < 10_000 else { return }
            sheets.append((title, relation, (attributes.text("state") ?? "visible") != "visible"))
        } else if XMLName.is(name, "workbookPr") {
            has1904 = attributes.isTrue("date1904")
        }
    }
}

/// What parts belong to a part.
private final class RelationHandler: XMLHandler {
    var relations: [String: (type: String, target: String)] = [:]

    override func start(_ name: UnsafePointer<CChar>, _ attributes: XMLAttributes) {
        guard XMLName.is(name, "Relationship"), attributes.text("TargetMode") != "External", relations.count < TableLimits.members,
            let id = attributes.text("Id"), let type = attributes.text("Type"), let target = attributes.text("Target")
        else { return }
        relations[id] = (type, target.replacing("\\", with: "/"))
    }
}

/// What the styles make of numbers.
private final class StyleHandler: XMLHandler {
    /// By the number of the style.
    var kinds: [CellKind] = []
    private var codes: [Int: CellKind] = [:]
    private var isInCells = false

    override func start(_ name: UnsafePointer<CChar>, _ attributes: XMLAttributes) {
        if XMLName.is(name, "numFmt"), codes.count < 10_000, let id = attributes.integer("numFmtId") {
            codes[id] = CellKind(formatCode: attributes.text("formatCode") ?? "")
        } else if XMLName.is(name, "cellXfs") {
            isInCells = true
        } else if isInCells, XMLName.is(name, "xf"), kinds.count < 100_000 {
            let id = attributes.integer("numFmtId") ?? 0
            kinds.append(codes[id] ?? CellKind(formatID: id))
        }
    }

    override func end(_ name: UnsafePointer<CChar>) { if XMLName.is(name, "cellXfs") { isInCells = false } }
}
