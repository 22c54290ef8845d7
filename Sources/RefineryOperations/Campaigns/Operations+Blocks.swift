internal import Postgres
package import RefineryModel
internal import RefineryStages
package import RefineryStore

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Which blocks criteria make, or made.
package struct BlockPlan: Sendable, Codable, Equatable {
    package struct Block: Sendable, Codable, Equatable {
        /// Nil in a preview.
        package let id: UUID?
        package let name: String
        package let contacts: Int

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            // As everywhere; an id that encodes itself is in upper case.
            try container.encodeIfPresent(id?.uuidString.lowercased(), forKey: .id)
            try container.encode(name, forKey: .name)
            try container.encode(contacts, forKey: .contacts)
        }

        private enum CodingKeys: String, CodingKey { case id, name, contacts }
    }

    package var blocks: [Block]
    /// Contacts that the criteria found and that are in none of the blocks, by reason.
    package var excluded: [String: Int]
    /// In the blocks, all together.
    package var contacts: Int
    /// The contacts the criteria found.
    package var matched: Int
    /// Contacts in the blocks that no valid file of the national registry covers.
    package var notChecked: Int
    /// How many of those that are left out as not checked would need a file of which area code (or of which state: `state-TX`).
    package var notCheckedAreas: [String: Int]
    package var bandsVersion: Int

    private enum CodingKeys: String, CodingKey {
        case blocks, excluded, contacts, matched
        case notChecked = "not_checked"
        case notCheckedAreas = "not_checked_areas"
        case bandsVersion = "bands_version"
    }
}

extension Operations {
    /// Rebuilds contacts that something changed of, in short transactions: what is left then is little.
    private func refreshContacts() async throws {
        while try await withConnection({ try await $0.first(RefreshChangedContacts()) }) ?? 0 > 0 {}
    }

    /// The blocks that criteria would make: nothing is written.
    /// - Parameter criteria: JSON, as docs/campaigns.md describes it.
    /// - Throws: ``ControlRefusal`` with what is wrong with the criteria.
    package func previewBlocks(_ criteria: String) async throws -> BlockPlan {
        try await explaining { try await withConnection { try await $0.first(PreviewCampaignBlocks(criteria: criteria)) } }
    }

    /// Makes blocks of the contacts that criteria find.
    /// - Throws: ``ControlRefusal`` with what is wrong with the criteria.
    package func generateBlocks(_ criteria: String, rule: CampaignRule? = nil, version: Int32? = nil) async throws -> BlockPlan {
        let make = MakeCampaignBlocks(criteria: criteria, rule: rule?.name, ruleVersion: version)
        return try await explaining { try await database.pool.withTransaction { try await $0.first(make) } }
    }

    private func explaining(_ body: () async throws -> String?) async throws -> BlockPlan {
        try await refreshContacts()
        guard let text = try await ControlRefusal.explaining(body) else { throw StoreError.unexpectedRows(statement: "campaign blocks") }
        return try JSON.value(from: text)
    }

    /// The standing segmentations of a document, checked.
    /// - Throws: ``ControlRefusal``.
    package func campaignRules(_ document: String) async throws -> [CampaignRule] {
        try await ControlRefusal.explaining { try await withConnection { try await $0.rows(ReadCampaignRules(document: document)) } }
    }

    /// Keeps a standing segmentation; returns its version.
    package func keep(_ rule: CampaignRule) async throws -> Int32 {
        try await ControlRefusal.explaining {
            try await database.pool.withTransaction { try await $0.first(SetCampaignRule(rule)) } ?? 1
        }
    }

    /// Makes the blocks of standing segmentations that wait after an import; whoever else does so too, each is made once.
    package func applyCampaignRules() async throws {
        try await refreshContacts()
        while let claimed = try await withConnection({ try await $0.first(ClaimCampaignRule()) }) {
            _ = try await database.pool.withTransaction { try await $0.first(ApplyCampaignRule(claimed)) }
        }
    }

    /// The standing segmentations, and what became of them after the last import.
    package func standingRules() async throws -> [StandingRule] { try await withConnection { try await $0.rows(ListCampaignRules()) } }

    /// The bands that count now.
    /// - Parameter dimension: `revenue` or `employees`; nil: both.
    package func bands(of dimension: String?) async throws -> [CampaignBand] {
        try await withConnection { try await $0.rows(ListCampaignBands(dimension: dimension)) }
    }

    /// Puts other bands in the place of those of a dimension, from now on; returns their version.
    /// - Parameter bands: A JSON list of objects with code, label, low, and but for the last one high.
    /// - Throws: ``ControlRefusal`` with what is wrong with them.
    package func setBands(_ bands: String, of dimension: String) async throws -> Int32 {
        let set = SetCampaignBands(dimension: dimension, bands: bands)
        return try await ControlRefusal.explaining { try await database.pool.withTransaction { try await $0.first(set) } } ?? 0
    }

    /// When people may be called: what counts today, and what is to come.
    /// - Parameter state: Two letters; nil: of all.
    package func callWindows(of state: String?) async throws -> [CallWindow] {
        try await withConnection { try await $0.rows(ListCallWindows(state: state)) }
    }

    /// Sets hours of a state from a day on.
    /// - Throws: ``ControlRefusal`` with what is wrong with them.
    package func set(_ window: SetCallWindow) async throws {
        _ = try await ControlRefusal.explaining { try await database.pool.withTransaction { try await $0.execute(window) } }
    }

    /// - Parameter onlyLiving: Without those that are cancelled or completed.
    package func blocks(onlyLiving: Bool, after: UUID? = nil, limit: Int? = nil) async throws -> [CampaignBlock] {
        try await withConnection { try await $0.rows(ListCampaignBlocks(onlyLiving: onlyLiving, after: after, limit: limit)) }
    }

    /// The block that a person means by its id or the beginning of it.
    /// - Throws: ``BlockFault``.
    package func block(_ text: String) async throws -> CampaignBlock {
        let prefix = text.lowercased()
        guard !prefix.isEmpty, prefix.allSatisfy({ $0.isHexDigit || $0 == "-" }) else { throw BlockFault.unknown(text) }
        let found = try await withConnection { try await $0.rows(ListCampaignBlocks(idPrefix: prefix)) }
        guard let first = found.first else { throw BlockFault.unknown(text) }
        guard found.count == 1 else { throw BlockFault.ambiguous(text) }
        return first
    }

    /// Hands the contacts out that a block holds, in their order, piece by piece.
    /// - Returns: How many.
    /// - Throws: ``BlockFault/notOpen(id:status:)`` where nobody may call them now.
    package func writeContacts(of block: CampaignBlock, as format: ExportFormat, to write: ([UInt8]) async throws -> Void) async throws
        -> Int64
    {
        guard block.status == "open" else { throw BlockFault.notOpen(id: block.id, status: block.status) }
        try await refreshContacts()
        var writer = try PageWriter(format, header: ListBlockContacts.columns)
        try await write(writer.take())
        var count: Int64 = 0
        try await forEachPage({ last, size in ListBlockContacts(block: block.id, after: last?.position ?? 0, limit: size) }) { page in
            for row in page { try writer.append(cells: row.cells, object: row.object) }
            try await write(writer.take())
            count += Int64(page.count)
        }
        try await writer.finish(to: write)
        return count
    }

    /// Lets the contacts of a block go; returns how many it held.
    package func cancel(_ block: CampaignBlock) async throws -> Int64 {
        try await ControlRefusal.explaining {
            try await database.pool.withTransaction { try await $0.first(CancelCampaignBlock(block.id)) } ?? 0
        }
    }

    /// Holds a block against all lists again.
    package func scrub(_ block: CampaignBlock) async throws -> ScrubOutcome {
        try await refreshContacts()
        let outcome = try await ControlRefusal.explaining {
            try await database.pool.withTransaction { try await $0.first(ScrubCampaignBlock(block.id)) }
        }
        guard let outcome else { throw StoreError.unexpectedRows(statement: "scrub_campaign_block") }
        return outcome
    }

    /// Keeps the results of calls of a file: CSV with a header or JSON Lines, with `persona_id` (or `external_id`) or `phone`, `disposition`, and perhaps
    /// `block_id`, `called_at`, `note`. A file that comes twice counts once.
    /// - Returns: How many are new, how many contacts left blocks, and the lines that were refused.
    /// - Throws: ``BlockFault/noResults(file:)``.
    package func importCallResults(_ path: String) async throws -> CallResultsOutcome {
        try await importCallResults(
            RecordFile(path: path, names: Self.callResultNames), path.split(separator: "/").last.map(String.init) ?? path)
    }

    /// The same of a file that is there already.
    package func importCallResults(_ bytes: [UInt8], named name: String) async throws -> CallResultsOutcome {
        try await importCallResults(RecordFile(bytes, names: Self.callResultNames), name)
    }

    private static let callResultNames: Set<String> = ["persona_id", "external_id", "phone", "phone_e164", "disposition"]

    private func importCallResults(_ file: RecordFile, _ name: String) async throws -> CallResultsOutcome {
        guard file.lines.contains(where: { $0.values["disposition"] != nil }) else { throw BlockFault.noResults(file: name) }
        let results = file.lines.map { line in
            var result = CallResult()
            result.persona = line.values["persona_id"] ?? line.values["external_id"] ?? ""
            result.phone = line.values["phone_e164"] ?? line.values["phone"] ?? ""
            result.block = line.values["block_id"] ?? ""
            result.disposition = (line.values["disposition"] ?? "").lowercased()
            result.calledAt = line.values["called_at"] ?? ""
            result.note = line.values["note"] ?? ""
            return result
        }
        let outcome = try await ControlRefusal.explaining {
            try await database.pool.withTransaction { try await $0.first(StoreCallResults(results)) }
        }
        guard let outcome else { throw StoreError.unexpectedRows(statement: "store_call_results") }
        let rejects = zip(outcome.refused, outcome.refusals).map { place, reason in
            let line = file.lines[Int(place) - 1]
            return RejectedLine(line: line.number, reason: reason, text: line.text)
        }
        return CallResultsOutcome(stored: outcome.stored, withdrawn: outcome.withdrawn, rejects: rejects)
    }
}

/// Why a block cannot be had.
package enum BlockFault: Fault, Equatable {
    case unknown(String)
    case ambiguous(String)
    /// Expired, cancelled or completed.
    case notOpen(id: UUID, status: String)
    case noResults(file: String)

    package var code: FaultCode {
        switch self {
        case .unknown, .ambiguous: .blockNotFound
        case .notOpen: .stateConflict
        case .noResults: .callResultsInvalid
        }
    }
    package var details: [String: String] {
        switch self {
        case .notOpen(let id, let status): ["block_id": id.uuidString.lowercased(), "status": status]
        default: [:]
        }
    }
    package var summary: String {
        switch self {
        case .unknown(let text): "There is no block “\(text)”."
        case .ambiguous(let text): "More than one block begins with “\(text)”."
        case .notOpen(let id, "expired"): "Block \(Self.short(id)) is expired: it was held against the lists too long ago to be called."
        case .notOpen(let id, let status): "Block \(Self.short(id)) is \(status): it holds no contacts."
        case .noResults(let file): "\(file) has no column disposition."
        }
    }
    package var remedy: String? {
        switch self {
        case .unknown: "Look at the list of blocks."
        case .ambiguous: "Say more of its id."
        case .notOpen(_, "expired"): "Scrub it; then its contacts are handed out again."
        case .notOpen: nil
        case .noResults: "Write CSV with a header, or JSON Lines: persona_id or phone, disposition, and perhaps block_id, called_at, note."
        }
    }

    private static func short(_ id: UUID) -> String { String(id.uuidString.lowercased().prefix(8)) }
}
