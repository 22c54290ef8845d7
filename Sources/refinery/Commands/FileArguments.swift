#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations

/// The files that a command line names, and the tables in them, one after the other.
final class FileArguments {
    /// A table, or why there is none.
    struct Item {
        let name: String
        let table: Result<SourceTable, any Error>
    }

    /// Whether there are several tables: then what is wrong with one does not keep the others.
    let isSeveral: Bool
    private let sheet: String?
    private let table: String?
    private let isReadOnce: Bool
    /// The next one last.
    private var paths: [String]
    private var entries: [SourceEntry] = []

    /// - Parameters:
    ///   - reading: Which sheets and tables are meant.
    ///   - isReadOnce: Whether only the beginning of each is read before the rest.
    /// - Throws: What is wrong with the only file; of several, that one is not there.
    init(_ arguments: [String], _ reading: ReadingOptions, isReadOnce: Bool) throws {
        sheet = reading.sheet
        table = reading.table
        self.isReadOnce = isReadOnce
        paths = try Self.paths(arguments).reversed()
        if paths.count == 1 {
            entries = try Self.entries(of: paths.removeLast(), table)
            isSeveral = entries.count > 1
        } else {
            isSeveral = true
        }
    }

    /// nil: there are no more.
    func next() -> Item? {
        if let entry = entries.popLast() {
            return Item(name: entry.name, table: Result { try entry.open(sheet: sheet, isReadOnce: isReadOnce) })
        }
        guard let path = paths.popLast() else { return nil }
        do {
            entries = try Self.entries(of: path, table)
            return next()
        } catch {
            return Item(name: path, table: .failure(error))
        }
    }

    /// The tables of a file, or the one that is meant, the first one last.
    private static func entries(of path: String, _ table: String?) throws -> [SourceEntry] {
        try SourceEntry.entries(of: SourceFile(path: path, isReadOnce: true), table: table).reversed()
    }

    /// The files that a command line means.
    /// - Throws: Of several, that one is not there, before anything is begun: a name that was mistyped.
    static func paths(_ arguments: [String]) throws -> [String] {
        let paths = expanded(arguments)
        guard paths.count > 1 else { return paths }
        for path in paths where path != "-" && access(path, F_OK) != 0 { throw SourceFileError.notFound(path: path) }
        return paths
    }

    /// Patterns as `*.csv` become the files that match, where the shell did not see to that.
    private static func expanded(_ paths: [String]) -> [String] {
        paths.flatMap { path -> [String] in
            guard path.contains(where: { "*?[".contains($0) }), access(path, F_OK) != 0 else { return [path] }
            var matches = glob_t()
            defer { globfree(&matches) }
            guard glob(path, 0, nil, &matches) == 0 else { return [path] }
            return (0..<Int(matches.gl_pathc)).compactMap { matches.gl_pathv[$0].map { String(cString: $0) } }
        }
    }

    /// Says what is wrong with one of several files.
    /// - Returns: The exit code for it.
    /// - Throws: What is not about the file: that is the end of all.
    static func tell(_ error: any Error, of name: String) throws -> ExitCode {
        guard let fault = error as? any Fault, [.data, .noInput, .usage].contains(fault.kind) else { throw error }
        let words = fault as? any CommandLineWords
        return FaultReport(
            fault.code, "\(name): \(words?.commandLineSummary ?? fault.summary)", words?.commandLineRemedy ?? fault.remedy,
            details: fault.details.merging(["file": name]) { first, _ in first }
        ).tell()
    }
}
