internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

struct CandidatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "candidates", abstract: "Pairs of records that may be the same: list, confirm, refuse.",
        discussion: """
            What a person says of a pair holds whatever linking finds later, and may be changed again.

            Example:
              refinery candidates
              refinery candidates confirm persona:4294967297:8589934593
              refinery candidates refuse persona:4294967297:8589934593
              refinery candidates list --state refused
            """,
        subcommands: [List.self, Confirm.self, Refuse.self], defaultSubcommand: List.self)

    struct List: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List pairs with what both say, the likeliest first.",
            discussion: "Example:\n  refinery candidates list --kind company --limit 20")

        @Option(name: .long, help: ArgumentHelp("persona or company. Default: both.", valueName: "kind"))
        var kind: LinkKind?

        @Option(name: .long, help: ArgumentHelp("candidate, confirmed, refused or accepted.", valueName: "state"))
        var state = LinkState.candidate

        @Option(name: .long, help: ArgumentHelp("At most so many. Default: 50; all with --json.", valueName: "n"))
        var limit: Int?

        @Flag(name: .long, help: "Print JSON, one object a line.")
        var json = false

        func validate() throws { try check("--limit", limit, atLeast: 1) }

        static let role = "candidates"

        func run(_ runtime: Runtime) async throws {
            var (count, last) = (0, Link?.none)
            let most = limit ?? (json ? .max : 50)
            while count < most {
                let size = min(500, most - count)
                let page = try await runtime.operations.links(state, kind: kind, after: last, limit: size)
                for pair in page {
                    let document = try LinkPairDocument(pair)
                    if json { Console.out(try JSON.text(document)) } else { show(document) }
                }
                count += page.count
                last = page.last?.link
                if page.count < size { break }
            }
            guard !json else { return }
            if count == 0 { return Console.message(state == .candidate ? "There is nothing to decide." : "There is no such pair.") }
            if state == .candidate {
                Console.message("The same: refinery candidates confirm <pair>   Not the same: refinery candidates refuse <pair>")
            }
        }

        private func show(_ pair: LinkPairDocument) {
            let person = pair.decidedBy.map { ", \(pair.state) by \($0), \((pair.decidedAt ?? "").prefix(19))" } ?? ""
            Console.out("\(pair.id)  \(GroupText.reason(pair.rule, pair.score))\(person)")
            for record in pair.records {
                let values = [
                    record.name, record.title, record.businessName, record.email, record.phone, record.address, record.city, record.state,
                ]
                Console.out("  \(values.compactMap(\.self).joined(separator: " · ").visible)")
            }
        }
    }

    struct Confirm: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm", abstract: "Say that pairs are the same.",
            discussion: "Example:\n  refinery candidates confirm persona:4294967297:8589934593")

        @Argument(help: ArgumentHelp("Pairs, as list calls them.", valueName: "pair"))
        var pairs: [LinkName]

        @Flag(name: .long, help: "Print JSON, one object a pair.")
        var json = false

        static let role = "candidates"

        func run(_ runtime: Runtime) async throws { try await decide(pairs, is: .confirmed, json: json, runtime.operations) }
    }

    struct Refuse: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "refuse", abstract: "Say that pairs are not the same; undoes a merge, too.",
            discussion: """
                Records that came by links to one of the two go with that one.

                Example:
                  refinery candidates refuse persona:4294967297:8589934593
                """)

        @Argument(help: ArgumentHelp("Pairs, as list and merge call them.", valueName: "pair"))
        var pairs: [LinkName]

        @Flag(name: .long, help: "Print JSON, one object a pair.")
        var json = false

        static let role = "candidates"

        func run(_ runtime: Runtime) async throws { try await decide(pairs, is: .refused, json: json, runtime.operations) }
    }

    private static func decide(_ pairs: [LinkName], is state: LinkState, json: Bool, _ operations: Operations) async throws {
        for pair in pairs { try GroupText.tell(try await operations.decide(pair, is: state, by: Environment.submitter), json: json) }
    }
}

extension LinkKind: ExpressibleByArgument {}
extension LinkState: ExpressibleByArgument {}

extension LinkName: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}
