internal import ArgumentParser
internal import RefineryModel

/// The words of the command line before they are parsed: what the parser would misunderstand, or say in a voice that is not ours.
enum CommandLineReading {
    /// The words with numbers below zero tied to their options (`--limit=-1`): else they are taken for options themselves, and what is
    /// said of them is that a value is missing. What is handed on to psql stays as it is.
    static func tied(_ words: [String]) -> [String] {
        if words.starts(with: ["db", "psql"]) { return words }
        var tied: [String] = []
        for word in words {
            if let option = tied.last, option.hasPrefix("--"), option != "--", !option.contains("="), isNegative(word) {
                tied[tied.count - 1] = "\(option)=\(word)"
            } else {
                tied.append(word)
            }
        }
        return tied
    }

    private static func isNegative(_ word: String) -> Bool {
        word.first == "-" && word.dropFirst().first.map { $0.isNumber || $0 == "." || $0 == "$" } ?? false
    }

    /// Looks up the verbs, of `help` too.
    /// - Returns: What is wrong when one of them does not exist.
    static func unknownVerb(in words: [String], of root: any ParsableCommand.Type) -> UsageError? {
        var command = root
        var path = "refinery"
        for (index, word) in words.enumerated() where !(index == 0 && word == "help") {
            let verbs = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
            guard !verbs.isEmpty, !word.hasPrefix("-") else { return nil }
            guard let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word }) else {
                let meant = Nearest.match(for: word, in: verbs.compactMap { $0.configuration.commandName })
                return UsageError(
                    summary: "\(path) knows no “\(word)”.",
                    remedy: (meant.map { "Did you mean \"\(path) \($0)\"? " } ?? "") + "\(path) --help lists what there is.")
            }
            command = next
            path += " \(word)"
        }
        return nil
    }
}

/// The command line cannot be followed.
struct UsageError: Fault {
    let summary: String
    let remedy: String?

    var code: FaultCode { .usageInvalid }

    init(summary: String, remedy: String?) {
        self.summary = summary
        self.remedy = remedy
    }

    /// What the parser says, without its greeting.
    /// - Parameter message: What is wrong, and how the command is used, as `Refinery.fullMessage` gives it.
    init(message: String) {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let usage = lines.firstIndex { $0.hasPrefix("Usage:") || $0.hasPrefix("Help:") } ?? lines.count
        let said = lines[..<usage].joined(separator: "\n")
        summary = said.hasPrefix("Error: ") ? String(said.dropFirst("Error: ".count)) : said
        let rest = lines[usage...].map { $0.trimmed }.filter { !$0.isEmpty }
        remedy = rest.isEmpty ? nil : rest.joined(separator: "\n       ")
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
