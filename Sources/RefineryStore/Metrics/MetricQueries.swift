package import Postgres
internal import SQLCatalog

/// A number that the database knows of the fleet.
package struct FleetValue: Sendable, Equatable {
    /// As monitoring systems call it.
    package let name: String
    /// By turns a name and a value.
    package let labels: [String]
    package let value: Double
}

/// Lists what the database knows of the fleet. SQL: `sql/queries/metrics/list_fleet_metrics.sql`.
package struct ListFleetMetrics: Query {
    package static let sql = SQLCatalog.query("list_fleet_metrics")
    package init() {}
    package static func decode(_ row: Row) throws -> FleetValue {
        FleetValue(name: try row[0], labels: try row[1], value: try row[2])
    }
}
