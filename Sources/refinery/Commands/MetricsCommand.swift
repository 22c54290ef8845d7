internal import ArgumentParser
internal import Prometheus
internal import RefineryModel
internal import RefineryOperations

struct MetricsCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics", abstract: "Print what the database knows of the fleet, as Prometheus reads it.",
        discussion: """
            For the textfile collector of node_exporter, where no process can be asked. Needs the rights of refinery_reader only.

            Example:
              refinery metrics > /var/lib/prometheus/node-exporter/refinery.prom.new
              mv /var/lib/prometheus/node-exporter/refinery.prom{.new,}
            """)

    static let role = "metrics"

    func run(_ runtime: Runtime) async throws {
        let families = [ProcessTelemetry.family(.databaseUp, [], 1)] + (try await runtime.operations.fleetMetrics())
        Console.out(String(families.text.dropLast()))
    }
}
