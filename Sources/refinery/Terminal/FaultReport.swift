internal import ArgumentParser
internal import Postgres
internal import PrivatePostgres
internal import RefineryModel
internal import RefineryStore
internal import TwilioLookup

/// What a person reads when a command fails, and the exit code: what happened, and what to do next.
enum FaultReport {
    /// Prints the error and gives the exit code of `sysexits.h` for it.
    static func exitCode(for error: any Error) -> ExitCode {
        if let code = error as? ExitCode { return code }
        if let interruption = error as? Interruption { return ExitCode(interruption.exitCode) }
        if let fault = error as? any Fault { return report(fault.summary, fault.remedy, fault.kind) }
        if let error = error as? PrivatePostgresError { return report(error.summary, error.remedy, .unavailable) }
        if let error = error as? TwilioConfigurationError { return report(error.summary, error.remedy, .configuration) }
        if error is CancellationError { return ExitCode(FaultKind.tryAgain.exitCode) }
        return report("Something unexpected happened: \(error)", "Please report this as a defect.", .bug)
    }

    private static func report(_ summary: String, _ remedy: String?, _ kind: FaultKind) -> ExitCode {
        let label = Console.usesColor ? "\u{1B}[31merror:\u{1B}[0m" : "error:"
        Console.message("\(label) \(summary.visible)")
        if let remedy { Console.message("       \(remedy)") }
        return ExitCode(kind.exitCode)
    }
}
