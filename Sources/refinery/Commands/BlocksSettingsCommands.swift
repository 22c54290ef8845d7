internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// What blocks are made by: standing segmentations, bands, hours.
extension BlocksCommand {
    struct Rules: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "rules", abstract: "Show standing segmentations, and what became of them after the last import.",
            discussion: "They are set by blocks generate --rules FILE.\n\nExample:\n  refinery blocks rules --json")

        @Flag(name: .long, help: "Print JSON, one object a line.")
        var json = false

        static let role = "blocks"

        private struct Document: Encodable {
            let name: String, version: Int32, afterImport: Bool, criteria: JSONValue
            let importId: String?, status: String?, blocks: Int32?, contacts: Int64?, error: String?, endedAt: String?
        }

        func run(_ runtime: Runtime) async throws {
            let rules = try await runtime.operations.standingRules()
            for rule in rules {
                if json {
                    Console.out(
                        try JSON.document(
                            Document(
                                name: rule.rule.name, version: rule.version, afterImport: rule.rule.isAfterImport,
                                criteria: JSONValue(Array(rule.rule.criteria.utf8)) ?? .null, importId: rule.importID?.description,
                                status: rule.status, blocks: rule.blocks, contacts: rule.contacts, error: rule.error,
                                endedAt: rule.endedAt.map(Timestamp.iso8601))))
                    continue
                }
                Console.out(
                    "\(rule.rule.name.visible)  version \(rule.version)\(rule.rule.isAfterImport ? "  after each import" : "")  \(rule.rule.criteria.visible)"
                )
                if rule.status != nil { Console.out("  " + rule.outcome) }
            }
            if rules.isEmpty { Console.message("There is no standing segmentation. Next: refinery blocks generate --rules FILE") }
        }
    }

    struct Bands: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "bands", abstract: "Show the bands of revenue and employees, or set others from now on.",
            discussion: """
                A file of bands is a JSON list; the first begins at 0, each ends one below the next, the last has no end. Blocks that are there keep their names.

                Example:
                  refinery blocks bands
                  refinery blocks bands --set bands.json --dimension employees
                """)

        @Option(name: .long, help: ArgumentHelp("revenue or employees. Default: both are shown.", valueName: "dimension"))
        var dimension: String?

        @Option(
            name: .long,
            help: ArgumentHelp("A JSON file: [{\"code\":\"small\",\"label\":\"Small\",\"low\":0,\"high\":49}, …].", valueName: "file"))
        var set: String?

        @Flag(name: .long, help: "Print JSON, one object a line.")
        var json = false

        static let role = "blocks"
        static let expectsData = false

        private struct Document: Encodable {
            let dimension: String, version: Int32, code: String, label: String, low: Int64, high: Int64?
        }

        func validate() throws {
            if let dimension, !["revenue", "employees"].contains(dimension) {
                throw ValidationError("--dimension is revenue or employees, not \(dimension).")
            }
            if set != nil && dimension == nil { throw ValidationError("Say which bands --set is about: --dimension revenue or employees.") }
        }

        func run(_ runtime: Runtime) async throws {
            if let set, let dimension {
                let version = try await runtime.operations.setBands(try SettingsFile.text(of: set), of: dimension)
                Console.message("Bands of \(dimension) have version \(version) now.")
            }
            for band in try await runtime.operations.bands(of: dimension) {
                if json {
                    Console.out(
                        try JSON.document(
                            Document(
                                dimension: band.dimension, version: band.version, code: band.code, label: band.label, low: band.low,
                                high: band.high)))
                    continue
                }
                let range = "\(NumberFormat.grouped(band.low)) " + (band.high.map { "to \(NumberFormat.grouped($0))" } ?? "and more")
                Console.out(
                    band.dimension.padded(to: 11) + "version \(band.version)".padded(to: 12) + band.code.visible.padded(to: 12)
                        + range.padded(to: 36) + band.label.visible)
            }
        }
    }

    struct Windows: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "windows", abstract: "Show when people of each state may be called, or set other hours from a day on.",
            discussion: """
                Hours are those at the contact's place. What the federal row (US) forbids stays forbidden. Blocks that are there get their hours again by a scrub.

                Example:
                  refinery blocks windows --state TX
                  refinery blocks windows --state TX --from 2026-12-01 --weekdays 09:00-20:00 --sunday none --basis "Bus. & Com. Code 301.051"
                """)

        @Option(name: .long, help: ArgumentHelp("Two letters, or US for all. Default: every state is shown.", valueName: "state"))
        var state: String?

        @Option(name: .long, help: ArgumentHelp("The day from which on the hours count.", valueName: "date"))
        var from: String?

        @Option(name: .long, help: ArgumentHelp("Monday to Friday, as 09:00-20:00, or none. Default: as before.", valueName: "hours"))
        var weekdays: String?

        @Option(name: .long, help: ArgumentHelp("Saturday. Default: as before.", valueName: "hours"))
        var saturday: String?

        @Option(name: .long, help: ArgumentHelp("Sunday. Default: as before.", valueName: "hours"))
        var sunday: String?

        @Option(name: .long, help: ArgumentHelp("Where that stands.", valueName: "text"))
        var basis: String?

        @Flag(name: .long, help: "Print JSON, one object a line.")
        var json = false

        static let role = "blocks"
        static let expectsData = false

        private struct Document: Encodable {
            let state: String, effectiveFrom: String, weekdays: String?, saturday: String?, sunday: String?, basis: String
        }

        func validate() throws {
            guard from != nil || weekdays != nil || saturday != nil || sunday != nil || basis != nil else { return }
            guard state != nil, let from, weekdays != nil || saturday != nil || sunday != nil else {
                throw ValidationError("To set hours say --state, --from, and some of --weekdays, --saturday and --sunday.")
            }
            guard from.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil, Timestamp.seconds(parsing: from) != nil else {
                throw ValidationError("--from is a day, as 2026-12-01, not \(from).")
            }
        }

        func run(_ runtime: Runtime) async throws {
            if let state, let from {
                try await runtime.operations.set(
                    SetCallWindow(state: state, from: from, weekdays: weekdays, saturday: saturday, sunday: sunday, basis: basis))
                Console.message("Set from \(from) on. Open blocks have these hours after: refinery blocks scrub BLOCK")
            }
            if !json { Console.out("STATE  FROM        MONDAY-FRIDAY  SATURDAY     SUNDAY       BASIS") }
            for window in try await runtime.operations.callWindows(of: state) {
                let hours = [window.weekdays, window.saturday, window.sunday].map(Self.text)
                if json {
                    Console.out(
                        try JSON.document(
                            Document(
                                state: window.state, effectiveFrom: window.effectiveFrom, weekdays: hours[0], saturday: hours[1],
                                sunday: hours[2], basis: window.basis)))
                    continue
                }
                Console.out(
                    window.state.padded(to: 7) + window.effectiveFrom.padded(to: 12) + (hours[0] ?? "none").padded(to: 15)
                        + (hours[1] ?? "none").padded(to: 13) + (hours[2] ?? "none").padded(to: 13) + window.basis.visible)
            }
        }

        private static func text(_ hours: [String?]) -> String? {
            guard let from = hours[0], let until = hours[1] else { return nil }
            return "\(from)-\(until)"
        }
    }
}

/// A small JSON file that a command is given.
enum SettingsFile {
    /// - Throws: As ``SourceFile``.
    static func text(of path: String) throws -> String {
        let file = try SourceFile(path: path)
        return String(decoding: try file.read(at: 0, count: 1 << 22), as: UTF8.self)
    }
}

extension StandingRule {
    /// What became of it after the last import, for people.
    var outcome: String {
        let place = importID.map { " after import \($0.description.prefix(8))" } ?? ""
        return switch status {
        case "done":
            "“\(rule.name.visible)” made \(NumberFormat.counted(Int64(blocks ?? 0), "block")) of \(NumberFormat.counted(contacts ?? 0, "contact"))\(place)."
        case "failed": "“\(rule.name.visible)” made no blocks\(place): \(error?.visible ?? "unknown")"
        default: "“\(rule.name.visible)” waits to make blocks\(place)."
        }
    }
}
