internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

struct SuppressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suppress",
        abstract: "Contacts that nobody may call: opt-outs, Do Not Call registries, litigators, customers, competitors.",
        discussion: """
            What is added takes effect on every open block at once.

            Example:
              refinery suppress add --number +14155552671
              refinery suppress import dnc-212.txt --list national --date 2026-11-20
              refinery suppress import changes.txt --list national --change --base 20261120 --date 2026-11-27
              refinery suppress check +12125550101 415-555-2671
            """,
        subcommands: [List.self, Add.self, Import.self, Check.self], defaultSubcommand: List.self)

    struct List: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Show the lists, how large they are, and until when registries count (the default).",
            discussion: "Example:\n  refinery suppress list --json")

        @Flag(name: .long, help: "Print JSON, one object a line.")
        var json = false

        static let role = "suppress"
        static let expectsData = false

        func run(_ runtime: Runtime) async throws {
            let lists = try await runtime.operations.suppressionLists()
            if json {
                for list in lists { Console.out(try JSON.document(SuppressionListDocument(list))) }
                return
            }
            Console.out("LIST         ENTRIES        AREA CODES  TOO OLD  VERSION     OF          VALID UNTIL")
            for list in lists {
                Console.out(
                    list.name.padded(to: 13) + NumberFormat.grouped(list.entries).padded(to: 15)
                        + (list.areas.map { "\($0)" } ?? "–").padded(to: 12) + (list.staleAreas.map { "\($0)" } ?? "–").padded(to: 9)
                        + (list.version.map { "\($0)" } ?? "–").padded(to: 12) + (list.asOf ?? "–").padded(to: 12)
                        + (list.validUntil ?? "–"))
            }
            if !lists.contains(where: { $0.name == "national" }) {
                Console.message("The national registry was never imported: no number is checked against it.")
            }
        }
    }

    struct Add: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Suppress a number, an e-mail address, a company, a domain or a persona.",
            discussion:
                "Example:\n  refinery suppress add --number +14155552671\n  refinery suppress add --list customer --company \"Acme Inc\"")

        @Option(name: .long, help: ArgumentHelp("opt_out (for good), litigator, customer or competitor.", valueName: "list"))
        var list = "opt_out"

        @Option(name: .long, help: ArgumentHelp("A phone number.", valueName: "number"))
        var number: String?

        @Option(name: .long, help: ArgumentHelp("An e-mail address.", valueName: "email"))
        var email: String?

        @Option(name: .long, help: ArgumentHelp("A company, by its name.", valueName: "name"))
        var company: String?

        @Option(name: .long, help: ArgumentHelp("A domain: whoever has an address there, or whose company has it.", valueName: "domain"))
        var domain: String?

        @Option(name: .long, help: ArgumentHelp("A persona, by its id.", valueName: "id"))
        var persona: String?

        @Option(name: .long, help: ArgumentHelp("Where that comes from.", valueName: "text"))
        var source: String?

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        static let role = "suppress"
        static let expectsData = false

        private struct Document: Encodable {
            let list: String
            let added: Int
            let withdrawn: Int64
            let pushedTo: [ToldDestination]
        }

        private var given: [(kind: String, value: String)] {
            [("number", number), ("email", email), ("company", company), ("domain", domain), ("persona", persona)].compactMap {
                kind, value in
                value.map { (kind, $0) }
            }
        }

        func validate() throws {
            if given.isEmpty { throw ValidationError("Name the contact: --number, --email, --company, --domain or --persona.") }
        }

        func run(_ runtime: Runtime) async throws {
            var (added, withdrawn, told) = (0, Int64(0), [ToldDestination]())
            for (kind, value) in given {
                let outcome = try await runtime.operations.suppress(value, kind: kind, on: list, source: source)
                added += outcome.isNew ? 1 : 0
                withdrawn += outcome.withdrawn
                told += outcome.told
            }
            if json { Console.out(try JSON.document(Document(list: list, added: added, withdrawn: withdrawn, pushedTo: told))) }
            let news = added == 0 ? "It is on the list \(list) already" : "On the list \(list) now"
            Console.message("\(news); \(NumberFormat.counted(withdrawn, "contact")) left open blocks.")
            for place in told {
                Console.message(
                    "\(place.destination) was sent \(NumberFormat.counted(place.contacts, "contact")) of them, last at \(place.lastSentAt): take them out there, too."
                )
            }
        }
    }

    struct Check: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Say of numbers whether they are listed, clean, or not checked.",
            discussion:
                "Not checked is never clean: the national registry has no valid file for the area code.\n\nExample:\n  refinery suppress check +12125550101"
        )

        @Argument(help: ArgumentHelp("Numbers.", valueName: "number"))
        var numbers: [String]

        @Flag(name: .long, help: "Print JSON, one object a line.")
        var json = false

        static let role = "suppress"
        static let expectsData = false

        private struct Document: Encodable {
            let number: String
            let phoneE164: String?
            let status: String
            let lists: [String]
            let validUntil: String?

            enum CodingKeys: String, CodingKey {
                case number, status, lists, validUntil
                case phoneE164 = "phone_e164"
            }
        }

        func run(_ runtime: Runtime) async throws {
            for check in try await runtime.operations.check(numbers) {
                let status = check.status.rawValue
                if json {
                    Console.out(
                        try JSON.document(
                            Document(
                                number: check.number, phoneE164: check.e164, status: status, lists: check.lists,
                                validUntil: check.validUntil)))
                    continue
                }
                let reason =
                    check.e164 == nil
                    ? "no phone number"
                    : check.lists.isEmpty
                        ? check.validUntil.map { "until \($0)" } ?? "no valid file for its area code" : check.lists.joined(separator: ", ")
                Console.out("\(check.e164 ?? check.number)  \(status.replacing("_", with: " "))  (\(reason))")
            }
        }
    }
}
