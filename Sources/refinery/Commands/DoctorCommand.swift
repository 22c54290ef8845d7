internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import RefineryOperations

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check the database and the fleet; say what is wrong and what to do about it.",
        discussion: """
            One line a check: ok, warn or FAIL, with a remedy below. Changes nothing. Exit code 1 when a check fails.

            Example:
              refinery doctor
              refinery doctor --json
            """)

    @Flag(name: .long, help: "Print JSON, one object a line.")
    var json = false

    func run() async throws {
        try await reporting {
            let results = try await Runtime.checkup().run()
            for result in results {
                if json { Console.out(try JSON.document(result)) } else { show(result) }
            }
            let failed = results.count { $0.status == .fail }
            let warned = results.count { $0.status == .warn }
            if !json {
                Console.message(
                    failed > 0
                        ? "\(NumberFormat.counted(Int64(failed), "check")) failed."
                        : warned > 0 ? "Nothing failed; \(NumberFormat.counted(Int64(warned), "warning"))." : "All is well.")
            }
            if failed > 0 { throw ExitCode(1) }
        }
    }

    private func show(_ result: CheckResult) {
        Console.out("\(label(result.status))  \(result.name.padded(to: 15))\(result.summary)")
        if let remedy = result.remedy { Console.out("      → \(remedy)") }
    }

    private func label(_ status: CheckResult.Status) -> String {
        let (word, color) =
            switch status {
            case .ok: ("ok  ", "32")
            case .warn: ("warn", "33")
            case .fail: ("FAIL", "31")
            }
        return Console.usesColor && Console.outputIsTerminal ? "\u{1B}[\(color)m\(word)\u{1B}[0m" : word
    }
}
