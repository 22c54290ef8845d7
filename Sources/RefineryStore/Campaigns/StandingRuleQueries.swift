package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A standing segmentation that is to make blocks after an import, claimed.
package struct ClaimedCampaignRule: Sendable, Equatable {
    /// The run that linked the import.
    package let run: RunID
    package let rule: String
    /// From 1; the newest one counts alone.
    package let attempt: Int32
}

/// Claims the standing segmentation that has waited longest. SQL: `sql/queries/campaigns/claim_campaign_rule.sql`.
package struct ClaimCampaignRule: Query {
    package static let sql = SQLCatalog.query("claim_campaign_rule")
    package init() {}
    package static func decode(_ row: Row) throws -> ClaimedCampaignRule {
        ClaimedCampaignRule(run: try row[0], rule: try row[1], attempt: try row[2])
    }
}

/// Makes the blocks of a claimed segmentation. SQL: `sql/queries/campaigns/apply_campaign_rule.sql`.
package struct ApplyCampaignRule: Query {
    package static let sql = SQLCatalog.query("apply_campaign_rule")
    package let claimed: ClaimedCampaignRule
    package init(_ claimed: ClaimedCampaignRule) { self.claimed = claimed }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(claimed.run)
        parameters.append(claimed.rule)
        parameters.append(claimed.attempt)
    }

    /// Whether the claim still counted; else nothing was made.
    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}

/// A standing segmentation in its newest version, and what became of it after the last import.
package struct StandingRule: Sendable, Equatable {
    package let rule: CampaignRule
    package let version: Int32
    package let importID: ImportID?
    /// pending, done or failed; nil: no import ended since it is there.
    package let status: String?
    package let blocks: Int32?, contacts: Int64?
    /// Why it failed.
    package let error: String?
    /// In seconds since 1970.
    package let endedAt: Double?
}

/// Lists standing segmentations by name. SQL: `sql/queries/campaigns/list_campaign_rules.sql`.
package struct ListCampaignRules: Query {
    package static let sql = SQLCatalog.query("list_campaign_rules")
    package init() {}
    package static func decode(_ row: Row) throws -> StandingRule {
        StandingRule(
            rule: CampaignRule(name: try row[0], criteria: try row[3], isAfterImport: try row[2]), version: try row[1],
            importID: try row[4], status: try row[5], blocks: try row[6], contacts: try row[7], error: try row[8], endedAt: try row[9])
    }
}
