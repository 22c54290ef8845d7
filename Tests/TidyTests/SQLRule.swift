/// Rules for the files of `sql/`.
enum SQLRule {
    /// The first line is a comment with the file's own path, so that a statement seen in a log or an editor tells where it lives.
    static func header(of file: SourceFile) -> [Finding] {
        let first = file.lines.first ?? ""
        return first.hasPrefix("-- \(file.path)") ? [] : [Finding(file.path, "begin with: -- \(file.path): what it does")]
    }

    /// A statement lies in the folder whose name, in lower case, is that of the folder in the store that runs it.
    static func folders(of statements: [String], in store: [SourceFile]) -> [Finding] {
        var folders: [Substring: String] = [:]
        for file in store {
            let folder = file.path.split(separator: "/").dropFirst(2).dropLast().first.map { $0.lowercased() } ?? "schema"
            for match in file.text.matches(of: /query\(\s*"(\w+)"/) { folders[match.output.1] = folder }
        }
        return statements.compactMap { path in
            let parts = path.split(separator: "/")
            guard let folder = folders[parts.last?.dropLast(4) ?? ""] else { return Finding(path, "nobody runs it: remove it") }
            return parts.dropLast().last == folder[...] ? nil : Finding(path, "move it to sql/queries/\(folder)")
        }
    }

    /// A migration says why it is and which locks it takes.
    static func reasons(of file: SourceFile) -> [Finding] {
        ["-- Why:", "-- Locks:"]
            .filter { reason in !file.lines.contains { $0.hasPrefix(reason) } }
            .map { Finding(file.path, "add a line that begins with \($0)") }
    }

    /// The planner takes these apart, which a path of their own would prevent: they name no type and no table.
    static let inlined: Set<Substring> = ["refinery_internal.is_settled", "refinery_internal.display_status"]

    /// A function finds its objects where it means them, whatever the caller's search_path is and whatever the caller made in
    /// `pg_temp`: not named in a path, `pg_temp` comes first for types and tables.
    static func searchPaths(of file: SourceFile) -> [Finding] {
        file.text.split(separator: "CREATE OR REPLACE FUNCTION ", omittingEmptySubsequences: false).dropFirst().compactMap { function in
            let name = function.prefix { $0 != "(" }
            let isSafe = function.prefix { $0 != "$" }.contains("\nSET search_path = pg_catalog, pg_temp\n") || inlined.contains(name)
            return isSafe ? nil : Finding("\(file.path): \(name)", "add: SET search_path = pg_catalog, pg_temp")
        }
    }

    /// A migration that programs of the release before may work beside takes nothing away that they use.
    static func expansion(of file: SourceFile) -> [Finding] {
        let code = file.lines.filter { !$0.hasPrefix("--") }.joined(separator: "\n").uppercased()
        return ["DROP TABLE", "DROP COLUMN", "DROP VIEW", "DROP FUNCTION", "RENAME ", "SET NOT NULL", " TYPE ", "TRUNCATE "]
            .filter { code.contains($0) }
            .map { Finding(file.path, "it has \"\($0)\": raise the number in sql/views/oldest_program.sql to its own") }
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

/// What the functions of `sql/views` refuse with.
struct FunctionRefusals {
    /// SQLSTATEs by the names of conditions that functions use.
    static let states = [
        "invalid_parameter_value": "22023", "unique_violation": "23505", "object_not_in_prerequisite_state": "55000",
        "no_data_found": "P0002",
    ]

    private var own: [Substring: Set<Substring>] = [:]
    private var calls: [Substring: Set<Substring>] = [:]

    init(_ files: [SourceFile]) {
        for file in files {
            for function in file.text.split(separator: "CREATE OR REPLACE FUNCTION ", omittingEmptySubsequences: false).dropFirst() {
                let name = function.prefix { $0 != "(" }.split(separator: ".").last ?? ""
                own[name, default: []].formUnion(function.matches(of: /ERRCODE = '(\w+)'/).map(\.output.1))
                calls[name, default: []].formUnion(function.matches(of: /refinery(?:_internal)?\.(\w+)\(/).map(\.output.1))
            }
        }
    }

    /// Conditions of a function and of all that it calls.
    func conditions(of function: Substring) -> Set<Substring> {
        var (seen, open): (Set<Substring>, [Substring]) = ([], [function])
        while let next = open.popLast() {
            if seen.insert(next).inserted { open += calls[next] ?? [] }
        }
        return seen.reduce(into: []) { $0.formUnion(own[$1] ?? []) }
    }

    /// Where a page's table of functions, with SQLSTATEs in its last column, says something else; and how many functions it has.
    func differences(from page: SourceFile) -> (functions: Int, findings: [Finding]) {
        let rows = page.lines.compactMap { line -> (name: Substring, states: Set<String>)? in
            guard let name = line.firstMatch(of: /^\| `(\w+)\(/)?.output.1, own[name] != nil else { return nil }
            let last = line.split(separator: "|").last ?? ""
            return (name, Set(last.matches(of: /`(\w{5})`/).map { String($0.output.1) }))
        }
        let findings = rows.compactMap { row -> Finding? in
            let states = Set(conditions(of: row.name).map { Self.states[String($0)] ?? String($0) })
            return states == row.states ? nil : Finding("\(page.path): \(row.name)", "it refuses with \(states.sorted())")
        }
        return (rows.count, findings)
    }
}
