package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Tells an alert to all webhooks that want it. SQL: `sql/queries/alerts/announce.sql`.
package struct Announce: Query {
    package static let sql = SQLCatalog.query("announce")
    package let kind: AlertKind, data: JSONValue
    package init(_ kind: AlertKind, _ data: JSONValue) { (self.kind, self.data) = (kind, data) }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind.rawValue)
        parameters.append(String(decoding: data.bytes, as: UTF8.self))
    }
}

/// Says of a condition that this process sees itself whether it is there. SQL: `sql/queries/alerts/set_alert.sql`.
package struct SetAlert: Query {
    package static let sql = SQLCatalog.query("set_alert")
    package let kind: AlertKind, subject: String, isOn: Bool, isHeld: Bool, data: JSONValue

    /// - Parameter isHeld: Where it is not there any more: whether that is too little to be sure.
    package init(_ kind: AlertKind, _ subject: String, isOn: Bool, isHeld: Bool, _ data: JSONValue) {
        (self.kind, self.subject, self.isOn, self.isHeld, self.data) = (kind, subject, isOn, isHeld, data)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind.rawValue)
        parameters.append(subject)
        parameters.append(isOn)
        parameters.append(isHeld)
        parameters.append(String(decoding: data.bytes, as: UTF8.self))
    }

    /// Whether it was told now.
    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Tells that a run is stuck: the database refuses to fold or to end it. SQL: `sql/queries/alerts/report_stuck_run.sql`.
package struct ReportStuckRun: Query {
    package static let sql = SQLCatalog.query("report_stuck_run")
    package let runID: RunID, code: String, message: String

    /// - Parameters:
    ///   - code: As those of jobs that fail (docs/events.md).
    ///   - message: What the database says; no value of a row.
    package init(_ runID: RunID, code: String, message: String) { (self.runID, self.code, self.message) = (runID, code, message) }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(code)
        parameters.append(message)
    }

    /// Whether it was told now.
    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// Tells what the database shows to be wrong since the last look. SQL: `sql/views/webhooks.sql`.
package struct WatchAlerts: Query {
    package static let sql = SQLCatalog.query("watch_alerts")
    package let settings: AlertSettings, rowsMin: Int64

    /// - Parameter rowsMin: Rows that must have an outcome before their share of rejects says anything.
    package init(_ settings: AlertSettings, rowsMin: Int64) { (self.settings, self.rowsMin) = (settings, rowsMin) }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(settings.rejectRate)
        parameters.append(rowsMin)
        parameters.append(settings.slowness)
        parameters.append(Int64(settings.queueJobs))
        parameters.append(Double(settings.queueAge.inMilliseconds) / 1000)
        parameters.append(settings.budgetShare)
        parameters.append(settings.blockNotice.components.seconds)
    }

    package static func decode(_ row: Row) throws -> (kind: String, subject: String) { (try row[0], try row[1]) }
}

/// Something that is wrong now.
package struct OpenAlert: Sendable, Equatable {
    package let kind: String
    /// Of what: a run, a stage, an account, a host, a block.
    package let subject: String
    package let data: JSONValue
    /// In seconds since 1970.
    package let raisedAt: Double
}

/// Lists what is wrong now, the newest first. SQL: `sql/queries/alerts/list_alerts.sql`.
package struct ListAlerts: Query {
    package static let sql = SQLCatalog.query("list_alerts")
    package init() {}
    package static func decode(_ row: Row) throws -> OpenAlert {
        OpenAlert(kind: try row[0], subject: try row[1], data: JSONValue(Array((try row[2] as String).utf8)) ?? .null, raisedAt: try row[3])
    }
}
