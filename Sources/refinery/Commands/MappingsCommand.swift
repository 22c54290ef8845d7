internal import ArgumentParser
internal import Foundation
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

struct MappingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mappings", abstract: "Show and change what is remembered of columns, and templates for the exports of programs.",
        discussion: """
            What --map says of a file is remembered once it is submitted, for files with the same headers; confirm remembers what an import
            made of its columns by itself. A template counts for files that have some headers.

            Example:
              refinery mappings
              refinery mappings confirm 0b9f1c2a
              refinery mappings show leads.csv
              refinery mappings export > mappings.json
            """,
        subcommands: [List.self, Show.self, Confirm.self, Forget.self, Export.self, Import.self],
        defaultSubcommand: List.self)

    struct List: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List remembered mappings, your own templates and those that come with the program.",
            discussion: "Example:\n  refinery mappings list --json")

        @Flag(name: .long, help: "Print JSON, one object a line.")
        var json = false

        static let role = "mappings"
        static let expectsData = false

        func run(_ runtime: Runtime) async throws {
            let (stored, shipped) = (try await runtime.operations.mappings(), SavedMapping.shipped)
            if json {
                for document in stored.map({ MappingDocument($0) }) + shipped.map({ MappingDocument(shipped: $0) }) {
                    Console.out(try JSON.document(document))
                }
                return
            }
            Console.out("ID        KIND        COLUMNS  CONFIRMED             BY                NAME")
            for item in stored {
                show(item.mapping, Timestamp.short(item.confirmedAt), item.confirmedBy.visible)
            }
            for mapping in shipped { show(mapping, "–", "refinery") }
        }

        private func show(_ mapping: SavedMapping, _ confirmed: String, _ person: String) {
            Console.out(
                String(mapping.id.prefix(8)).padded(to: 10) + (mapping.isTemplate ? "template" : "remembered").padded(to: 12)
                    + "\(mapping.columns.count)".padded(to: 9) + confirmed.padded(to: 22) + (person + "  ").padded(to: 18)
                    + mapping.name.visible)
        }
    }

    struct Show: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show what a mapping says of each column.",
            discussion: "Example:\n  refinery mappings show leads.csv")

        @Argument(help: ArgumentHelp("Its id, the beginning of it, or its name.", valueName: "mapping"))
        var mapping: String

        @Flag(name: .long, help: "Print JSON, as export does.")
        var json = false

        static let role = "mappings"
        static let expectsData = false

        func run(_ runtime: Runtime) async throws {
            let mapping = try await runtime.operations.mappingOrTemplate(mapping)
            guard !json else { return Console.out(try mapping.json()) }
            Console.out("\(mapping.name.visible)  \(mapping.id)  \(mapping.isTemplate ? "template" : "remembered")")
            if let source = mapping.source { Console.out("  from \(source.visible)") }
            if let requires = mapping.requires {
                Console.out("  for files with: \(requires.map { "\"\($0.visible)\"" }.joined(separator: ", "))")
            }
            let width = min(40, mapping.columns.map(\.header.count).max() ?? 0)
            for column in mapping.columns {
                Console.out("  " + String(column.header.visible.prefix(40)).padded(to: width) + "  → " + column.target.text)
            }
        }
    }

    struct Confirm: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm", abstract: "Remember what the columns of an import mean, for files with the same headers.",
            discussion: "Example:\n  refinery mappings confirm 0b9f1c2a --name \"Monthly list\"")

        @Argument(help: ArgumentHelp("The import's id, or the beginning of it.", valueName: "import"))
        var id: String

        @Option(name: .long, help: ArgumentHelp("What to call it. Default: the name of the import's file.", valueName: "name"))
        var name: String?

        @Flag(name: .long, help: "Print JSON, as export does.")
        var json = false

        static let role = "mappings"

        func run(_ runtime: Runtime) async throws {
            let operations = runtime.operations
            let mapping = try await operations.confirmMapping(
                of: try await operations.importID(id), name: name, by: Environment.submitter)
            if json { Console.out(try mapping.json()) } else { Console.out(mapping.id) }
            Console.message("Remembered as \(mapping.name.visible). Look: refinery mappings show \(mapping.id.prefix(8))")
        }
    }

    struct Forget: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "forget", abstract: "Forget a remembered mapping, or a template of your own.",
            discussion: "Example:\n  refinery mappings forget leads.csv")

        @Argument(help: ArgumentHelp("Its id, the beginning of it, or its name.", valueName: "mapping"))
        var mapping: String

        @Flag(name: .long, help: "Print JSON, as export does.")
        var json = false

        static let role = "mappings"

        func run(_ runtime: Runtime) async throws {
            let forgotten = try await runtime.operations.forgetMapping(mapping)
            if json { Console.out(try forgotten.json()) }
            Console.message("Forgotten: \(forgotten.name.visible). The next such file is detected again.")
        }
    }

    struct Export: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write mappings as JSON, one object a line, for import elsewhere.",
            discussion: "Example:\n  refinery mappings export > mappings.json\n  refinery mappings export leads.csv")

        @Argument(help: ArgumentHelp("Ids, beginnings of ids, or names. Default: all that are kept.", valueName: "mapping"))
        var names: [String] = []

        @Flag(name: .long, help: "Also the templates that come with the program.")
        var shipped = false

        @Flag(name: .long, help: "Print JSON, as always.")
        var json = false

        static let role = "mappings"
        static let expectsData = false

        func run(_ runtime: Runtime) async throws {
            var mappings: [SavedMapping] = []
            for name in names { mappings.append(try await runtime.operations.mappingOrTemplate(name)) }
            if names.isEmpty { mappings = try await runtime.operations.mappings().map(\.mapping) }
            for mapping in mappings + (shipped ? SavedMapping.shipped : []) { Console.out(try mapping.json()) }
        }
    }

    struct Import: RuntimeCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Keep mappings from a file: what export wrote, or templates of your own.",
            discussion: "Example:\n  refinery mappings import mappings.json")

        @Argument(help: ArgumentHelp("The file; - for standard input.", valueName: "file"))
        var file: String

        @Flag(name: .long, help: "Print JSON, as export does.")
        var json = false

        static let role = "mappings"
        static let expectsData = false

        func run(_ runtime: Runtime) async throws {
            let bytes = try SourceFile(path: file).read(at: 0, count: 64 << 20)
            let mappings = try SavedMapping.list(json: String(decoding: bytes, as: UTF8.self))
            try await runtime.operations.keep(mappings, by: Environment.submitter)
            if json { for mapping in mappings { Console.out(try mapping.json()) } }
            Console.message("\(NumberFormat.counted(Int64(mappings.count), "mapping")) kept. Look: refinery mappings")
        }
    }
}
