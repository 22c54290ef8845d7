internal import ArgumentParser
internal import Postgres
internal import RefineryStore
internal import RefineryOperations
internal import RefineryModel

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database schema to the version of this program.",
        discussion: """
            Example:
              refinery migrate --dry-run
              refinery migrate
              refinery migrate --partitioned
            """)

    @Flag(
        name: .long,
        help:
            "Also put records and fingerprints into partitions, for hundreds of millions of rows; the fleet has to be stopped. There is no way back."
    )
    var partitioned = false

    @Flag(name: .long, help: "Say what would be applied; change nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    private struct Document: Encodable {
        let version: Int
        let migrations: [String]
        let views: [String]
        let applied: Bool
    }

    func validate() throws {
        if partitioned, dryRun { throw ValidationError("--partitioned changes the tables: --dry-run says nothing of it.") }
    }

    func run() async throws {
        try await reporting {
            let (database, dryRun) = (try await Runtime.connectOnly(role: "migrate"), dryRun)
            let partitions = partitioned
            let migrator = Migrator()
            let plan = try await database.pool.withConnection { connection in
                dryRun ? try await migrator.plan(on: connection) : try await SchemaUpgrade().run(on: connection, partitions: partitions)
            }
            if json {
                Console.out(
                    try JSON.document(
                        Document(
                            version: migrator.version, migrations: plan.migrations, views: plan.views,
                            applied: !dryRun && !plan.isEmpty)))
            } else {
                for name in plan.migrations { Console.out("migration \(name)") }
                for name in plan.views { Console.out("view      \(name)") }
                Console.message(
                    plan.isEmpty
                        ? "The schema is at version \(migrator.version); nothing is missing."
                        : dryRun ? "Nothing was changed. Apply: refinery migrate" : "The schema is at version \(migrator.version).")
            }
            await database.close()
        }
    }
}
