/// Rules for the files of `sql/`.
enum SQLRule {
    /// The first line is a comment with the file's own path, so that a statement seen in a log or an editor tells where it lives.
    static func header(of file: SourceFile) -> [Finding] {
        let first = file.lines.first ?? ""
        return first.hasPrefix("-- \(file.path)") ? [] : [Finding(file.path, "begin with: -- \(file.path): what it does")]
    }

    /// A migration says why it is and which locks it takes.
    static func reasons(of file: SourceFile) -> [Finding] {
        ["-- Why:", "-- Locks:"]
            .filter { reason in !file.lines.contains { $0.hasPrefix(reason) } }
            .map { Finding(file.path, "add a line that begins with \($0)") }
    }

    /// The planner takes these apart, which a path of their own would prevent: they name no type and no table.
    static let inlined: Set<Substring> = ["refinery.is_settled"]

    /// A function finds its objects where it means them, whatever the caller's search_path is and whatever the caller made in
    /// `pg_temp`: not named in a path, `pg_temp` comes first for types and tables.
    static func searchPaths(of file: SourceFile) -> [Finding] {
        file.text.split(separator: "CREATE OR REPLACE FUNCTION ", omittingEmptySubsequences: false).dropFirst().compactMap { function in
            let name = function.prefix { $0 != "(" }
            let isSafe = function.prefix { $0 != "$" }.contains("\nSET search_path = pg_catalog, pg_temp\n") || inlined.contains(name)
            return isSafe ? nil : Finding("\(file.path): \(name)", "add: SET search_path = pg_catalog, pg_temp")
        }
    }

    /// Migrations are numbered from 0001 without a gap.
    static func numbering(of paths: [String]) -> [Finding] {
        zip(1..., paths.sorted()).compactMap { number, path in
            let digits = String(number)
            let wanted = String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_"
            let name = path.split(separator: "/").last ?? ""
            return name.hasPrefix(wanted) ? nil : Finding(path, "the next migration's name begins with \(wanted)")
        }
    }
}
