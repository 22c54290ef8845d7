internal import Postgres
package import RefineryModel
internal import RefineryStages
package import RefineryStore

extension Operations {
    /// The mappings that a file is compared with.
    /// - Parameter signatures: What its headers may be.
    package func library(for signatures: [HeaderSignature]) async throws -> MappingLibrary {
        MappingLibrary(own: try await withConnection { try await $0.rows(FindMappings(signatures)) }, templates: SavedMapping.shipped)
    }

    /// All mappings that are kept: remembered ones, then templates.
    package func mappings() async throws -> [StoredMapping] {
        try await withConnection { try await $0.rows(ListMappings()) }
    }

    /// The mapping that a person means.
    /// - Parameter text: Its id or the beginning of it, or its name, in any case.
    /// - Throws: ``MappingChoiceError``.
    package func mapping(_ text: String) async throws -> StoredMapping {
        let stored = try await mappings()
        let named = stored.filter { $0.mapping.name.lowercased() == text.lowercased() }
        let found = named.isEmpty ? stored.filter { $0.mapping.id.hasPrefix(text.lowercased()) } : named
        guard let first = found.first, !text.isEmpty else { throw MappingChoiceError.unknown(text, names: stored.map(\.mapping.name)) }
        guard found.count == 1 else { throw MappingChoiceError.ambiguous(text, ids: found.map(\.mapping.id)) }
        return first
    }

    /// The mapping that a person means: one that is kept, else one that comes with the program.
    /// - Parameter text: As ``mapping(_:)`` takes it.
    /// - Throws: ``MappingChoiceError``.
    package func mappingOrTemplate(_ text: String) async throws -> SavedMapping {
        do {
            return try await mapping(text).mapping
        } catch MappingChoiceError.unknown(let text, let names) {
            let shipped = SavedMapping.shipped
            let found = shipped.first { $0.name.lowercased() == text.lowercased() } ?? shipped.first { $0.id.hasPrefix(text.lowercased()) }
            guard let found, !text.isEmpty else { throw MappingChoiceError.unknown(text, names: names + shipped.map(\.name)) }
            return found
        }
    }

    /// Remembers what the columns of an import mean, for files with the same headers.
    /// - Parameter name: What to call it; nil: as its file.
    /// - Throws: ``MappingChoiceError/headerless(_:)`` where nothing would tell such a file.
    package func confirmMapping(of importID: ImportID, name: String?, by person: String?) async throws -> SavedMapping {
        let plan = try await plan(of: importID)
        let name = try await fileName(of: importID, else: name)
        guard let mapping = SavedMapping(name: name, header: plan.options.format.header, mapping: plan.options.mapping) else {
            throw MappingChoiceError.headerless(importID)
        }
        let store = try StoreMapping(mapping, importID: importID, confirmedBy: person)
        _ = try await withConnection { try await $0.execute(store) }
        return mapping
    }

    private func fileName(of importID: ImportID, else name: String?) async throws -> String {
        if let name { return name }
        return try await summary(of: importID).fileName
    }

    /// Keeps mappings from elsewhere, all of them or none.
    package func keep(_ mappings: [SavedMapping], by person: String?) async throws {
        let statements = try mappings.map { try StoreMapping($0, importID: nil, confirmedBy: person) }
        try await database.pool.withTransaction { connection in
            for statement in statements { try await connection.execute(statement) }
        }
    }

    /// Forgets a mapping.
    /// - Throws: ``MappingChoiceError``.
    package func forgetMapping(_ text: String) async throws -> SavedMapping {
        let mapping = try await mappingOrTemplate(text)
        if SavedMapping.shipped.contains(mapping) { throw MappingChoiceError.shipped(mapping.name) }
        guard try await withConnection({ try await $0.first(DeleteMapping(id: mapping.id)) }) != nil else {
            throw MappingChoiceError.unknown(text, names: [])
        }
        return mapping
    }
}

/// Why a mapping cannot be had.
package enum MappingChoiceError: Fault, Equatable {
    case unknown(String, names: [String])
    case ambiguous(String, ids: [String])
    case headerless(ImportID)
    /// A template that comes with the program.
    case shipped(String)

    package var code: FaultCode {
        switch self {
        case .unknown, .ambiguous: .mappingNotFound
        case .headerless, .shipped: .mappingInvalid
        }
    }
    package var details: [String: String] {
        switch self {
        case .headerless(let id): ["import_id": id.description]
        default: [:]
        }
    }
    package var summary: String {
        switch self {
        case .unknown(let text, _): "There is no mapping “\(text)”."
        case .ambiguous(let text, let ids):
            "\(ids.count) mappings are called “\(text)”: \(ids.map { String($0.prefix(8)) }.joined(separator: ", "))."
        case .headerless(let id): "The file of import \(id.short) has no header of its own, so nothing would tell the next one."
        case .shipped(let name): "The template “\(name)” comes with the program and cannot be forgotten."
        }
    }
    package var remedy: String? {
        switch self {
        case .unknown(let text, let names):
            Nearest.match(for: text, in: names).map { "Did you mean “\($0)”?" } ?? "List them; it is known by its id or its name."
        case .ambiguous: "Name it by the beginning of its id."
        case .headerless: "Say what its columns are with each such file."
        case .shipped: "Keep a template of the same name, which counts instead; or leave remembered mappings aside with a file."
        }
    }
}
