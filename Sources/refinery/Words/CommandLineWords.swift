internal import RefineryModel

/// A fault as the command line says it: with the commands and options that help. What is nil here is said as everywhere.
protocol CommandLineWords: Fault {
    var commandLineSummary: String? { get }
    var commandLineRemedy: String? { get }
}

extension CommandLineWords {
    var commandLineSummary: String? { nil }
    var commandLineRemedy: String? { nil }
}
