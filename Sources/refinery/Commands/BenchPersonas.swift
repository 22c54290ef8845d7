internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages

extension BenchCommand {
    /// Puts the records of a table together in memory, for `scripts/bench personas`.
    struct Personas: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "personas",
            abstract: "Print which rows of a table are one person, or one company: row and cluster, parted by tabs.")

        @Argument(
            help:
                "Text in columns parted by tabs, its first line the names of columns as in records; several phones or e-mails parted by blanks."
        )
        var file: String

        @Option(name: .long, help: "persona or company.")
        var kind = "persona"

        @Flag(name: .long, help: "Print the links instead: both rows, rule, score, state.")
        var links = false

        func run() async throws {
            try await reporting {
                guard let kind = LinkKind(rawValue: kind) else { throw ValidationError("--kind is persona or company.") }
                let source = try SourceFile(path: file)
                let text = String(decoding: try source.read(at: 0, count: Int(source.size ?? 0)), as: UTF8.self)
                let lines = text.split(separator: "\n")
                let names = lines[0].split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                let records = lines.dropFirst().enumerated().map { Self.record(Int64($0), $1, names) }
                let start = ContinuousClock.now
                let features = records.map { LinkFeatures($0) }
                let made = ContinuousClock.now
                let found = LinkPairs.links(kind, features)
                var clusters = LinkClusters(kind, features)
                let joined = clusters.join(found)
                let groups = clusters.groups()
                let end = ContinuousClock.now
                if links {
                    Console.outText(
                        joined.map { "\($0.record.rawValue)\t\($0.other.rawValue)\t\($0.rule)\t\($0.score)\t\($0.state.rawValue)" }
                            .joined(separator: "\n") + "\n")
                } else {
                    let rows = groups.flatMap { group in group.map { "\($0.record.rawValue)\t\(group[0].record.rawValue)" } }
                    Console.outText(rows.joined(separator: "\n") + "\n")
                }
                Console.message("features \(start.duration(to: made).inSeconds) s, links \(made.duration(to: end).inSeconds) s")
            }
        }

        private static func record(_ id: Int64, _ line: Substring, _ names: [String]) -> LinkRecord {
            var record = LinkRecord(id: RecordID(rawValue: id))
            for (name, cell) in zip(names, line.split(separator: "\t", omittingEmptySubsequences: false)) where !cell.isEmpty {
                let text = String(cell)
                switch name {
                case "business_name": record.businessName = text
                case "contact_name": record.contactName = text
                case "first_name": record.firstName = text
                case "last_name": record.lastName = text
                case "title": record.title = text
                case "emails": record.emails = text.split(separator: " ").map { $0.lowercased() }
                case "phones": record.phones += text.split(separator: " ").map { LinkPhone(String($0), .business) }
                case "direct_phones": record.phones += text.split(separator: " ").map { LinkPhone(String($0), .direct) }
                case "website": record.website = text
                case "address": record.address = text
                case "city": record.city = text
                case "state": record.state = text
                case "zip_code": record.zipCode = text
                default: break
                }
            }
            return record
        }
    }
}
