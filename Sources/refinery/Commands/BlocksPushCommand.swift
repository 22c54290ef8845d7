internal import ArgumentParser
internal import CampaignPush
internal import Foundation
internal import RefineryFleet
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

extension PushStatus: ExpressibleByArgument {}

extension BlocksCommand {
    struct Push: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "push", abstract: "Send the contacts of blocks to a destination, each once.",
            discussion: """
                Every contact is held against all lists once more in the moment it is sent. The push workers of the fleet send, and one that this command
                starts. A contact that may have arrived at a service that cannot tell is `unknown`: it is not sent again by itself. Look there, then say
                --unknown pushed, or --unknown again.

                Example:
                  refinery blocks push 0b9f1c2a --to dialer
                  refinery blocks push --all --to dialer --detach
                  refinery blocks push 0b9f1c2a --to dialer --retry-failed
                """)

        /// What is to become of contacts that may have arrived.
        enum Unknown: String, CaseIterable, ExpressibleByArgument {
            /// They are there.
            case pushed
            /// They are not, or may come twice.
            case again
        }

        @Argument(help: ArgumentHelp("The blocks' ids, or their beginnings.", valueName: "blocks")) var ids: [String] = []
        @Flag(name: .long, help: "All open blocks.") var all = false
        @Option(name: .customLong("to"), help: ArgumentHelp("The destination.", valueName: "name")) var destination: String
        @Flag(name: .long, help: "Send those again that failed or were refused.") var retryFailed = false
        @Option(name: .long, help: ArgumentHelp("Those that may have arrived: pushed (they did) or again.", valueName: "what"))
        var unknown: Unknown?
        @Flag(name: .long, help: "Hand it to the fleet and end; nothing is started here.") var detach = false
        @Flag(name: .long, help: "Print JSON.") var json = false

        static let role = "blocks"

        func validate() throws {
            if ids.isEmpty != all { throw ValidationError("Name blocks, or say --all.") }
        }

        func run(_ runtime: Runtime) async throws {
            let operations = runtime.operations
            let target = try await operations.destination(destination)
            let blocks = try await blocks(operations)
            // What can be known here is said here, not by a worker.
            if !detach { _ = try runtime.configuration.push.makeDestination()(target.settings) }
            if unknown == .pushed {
                let count = try await operations.confirmPushed(blocks, at: target.name)
                Console.message("\(NumberFormat.counted(Int64(count), "contact")) that were unknown: pushed.")
            }
            var plan = PushPlan(destination: target.name, blocks: blocks, contactsPerRequest: target.settings.contactsPerRequest)
            if retryFailed { plan.again += [.failed, .refused] }
            if unknown == .again { plan.again.append(.unknown) }
            let begun = try await operations.push(plan, attempts: runtime.configuration.fleet.attempts)
            if let begun { Console.message("\(NumberFormat.counted(begun.contacts, "contact")): run \(begun.run)") }
            // Of a push that was interrupted, or that others began: they are sent as well.
            let others = try await operations.pendingPushes(of: blocks, at: target.name).filter { $0.run != begun?.run }
            for other in others {
                Console.message("\(NumberFormat.counted(other.contacts, "contact")) on the way already: run \(other.run)")
            }
            let run = detach ? nil : try await followed((begun.map { [$0.run] } ?? []) + others.map(\.run), runtime)
            let counts = try await operations.pushCounts(of: blocks, at: target.name).first ?? PushCounts(destination: target.name)
            if json {
                Console.out(try JSON.document(PushDocument(begun, run, blocks, counts)))
            } else {
                Console.out(Self.words(counts))
            }
            if begun == nil, others.isEmpty { Console.message("Nothing new to send: all contacts were sent before.") }
            if detach, let next = begun?.run ?? others.first?.run {
                Console.message("\(begun == nil ? "Nothing new to send." : "Handed to the fleet.") Next: refinery watch \(next.short)")
            }
            Self.hints(counts, run).forEach(Console.message)
            if let run { try ImportEnding.check(run.status) }
        }

        private func blocks(_ operations: Operations) async throws -> [UUID] {
            if all { return try await operations.blocks(onlyLiving: true).filter { $0.status == "open" }.map(\.id) }
            var blocks: [UUID] = []
            for id in ids {
                let block = try await operations.block(id)
                guard block.status == "open" || unknown == .pushed else { throw BlockFault.notOpen(id: block.id, status: block.status) }
                if !blocks.contains(block.id) { blocks.append(block.id) }
            }
            return blocks
        }

        /// Has a push worker send on this machine beside those of the fleet, until each run ends or pauses.
        /// - Returns: The first that did not complete, else the first; nil where there is none.
        private func followed(_ runs: [RunID], _ runtime: Runtime) async throws -> RunSummary? {
            var first: RunSummary?
            do {
                for id in runs {
                    let fleet = LocalFleet.own(runtime, workers: 0, enrichWorkers: 0, pushWorkers: 1)
                    let ended = try await fleet.following(id, runtime.operations)
                    if first == nil || (first?.status == .completed && ended.status != .completed) { first = ended }
                }
            } catch let interruption as Interruption {
                Console.message(
                    "Interrupted: what is sent stays sent. The rest goes on by the same command, or by push workers of the fleet.")
                throw interruption
            }
            return first
        }

        static func words(_ counts: PushCounts) -> String {
            let parts = [
                ("pushed", counts.pushed), ("pending", counts.pending), ("refused", counts.refused), ("failed", counts.failed),
                ("unknown", counts.unknown), ("suppressed", counts.suppressed),
            ]
            let told = parts.filter { $0.1 > 0 }.map { "\(NumberFormat.grouped($0.1)) \($0.0)" }.joined(separator: ", ")
            return "\(counts.destination): \(NumberFormat.counted(counts.contacts, "contact"))" + (told.isEmpty ? "" : ": \(told)")
        }

        private static func hints(_ counts: PushCounts, _ run: RunSummary?) -> [String] {
            var hints: [String] = []
            if let run, run.status == .paused {
                let why =
                    run.statusReason == PauseReason.destinationStopped.rawValue
                    ? "Paused: the destination takes nothing. Why: refinery destinations show \(counts.destination). Then" : "Paused. Go on"
                hints.append("\(why): refinery resume \(run.id.short)")
            }
            if counts.failed + counts.refused > 0 { hints.append("Send those again that were not taken: --retry-failed") }
            if counts.unknown > 0 { hints.append("Some may have arrived. Look there, then: --unknown pushed, or --unknown again") }
            return hints
        }
    }

    struct Pushes: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "pushes", abstract: "List where each contact of a block is on its way to destinations.",
            discussion: "Example:\n  refinery blocks pushes 0b9f1c2a --to dialer --status unknown --json")

        @Argument(help: ArgumentHelp("The block's id, or the beginning of it.", valueName: "block")) var id: String
        @Option(name: .customLong("to"), help: ArgumentHelp("Only of this destination.", valueName: "name")) var destination: String?
        @Option(name: .long, help: ArgumentHelp("pending, pushed, refused, failed, unknown or suppressed.", valueName: "status"))
        var status: PushStatus?
        @Flag(name: .long, help: "Print JSON, one object a line.") var json = false

        static let role = "blocks"

        func run(_ runtime: Runtime) async throws {
            let block = try await runtime.operations.block(id)
            let rows = try await runtime.operations.pushes(of: block, at: destination, status: status)
            if json { return try rows.forEach { Console.out(try JSON.document(PushRowDocument($0))) } }
            Console.out("PERSONA                               STATUS      DESTINATION         REASON")
            for row in rows {
                // Who was merged since is still known there by the old id.
                let known = row.externalID == row.personaID ? "" : "sent as \(row.externalID.uuidString.lowercased()) "
                Console.out(
                    row.personaID.uuidString.lowercased() + "  " + row.status.padded(to: 12) + row.destination.padded(to: 20) + known
                        + (row.reason ?? row.reference ?? "").visible)
            }
        }
    }
}

/// What a push did, as programs read it: all contacts of its blocks at the destination.
private struct PushDocument: Encodable {
    let runId: String?
    let status: String
    let statusReason: String?
    let blocks: [String]
    let destination: String
    /// Contacts that this run sends.
    let begun: Int64
    let contacts, pending, pushed, refused, failed, unknown, suppressed: Int64

    init(_ begun: (run: RunID, contacts: Int64)?, _ run: RunSummary?, _ blocks: [UUID], _ counts: PushCounts) {
        runId = (begun?.run ?? run?.id)?.description
        status = run?.status.rawValue ?? (begun == nil && counts.pending == 0 ? "completed" : "running")
        statusReason = run?.statusReason
        self.blocks = blocks.map { $0.uuidString.lowercased() }
        destination = counts.destination
        self.begun = begun?.contacts ?? 0
        (contacts, pending, pushed, refused) = (counts.contacts, counts.pending, counts.pushed, counts.refused)
        (failed, unknown, suppressed) = (counts.failed, counts.unknown, counts.suppressed)
    }
}

private struct PushRowDocument: Encodable {
    let destination: String
    let personaId: String
    let externalId: String
    let status: String
    let reason: String?
    let reference: String?
    let sends: Int32
    let runId: String
    let changedAt: String

    init(_ row: PushRow) {
        destination = row.destination
        (personaId, externalId) = (row.personaID.uuidString.lowercased(), row.externalID.uuidString.lowercased())
        status = row.status
        (reason, reference, sends) = (row.reason, row.reference, row.sends)
        runId = row.runID.description
        changedAt = Timestamp.iso8601(row.changedAt)
    }
}
