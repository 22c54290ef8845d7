internal import ArgumentParser
internal import Foundation
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

extension BlocksCommand {
    struct Generate: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "generate", abstract: "Cut contacts that can be called into blocks, by dimensions.",
            discussion: """
                Dimensions: sic2, sic3, sic4, naics2 to naics6, industry, state, zip3, city, area_code, timezone, revenue, employees, seniority, line_type.

                Example:
                  refinery blocks generate --by sic2,state,revenue --where '{"sic":["plumbing"],"state":["TX"]}' --dry-run
                  refinery blocks generate --rules segments.json
                """)

        @Option(
            name: .long,
            help: ArgumentHelp("What the contacts of a block have in common. Default: sic2,state,revenue.", valueName: "dimensions"))
        var by: String?

        @Option(
            name: .customLong("where"), help: ArgumentHelp("Which contacts, as a JSON object of criteria. Default: all.", valueName: "json")
        )
        var criteria: String?

        @Option(name: .long, help: ArgumentHelp("Contacts a block has at least. Default: 1.", valueName: "n"))
        var min: Int?

        @Option(name: .long, help: ArgumentHelp("Contacts a block has at most. Default: 500.", valueName: "n"))
        var max: Int?

        @Option(name: .long, help: ArgumentHelp("Contacts of one company at most: those who rank highest.", valueName: "n"))
        var perCompany: Int?

        @Option(name: .long, help: ArgumentHelp("Contacts with one number at most.", valueName: "n"))
        var perNumber: Int?

        @Option(
            name: .long,
            help: ArgumentHelp(
                "How the national registry counts: required, business (landlines of companies are exempt) or told. Default: required once it was imported.",
                valueName: "how"))
        var registry: String?

        @Option(name: .long, help: ArgumentHelp("Days in which a contact that was called is left alone.", valueName: "days"))
        var restDays: Int?

        @Option(name: .long, help: ArgumentHelp("Put before the names of the blocks.", valueName: "text"))
        var name: String?

        @Option(
            name: .long,
            help: ArgumentHelp(
                "Standing segmentations, a JSON file: checked, kept with a version, and all of them used.", valueName: "file"))
        var rules: String?

        @Flag(name: .long, help: "Say what would be made, and write nothing.")
        var dryRun = false

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        static let role = "blocks"

        func validate() throws {
            if rules != nil
                && (by != nil || criteria != nil || min != nil || max != nil || perCompany != nil || perNumber != nil || name != nil)
            {
                throw ValidationError("--rules says everything; leave the other options away.")
            }
        }

        func run(_ runtime: Runtime) async throws {
            let plan: BlockPlan
            if let rules {
                plan = try await made(of: try await runtime.operations.campaignRules(try SettingsFile.text(of: rules)), runtime)
            } else {
                let criteria = try settings()
                plan = dryRun ? try await runtime.operations.previewBlocks(criteria) : try await runtime.operations.generateBlocks(criteria)
            }
            if json { Console.out(try JSON.text(plan)) } else { show(plan) }
            say(plan)
        }

        /// The blocks of one rule after another, together.
        private func made(of rules: [CampaignRule], _ runtime: Runtime) async throws -> BlockPlan {
            var whole: BlockPlan?
            for rule in rules {
                let plan: BlockPlan
                if dryRun {
                    plan = try await runtime.operations.previewBlocks(rule.criteria)
                } else {
                    let version = try await runtime.operations.keep(rule)
                    plan = try await runtime.operations.generateBlocks(rule.criteria, rule: rule, version: version)
                }
                guard var sum = whole else {
                    whole = plan
                    continue
                }
                sum.blocks += plan.blocks
                sum.contacts += plan.contacts
                sum.matched += plan.matched
                sum.notChecked += plan.notChecked
                sum.notCheckedAreas.merge(plan.notCheckedAreas) { $0 + $1 }
                sum.excluded.merge(plan.excluded) { $0 + $1 }
                whole = sum
            }
            guard let whole else { throw ValidationError("The file has no rules.") }
            return whole
        }

        private struct Settings: Encodable {
            let by: String?
            let min: Int?
            let max: Int?
            let perCompany: Int?
            let perNumber: Int?
            let registry: String?
            let restDays: Int?
            let name: String?
        }

        /// The criteria as one JSON object.
        private func settings() throws -> String {
            let settings = try JSON.document(
                Settings(
                    by: by, min: min, max: max, perCompany: perCompany, perNumber: perNumber, registry: registry, restDays: restDays,
                    name: name))
            guard let criteria else { return settings }
            guard let object = try? JSONSerialization.jsonObject(with: Data(criteria.utf8)), object is [String: Any] else {
                throw CriteriaUnreadable()
            }
            return settings == "{}" ? "{\"where\":\(criteria)}" : settings.dropLast() + ",\"where\":\(criteria)}"
        }

        private func show(_ plan: BlockPlan) {
            for block in plan.blocks {
                Console.out(
                    (block.id.map { $0.uuidString.lowercased().prefix(8) + "  " } ?? "") + "\(block.contacts)".padded(to: 8)
                        + block.name.visible)
            }
        }

        /// Which files would let contacts in that are left out as not checked.
        private func sayMissing(_ areas: [String: Int]) {
            guard !areas.isEmpty else { return }
            let sorted = areas.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let named = sorted.prefix(12).map { "\($0.key) (\(NumberFormat.grouped(Int64($0.value))))" }.joined(separator: ", ")
            let rest = sorted.count > 12 ? " and \(sorted.count - 12) more" : ""
            Console.message("No valid registry file covers \(named)\(rest). Next: refinery suppress import FILE --list national")
        }

        private func say(_ plan: BlockPlan) {
            for (reason, count) in plan.excluded.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                Console.message("  \(NumberFormat.grouped(Int64(count)).padded(to: 12)) left out: \(reason.replacing("_", with: " "))")
            }
            sayMissing(plan.notCheckedAreas)
            if plan.matched == 0 { return Console.message("The criteria find no contact; nothing was made.") }
            let made =
                "\(NumberFormat.counted(Int64(plan.blocks.count), "block")) of \(NumberFormat.counted(Int64(plan.contacts), "contact"))"
            Console.message(dryRun ? "\(made) would be made." : "\(made) made. Next: refinery blocks")
            if plan.notChecked > 0 {
                Console.message(
                    "\(NumberFormat.counted(Int64(plan.notChecked), "contact")) not checked against the national registry: not checked is not clean."
                )
            }
        }
    }
}

/// What was given with --where is no JSON object.
struct CriteriaUnreadable: Fault {
    var code: FaultCode { .valueInvalid }
    var summary: String { "What --where says is no JSON object." }
    var remedy: String? { "Write it as --where '{\"state\":[\"TX\"],\"decision_maker\":true}'; docs/campaigns.md has all criteria." }
}
