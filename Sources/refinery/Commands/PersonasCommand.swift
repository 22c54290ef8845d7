internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

struct PersonasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "personas", abstract: "The persons that the records are about: list, show, merge, split.",
        discussion: """
            Example:
              refinery personas --decision-makers --state TX
              refinery personas --query ann@example.com
              refinery personas show 5f0c3a1e
              refinery personas merge 5f0c3a1e 81e73e8f
              refinery personas split 5f0c3a1e --records 8589934594
            """,
        subcommands: [List.self, Show.self, MergeCommand<PersonaCorrection>.self, SplitCommand<PersonaCorrection>.self],
        defaultSubcommand: List.self)

    struct List: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List personas: a table of the first ones, or all of them as a file.",
            discussion: """
                Example:
                  refinery personas list --company acme.com
                  refinery personas list --decision-makers --one-per-company --format csv --output call.csv
                  refinery personas list --query "ann smith"
                """)

        @Option(name: .long, help: ArgumentHelp("Only at this company: its id, domain, or name.", valueName: "company"))
        var company: String?

        @Option(name: .long, help: ArgumentHelp("Only in this state, by its code, such as TX. Repeatable.", valueName: "code"))
        var state: [String] = []

        @Option(name: .long, help: ArgumentHelp("Only of this level, such as owner or vp. Repeatable.", valueName: "level"))
        var seniority: [Seniority] = []

        @Flag(name: .long, help: "Only those who decide.")
        var decisionMakers = false

        @Flag(name: .long, help: "Only the one to call of each company: by rank, then a mobile, then the score.")
        var onePerCompany = false

        @Option(name: .long, help: ArgumentHelp("Only with this e-mail address, phone number, or name.", valueName: "text"))
        var query: String?

        @OptionGroup var output: ListOutput

        mutating func validate() throws { state = try StateOption.codes(of: state) }

        static let role = "personas"

        func run(_ runtime: Runtime) async throws {
            let operations = runtime.operations
            var filter = PersonaFilter()
            if let company { filter.companies = try await operations.companyIDs(company) }
            filter.states = state.isEmpty ? nil : state
            filter.seniorities = seniority.isEmpty ? nil : seniority.map(\.rawValue)
            filter.decide = decisionMakers
            filter.areTargets = onePerCompany
            filter.search = query.map(PersonaFilter.Search.init)
            let wanted = filter
            let isWritten = try await output.write(
                { ListExport<PersonaLine>(wanted, format: $0, after: output.start, limit: output.limit) },
                { NumberFormat.counted($0, "persona") }, operations)
            if isWritten { return }
            let found = try await operations.personas(filter, after: output.start, limit: output.lines)
            guard let last = found.last else {
                if wanted != PersonaFilter(), try await !operations.personas(PersonaFilter(), after: nil, limit: 1).isEmpty {
                    return Console.message("No persona is like that.")
                }
                return Console.message("There is no persona. Records are put to personas by: refinery link")
            }
            TextTable.print(
                ["ID", "NAME", "TITLE", "COMPANY", "PHONE", "TYPE", "RECORDS", "E-MAIL"],
                found.map {
                    [
                        String($0.id.prefix(8)), $0.name ?? ($0.company == nil ? nil : "(whoever answers)"), $0.title, $0.company, $0.phone,
                        $0.phoneType, "\($0.records)", $0.email,
                    ]
                })
            if found.count == output.lines { Console.message("More: --after \(last.id)   All of them: --format csv") }
        }
    }

    struct Show: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a persona: what reaches it, its records, and why they are one.",
            discussion: "Example:\n  refinery personas show 5f0c3a1e")

        @Argument(help: ArgumentHelp("Its id, or the beginning of it.", valueName: "persona"))
        var id: String

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        static let role = "personas"

        func run(_ runtime: Runtime) async throws {
            let persona = try await runtime.operations.persona(try await runtime.operations.personaID(id))
            if json { return Console.out(try JSON.text(persona)) }
            let line = persona.line
            Console.out("\((line.name ?? "Whoever answers").visible)  \(line.id)")
            let place = [line.title, line.company].compactMap(\.self).joined(separator: ", ")
            if !place.isEmpty { Console.out("  \(place.visible)" + (line.companyID.map { "  (company \($0.prefix(8)))" } ?? "")) }
            let level = [line.seniority, line.likelyDecisionMaker ? "decides" : nil, line.genericContact ? "generic contact" : nil]
            let address = [line.address, line.city, line.state, line.zipCode, line.country].compactMap(\.self).joined(separator: ", ")
            if level.contains(where: { $0 != nil }) { Console.out("  \(level.compactMap(\.self).joined(separator: ", "))") }
            if !address.isEmpty { Console.out("  \(address.visible)") }
            if line.deceased == true { Console.out("  deceased: not to be called") }
            if line.litigator == true { Console.out("  litigator: not to be called") }
            GroupText.show(persona, of: .persona)
        }
    }
}

extension Seniority: ExpressibleByArgument {}
