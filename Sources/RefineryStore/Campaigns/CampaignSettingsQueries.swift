package import Postgres
internal import SQLCatalog

/// A band of revenue, in dollars a year, or of employees.
package struct CampaignBand: Sendable, Equatable {
    package let dimension: String
    package let version: Int32
    package let code: String, label: String
    package let low: Int64, high: Int64?
}

/// Lists the bands that count now. SQL: `sql/queries/campaigns/list_campaign_bands.sql`.
package struct ListCampaignBands: Query {
    package static let sql = SQLCatalog.query("list_campaign_bands")
    /// Nil: of all.
    package let dimension: String?
    package init(dimension: String?) { self.dimension = dimension }
    package func bind(_ parameters: inout Parameters) { parameters.append(dimension) }
    package static func decode(_ row: Row) throws -> CampaignBand {
        CampaignBand(
            dimension: try row[0], version: try row[1], code: try row[2], label: try row[3], low: try row[4], high: try row[5])
    }
}

/// Puts other bands in the place of those of a dimension. SQL: `sql/queries/campaigns/set_campaign_bands.sql`.
package struct SetCampaignBands: Query {
    package static let sql = SQLCatalog.query("set_campaign_bands")
    package let dimension: String, bands: String

    /// - Parameter bands: JSON, as docs/campaigns.md describes it.
    package init(dimension: String, bands: String) {
        self.dimension = dimension
        self.bands = bands
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(dimension)
        parameters.append(JSONB(bands))
    }

    /// Their version.
    package static func decode(_ row: Row) throws -> Int32 { try row[0] }
}

/// When people of a state may be called, at their place, from a day on. Nil: not at all.
package struct CallWindow: Sendable, Equatable {
    /// Two letters, or `US` for all.
    package let state: String
    package let effectiveFrom: String
    package let weekdays: [String?], saturday: [String?], sunday: [String?]
    package let basis: String
}

/// Lists the hours that count today, and those to come. SQL: `sql/queries/campaigns/list_call_windows.sql`.
package struct ListCallWindows: Query {
    package static let sql = SQLCatalog.query("list_call_windows")
    /// Nil: of all.
    package let state: String?
    package init(state: String?) { self.state = state }
    package func bind(_ parameters: inout Parameters) { parameters.append(state) }
    package static func decode(_ row: Row) throws -> CallWindow {
        CallWindow(
            state: try row[0], effectiveFrom: try row[1], weekdays: [try row[2], try row[3]], saturday: [try row[4], try row[5]],
            sunday: [try row[6], try row[7]], basis: try row[8])
    }
}

/// Sets hours from a day on. SQL: `sql/queries/campaigns/set_call_window.sql`.
package struct SetCallWindow: Query {
    package static let sql = SQLCatalog.query("set_call_window")
    package let state: String, from: String, weekdays: String?, saturday: String?, sunday: String?, basis: String?

    /// - Parameters:
    ///   - from: A day, as 2026-12-01.
    ///   - weekdays: Hours as `09:00-20:00`, or `none`; nil: as before, like `saturday` and `sunday`.
    ///   - basis: Where that stands.
    package init(state: String, from: String, weekdays: String?, saturday: String?, sunday: String?, basis: String?) {
        self.state = state
        self.from = from
        self.weekdays = weekdays
        self.saturday = saturday
        self.sunday = sunday
        self.basis = basis
    }

    package func bind(_ parameters: inout Parameters) {
        for text in [state, from, weekdays, saturday, sunday, basis] { parameters.append(text) }
    }
}
