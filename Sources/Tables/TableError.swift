/// Why the table of a file cannot be read, in words for the person who has the file.
package enum TableError: Error, Sendable, Equatable {
    /// A password is needed.
    case encrypted
    /// The file is not as its format says.
    case broken(format: String, problem: String)
    /// Little is packed that would become very much.
    case bomb(member: String, packed: Int64, unpacked: Int64)
    /// A part of an archive is larger than what is read.
    case memberTooLarge(member: String, bytes: Int64)
    /// There is no table in it.
    case noTable(what: String)
    /// There are several where one is expected, or more than are taken.
    case severalTables([String])
    /// A table was asked for that is not there.
    case noMember(named: String, tables: [String])
    case noSheet(named: String, sheets: [String])
    /// Values lie in values, more often than is followed.
    case tooDeep(line: Int64)
    case tooManyColumns
    /// A format that is known and not read.
    case notRead(what: String)
    case readFailed(reason: String)
    /// There is no room for what cannot be kept in memory.
    case noRoom(reason: String)

    /// What happened.
    package var summary: String {
        switch self {
        case .encrypted: "The file is encrypted: it needs a password."
        case .broken(let format, let problem): "This \(format) is broken: \(problem)."
        case .bomb(let member, let packed, let unpacked):
            "\(packed) bytes of \(member) unpack to more than \(unpacked): that is made to fill memory and disks, so it was not read on."
        case .memberTooLarge(let member, let bytes):
            "\(member) is \(bytes) bytes unpacked; at most \(TableLimits.memberBytes) are read."
        case .noTable(let what): "There is no table in \(what)."
        case .severalTables(let names): "The archive has \(names.count) tables: \(TableLimits.list(names))."
        case .noMember(let name, let tables): "There is no table “\(name)” in the file; there are \(TableLimits.list(tables))."
        case .noSheet(let name, let sheets): "There is no sheet “\(name)”; there are \(TableLimits.list(sheets))."
        case .tooDeep(let line): "Values lie in values more than \(TableLimits.jsonDepth) deep, at line \(line)."
        case .tooManyColumns: "The table has more than \(TableLimits.columns) columns."
        case .notRead(let what): "\(what) is not read."
        case .readFailed(let reason): "Reading the file failed: \(reason)."
        case .noRoom(let reason): "What does not fit into memory cannot be kept on disk: \(reason)."
        }
    }

    /// What to do next.
    package var remedy: String? {
        switch self {
        case .encrypted: "Save it without a password and submit that file."
        case .broken: "Open it in the program that wrote it, save it again, and submit that file."
        case .bomb: "Make sure that the file is what it should be. A table that repeats itself like that can be submitted unpacked."
        case .memberTooLarge: "Unpack it and submit the file that is inside, or split it."
        case .noTable: "Check that it is the right file."
        case .severalTables: "Name one of them, as a.csv or #1, or submit them one by one: each is an import of its own."
        case .noSheet, .noMember: "Name one of them, or #1 for the first."
        case .tooDeep: "Submit an array of objects, or an object a line, that are less nested."
        case .tooManyColumns: "Leave columns out; in JSON, keys that are values make a column each."
        case .notRead: "Save it as .xlsx or CSV and submit that file."
        case .readFailed: "Copy the file to a local disk and submit it again."
        case .noRoom: "Free space in the temporary directory, or name another one with TMPDIR."
        }
    }
}

/// What is refused as too much.
package enum TableLimits {
    /// Bytes that a part of an archive may have.
    package static let memberBytes: Int64 = (4 << 30) - 1
    /// Bytes that are unpacked whatever their ratio.
    static let unpackedAnyway: Int64 = 64 << 20
    /// Bytes that one packed byte may become on the average. Deflate reaches 1,032; a sheet of one and the same row about 100.
    static let ratio: Int64 = 250
    package static let columns = 16_384
    /// How deep objects and arrays may lie in each other.
    package static let jsonDepth = 32
    /// Bytes of one value of JSON, or one row.
    static let rowBytes = 16 << 20
    /// Parts of an archive.
    static let members = 100_000
    /// Tables of an archive that are submitted together over HTTP or from SQL.
    package static let tables = 200

    /// Names for a sentence, not too many of them.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(10).map { "“\($0.prefix(60))”" }.joined(separator: ", ")
        return names.isEmpty ? "none" : names.count > 10 ? shown + " and \(names.count - 10) more" : shown
    }
}
