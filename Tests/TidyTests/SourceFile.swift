import Foundation

/// One text file; what the rules look at.
struct SourceFile {
    let path: String
    let text: String

    /// Split by bytes: by characters it would take seconds for the whole repository.
    var lines: [Substring] { text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) } }
    var name: Substring { path.split(separator: "/").last ?? "" }
    var folders: [Substring] { path.split(separator: "/").dropLast() }

    var numberedLines: [(number: Int, text: Substring)] { lines.enumerated().map { ($0.offset + 1, $0.element) } }

    /// Numbered lines that are no comment.
    var code: [(number: Int, text: Substring)] {
        numberedLines.filter { !$0.text.utf8.drop { $0 == UInt8(ascii: " ") }.starts(with: "//".utf8) }
    }

    /// One finding for every numbered line of `candidates` that holds one of `words` and that `rule` objects to.
    ///
    /// The words are there for speed: a regular expression is tried only on lines that hold one.
    func findings(_ candidates: [(number: Int, text: Substring)], with words: [String], _ rule: (Substring) -> String?) -> [Finding] {
        guard words.contains(where: holds) else { return [] }
        return candidates.compactMap { line in
            guard words.contains(where: { line.text.contains($0) }) else { return nil }
            return rule(line.text).map { Finding("\(path):\(line.number)", $0) }
        }
    }

    private func holds(_ word: String) -> Bool { text.withCString { strstr($0, word) != nil } }
}
