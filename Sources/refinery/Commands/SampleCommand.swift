internal import ArgumentParser
internal import RefineryModel
internal import RefineryStore
internal import SampleFiles

struct SampleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Write a made-up CSV file in the shape of a USBizData delivery.",
        discussion: """
            The same rows and seed give the same bytes on every machine.

            Example:
              refinery sample --rows 300000 --seed 1 --output leads.csv
            """)

    @Option(name: .long, help: ArgumentHelp("Rows after the header.", valueName: "n"))
    var rows: Int

    @Option(name: .long, help: ArgumentHelp("Names the file: another seed gives other companies.", valueName: "n"), transform: Self.seed)
    var seed: UInt64 = 1

    @Flag(name: .customLong("no-ragged"), help: "Leave out rows that are too short or too long, which strict readers refuse.")
    var leavesOutRagged = false

    @Option(name: .long, help: ArgumentHelp("A file. Default: standard output.", valueName: "file"))
    var output: String?

    @Flag(name: .long, help: "Refuse to replace a file that is there.")
    var noClobber = false

    @Flag(name: .long, help: "Print as JSON what refining the file will give; the file goes to --output.")
    var json = false

    @Sendable private static func seed(_ text: String) throws -> UInt64 {
        guard let seed = UInt64(text) else { throw ValidationError("A seed is a whole number and has to be 0 or more.") }
        return seed
    }

    func validate() throws {
        try check("--rows", rows, atLeast: 0)
        if json && output == nil { throw ValidationError("--json needs --output: standard output cannot hold the file too.") }
    }

    private struct Document: Encodable {
        let rows: Int
        let stored: Int
        let duplicates: Int
        let rejected: Int
    }

    func run() async throws {
        try await reporting {
            let generator = SampleGenerator(
                rows: rows, seed: seed, rejectReasons: leavesOutRagged ? SampleReject.keepingShape : SampleReject.allCases)
            let target = try OutputTarget(path: output, replaces: !noClobber)
            try generator.write { try target.write(Array($0)) }
            try target.finish()
            if json {
                let expected = generator.expected
                Console.out(
                    try JSON.document(
                        Document(rows: rows, stored: expected.stored, duplicates: expected.duplicates, rejected: expected.rejects)))
            } else if let output {
                Console.message("\(NumberFormat.grouped(Int64(rows))) rows written to \(output). Next: refinery run \(output) --all")
            }
        }
    }
}
