package import Postgres
package import RefineryModel
internal import SQLCatalog

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Makes contacts anew that something changed of. SQL: `sql/queries/campaigns/refresh_changed_contacts.sql`.
package struct RefreshChangedContacts: Query {
    package static let sql = SQLCatalog.query("refresh_changed_contacts")
    /// Changes that are taken at most: they are one transaction.
    package let changesMax: Int32
    package init(changesMax: Int32 = 10_000) { self.changesMax = changesMax }
    package func bind(_ parameters: inout Parameters) { parameters.append(changesMax) }
    /// How many were taken; 0: all is up to date.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Says which blocks criteria would make, as JSON. SQL: `sql/queries/campaigns/preview_campaign_blocks.sql`.
package struct PreviewCampaignBlocks: Query {
    package static let sql = SQLCatalog.query("preview_campaign_blocks")
    package let criteria: String
    package init(criteria: String) { self.criteria = criteria }
    package func bind(_ parameters: inout Parameters) { parameters.append(JSONB(criteria)) }
    package static func decode(_ row: Row) throws -> String { try row[0] }
}

/// Makes blocks, and says which, as JSON. SQL: `sql/queries/campaigns/make_campaign_blocks.sql`.
package struct MakeCampaignBlocks: Query {
    package static let sql = SQLCatalog.query("make_campaign_blocks")
    package let criteria: String, rule: String?, ruleVersion: Int32?

    package init(criteria: String, rule: String? = nil, ruleVersion: Int32? = nil) {
        self.criteria = criteria
        self.rule = rule
        self.ruleVersion = ruleVersion
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(JSONB(criteria))
        parameters.append(rule)
        parameters.append(ruleVersion)
    }

    package static func decode(_ row: Row) throws -> String { try row[0] }
}

/// A standing segmentation.
package struct CampaignRule: Sendable, Equatable {
    package let name: String
    /// As JSON.
    package let criteria: String
    package let isAfterImport: Bool
}

/// Reads and checks the standing segmentations of a document. SQL: `sql/queries/campaigns/read_campaign_rules.sql`.
package struct ReadCampaignRules: Query {
    package static let sql = SQLCatalog.query("read_campaign_rules")
    package let document: String
    package init(document: String) { self.document = document }
    package func bind(_ parameters: inout Parameters) { parameters.append(JSONB(document)) }
    package static func decode(_ row: Row) throws -> CampaignRule {
        CampaignRule(name: try row[0], criteria: try row[1], isAfterImport: try row[2])
    }
}

/// Keeps a standing segmentation. SQL: `sql/queries/campaigns/set_campaign_rule.sql`.
package struct SetCampaignRule: Query {
    package static let sql = SQLCatalog.query("set_campaign_rule")
    package let rule: CampaignRule
    package init(_ rule: CampaignRule) { self.rule = rule }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(rule.name)
        parameters.append(JSONB(rule.criteria))
        parameters.append(rule.isAfterImport)
    }

    /// Its version.
    package static func decode(_ row: Row) throws -> Int32 { try row[0] }
}

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

/// Takes a person out of all blocks, by an erasure. SQL: `sql/queries/campaigns/erase_contacts.sql`.
package struct EraseContacts: Query {
    package static let sql = SQLCatalog.query("erase_contacts")
    package let personas: [UUID], phone: String?

    /// - Parameter phone: In E.164.
    package init(personas: [UUID], phone: String?) {
        self.personas = personas
        self.phone = phone
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(personas)
        parameters.append(phone)
    }
}

/// A block and how far it is.
package struct CampaignBlock: Sendable, Equatable {
    package let id: UUID
    package let name: String
    /// open, expired, cancelled or completed.
    package let status: String
    package let contacts: Int32
    package let ready: Int64, called: Int64, done: Int64, suppressed: Int64, released: Int64, notChecked: Int64
    /// In seconds since 1970.
    package let scrubbedAt: Double, validUntil: Double
    /// The oldest file of the national registry that counted.
    package let registryAsOf: String?
    /// As JSON.
    package let criteria: String
    package let rule: String?, ruleVersion: Int32?
    package let createdAt: Double, createdBy: String
}

/// Lists blocks, newest first. SQL: `sql/queries/campaigns/list_campaign_blocks.sql`.
package struct ListCampaignBlocks: Query {
    package static let sql = SQLCatalog.query("list_campaign_blocks")
    package let idPrefix: String?, onlyLiving: Bool

    /// - Parameters:
    ///   - idPrefix: Hexadecimal digits and hyphens; nil: of any id.
    ///   - onlyLiving: Without those that are cancelled or completed.
    package init(idPrefix: String? = nil, onlyLiving: Bool = false) {
        self.idPrefix = idPrefix
        self.onlyLiving = onlyLiving
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(idPrefix)
        parameters.append(onlyLiving)
    }

    package static func decode(_ row: Row) throws -> CampaignBlock {
        CampaignBlock(
            id: try row[0], name: try row[1], status: try row[2], contacts: try row[3], ready: try row[4], called: try row[5],
            done: try row[6],
            suppressed: try row[7], released: try row[8], notChecked: try row[9], scrubbedAt: try row[10], validUntil: try row[11],
            registryAsOf: try row[12], criteria: try row[13], rule: try row[14], ruleVersion: try row[15], createdAt: try row[16],
            createdBy: try row[17])
    }
}

/// A contact of a block, as it is handed out.
package struct BlockContactRow: Sendable {
    package let position: Int32
    /// In the order of ``ListBlockContacts/columns``.
    package let cells: [String?]
    /// The same as JSON.
    package let object: String
}

/// Lists the contacts that a block holds. SQL: `sql/queries/campaigns/list_block_contacts.sql`.
package struct ListBlockContacts: Query {
    package static let sql = SQLCatalog.query("list_block_contacts")
    package static let columns = [
        "block_id", "persona_id", "position", "phone_e164", "phone_type", "first_name", "last_name", "title", "company", "email", "address",
        "city",
        "state", "zip_code", "timezone", "call_from_local", "call_until_local", "saturday_from_local", "saturday_until_local",
        "sunday_from_local",
        "sunday_until_local", "window_rule", "registry", "sic_code", "naics_code", "employees", "revenue", "status", "reason",
    ]
    package let block: UUID, after: Int32, limit: Int32

    package init(block: UUID, after: Int32, limit: Int) {
        self.block = block
        self.after = after
        self.limit = Int32(clamping: limit)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(block)
        parameters.append(after)
        parameters.append(limit)
    }

    package static func decode(_ row: Row) throws -> BlockContactRow {
        BlockContactRow(position: try row[0], cells: try row[1], object: try row[2])
    }
}

/// Lets the contacts of a block go. SQL: `sql/queries/campaigns/cancel_campaign_block.sql`.
package struct CancelCampaignBlock: Query {
    package static let sql = SQLCatalog.query("cancel_campaign_block")
    package let block: UUID
    package init(_ block: UUID) { self.block = block }
    package func bind(_ parameters: inout Parameters) { parameters.append(block) }
    /// How many it held.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// What holding a block against all lists again came to.
package struct ScrubOutcome: Sendable, Equatable {
    /// Contacts that it holds now, and those that went.
    package let contacts: Int64, withdrawn: Int64
    /// In seconds since 1970.
    package let validUntil: Double
}

/// Holds a block against all lists again. SQL: `sql/queries/campaigns/scrub_campaign_block.sql`.
package struct ScrubCampaignBlock: Query {
    package static let sql = SQLCatalog.query("scrub_campaign_block")
    package let block: UUID
    package init(_ block: UUID) { self.block = block }
    package func bind(_ parameters: inout Parameters) { parameters.append(block) }
    package static func decode(_ row: Row) throws -> ScrubOutcome {
        ScrubOutcome(contacts: try row[0], withdrawn: try row[1], validUntil: try row[2])
    }
}

/// What came of a call, as a dialer writes it.
package struct CallResult: Sendable, Equatable {
    /// Empty where the dialer says another thing about the contact.
    package var persona = "", phone = "", block = "", disposition = "", calledAt = "", note = ""
    package init() {}
}

/// Keeps results of calls, and heeds them. SQL: `sql/queries/campaigns/store_call_results.sql`.
package struct StoreCallResults: Query {
    package static let sql = SQLCatalog.query("store_call_results")
    package let results: [CallResult]
    package init(_ results: [CallResult]) { self.results = results }

    package func bind(_ parameters: inout Parameters) {
        for property in [\CallResult.persona, \.phone, \.block, \.disposition, \.calledAt, \.note] {
            parameters.append(results.map { $0[keyPath: property] })
        }
    }

    /// How many are new, how many contacts left blocks, and the places, from 1, of those that were refused, with why.
    package static func decode(_ row: Row) throws -> (stored: Int64, withdrawn: Int64, refused: [Int32], refusals: [String]) {
        (try row[0], try row[1], try row[2], try row[3])
    }
}
