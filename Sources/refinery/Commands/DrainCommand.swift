internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

struct DrainCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Let processes of the fleet finish what they hold, and end.",
        discussion: """
            They claim nothing more and end with 0, within SHUTDOWN_TIMEOUT_SECONDS; then a machine may be switched off. Waits for their end.

            Example:
              refinery drain 0b9f1c2a
              refinery drain --host crunch-3
              refinery drain --role lookup-worker --no-wait
            """)

    @Argument(help: ArgumentHelp("The process's id, as top shows it, or the beginning of it.", valueName: "worker"))
    var worker = ""

    @Option(name: .long, help: "All processes of this machine.")
    var host: String?

    @Option(name: .long, help: ArgumentHelp("All processes of this role: worker, coordinator and so on.", valueName: "role"))
    var role: WorkerRole?

    @Flag(name: .long, inversion: .prefixedNo, exclusivity: .exclusive, help: "Whether to wait until they have ended.")
    var wait = true

    @Flag(name: .long, help: "Print JSON, one object a process.")
    var json = false

    static let role = "drain"

    func validate() throws {
        if worker.isEmpty, host == nil, role == nil { throw ValidationError("Say which: a worker's id, --host or --role.") }
    }

    func run(_ runtime: Runtime) async throws {
        let drained = try await runtime.operations.drain(worker, host: host, role: role)
        for process in drained {
            if json {
                Console.out(try JSON.document(DrainDocument(process)))
            } else {
                Console.out("\(process.id)  \(process.role.rawValue)  \(process.host.visible)")
            }
        }
        guard wait else { return Console.message("Told to end. Look: refinery top") }
        try await runtime.operations.awaitEnd(of: drained.map(\.id)) { left in
            Console.message(left.isEmpty ? "All have ended." : "\(left.count) left …")
        }
    }
}

extension WorkerRole: ExpressibleByArgument {}
