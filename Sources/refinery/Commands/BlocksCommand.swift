internal import ArgumentParser
internal import Foundation
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

struct BlocksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blocks", abstract: "Campaign blocks: contacts that are ready to call, each in one open block at most.",
        discussion: """
            Example:
              refinery blocks generate --by sic2,state,revenue --where '{"state":["TX"],"decision_maker":true}' --min 50 --max 500 --dry-run
              refinery blocks
              refinery blocks contacts 0b9f1c2a --format csv --output block.csv
              refinery blocks push 0b9f1c2a --to dialer
              refinery blocks results calls.csv
            """,
        subcommands: [
            List.self, Generate.self, Show.self, Contacts.self, Push.self, Pushes.self, Cancel.self, Scrub.self, Results.self, Rules.self,
            Bands.self, Windows.self,
        ],
        defaultSubcommand: List.self)

    struct List: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List blocks, newest first (the default).", discussion: "Example:\n  refinery blocks list --json"
        )

        @Flag(name: .long, help: "Also those that are cancelled or completed.")
        var all = false

        @Flag(name: .long, help: "Print JSON, one object a line.")
        var json = false

        static let role = "blocks"

        func run(_ runtime: Runtime) async throws {
            let blocks = try await runtime.operations.blocks(onlyLiving: !all)
            if json {
                for block in blocks { Console.out(try JSON.document(BlockDocument(block))) }
                return
            }
            Console.out("ID        STATUS     CONTACTS  READY   VALID UNTIL           NAME")
            for block in blocks {
                Console.out(
                    block.id.uuidString.lowercased().prefix(8) + "  " + block.status.padded(to: 11) + "\(block.contacts)".padded(to: 10)
                        + "\(block.ready)".padded(to: 8) + Timestamp.short(block.validUntil).padded(to: 22) + block.name.visible)
            }
            if blocks.isEmpty { Console.message("There is no block. Next: refinery blocks generate --dry-run") }
            for rule in try await runtime.operations.standingRules() where rule.status != nil { Console.message(rule.outcome) }
        }
    }

    struct Show: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a block, and how far it is.", discussion: "Example:\n  refinery blocks show 0b9f1c2a")

        @OptionGroup var target: BlockTarget

        static let role = "blocks"

        func run(_ runtime: Runtime) async throws {
            let block = try await target.block(runtime)
            try target.show(block, try await runtime.operations.pushCounts(of: [block.id]))
        }
    }

    struct Contacts: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "contacts", abstract: "Write the contacts of a block that are to be called, in their order.",
            discussion:
                "An expired block is refused until it is scrubbed.\n\nExample:\n  refinery blocks contacts 0b9f1c2a --format csv --output block.csv"
        )

        @Argument(help: ArgumentHelp("The block's id, or the beginning of it.", valueName: "block"))
        var id: String

        @Option(
            name: .long, help: ArgumentHelp("csv, jsonl or xlsx. Default: csv, and xlsx for an output of that name.", valueName: "format"))
        var format: ExportFormat?

        @Flag(name: .long, help: "The same as --format jsonl.")
        var json = false

        @Option(name: .long, help: ArgumentHelp("A file. Default: standard output.", valueName: "file"))
        var output: String?

        @Flag(name: .long, help: "Refuse to replace a file that is there.")
        var noClobber = false

        static let role = "blocks"

        func run(_ runtime: Runtime) async throws {
            let block = try await runtime.operations.block(id)
            guard block.status == "open" else { throw BlockFault.notOpen(id: block.id, status: block.status) }
            let target = try OutputTarget(path: output, replaces: !noClobber)
            let count = try await runtime.operations.writeContacts(
                of: block, as: ExportFormat(format, json: json, output: output), to: target.write)
            try target.finish()
            Console.message("\(NumberFormat.counted(count, "contact")) of \(block.name.visible)\(OutputTarget.place(output)).")
            if block.notChecked > 0 {
                Console.message("\(NumberFormat.counted(block.notChecked, "number")) not checked against the national registry.")
            }
        }
    }

    struct Cancel: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel", abstract: "End a block; its contacts are free for others.",
            discussion: "Example:\n  refinery blocks cancel 0b9f1c2a")

        @OptionGroup var target: BlockTarget

        static let role = "blocks"

        func run(_ runtime: Runtime) async throws {
            let block = try await target.block(runtime)
            let released = try await runtime.operations.cancel(block)
            if target.json { try target.show(try await target.block(runtime)) }
            Console.message("Cancelled; \(NumberFormat.counted(released, "contact")) released.")
        }
    }

    struct Scrub: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "scrub", abstract: "Hold a block against all lists again; one that expired takes back who is still free.",
            discussion: "Example:\n  refinery blocks scrub 0b9f1c2a")

        @OptionGroup var target: BlockTarget

        static let role = "blocks"

        func run(_ runtime: Runtime) async throws {
            let outcome = try await runtime.operations.scrub(try await target.block(runtime))
            if target.json { try target.show(try await target.block(runtime)) }
            Console.message(
                "\(NumberFormat.counted(outcome.contacts, "contact")) may be called until \(Timestamp.short(outcome.validUntil)); \(NumberFormat.grouped(outcome.withdrawn)) went."
            )
        }
    }

    struct Results: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "results", abstract: "Take what came of calls: personas, blocks and opt-outs follow.",
            discussion: """
                CSV with a header, or JSON Lines: persona_id (or external_id) or phone, disposition, and perhaps block_id, called_at, note. Dispositions:
                no_answer, busy, voicemail, callback, connected, interested, sale, not_interested, wrong_number, disconnected, do_not_call.

                Example:
                  refinery blocks results calls.csv
                """)

        @Argument(help: ArgumentHelp("The file, or - for standard input.", valueName: "file"))
        var file: String

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        static let role = "blocks"

        func run(_ runtime: Runtime) async throws {
            let outcome = try await runtime.operations.importCallResults(file)
            for reject in outcome.rejects.prefix(20) { Console.message("line \(reject.line): \(reject.reason)") }
            if json {
                Console.out(try JSON.document(CallResultsDocument(outcome, showsText: true)))
            }
            Console.message(
                "\(NumberFormat.counted(outcome.stored, "new result")); \(NumberFormat.counted(outcome.withdrawn, "contact")) left open blocks; \(NumberFormat.counted(Int64(outcome.rejects.count), "line")) rejected."
            )
        }
    }
}

/// The block that a command is about.
struct BlockTarget: ParsableArguments {
    @Argument(help: ArgumentHelp("The block's id, or the beginning of it.", valueName: "block"))
    var id: String

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func block(_ runtime: Runtime) async throws -> CampaignBlock { try await runtime.operations.block(id) }

    /// - Parameter pushes: How far its contacts are at each destination; nil: that is not asked for.
    func show(_ block: CampaignBlock, _ pushes: [PushCounts]? = nil) throws {
        if json { return Console.out(try JSON.document(BlockDocument(block, pushes))) }
        Console.out("\(block.name.visible)  \(block.id.uuidString.lowercased())")
        Console.out("  \(block.status); valid until \(Timestamp.short(block.validUntil)), scrubbed at \(Timestamp.short(block.scrubbedAt))")
        let counts = [
            ("ready", block.ready), ("called", block.called), ("done", block.done), ("suppressed", block.suppressed),
            ("released", block.released),
            ("not checked", block.notChecked),
        ]
        Console.out("  \(block.contacts) contacts: " + counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", "))
        for counts in pushes ?? [] { Console.out("  to \(BlocksCommand.Push.words(counts))") }
        Console.out("  criteria: \(block.criteria.visible)")
    }
}
