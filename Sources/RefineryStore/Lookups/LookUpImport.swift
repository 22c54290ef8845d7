package import Postgres
package import RefineryModel
internal import SQLCatalog

/// What lookups of stored records would ask for: of one import, or of all together.
package struct ImportNumbers: Sendable, Equatable {
    /// nil for the sum of all, where a number that several imports have counts once.
    package let importID: ImportID?
    /// Phone cells with a valid number.
    package let phoneCells: Int64
    /// Distinct numbers among them.
    package let numbers: Int64
    /// Those of them that nobody has to ask for.
    package let fresh: Int64
    /// Records with an invalid phone: never asked for.
    package let invalid: Int64

    /// Numbers to ask for.
    package var needed: Int64 { numbers - fresh }
}

/// Counts the numbers of ended imports, oldest first, and last those of all together. SQL: `sql/queries/lookups/count_import_numbers.sql`.
package struct CountImportNumbers: Query {
    package static let sql = SQLCatalog.query("count_import_numbers")
    /// nil: all that ended.
    package let importID: ImportID?
    /// Who would be asked.
    package let provider: LookupProviderName

    package init(importID: ImportID?, provider: LookupProviderName) {
        self.importID = importID
        self.provider = provider
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(provider)
    }

    package static func decode(_ row: Row) throws -> ImportNumbers {
        ImportNumbers(
            importID: try row[0], phoneCells: try row[1], numbers: try row[2], fresh: try row[3], invalid: try row[4])
    }
}

/// Makes lookup jobs of an ended import's numbers that have no fresh answer, and lets it run until they are settled; gives how many
/// there are. SQL: `sql/views/look_up_import.sql`.
package struct LookUpImport: Query {
    package static let sql = SQLCatalog.query("look_up_import")
    package let importID: ImportID, provider: LookupProviderName, numbersMax: Int64?

    /// - Parameters:
    ///   - provider: Who is asked.
    ///   - numbersMax: At most so many; nil for all.
    package init(importID: ImportID, provider: LookupProviderName, numbersMax: Int64? = nil) {
        self.importID = importID
        self.provider = provider
        self.numbersMax = numbersMax
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(provider)
        parameters.append(numbersMax)
    }

    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}
