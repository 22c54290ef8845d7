extension FileKind {
    /// What `prefix` is by its magic bytes; `nil` when it may be text.
    package static func detect(_ prefix: [UInt8]) -> FileKind? {
        for (magic, kind) in magics where prefix.starts(with: magic) {
            return kind == .zipArchive && contains(prefix, "xl/") ? .excelWorkbook : kind
        }
        return nil
    }

    /// What `text` is when it is text, but no table.
    static func detectMarkup(_ text: [UInt8]) -> FileKind? {
        let head = text.prefix(4096).drop { Byte.isLineEnd($0) || $0 == Byte.tab || $0 == Byte.space }
        let start = String(decoding: head.prefix(512), as: UTF8.self).lowercased()
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") { return .webPage }
        if start.hasPrefix("<?xml") { return start.contains("<html") ? .webPage : .xml }
        if start.hasPrefix("{\\rtf") { return .richText }
        let second = start.dropFirst().first { !$0.isWhitespace }
        if start.hasPrefix("{"), second == "\"" || second == "}" { return .json }
        if start.hasPrefix("["), second == "{" || second == "[" { return .json }
        return nil
    }

    private static let magics: [([UInt8], FileKind)] = [
        (Array("PK\u{3}\u{4}".utf8), .zipArchive),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .oldExcelWorkbook),
        ([0x1F, 0x8B, 0x08], .compressed),
        (Array("BZh".utf8), .compressed),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .compressed),
        ([0x28, 0xB5, 0x2F, 0xFD], .compressed),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .compressed),
        (Array("Rar!\u{1A}".utf8), .compressed),
        (Array("%PDF-".utf8), .pdf),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], .image),
        ([0xFF, 0xD8, 0xFF], .image),
        (Array("GIF8".utf8), .image),
        (Array("SQLite format 3\0".utf8), .database),
        (Array("PAR1".utf8), .parquet),
    ]

    private static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return bytes.indices.dropLast(wanted.count - 1).contains { bytes[$0...].starts(with: wanted) }
    }
}
