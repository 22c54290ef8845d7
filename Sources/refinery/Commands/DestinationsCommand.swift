internal import ArgumentParser
internal import CampaignPush
internal import Foundation
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

extension DestinationKind: ExpressibleByArgument {}

struct DestinationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destinations", abstract: "Where blocks are pushed: dialers, CRMs, webhooks, directories.",
        discussion: """
            Secrets stay out of the database: a destination names the variable that holds its own, and every push worker has to have it.

            Example:
              refinery destinations add dialer --kind webhook --url https://dialer.example/contacts --secret-env DIALER_SECRET
              refinery destinations add drop --kind directory --url /srv/campaigns --format csv
              refinery destinations
            """,
        subcommands: [List.self, Add.self, Show.self, Remove.self], defaultSubcommand: List.self)

    struct List: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List destinations (the default).", discussion: "Example:\n  refinery destinations list --json")

        @Flag(name: .long, help: "Print JSON, one object a line.")
        var json = false

        static let role = "destinations"

        func run(_ runtime: Runtime) async throws {
            let destinations = try await runtime.operations.destinations()
            if json { return try destinations.forEach { Console.out(try JSON.document(DestinationDocument($0))) } }
            Console.out("NAME                KIND          REQUESTS/MIN  WHERE")
            for destination in destinations {
                Console.out(
                    destination.name.padded(to: 20) + destination.settings.kind.rawValue.padded(to: 14)
                        + (destination.requestsPerMinute.map { "\($0)" } ?? "").padded(to: 14)
                        + (destination.settings.url ?? destination.settings.target ?? "").visible)
                if let reason = destination.stoppedReason { Console.out("                    stopped: \(reason.visible)") }
            }
            if destinations.isEmpty { Console.message("There is no destination. Next: refinery destinations add --help") }
        }
    }

    struct Add: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add a destination, or with --replace change one.",
            discussion: """
                Kinds: webhook (Standard Webhooks 1.0), rest (JSON of your own form), directory (CSV or JSON Lines), five9, ringcx, hubspot, salesforce,
                gohighlevel. What is sent is a contact once: one that was removed and is added again goes on where it was.

                Example:
                  refinery destinations add crm --kind hubspot --secret-env HUBSPOT_TOKEN --id-field refinery_id --target 42
                  refinery destinations add own --kind rest --url https://own.example/leads --template lead.json --secret-env OWN_TOKEN
                """)

        @Argument(help: "Its name.") var name: String
        @Option(name: .long, help: ArgumentHelp("What speaks there.", valueName: "kind")) var kind: DestinationKind
        @Option(name: .long, help: ArgumentHelp("Its address, or the directory. Default: the vendor's.", valueName: "url")) var url: String?
        @Option(name: .customLong("secret-env"), help: ArgumentHelp("The variable that holds its secret.", valueName: "variable"))
        var secretVariable: String?
        @Option(name: .customLong("user-env"), help: ArgumentHelp("The variable that holds the user (five9).", valueName: "variable"))
        var userVariable: String?
        @Option(
            name: .long,
            help: ArgumentHelp(
                "Five9's list, RingCX's account/campaign, HubSpot's list, Salesforce's object, GoHighLevel's location.", valueName: "id"))
        var target: String?
        @Option(name: .long, help: ArgumentHelp("The field there that holds the persona's id.", valueName: "field")) var idField: String?
        @Option(
            name: .long, help: ArgumentHelp("A further field there, and the column that it gets; repeatable.", valueName: "theirs=column"))
        var field: [String] = []
        @Option(name: .long, help: ArgumentHelp("Contacts in one request.", valueName: "n")) var batch: Int?
        @Option(name: .long, help: ArgumentHelp("Requests a minute of all push workers together.", valueName: "n")) var perMinute: Int?
        @Option(name: .long, help: ArgumentHelp("The longest that one request may take.", valueName: "seconds")) var timeout: Int?
        @Option(name: .long, help: ArgumentHelp("rest: POST, PUT or PATCH.", valueName: "method")) var method: String?
        @Option(name: .long, help: ArgumentHelp("rest: a header without a secret; repeatable.", valueName: "name: value"))
        var header: [String] = []
        @Option(name: .long, help: ArgumentHelp("rest: the header that has the secret. Default: Authorization.", valueName: "name"))
        var secretHeader: String?
        @Option(name: .long, help: ArgumentHelp("rest: a file with the body: JSON with {{columns}}.", valueName: "file")) var template:
            String?
        @Flag(name: .long, help: "rest: the service knows a request again by its Idempotency-Key.") var idempotent = false
        @Option(name: .long, help: ArgumentHelp("directory: csv or jsonl.", valueName: "format")) var format: String?
        @Flag(name: .long, help: "directory: put a ' before cells that a spreadsheet would take for a formula.") var guardFormulas = false
        @Flag(name: .long, help: "Change the one with this name.") var replace = false

        static let role = "destinations"
        static let expectsData = false

        func validate() throws {
            try check("--batch", batch, atLeast: 1)
            try check("--per-minute", perMinute, atLeast: 1)
            try check("--timeout", timeout, atLeast: 1)
        }

        func run(_ runtime: Runtime) async throws {
            let settings = try settings()
            try CampaignDestinations.check(settings)
            try await runtime.operations.setDestination(
                name, settings, requestsPerMinute: perMinute ?? kind.requestsPerMinute, replaces: replace)
            Console.message("Next: refinery blocks push <block> --to \(name)")
        }

        private func settings() throws -> DestinationSettings {
            var settings = DestinationSettings(kind)
            settings.url = url
            settings.secretVariable = secretVariable
            settings.userVariable = userVariable
            settings.target = target
            settings.idField = idField
            settings.batch = batch
            settings.timeoutSeconds = timeout
            settings.method = method?.uppercased()
            settings.secretHeader = secretHeader
            settings.isIdempotent = idempotent ? true : nil
            settings.format = format
            settings.guardsFormulas = guardFormulas ? true : nil
            if !field.isEmpty {
                settings.fields = try Dictionary(
                    field.map { text in
                        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                        guard parts.count == 2 else { throw ValidationError("--field is THEIRS=COLUMN.") }
                        return (parts[0], parts[1])
                    }
                ) { $1 }
            }
            if let template {
                guard let text = try? String(contentsOfFile: template, encoding: .utf8) else {
                    throw ValidationError("--template: \(template) cannot be read.")
                }
                settings.template = text
            }
            if !header.isEmpty {
                settings.headers = try Dictionary(
                    header.map { line in
                        guard let colon = line.firstIndex(of: ":") else { throw ValidationError("--header is name: value.") }
                        return (String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
                    }
                ) { $1 }
            }
            return settings
        }
    }

    struct Show: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a destination.", discussion: "Example:\n  refinery destinations show dialer")

        @Argument(help: "Its name.") var name: String
        @Flag(name: .long, help: "Print JSON.") var json = false

        static let role = "destinations"

        func run(_ runtime: Runtime) async throws {
            let destination = try await runtime.operations.destination(name)
            if json { return Console.out(try JSON.document(DestinationDocument(destination))) }
            Console.out("\(destination.name)  \(destination.settings.kind.rawValue)")
            if let reason = destination.stoppedReason { Console.out("  stopped: \(reason.visible)") }
            if let limit = destination.requestsPerMinute { Console.out("  \(limit) requests a minute at most") }
            Console.out("  \(try JSON.text(destination.settings).visible)")
        }
    }

    struct Remove: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Send nothing more to a destination; what it was sent stays known.",
            discussion: "Example:\n  refinery destinations remove dialer")

        @Argument(help: "Its name.") var name: String

        static let role = "destinations"

        func run(_ runtime: Runtime) async throws {
            try await runtime.operations.removeDestination(name)
            Console.message("Nothing more is sent to \(name).")
        }
    }
}

/// A destination as JSON.
private struct DestinationDocument: Encodable {
    let name: String
    let kind: String
    let settings: DestinationSettings
    let requestsPerMinute: Int32?
    let stoppedReason: String?
    let createdAt: String
    let createdBy: String

    init(_ destination: Destination) {
        name = destination.name
        kind = destination.settings.kind.rawValue
        settings = destination.settings
        requestsPerMinute = destination.requestsPerMinute
        stoppedReason = destination.stoppedReason
        createdAt = Timestamp.iso8601(destination.createdAt)
        createdBy = destination.createdBy
    }
}
