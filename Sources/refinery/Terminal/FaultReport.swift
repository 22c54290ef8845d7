internal import ArgumentParser
internal import RefineryModel

/// What a command says when it fails: what happened and what to do next, in words on standard error; with `--json` also as the last
/// object on standard output, `{"error":{"code","message","remedy","details"}}`.
struct FaultReport {
    let code: FaultCode
    let summary: String
    let remedy: String?
    let details: [String: String]

    /// nil for errors that are no failure to report, or were reported already.
    init?(_ error: any Error) {
        switch error {
        case is ExitCode: return nil
        case let interruption as Interruption:
            self.init(.interrupted, "Signal \(interruption.signal) ended the command.", details: ["signal": "\(interruption.signal)"])
        case let fault as any Fault:
            let words = fault as? any CommandLineWords
            self.init(
                fault.code, words?.commandLineSummary ?? fault.summary, words?.commandLineRemedy ?? fault.remedy, details: fault.details)
        case is CancellationError: self.init(.interrupted, "The command was interrupted.")
        default: self.init(.internalError, "Something unexpected happened: \(error)", "Please report this as a defect.")
        }
    }

    init(_ code: FaultCode, _ summary: String, _ remedy: String? = nil, details: [String: String] = [:]) {
        self.code = code
        self.summary = summary
        self.remedy = remedy
        self.details = details
    }

    /// Prints the error and gives the exit code for it: that of `sysexits.h`, of a signal that of the shell.
    static func exitCode(for error: any Error) -> ExitCode {
        guard let report = FaultReport(error) else { return error as? ExitCode ?? ExitCode(FaultKind.bug.exitCode) }
        let code = report.tell()
        return (error as? Interruption).map { ExitCode($0.exitCode) } ?? code
    }

    /// Prints it, and gives the exit code of its kind.
    func tell() -> ExitCode {
        // Whoever sent a signal needs no words about it.
        if code != .interrupted {
            let label = Console.usesColor ? "\u{1B}[31merror:\u{1B}[0m" : "error:"
            Console.message("\(label) \(summary.visible)")
            if let remedy { for line in remedy.split(separator: "\n") { Console.message("       \(String(line).visible)") } }
        }
        if Console.printsJSON, let document = try? JSON.document(Document(error: fields)) { Console.out(document) }
        return ExitCode(code.kind.exitCode)
    }

    private struct Document: Encodable {
        let error: Fields
    }

    private struct Fields: Encodable {
        let code: String
        let message: String
        let remedy: String?
        let details: [String: String]
    }

    private var fields: Fields { Fields(code: code.rawValue, message: summary, remedy: remedy, details: details) }
}
