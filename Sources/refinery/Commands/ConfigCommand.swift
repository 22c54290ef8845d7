internal import ArgumentParser
internal import RefineryModel

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check the configuration file, show what holds, print its schema.",
        discussion: """
            --config FILE before or behind any command, or REFINERY_CONFIG, names the file. Variables win over it.

            Example:
              refinery config check refinery.json
              refinery --config refinery.json config
              refinery config schema > refinery.schema.json
            """,
        subcommands: [Show.self, Check.self, Schema.self], defaultSubcommand: Show.self)

    /// The file that `--config` or REFINERY_CONFIG names; nil: none.
    private static func named() throws -> ConfigurationFile? {
        try EnvironmentReader(Environment.variables).text("REFINERY_CONFIG").map { path throws(ConfigurationFileFault) in
            try ConfigurationFile(path: path)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Say all that is wrong in a configuration file, with its line; exits with 78 then.",
            discussion: "Example:\n  refinery config check refinery.json")

        @Argument(help: "The file. Default: the one that --config or REFINERY_CONFIG names.")
        var file: String?

        @Flag(name: .long, help: "Print JSON, one object a problem.")
        var json = false

        func run() async throws {
            try await reporting {
                let named =
                    try file.map { path throws(ConfigurationFileFault) in try ConfigurationFile(path: path) } ?? ConfigCommand.named()
                guard let file = named else { throw ConfigurationFileFault.notNamed }
                for problem in file.problems {
                    if json {
                        Console.out(try JSON.document(ProblemDocument(file: file.path, problem)))
                    } else {
                        let place = problem.place.map { "\($0.line):\($0.column): " } ?? ""
                        Console.out("\(file.path):\(place)\(problem.summary)\(problem.remedy.map { " \($0)" } ?? "")")
                    }
                }
                guard file.problems.isEmpty else { throw ExitCode(FaultKind.configuration.exitCode) }
                if !file.secrets.isEmpty, file.isOpenToOthers {
                    Console.message(
                        "Others than its owner can read the file, which holds \(file.secrets.joined(separator: ", ")): chmod 600 \(file.path)"
                    )
                }
                Console.message("\(file.path) is right: \(NumberFormat.counted(Int64(file.variables.count), "key")).")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show which settings hold and where each comes from (the default); secrets are not shown.",
            discussion: "Example:\n  refinery config show --json")

        @Flag(name: .long, help: "Also what nobody set.")
        var all = false

        @Flag(name: .long, help: "Print JSON, one object a setting.")
        var json = false

        func run() async throws {
            try await reporting {
                let file = try ConfigCommand.named()
                if let file, let problem = file.problems.first {
                    throw ConfigurationFileFault.wrong(path: file.path, problem, of: file.problems.count)
                }
                let reader = EnvironmentReader(Environment.variables)
                var shown = 0
                for key in ConfigurationKey.all {
                    let own = reader.text(key.variable)
                    let value = own ?? file?.variables[key.variable]
                    guard value != nil || all else { continue }
                    shown += 1
                    let origin = own != nil ? key.variable : file?.origin(of: key.variable) ?? "default"
                    let text = value.map { key.kind == .secret ? "(set, not shown)" : $0 } ?? key.standard
                    if json {
                        Console.out(try JSON.document(SettingDocument(key: key.path, variable: key.variable, value: text, from: origin)))
                    } else {
                        Console.out("\(key.path) = \(text)  (\(origin))")
                    }
                }
                if shown == 0 { Console.message("Nothing is set: all defaults hold. They are shown with --all.") }
            }
        }
    }

    struct Schema: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "schema", abstract: "Print the JSON Schema of the configuration file, for editors and validators.",
            discussion: "Example:\n  refinery config schema > refinery.schema.json")

        func run() async throws {
            try await reporting { Console.out(try ConfigurationSchema.text()) }
        }
    }
}

/// A problem in a configuration file, as `--json` prints it.
private struct ProblemDocument: Encodable {
    let file: String
    let line: Int?
    let column: Int?
    let key: String
    let message: String
    let remedy: String?

    init(file: String, _ problem: ConfigurationFile.Problem) {
        self.file = file
        (line, column) = (problem.place?.line, problem.place?.column)
        key = problem.path
        message = problem.summary
        remedy = problem.remedy
    }
}

/// A setting, as `--json` prints it.
private struct SettingDocument: Encodable {
    let key: String
    let variable: String
    let value: String
    let from: String
}
