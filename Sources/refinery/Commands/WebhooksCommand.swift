internal import ArgumentParser
internal import Foundation
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Secrets

struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks", abstract: "Receivers of alerts, signed (Standard Webhooks 1.0), and what came of each delivery.",
        discussion: """
            Coordinators send them. ALERT_WEBHOOK_URL of theirs is one, too.

            Example:
              refinery webhooks add https://ops.example/hooks/refinery --events 'import.*,budget.*,worker.lost'
              refinery webhooks test https://ops.example/hooks/refinery
              refinery webhooks deliveries --state failed
              refinery webhooks replay --failed --since 12h
            """,
        subcommands: [List.self, Add.self, Remove.self, Test.self, Deliveries.self, Replay.self, Alerts.self], defaultSubcommand: List.self)

    struct List: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List webhooks (the default).", discussion: "Example:\n  refinery webhooks list --json")

        @Flag(name: .long, help: "Also show the secrets that messages are signed with.") var showSecrets = false
        @Flag(name: .long, help: "Print JSON, one object a line.") var json = false

        static let role = "webhooks"
        static let expectsData = false

        func run(_ runtime: Runtime) async throws {
            let webhooks = try await runtime.operations.webhooks()
            var rows: [[String?]] = []
            for webhook in webhooks {
                let secret = showSecrets ? try await runtime.operations.secret(of: webhook) : nil
                if json { Console.out(try JSON.document(WebhookDocument(webhook, secret: secret))) }
                let state =
                    webhook.disabledReason.map { "disabled: \($0)" } ?? NumberFormat.counted(webhook.pending, "message") + " to send"
                rows.append([short(webhook.id), webhook.events.joined(separator: ","), webhook.url, secret?.text, state])
            }
            if json { return }
            if !showSecrets { rows = rows.map { [$0[0], $0[1], $0[2], $0[4]] } }
            TextTable.print(["ID", "EVENTS", "ADDRESS"] + (showSecrets ? ["SECRET"] : []) + ["STATE"], rows, widest: 60)
            if webhooks.isEmpty { Console.message("There is no webhook. Next: refinery webhooks add --help") }
        }
    }

    struct Add: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Send alerts to an address from now on.",
            discussion: """
                Kinds of alerts stand in docs/webhooks.md; a group of them is 'import.*', all are '*'. The secret is printed once, and shown again by
                refinery webhooks list --show-secrets.

                Example:
                  refinery webhooks add https://ops.example/hooks/refinery --events import.failed,import.paused
                  refinery webhooks add http://10.0.0.7:9000/refinery --allow-private
                """)

        @Argument(help: ArgumentHelp("Its address: https.", valueName: "url")) var url: String
        @Option(name: .long, help: ArgumentHelp("Kinds of alerts, separated by commas. Default: all.", valueName: "kinds"))
        var events = "*"
        @Flag(name: .long, help: "It may be an address of this machine or its network, and http.") var allowPrivate = false
        @Option(
            name: .customLong("secret-env"),
            help: ArgumentHelp("The variable that holds a secret of your own (whsec_…). Default: one is made.", valueName: "variable"))
        var secretVariable: String?
        @Flag(name: .long, help: "Change the one with this address; one that was disabled is sent to again.") var replace = false
        @Flag(name: .long, help: "Print JSON.") var json = false

        static let role = "webhooks"
        static let expectsData = false

        func run(_ runtime: Runtime) async throws {
            var request = WebhookRequest(url: url)
            request.events = events.split(separator: ",").map { String($0.filter { $0 != " " }) }
            (request.allowsPrivate, request.replaces, request.creator) = (allowPrivate, replace, Environment.submitter)
            if let secretVariable {
                guard let secret = EnvironmentReader(Environment.variables).secret(secretVariable) else {
                    throw ValidationError("--secret-env: \(secretVariable) is not set.")
                }
                request.secret = secret
            }
            let (webhook, secret) = try await runtime.operations.addWebhook(request)
            if json {
                Console.out(try JSON.document(WebhookDocument(webhook, secret: secret)))
            } else {
                Console.out(short(webhook.id) + (secretVariable == nil ? secret.map { "  " + $0.text } ?? "" : ""))
            }
            Console.message("Next: refinery webhooks test \(short(webhook.id))")
        }
    }

    struct Remove: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Send nothing more to a webhook, and forget what was sent.",
            discussion: "Example:\n  refinery webhooks remove https://ops.example/hooks/refinery")

        @Argument(help: ArgumentHelp("Its address, or its id.", valueName: "webhook")) var name: String
        @Flag(name: .long, help: "Print JSON.") var json = false

        static let role = "webhooks"

        func run(_ runtime: Runtime) async throws {
            let webhook = try await runtime.operations.removeWebhook(name)
            if json { Console.out(try JSON.document(WebhookDocument(webhook))) }
            Console.message("Nothing more is sent to \(webhook.url.visible).")
        }
    }

    struct Test: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Send a message, and say what was answered.",
            discussion: """
                A coordinator sends it. Exits with 69 when it did not arrive, and with 75 when nobody has sent it in time.

                Example:
                  refinery webhooks test https://ops.example/hooks/refinery
                """)

        @Argument(help: ArgumentHelp("Its address, or its id.", valueName: "webhook")) var name: String
        @Option(name: .long, help: ArgumentHelp("How long to wait for the answer.", valueName: "seconds")) var timeout = 20
        @Flag(name: .long, help: "Print JSON.") var json = false

        static let role = "webhooks"

        func validate() throws { try check("--timeout", timeout, atLeast: 0) }

        func run(_ runtime: Runtime) async throws {
            let id = try await runtime.operations.testWebhook(name)
            let end = ContinuousClock.now.advanced(by: .seconds(timeout))
            while true {
                let delivery = try await runtime.operations.delivery(id)
                if delivery.state == .pending, delivery.lastError == nil, ContinuousClock.now < end {
                    try await Task.sleep(for: .milliseconds(150))
                    continue
                }
                if json { Console.out(try JSON.document(DeliveryDocument(delivery))) }
                guard delivery.state != .delivered else { return Console.message("Delivered: status \(delivery.lastStatus ?? 0).") }
                throw TestUndelivered(reason: delivery.lastError, id: short(id))
            }
        }
    }

    struct Deliveries: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "deliveries", abstract: "What was, or is to be, sent; the newest first.",
            discussion: "Example:\n  refinery webhooks deliveries --state failed --json")

        @Option(name: .long, help: ArgumentHelp("Only of this one: its address, or its id.", valueName: "webhook")) var webhook: String?
        @Option(name: .long, help: ArgumentHelp("pending, delivered or failed.", valueName: "state")) var state: DeliveryState?
        @Option(name: .long, help: ArgumentHelp("At most so many.", valueName: "n")) var limit = 50
        @Option(name: .long, help: ArgumentHelp("Go on behind this one, the last of the page before.", valueName: "id")) var after: String?
        @Flag(name: .long, help: "Print JSON, one object a line.") var json = false

        static let role = "webhooks"

        func validate() throws { try check("--limit", limit, atLeast: 1) }

        func run(_ runtime: Runtime) async throws {
            let operations = runtime.operations
            var (ofWebhook, behind): (UUID?, UUID?) = (nil, nil)
            if let webhook { ofWebhook = try await operations.webhook(webhook).id }
            if let after { behind = try await operations.deliveryID(after) }
            let deliveries = try await operations.deliveries(of: ofWebhook, state: state, after: behind, limit: limit)
            if json { return try deliveries.forEach { Console.out(try JSON.document(DeliveryDocument($0))) } }
            TextTable.print(
                ["ID", "AT", "TYPE", "STATE", "ATTEMPTS", "STATUS", "WHAT"],
                deliveries.map { delivery in
                    [
                        short(delivery.id), Timestamp.short(delivery.at), delivery.kind, delivery.state.rawValue, "\(delivery.attempts)",
                        delivery.lastStatus.map { "\($0)" },
                        delivery.state == .delivered
                            ? AlertKind(rawValue: delivery.kind)?.summary(delivery.data) ?? "" : delivery.lastError ?? "to be sent",
                    ]
                })
        }
    }

    struct Replay: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay", abstract: "Send deliveries once more, with the same ids.",
            discussion: """
                Example:
                  refinery webhooks replay 3f2a9c1e
                  refinery webhooks replay --failed --since 12h
                """)

        @Argument(help: ArgumentHelp("Ids of deliveries, as `deliveries` or the header webhook-id has them.", valueName: "id"))
        var ids: [String] = []
        @Flag(name: .long, help: "All that failed.") var failed = false
        @Option(name: .long, help: ArgumentHelp("With --failed: only of this one.", valueName: "webhook")) var webhook: String?
        @Option(name: .long, help: ArgumentHelp("With --failed: only since 30m, 12h, 7d ago, or a time.", valueName: "time"))
        var since: String?
        @Flag(name: .long, help: "Print JSON, one object a line.") var json = false

        static let role = "webhooks"

        func validate() throws {
            guard failed != !ids.isEmpty else { throw ValidationError("Give ids of deliveries, or --failed.") }
            guard failed || (webhook == nil && since == nil) else { throw ValidationError("--webhook and --since go with --failed.") }
            if let since, Timestamp.seconds(parsing: since) == nil { throw ValidationError("--since takes 30m, 12h, 7d or a time.") }
        }

        func run(_ runtime: Runtime) async throws {
            let operations = runtime.operations
            var replayed: [UUID] = []
            if failed {
                let seconds = since.flatMap { Timestamp.seconds(parsing: $0) }.map { Date().timeIntervalSince1970 - $0 }
                var of: UUID?
                if let webhook { of = try await operations.webhook(webhook).id }
                replayed = try await operations.replayFailed(of: of, within: seconds)
            } else {
                var deliveries: [UUID] = []
                for id in ids { deliveries.append(try await operations.deliveryID(id)) }
                replayed = try await operations.replay(deliveries)
            }
            for id in replayed {
                Console.out(json ? try JSON.document(["id": id.uuidString.lowercased(), "state": "pending"]) : short(id))
            }
            let words = NumberFormat.counted(Int64(replayed.count), "message")
            Console.message(
                "\(words) will be sent again."
                    + (replayed.count < ids.count ? " The others are on their way, or their webhook is disabled." : ""))
        }
    }

    struct Alerts: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "alerts", abstract: "What is wrong now, the newest first.",
            discussion: "Example:\n  refinery webhooks alerts --json")

        @Flag(name: .long, help: "Print JSON, one object a line.") var json = false

        static let role = "webhooks"

        func run(_ runtime: Runtime) async throws {
            let alerts = try await runtime.operations.alerts()
            if json { return try alerts.forEach { Console.out(try JSON.document(AlertDocument($0))) } }
            for alert in alerts {
                let kind = AlertKind(rawValue: alert.kind)
                Console.out("\(Timestamp.short(alert.raisedAt))  \(alert.kind)  \((kind?.summary(alert.data) ?? alert.subject).visible)")
                if let remedy = kind?.remedy { Console.out("    \(remedy)") }
            }
            if alerts.isEmpty { Console.message("Nothing is wrong that the fleet knows of.") }
        }
    }
}

/// As much of an id as people type.
private func short(_ id: UUID) -> String { String(id.uuidString.lowercased().prefix(8)) }

extension DeliveryState: ExpressibleByArgument {}

/// A test message that did not arrive.
struct TestUndelivered: Fault {
    /// nil: nobody has sent it yet.
    let reason: String?
    let id: String

    var code: FaultCode { reason == nil ? .stateConflict : .destinationUnavailable }
    var summary: String { reason.map { "The message did not arrive: \($0)" } ?? "Nobody has sent the message yet." }
    var remedy: String? {
        reason == nil
            ? "Start a coordinator; then look: refinery webhooks deliveries"
            : "It is sent again by the schedule; correct what it says, then at once: refinery webhooks replay \(id)"
    }
}
