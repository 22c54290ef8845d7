package import Postgres
internal import SQLCatalog

/// What a number is, held against the lists.
package struct SuppressionCheck: Sendable, Equatable {
    package enum Status: String, Sendable, PostgresValue {
        case listed
        case clean
        /// The national registry has no valid file for the area code: never to be taken for clean.
        case notChecked = "not_checked"
    }

    /// As it was given.
    package let number: String
    /// Nil: it is no number.
    package let e164: String?
    package let status: Status
    package let lists: [String]
    /// The last day on which that counts, as `2026-12-21`; nil where it was not checked.
    package let validUntil: String?
}

/// Holds numbers against the lists. SQL: `sql/queries/suppression/check_suppressions.sql`.
package struct CheckSuppressions: Query {
    package static let sql = SQLCatalog.query("check_suppressions")
    package let numbers: [String]
    package init(_ numbers: [String]) { self.numbers = numbers }
    package func bind(_ parameters: inout Parameters) { parameters.append(numbers) }
    package static func decode(_ row: Row) throws -> SuppressionCheck {
        SuppressionCheck(number: try row[0], e164: try row[1], status: try row[2], lists: try row[3], validUntil: try row[4])
    }
}

/// Adds entries to a list. SQL: `sql/queries/suppression/add_suppressions.sql`.
package struct AddSuppressions: Query {
    package static let sql = SQLCatalog.query("add_suppressions")
    package let list: String, entries: [(kind: String, value: String)], source: String?

    package init(list: String, entries: [(kind: String, value: String)], source: String?) {
        self.list = list
        self.entries = entries
        self.source = source
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(list)
        parameters.append(entries.map(\.kind))
        parameters.append(entries.map(\.value))
        parameters.append(source)
    }

    /// How many entries are new, how many contacts left open blocks, and the places, from 1, of values that are none of their kind; `shared`
    /// are those of them that are domains of everybody.
    package static func decode(_ row: Row) throws -> (added: Int64, withdrawn: Int64, refused: [Int32], shared: [Int32]) {
        (try row[0], try row[1], try row[2], try row[3])
    }
}

/// Finds who was sent contacts that an entry is about. SQL: `sql/queries/suppression/find_told_destinations.sql`.
package struct FindToldDestinations: Query {
    package static let sql = SQLCatalog.query("find_told_destinations")
    package let kind: String, value: String

    package init(kind: String, value: String) {
        self.kind = kind
        self.value = value
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(kind)
        parameters.append(value)
    }

    /// When the last of them was sent, in seconds since 1970.
    package static func decode(_ row: Row) throws -> (destination: String, contacts: Int64, lastSent: Double) {
        (try row[0], try row[1], try row[2])
    }
}

/// What a registry's file is.
package struct RegistryFile: Sendable {
    /// `national`, or `state-TX`.
    package let list: String
    package let isChange: Bool
    package let version: Int64
    /// Its day, as `2026-11-21`.
    package let asOf: String
    /// The version that a change list goes on from; nil: whatever is there, if it is older.
    package let base: Int64?
    /// Area codes that it covers although it may have no number of them.
    package let areas: [String]

    package init(list: String, isChange: Bool, version: Int64, asOf: String, base: Int64?, areas: [String]) {
        self.list = list
        self.isChange = isChange
        self.version = version
        self.asOf = asOf
        self.base = base
        self.areas = areas
    }
}

/// What a registry's file came to.
package struct RegistryOutcome: Sendable, Equatable {
    package let areas: Int32
    /// Numbers that these area codes have now.
    package let numbers: Int64
    /// Contacts that left open blocks.
    package let withdrawn: Int64
}

/// Applies what was copied of a registry's file. SQL: `sql/queries/suppression/apply_registry_file.sql`.
package struct ApplyRegistryFile: Query {
    package static let sql = SQLCatalog.query("apply_registry_file")
    /// Makes the table that takes the file, for the transaction.
    package static let create = SQLCatalog.query("create_registry_batch")
    /// The COPY into it.
    package static let copy = SQLCatalog.query("copy_registry_batch")
    package let file: RegistryFile
    package init(_ file: RegistryFile) { self.file = file }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(file.list)
        parameters.append(file.isChange)
        parameters.append(file.version)
        parameters.append(file.asOf)
        parameters.append(file.base)
        parameters.append(file.areas)
    }

    package static func decode(_ row: Row) throws -> RegistryOutcome {
        RegistryOutcome(areas: try row[0], numbers: try row[1], withdrawn: try row[2])
    }
}

/// Notes a file that was imported. SQL: `sql/queries/suppression/insert_suppression_import.sql`.
package struct InsertSuppressionImport: Query {
    package static let sql = SQLCatalog.query("insert_suppression_import")
    package let list: String, kind: String, fileName: String, version: Int64?, asOf: String?
    package let areas: Int32, accepted: Int64, rejected: Int64, withdrawn: Int64

    package init(
        list: String, kind: String, fileName: String, version: Int64? = nil, asOf: String? = nil, areas: Int32 = 0, accepted: Int64,
        rejected: Int64, withdrawn: Int64
    ) {
        self.list = list
        self.kind = kind
        self.fileName = fileName
        self.version = version
        self.asOf = asOf
        self.areas = areas
        self.accepted = accepted
        self.rejected = rejected
        self.withdrawn = withdrawn
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(list)
        parameters.append(kind)
        parameters.append(fileName)
        parameters.append(version)
        parameters.append(asOf)
        parameters.append(areas)
        parameters.append(accepted)
        parameters.append(rejected)
        parameters.append(withdrawn)
    }
}

/// A list of contacts that nobody may call.
package struct SuppressionList: Sendable, Equatable {
    package let name: String
    /// Entries, or numbers of a registry.
    package let entries: Int64
    /// Of a registry: area codes, and those among them whose file is too old.
    package let areas: Int64?
    package let staleAreas: Int64?
    package let version: Int64?
    /// The oldest day of its files, and the last on which that one counts.
    package let asOf: String?
    package let validUntil: String?
}

/// Lists the lists. SQL: `sql/queries/suppression/list_suppression_lists.sql`.
package struct ListSuppressionLists: Query {
    package static let sql = SQLCatalog.query("list_suppression_lists")
    package init() {}
    package static func decode(_ row: Row) throws -> SuppressionList {
        SuppressionList(
            name: try row[0], entries: try row[1], areas: try row[2], staleAreas: try row[3], version: try row[4], asOf: try row[5],
            validUntil: try row[6])
    }
}
