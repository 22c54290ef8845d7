internal import Postgres
package import RefineryModel
package import RefineryStages
package import RefineryStore

/// What a file of suppressions came to.
package struct SuppressionImport: Sendable, Equatable {
    package let list: String
    /// Entries that are new, or numbers that the file has.
    package let accepted: Int64
    /// All of them: the rest of the file is stored.
    package let rejects: [RejectedLine]
    /// Of a registry: area codes, and numbers that these have now.
    package let areas: Int32?
    package let numbers: Int64?
    /// Contacts that left open blocks.
    package let withdrawn: Int64
}

/// A destination that has contacts who are not to be called: whoever calls from there has to be told.
package struct ToldDestination: Sendable, Encodable {
    package let destination: String
    package let contacts: Int64
    /// When the last of them was sent.
    package let lastSentAt: String
}

extension Operations {
    /// Lists of entries, by name; all others are registries.
    package static let entryLists: Set<String> = ["opt_out", "litigator", "competitor", "customer"]

    /// Whether a list is a registry of numbers: `national`, or one of a state, as `state-TX`.
    package static func isRegistry(_ list: String) -> Bool {
        list == "national" || (list.hasPrefix("state-") && StateNormalizer.codes.contains(String(list.dropFirst(6))))
    }

    /// Holds numbers against the lists, in their order.
    package func check(_ numbers: [String]) async throws -> [SuppressionCheck] {
        try await withConnection { try await $0.rows(CheckSuppressions(numbers)) }
    }

    package func suppressionLists() async throws -> [SuppressionList] {
        try await withConnection { try await $0.rows(ListSuppressionLists()) }
    }

    /// Adds one entry of a kind (number, email, company, domain, persona).
    /// - Returns: Whether it is new, how many contacts left open blocks, and which destinations have them: those are told by nobody but a person.
    /// - Throws: ``ControlRefusal``, ``SuppressionFault/sharedDomain``.
    package func suppress(_ value: String, kind: String, on list: String, source: String?) async throws -> (
        isNew: Bool, withdrawn: Int64, told: [ToldDestination]
    ) {
        let add = AddSuppressions(list: list, entries: [(kind, value)], source: source)
        let outcome = try await ControlRefusal.explaining {
            try await database.pool.withTransaction { try await $0.first(add) }
        }
        guard let outcome else { throw StoreError.unexpectedRows(statement: "add_suppressions") }
        guard outcome.shared.isEmpty else { throw SuppressionFault.sharedDomain }
        guard outcome.refused.isEmpty else { throw SuppressionValueError(kind: kind) }
        let told = try await withConnection { try await $0.rows(FindToldDestinations(kind: kind, value: value)) }.map {
            ToldDestination(destination: $0.destination, contacts: $0.contacts, lastSentAt: Timestamp.iso8601($0.lastSent))
        }
        return (outcome.added > 0, outcome.withdrawn, told)
    }

    /// Adds the entries of a file: CSV with a header of which some are `number` or `phone`, `email`, `company`, `domain`, `persona_id`; JSON Lines with the
    /// same names; or a value a line, which is taken for what it looks like.
    /// - Throws: ``SuppressionFault``, ``ControlRefusal``.
    package func importEntries(_ path: String, to list: String) async throws -> SuppressionImport {
        guard Self.entryLists.contains(list) else { throw SuppressionFault.unknownList(list) }
        let file = try RecordFile(path: path, names: Set(EntryColumn.kinds.keys))
        let name = path.split(separator: "/").last.map(String.init) ?? path
        var entries: [(kind: String, value: String)] = []
        var origins: [RecordFile.Line] = []
        var rejects: [RejectedLine] = []
        for line in file.lines {
            let found = EntryColumn.entries(of: line.values)
            if found.isEmpty { rejects.append(RejectedLine(line: line.number, reason: "nothing to suppress", text: line.text)) }
            entries += found
            origins += Array(repeating: line, count: found.count)
        }
        guard !entries.isEmpty else { throw SuppressionFault.nothingRead(file: name, first: rejects.first) }
        let add = AddSuppressions(list: list, entries: entries, source: name)
        let (early, read) = (rejects, origins)
        return try await ControlRefusal.explaining {
            try await database.pool.withTransaction { connection in
                guard let outcome = try await connection.first(add) else { throw StoreError.unexpectedRows(statement: "add_suppressions") }
                let refused = outcome.refused.map { place -> RejectedLine in
                    let (line, kind) = (read[Int(place) - 1], add.entries[Int(place) - 1].kind)
                    let reason =
                        outcome.shared.contains(place) ? "a domain that is everybody's" : "no \(SuppressionValueError.word(kind))"
                    return RejectedLine(line: line.number, reason: reason, text: line.text)
                }
                guard refused.count < add.entries.count else { throw SuppressionFault.nothingRead(file: name, first: refused.first) }
                let rejects = (early + refused).sorted { $0.line < $1.line }
                try await connection.execute(
                    InsertSuppressionImport(
                        list: list, kind: "entries", fileName: name, accepted: outcome.added, rejected: Int64(rejects.count),
                        withdrawn: outcome.withdrawn))
                return SuppressionImport(
                    list: list, accepted: outcome.added, rejects: rejects, areas: nil, numbers: nil, withdrawn: outcome.withdrawn)
            }
        }
    }

    /// Puts a registry's file in the place of what is there, or changes that; all of it or, when it is refused, nothing.
    /// - Parameters:
    ///   - columns: The fields of a line of a change list.
    ///   - database: A way to the database whose statements may take long: a national file has 250 million lines.
    /// - Throws: ``SuppressionFault``, ``ControlRefusal`` for the wrong version, ``SourceFileError``.
    package func importRegistry(
        _ path: String, as registry: RegistryFile, columns: [RegistryReader.Column], over database: Database
    ) async throws -> SuppressionImport {
        guard Self.isRegistry(registry.list) else { throw SuppressionFault.unknownList(registry.list) }
        let file = try SourceFile(path: path, isReadOnce: true)
        return try await ControlRefusal.explaining {
            try await database.pool.withTransaction { connection in
                try await connection.executeScript(ApplyRegistryFile.create)
                let reading = RegistryReading(file, registry, columns)
                try await connection.copyIn(ApplyRegistryFile.copy) { try reading.run(&$0) }
                let (rejects, accepted) = (reading.rejects, reading.accepted)
                // An area code that is named may be empty.
                guard accepted > 0 || (rejects.isEmpty && !registry.areas.isEmpty) else {
                    throw SuppressionFault.nothingRead(file: file.name, first: rejects.first)
                }
                guard let outcome = try await connection.first(ApplyRegistryFile(registry)) else {
                    throw StoreError.unexpectedRows(statement: "apply_registry_file")
                }
                try await connection.execute(
                    InsertSuppressionImport(
                        list: registry.list, kind: registry.isChange ? "change" : "full", fileName: file.name, version: registry.version,
                        asOf: registry.asOf, areas: outcome.areas, accepted: accepted, rejected: Int64(rejects.count),
                        withdrawn: outcome.withdrawn))
                return SuppressionImport(
                    list: registry.list, accepted: accepted, rejects: rejects, areas: outcome.areas, numbers: outcome.numbers,
                    withdrawn: outcome.withdrawn)
            }
        }
    }
}

/// Reads a registry's file into a COPY; on the connection's thread alone.
private final class RegistryReading: @unchecked Sendable {
    private let file: SourceFile
    private var reader: RegistryReader
    private let bits: RegistryBits
    private(set) var accepted: Int64 = 0
    var rejects: [RejectedLine] { reader.rejects }

    init(_ file: SourceFile, _ registry: RegistryFile, _ columns: [RegistryReader.Column]) {
        self.file = file
        reader = RegistryReader(isChange: registry.isChange, columns: columns)
        bits = RegistryBits(isChange: registry.isChange)
    }

    func run(_ writer: inout CopyInWriter) throws {
        var offset: Int64 = 0
        while let piece = try file.next(at: offset, atMost: 1 << 20) {
            offset += Int64(piece.count)
            try read { reader, take in try reader.read(piece, take) }
            if bits.isFull { try bits.flush(into: &writer) }
        }
        try read { reader, take in try reader.finish(take) }
        try bits.flush(into: &writer)
    }

    private func read(_ body: (inout RegistryReader, (RegistryNumber) throws -> Void) throws -> Void) throws {
        try body(&reader) { number in
            bits.insert(prefix: number.prefix, line: number.line, isRemoved: number.isRemoved)
            accepted += 1
        }
        if reader.isHopeless { throw SuppressionFault.otherFile(file: file.name, lines: reader.rejects.count) }
    }
}

/// A value that is none of its kind. It may be personal data, and stands in no message.
package struct SuppressionValueError: Fault, Equatable {
    package let kind: String

    package var code: FaultCode { .valueInvalid }
    package var summary: String { "What was given is no \(Self.word(kind))." }
    package var remedy: String? { nil }

    static func word(_ kind: String) -> String {
        switch kind {
        case "number": "phone number"
        case "email": "e-mail address"
        case "persona": "id of a persona"
        default: kind
        }
    }
}

/// What columns of a file of entries are.
private enum EntryColumn {
    static let kinds = [
        "number": "number", "phone": "number", "phone_number": "number", "phone_e164": "number", "email": "email", "company": "company",
        "business_name": "company", "domain": "domain", "website": "domain", "persona": "persona", "persona_id": "persona",
        "external_id": "persona",
    ]

    static func entries(of values: [String: String]) -> [(kind: String, value: String)] {
        if let value = values[""] { return value.isEmpty ? [] : [(kind(of: value), value)] }
        return values.sorted { $0.key < $1.key }.compactMap { name, value in
            value.isEmpty ? nil : kinds[name].map { ($0, value) }
        }
    }

    /// What a value looks like that nobody has named.
    private static func kind(of value: String) -> String {
        if value.contains("@") { return "email" }
        let isNumber = value.contains(where: \.isNumber) && value.allSatisfy { $0.isNumber || " +-().,/".contains($0) }
        if isNumber { return "number" }
        return value.contains(".") && !value.contains(where: \.isWhitespace) && !value.hasSuffix(".") ? "domain" : "company"
    }
}
