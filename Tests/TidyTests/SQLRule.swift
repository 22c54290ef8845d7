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
