/// The project speaks of itself alone: not of where, how or with what it was written.
enum WordingRule {
    /// Only what is unambiguous: a session of Postgres, a user agent and an insurance agent are welcome.
    private static let words = [
        "/work/", "laude", "nthropic", "penAI", "hatGPT", "opilot", "AI", "LLM", "anguage model", "agent", "assistant", "session",
        "shared/facts",
    ]

    private static var patterns: [Regex<Substring>] {
        [
            #//work//#, #/\b(?:[Cc]laude|[Aa]nthropic|[Oo]penAI|[Cc]hatGPT|[Cc]opilot)\b/#, #/\bAI\b|\bLLMs?\b/#,
            #/\b[Ll]anguage models?\b/#,
            #/\b[Cc]oding (?:agents?|assistants?)\b|\b[Ss]ub-?agents?\b/#,
            #/\b(?:this|previous|earlier|next|last) (?:coding |work )?session's? (?:work|task|brief|report)/#, #/shared/facts/#,
        ]
    }

    static func findings(in file: SourceFile) -> [Finding] {
        let patterns = patterns
        return file.findings(file.numberedLines, with: words) { line in
            patterns.lazy.compactMap { line.firstMatch(of: $0)?.output }.first.map { "\"\($0)\" says nothing about the product" }
        }
    }
}
