internal import CSQL

/// The files of `sql/`, embedded into the binary in order of their names.
package enum SQLCatalog {
    /// One embedded file.
    package struct File: Sendable, Equatable {
        /// File name without `.sql`, such as `0001_imports_jobs_records`.
        package let name: String
        /// The whole text.
        package let text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// Forward-only migrations, in the order in which they are applied.
    package static let migrations: [File] = files(of: "migrations")

    /// Views and functions that are created again when their text changed: the contract for psql and dashboards.
    package static let views: [File] = files(of: "views")

    /// One statement a file, run by the product. The folders are those of the store's; names are distinct across them.
    package static let queries: [File] = files(of: "queries")

    /// The statement in the file of that name in one of the folders of `sql/queries`.
    ///
    /// A name that does not exist is a mistake of the programmer and stops the process; a test asks for every name in use.
    package static func query(_ name: String) -> String {
        guard let text = textsByName[name] else { preconditionFailure("there is no \(name).sql in sql/queries") }
        return text
    }

    private static let textsByName = Dictionary(uniqueKeysWithValues: queries.map { ($0.name, $0.text) })

    private static func files(of kind: String) -> [File] {
        var count: Int32 = 0
        return UnsafeBufferPointer(start: csql_catalog(&count), count: Int(count))
            .filter { String(cString: $0.kind) == kind }
            .map { File(name: String(cString: $0.name), text: String(cString: $0.text)) }
    }
}
