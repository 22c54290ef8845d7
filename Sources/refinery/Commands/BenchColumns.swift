internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages

extension BenchCommand {
    /// What the detector of columns sees and says of files, for `scripts/train-columns` and `scripts/bench columns`.
    struct Columns: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "columns", abstract: "Print what the columns of CSV files look like and what they are, as JSON, one line a file.")

        @Argument(help: "Files. `headers:a,b,c` stands for a header without rows, its names parted by a unit separator (U+001F).")
        var files: [String] = []

        @Option(name: .long, help: "A file that lists further arguments, one a line.")
        var list: String?

        @Flag(name: .long, help: "Also print the features.")
        var features = false

        @Option(name: .long, help: "A model to find them by, in place of the program's own.")
        var model: String?

        @Option(name: .long, help: "Where numbers without a country code belong.")
        var region = "US"

        private struct Document: Encodable {
            let file: String
            let seconds: Double
            let headerRow: Int64?
            let error: String?
            let columns: [Column]
            let features: [ColumnFeatures]?
        }

        private struct Column: Encodable {
            let header: String
            let meaning: String
            let confidence: Double
            let runnerUp: String?
            let evidence: [String]
        }

        func run() async throws {
            try await reporting {
                Console.out(try JSON.document(ColumnFeatures.names))
                var all = files
                if let list { all += try Self.text(of: list).split(separator: "\n").map(String.init) }
                let documents = { for file in all { Console.out(try JSON.document(try document(of: file))) } }
                guard let model else { return try documents() }
                try ColumnFeatures.finding(by: Self.text(of: model), documents)
            }
        }

        private func document(of file: String) throws -> Document {
            if file.hasPrefix("headers:") {
                let names = file.dropFirst("headers:".count).split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
                return Document(
                    file: file, seconds: 0, headerRow: nil, error: nil, columns: [], features: ColumnFeatures.of(headers: names))
            }
            var choices = ReadingChoices()
            choices.region = region
            choices.refuses = false
            choices.usesLibrary = false
            let source = try SourceFile(path: file)
            let start = ContinuousClock.now
            do {
                let inspection = try SourceInspection(source, choices)
                let seconds = start.duration(to: .now).inSeconds
                let columns = inspection.columns.enumerated().map { index, column in
                    let (best, other) = column.answer(as: inspection.mapping.columns[index])
                    return Column(
                        header: inspection.headers[index], meaning: Self.text(best.meaning), confidence: best.confidence,
                        runnerUp: other.map { Self.text($0.meaning) }, evidence: column.evidence)
                }
                return Document(
                    file: file, seconds: seconds, headerRow: inspection.format.firstRowOffset, error: nil, columns: columns,
                    features: features ? try ColumnFeatures.of(file: Self.bytes(of: source), region: region) : nil)
            } catch let fault as any Fault {
                return Document(
                    file: file, seconds: start.duration(to: .now).inSeconds, headerRow: nil, error: fault.summary, columns: [],
                    features: features ? try ColumnFeatures.of(file: Self.bytes(of: source), region: region) : nil)
            }
        }

        private static func text(_ meaning: DetectedColumn.Meaning) -> String {
            switch meaning {
            case .field(let field, let role): field.rawValue + (role.map { ":\($0.rawValue)" } ?? "")
            case .extra: "extra"
            }
        }

        private static func bytes(of source: SourceFile) throws -> [UInt8] { try source.read(at: 0, count: Int(source.size ?? 0)) }

        private static func text(of path: String) throws -> String {
            String(decoding: try bytes(of: SourceFile(path: path)), as: UTF8.self)
        }
    }
}
