#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import ArgumentParser
internal import PrivatePostgres
internal import RefineryModel
internal import RefineryStore

struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "The private Postgres of this machine.",
        discussion: """
            Example:
              refinery db start
              refinery db psql -c 'SELECT * FROM refinery.import_progress'
              export DATABASE_URL=$(refinery db url)
            """,
        subcommands: [Start.self, Stop.self, Status.self, URL.self, Psql.self])

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "start", abstract: "Start it; create it when there is none.", discussion: "Example:\n  refinery db start")

        func run() async throws {
            try await reporting {
                let runtime = try await Runtime.startPrivate()
                Console.out(runtime.url)
                if Environment.variables["DATABASE_URL"]?.isEmpty == false {
                    Console.message("DATABASE_URL is set: other commands use that database, not this one.")
                }
                Console.message("Running. Its data lies in \(runtime.home).")
            }
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "stop", abstract: "Stop it; its data stays.", discussion: "Example:\n  refinery db stop")

        func run() async throws {
            try await reporting {
                try await PrivatePostgres().stop()
                Console.message("Stopped.")
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Say whether it runs, and where its data lies; change nothing.",
            discussion: "Example:\n  refinery db status --json")

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        private struct Document: Encodable {
            let status: String
            let processId: Int32?
            let home: String
            let url: String?
        }

        func run() async throws {
            try await reporting {
                let server = PrivatePostgres()
                let (status, processID): (String, Int32?) =
                    switch server.status() {
                    case .absent: ("absent", nil)
                    case .stopped: ("stopped", nil)
                    case .starting(let id): ("starting", id)
                    case .running(let id): ("running", id)
                    case .stopping(let id): ("stopping", id)
                    }
                if json {
                    let url = processID == nil ? nil : server.url
                    return Console.out(try JSON.document(Document(status: status, processId: processID, home: server.home, url: url)))
                }
                Console.out(status + (processID.map { ", process \($0)" } ?? ""))
                Console.message(status == "absent" ? "There is none yet in \(server.home)." : "Its data lies in \(server.home).")
            }
        }
    }

    struct URL: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "url", abstract: "Print its URL, for DATABASE_URL and psql; start it when it does not run.",
            discussion: "Example:\n  psql \"$(refinery db url)\"\n  python3 report.py \"$(refinery db url --plain)\"")

        @Flag(name: .long, help: "Leave out what only libpq and psql know: for other drivers, see docs/sql.md.")
        var plain = false

        func run() async throws {
            try await reporting {
                let url = try await Runtime.startPrivate().url
                Console.out(plain ? PrivatePostgres().plainURL : url)
            }
        }
    }

    struct Psql: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "psql", abstract: "Open psql on it; arguments are handed on.",
            discussion: "Example:\n  refinery db psql -c 'TABLE refinery.import_progress'")

        @Argument(parsing: .captureForPassthrough, help: "Arguments of psql.")
        var arguments: [String] = []

        func run() async throws {
            try await reporting {
                let url = try await Runtime.databaseURL(preparesPrivate: true)
                let words = ["psql", url] + arguments
                var pointers = words.map { strdup($0) } + [nil]
                execvp("psql", &pointers)
                throw PsqlMissing(reason: String(cString: strerror(errno)))
            }
        }
    }

    private struct PsqlMissing: Fault {
        let reason: String
        var code: FaultCode { .processNotStarted }
        var summary: String { "psql cannot be started: \(reason)." }
        var remedy: String? { "Install it: apt-get install postgresql-client, or brew install libpq." }
    }
}
