internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct ImportsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "imports", abstract: "List imports, newest first.",
        discussion: """
            Example:
              refinery imports
              refinery imports --limit 5 --json
            """)

    @Option(name: .long, help: ArgumentHelp("At most so many.", valueName: "n"))
    var limit = 50

    @Flag(name: .long, help: "Print JSON, one object a line.")
    var json = false

    func validate() throws { try check("--limit", limit, atLeast: 1) }

    func run() async throws {
        try await reporting {
            let runtime = try await Runtime.start(role: "imports")
            let limit = limit
            let imports = try await runtime.withConnection { try await $0.rows(ListProgress(limit: limit)) }
            if json {
                let speeds = try await runtime.steadySpeeds(of: imports)
                for summary in imports {
                    Console.out(try JSON.document(StatusDocument(summary, rowsPerSecond: speeds[summary.id])))
                }
            } else if imports.isEmpty {
                Console.message("There is no import yet. Next: refinery run FILE")
            } else {
                Console.out("ID        STATUS     DONE        STORED      DUPLICATES  REJECTED    FILE")
                for summary in imports {
                    let progress = summary.progress
                    let cells = [progress.done, progress.stored, progress.duplicates, progress.rejected].map {
                        NumberFormat.grouped($0).padded(to: 12)
                    }
                    Console.out(
                        summary.id.short.padded(to: 10) + progress.status.rawValue.padded(to: 11) + cells.joined()
                            + summary.fileName.visible)
                }
            }
            await runtime.database.close()
        }
    }
}
