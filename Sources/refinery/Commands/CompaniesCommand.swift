internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

struct CompaniesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "companies", abstract: "The companies that the records are about: list, show, merge, split.",
        discussion: """
            Example:
              refinery companies --state TX
              refinery companies show acme.com
              refinery companies merge 5f0c3a1e 81e73e8f
            """,
        subcommands: [List.self, Show.self, MergeCommand<CompanyCorrection>.self, SplitCommand<CompanyCorrection>.self],
        defaultSubcommand: List.self)

    struct List: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List companies, each with the person to call there: a table of the first ones, or all of them as a file.",
            discussion: """
                Example:
                  refinery companies list --query acme
                  refinery companies list --format csv --output companies.csv
                """)

        @Option(name: .long, help: ArgumentHelp("Only in this state, by its code, such as TX. Repeatable.", valueName: "code"))
        var state: [String] = []

        @Option(name: .long, help: ArgumentHelp("Only of this domain.", valueName: "domain"))
        var domain: String?

        @Option(name: .long, help: ArgumentHelp("Only with this phone number or name.", valueName: "text"))
        var query: String?

        @OptionGroup var output: ListOutput

        mutating func validate() throws { state = try StateOption.codes(of: state) }

        static let role = "companies"

        func run(_ runtime: Runtime) async throws {
            var filter = CompanyFilter()
            filter.states = state.isEmpty ? nil : state
            filter.domain = domain?.lowercased()
            filter.search = query.map(PersonaFilter.Search.init)
            let wanted = filter
            let isWritten = try await output.write(
                { ListExport<CompanyLine>(wanted, format: $0, after: output.start, limit: output.limit) },
                { $0 == 1 ? "1 company" : "\(NumberFormat.grouped($0)) companies" }, runtime.operations)
            if isWritten { return }
            let found = try await runtime.operations.companies(filter, after: output.start, limit: output.lines)
            guard let last = found.last else {
                return Console.message("There is no such company. Records are put to companies by: refinery link")
            }
            TextTable.print(
                ["ID", "NAME", "DOMAIN", "CITY", "STATE", "PHONE", "PERSONAS", "RECORDS", "TO CALL"],
                found.map {
                    let target = [$0.targetFirstName, $0.targetLastName].compactMap(\.self).joined(separator: " ")
                    return [
                        String($0.id.prefix(8)), $0.name, $0.domain, $0.city, $0.state, $0.phone, "\($0.personas)", "\($0.records)",
                        target.isEmpty ? nil : target + ($0.targetTitle.map { ", \($0)" } ?? ""),
                    ]
                })
            if found.count == output.lines { Console.message("More: --after \(last.id)   All of them: --format csv") }
        }
    }

    struct Show: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a company: its numbers, its records, and why they are one.",
            discussion: "Example:\n  refinery companies show acme.com")

        @Argument(help: ArgumentHelp("Its id, the beginning of it, its domain or its name.", valueName: "company"))
        var id: String

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        static let role = "companies"

        func run(_ runtime: Runtime) async throws {
            let ids = try await runtime.operations.companyIDs(id)
            guard ids.count == 1 else { throw GroupChoiceError.ambiguous(.company, id) }
            let company = try await runtime.operations.company(ids[0])
            if json { return Console.out(try JSON.text(company)) }
            let line = company.line
            Console.out("\((line.name ?? line.domain ?? "Without a name").visible)  \(line.id)")
            let place = [line.address, line.city, line.state, line.zipCode, line.country].compactMap(\.self).joined(separator: ", ")
            for text in [line.website ?? line.domain, place.isEmpty ? nil : place, line.industry].compactMap(\.self) {
                Console.out("  \(text.visible)")
            }
            Console.out(
                "  \(NumberFormat.counted(Int64(line.personas), "persona")), \(NumberFormat.counted(Int64(line.decisionMakers), "decision maker"))"
            )
            if let target = line.targetID {
                let name = [line.targetFirstName, line.targetLastName].compactMap(\.self).joined(separator: " ")
                let words = [name.isEmpty ? "whoever answers" : name, line.targetTitle, line.targetPhone].compactMap(\.self)
                Console.out("  to call: \(words.joined(separator: ", ").visible)  (persona \(target.prefix(8)))")
            }
            GroupText.show(company, of: .company)
        }
    }
}
