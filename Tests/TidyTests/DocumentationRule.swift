/// What a user can set, type or receive is documented, and nothing else is.
enum DocumentationRule {
    /// Set by the system, the shell or a test runner rather than by a user of Refinery.
    static let systemVariables: Set<String> = [
        "CI", "COLUMNS", "CREDENTIALS_DIRECTORY", "HOME", "HOSTNAME", "LINES", "NOTIFY_SOCKET", "PATH", "TERM", "TMPDIR", "USER",
        "WATCHDOG_PID", "WATCHDOG_USEC",
    ]

    /// Environment variables that a source reads: by `environment[…]` or `environment(…)` anywhere, by name in the files that hold the configuration.
    static func variables(readIn file: SourceFile) -> Set<String> {
        var names = file.text.matches(of: /environment[\[(]"([A-Z][A-Z0-9_]+)"/).map { String($0.output.1) }
        if file.path.contains("Configuration") {
            names += file.text.matches(of: /"([A-Z][A-Z0-9_]{3,})"/).map { String($0.output.1) }
        }
        return Set(names).subtracting(systemVariables)
    }

    /// Variables that an example file of `NAME=value` lines sets.
    static func variables(listedIn example: SourceFile) -> Set<String> {
        Set(example.lines.compactMap { $0.firstMatch(of: /^([A-Z][A-Z0-9_]+)=/).map { String($0.output.1) } })
    }

    /// Where the keys of the configuration file stand: it names variables, and reads none.
    static let configurationKeys = "Sources/refinery/Configuration/File/ConfigurationKey+All.swift"
    /// Variables that a configuration file cannot say: about one call, or for tests.
    static let variablesWithoutKey: Set<String> = [
        "NO_COLOR", "REFINERY_CONFIG", "REFINERY_TEST_BATCH_DELAY_MS", "REFINERY_TEST_DEADLY_TEXT",
    ]

    /// A key of the configuration file.
    struct Key {
        let path: String, variable: String, standard: String, meaning: String

        /// Its row in docs/configuration.md.
        var row: String { "| `\(path)` | `\(variable)` | \(standard) | \(meaning) |" }
    }

    static func keys(in file: SourceFile) -> [Key] {
        let key = /\.init\(\s*"([^"]+)",\s*"([A-Z0-9_]+)",\s*\.\w+(?:\([^)]*\))?,\s*"([^"]*)",\s*"([^"]*)"\s*\)/
        return file.text.matches(of: key).map {
            Key(path: String($0.output.1), variable: String($0.output.2), standard: String($0.output.3), meaning: String($0.output.4))
        }
    }

    /// Subcommands by their explicit name.
    static func commands(in file: SourceFile) -> Set<String> {
        Set(file.text.matches(of: /commandName: "([a-z-]+)"/).map { String($0.output.1) })
    }

    /// Raw values of an enumeration of strings, such as `case claimed = "job_claimed"` or `case claimed`.
    static func rawValues(in file: SourceFile) -> Set<String> {
        Set(file.code.compactMap { $0.text.firstMatch(of: /^\s*case (\w+)(?: = "([^"]+)")?$/).map { String($0.output.2 ?? $0.output.1) } })
    }

    /// Raw values of the enumeration of strings called `name`, whose cases stand one a line; empty in a file without it.
    static func rawValues(of name: String, in file: SourceFile) -> Set<String> {
        let lines = file.code.map(\.text).drop { !$0.contains("enum \(name): String") }.dropFirst().prefix { $0 != "}" }
        let cases = lines.compactMap { $0.firstMatch(of: /^    case (\w+)(?: = "([^"]+)")?$/) }
        return Set(cases.map { String($0.output.2 ?? $0.output.1) })
    }

    /// Those of `names` that stand nowhere in `pages` as a word.
    static func undocumented(_ names: Set<String>, in pages: [SourceFile]) -> [Finding] {
        let words = Set(pages.flatMap { $0.text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") } })
        return names.sorted().filter { !words.contains(Substring($0)) }.map { Finding($0, "document it in \(pages.map(\.path))") }
    }
}
