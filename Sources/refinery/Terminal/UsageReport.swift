internal import ArgumentParser
internal import RefineryModel

/// What a command line that cannot be followed is answered with: what is wrong with it, what was probably meant, how it is used.
enum UsageReport {
    /// Ends the process as the parser's error asks: help on standard output with 0, all else as a fault with 64.
    static func exit(_ error: any Error) -> Never {
        if error is ExitCode || Refinery.exitCode(for: error) == .success { Refinery.exit(withError: error) }
        Refinery.exit(withError: FaultReport(parsing: error).tell())
    }

    /// What is wrong with the words that name the command, before the parser looks at the rest; nil when nothing is.
    static func problem(with arguments: [String]) -> FaultReport? {
        if arguments.isEmpty { return FaultReport(.usageInvalid, "No command is named.", firstSteps) }
        guard let unknown = unknownCommand(in: arguments) else { return nil }
        let meant = Nearest.match(for: unknown.word, in: unknown.known).map { "Did you mean “\($0)”? " } ?? ""
        return FaultReport(.usageInvalid, "There is no command “\(unknown.word)”.", meant + "`refinery --help` lists all.")
    }

    /// For who says nothing at all: what most want, and where the rest stands.
    private static let firstSteps = """
        refinery run leads.csv --all          everything on this machine, from file to records
        refinery submit leads.csv             hand a file to a running fleet
        refinery status                       how far the newest import is
        refinery export > records.csv         the newest import's records
        `refinery --help` lists all commands, `refinery help VERB` the options of one.
        """

    /// The first word that names no command where only a command can stand, and the commands that could.
    private static func unknownCommand(in arguments: [String]) -> (word: String, known: [String])? {
        var type: any ParsableCommand.Type = Refinery.self
        for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
            let children = type.configuration.subcommands
            if word.hasPrefix("-") || children.isEmpty { return nil }
            guard let child = children.first(where: { $0._commandName == word }) else {
                // Its default command takes a run.
                if type == AuditCommand.self { return nil }
                let isHelp = word == "help" && type == Refinery.self
                let shown = children.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
                return isHelp ? nil : (word, shown + ["help"])
            }
            type = child
        }
        return nil
    }

    /// `--limit -1` as `--limit=-1`: the parser takes what begins with a minus for another option, and says only that a value is missing.
    static func joiningNegativeValues(_ arguments: [String]) -> [String] {
        var joined: [String] = []
        for argument in arguments {
            if let option = joined.last, option.hasPrefix("--"), !option.contains("="), argument.wholeMatch(of: /-[0-9.]+\w*/) != nil {
                joined[joined.count - 1] = "\(option)=\(argument)"
            } else {
                joined.append(argument)
            }
        }
        return joined
    }
}

extension FaultReport {
    /// What the parser says about the arguments, in this program's voice.
    fileprivate init(parsing error: any Error) {
        let usage = Refinery.fullMessage(for: error).split(separator: "\n").filter { $0.hasPrefix("Usage: ") || $0.hasPrefix("  See ") }
        // A list of words that are possible comes as lines.
        let message = Refinery.message(for: error).replacing(#/:\n\s+- /#, with: ": ").replacing(#/\n\s+- /#, with: ", ")
        self.init(
            .usageInvalid, message.hasSuffix(".") || message.hasSuffix("?") ? message : message + ".",
            usage.map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : String($0) }.joined(separator: "\n"))
    }
}
