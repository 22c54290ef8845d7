package import Postgres
internal import SQLCatalog

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Rebuilds contacts that something changed of. SQL: `sql/queries/campaigns/refresh_changed_contacts.sql`.
package struct RefreshChangedContacts: Query {
    package static let sql = SQLCatalog.query("refresh_changed_contacts")
    /// Changes that are taken at most: they are one transaction.
    package let changesMax: Int32
    /// While records are linked, fewer changes are left alone.
    package let changesMin: Int32?

    package init(changesMax: Int32 = 10_000, unlessLinkingBelow changesMin: Int32? = nil) {
        self.changesMax = changesMax
        self.changesMin = changesMin
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(changesMax)
        parameters.append(changesMin)
    }

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
    package let idPrefix: String?, onlyLiving: Bool, after: UUID?, limit: Int?

    /// - Parameters:
    ///   - idPrefix: Hexadecimal digits and hyphens; nil: of any id.
    ///   - onlyLiving: Without those that are cancelled or completed.
    ///   - after: The block behind which the list begins; nil: from the newest on.
    ///   - limit: nil: all.
    package init(idPrefix: String? = nil, onlyLiving: Bool = false, after: UUID? = nil, limit: Int? = nil) {
        self.idPrefix = idPrefix
        self.onlyLiving = onlyLiving
        self.after = after
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(idPrefix)
        parameters.append(onlyLiving)
        parameters.append(after)
        parameters.append(limit.map { Int32(clamping: $0) })
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
