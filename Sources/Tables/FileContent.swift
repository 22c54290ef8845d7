internal import CSV

/// What a file is, by its bytes and not by its name.
package enum FileContent: Sendable, Equatable {
    /// CSV, or what its reader refuses.
    case plain
    case table(TableFormat)
    /// One file, packed.
    case gzip
    /// Files, packed.
    case archive

    /// Whether a file that begins like this is CSV, as far as can be told: any other has to be there as a whole.
    package static func isPlain(_ beginning: [UInt8]) -> Bool {
        !beginning.starts(with: gzipMagic) && !beginning.starts(with: zipMagic) && !beginning.starts(with: emptyZipMagic)
            && !beginning.starts(with: CompoundFile.magic) && !JSONTable.isLikely(beginning)
    }

    /// Bytes that are enough for ``isPlain(_:)``.
    package static let beginningBytes = 4096

    private static let gzipMagic: [UInt8] = [0x1F, 0x8B, 0x08]
    private static let zipMagic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    private static let emptyZipMagic: [UInt8] = [0x50, 0x4B, 0x05, 0x06]

    package static func isGzip(_ beginning: [UInt8]) -> Bool { beginning.starts(with: gzipMagic) }

    /// - Throws: ``TableError`` for what is known and has no table.
    package init(of file: FileBytes) throws {
        let beginning = try file.bytes(at: 0, count: Self.beginningBytes)
        if beginning.starts(with: Self.gzipMagic) {
            self = .gzip
        } else if beginning.starts(with: Self.zipMagic) {
            self = try Self.packed(ZipArchive(file, kind: "ZIP archive"))
        } else if beginning.starts(with: Self.emptyZipMagic) {
            throw TableError.noTable(what: "an empty archive")
        } else if beginning.starts(with: CompoundFile.magic) {
            if try CompoundFile.names(of: file).contains("WordDocument") { throw TableError.noTable(what: "a Word document") }
            self = .table(.xls)
        } else if JSONTable.isLikely(beginning) {
            self = .table(try JSONTable(file).form == .array ? .json : .jsonLines)
        } else {
            self = .plain
        }
    }

    private static func packed(_ archive: ZipArchive) throws -> FileContent {
        if try OpenDocument(archive) != nil { return .table(.ods) }
        if archive.member("word/document.xml") != nil { throw TableError.noTable(what: "a Word document") }
        if archive.member("ppt/presentation.xml") != nil { throw TableError.noTable(what: "a presentation") }
        if archive.member("Index/Document.iwa") != nil { throw TableError.notRead(what: "A document of Numbers or Pages") }
        if Workbook.isWorkbook(archive) { return .table(.xlsx) }
        if archive.member("xl/workbook.bin") != nil { throw TableError.notRead(what: "A binary workbook (.xlsb)") }
        return .archive
    }
}

/// The tables of an archive of files.
package struct ArchivedTables {
    /// A file in an archive.
    package struct Member: Sendable, Equatable {
        package let name: String
        fileprivate let index: Int
    }

    private let archive: ZipArchive
    /// Those that may be tables, in the order of the archive.
    package let members: [Member]

    private static let beginningBytes = 4096

    /// - Throws: ``TableError/noTable(what:)`` when there are none.
    package init(_ file: FileBytes) throws {
        let archive = try ZipArchive(file, kind: "ZIP archive")
        self.archive = archive
        var members: [Member] = []
        var failure: TableError?
        for (index, member) in archive.members.enumerated() where Self.isFile(member.name) {
            do throws(TableError) {
                if try Self.isTable(archive.open(member).next(atMost: Self.beginningBytes)) {
                    members.append(Member(name: member.name, index: index))
                }
            } catch {
                failure = failure ?? error
            }
        }
        self.members = members
        if members.isEmpty { throw failure ?? TableError.noTable(what: "the archive") }
    }

    package func open(_ member: Member) throws -> ByteStream { try archive.open(archive.members[member.index]) }

    /// Not what systems put beside files.
    private static func isFile(_ name: String) -> Bool {
        let parts = name.split(whereSeparator: { $0 == "/" || $0 == "\\" })
        guard let last = parts.last, !name.hasSuffix("/"), !parts.contains("__MACOSX"), !last.hasPrefix(".") else { return false }
        let lower = last.lowercased()
        return !["readme", "license", "thumbs.db"].contains { lower.hasPrefix($0) }
    }

    private static func isTable(_ beginning: [UInt8]) -> Bool {
        guard !beginning.isEmpty else { return false }
        switch FileKind.detect(beginning) {
        case nil, .excelWorkbook, .oldExcelWorkbook: return true
        case .compressed: return FileContent.isGzip(beginning)
        // An archive in an archive may be a workbook; it is opened to know.
        case .zipArchive: return true
        default: return false
        }
    }
}
