package import Postgres
package import RefineryModel

/// Another worker holds the job now: whatever this one did for it was rolled back.
///
/// Not a defect and nothing to report as one: the job is in good hands. It is counted.
package struct LeaseLostError: Fault, Equatable {
    /// How many jobs were lost.
    package let jobs: Int

    package init(jobs: Int) { self.jobs = jobs }

    package var code: FaultCode { .leaseLost }
    package var summary: String { "The lease on \(jobs) job\(jobs == 1 ? "" : "s") was lost; nothing of it was stored by this worker." }
    package var remedy: String? { "Nothing has to be done: the job runs elsewhere." }
}

/// What the store can be unable to do.
package enum StoreError: Fault, Equatable {
    /// A statement gave other rows than it can give.
    case unexpectedRows(statement: String)
    /// A record that a row repeats was undone or erased meanwhile.
    case survivorGone
    /// No import has this id, or one that begins so.
    case noSuchImport(String)
    /// Several imports have an id that begins so.
    case ambiguousImport(String)
    /// The schema was made by a newer program.
    case schemaTooNew(found: Int, known: Int)
    /// The database has no schema, or an older one.
    case schemaMissing(pending: Int)
    /// The database stores text in another encoding than UTF8, which cannot hold every name.
    case wrongEncoding(String)
    /// A migration that was applied has another text now.
    case migrationChanged(name: String)
    /// A source cannot be stored or read.
    case source(uri: String, problem: String)
    /// A source lies outside of the directory that SOURCE_STORAGE of this process names, if it names one.
    case sourceElsewhere(uri: String, directory: String?)
    /// The directory that SOURCE_STORAGE names cannot take sources.
    case storageUnusable(directory: String, problem: String)
    /// The options of an import, as they stand in the database, cannot be followed.
    case optionsUnusable(String)
    /// How the file of an import is written is not known: nobody has read its beginning yet, or it was not understood.
    case notRead(ImportID)
    /// SOURCE_STORAGE names no storage.
    case unknownStorage(String)

    package var code: FaultCode {
        switch self {
        case .unexpectedRows: .rowsUnexpected
        case .noSuchImport: .importNotFound
        case .ambiguousImport: .importAmbiguous
        case .schemaTooNew: .schemaTooNew
        case .schemaMissing: .schemaMissing
        case .wrongEncoding: .databaseEncodingWrong
        case .migrationChanged: .schemaChanged
        case .source: .sourceUnavailable
        case .sourceElsewhere: .sourceElsewhere
        case .storageUnusable, .unknownStorage: .storageUnusable
        case .optionsUnusable: .optionsUnusable
        case .notRead, .survivorGone: .stateConflict
        }
    }

    package var summary: String {
        switch self {
        case .unexpectedRows(let statement): "The statement \(statement) gave rows that it cannot give; everything was rolled back."
        case .survivorGone: "A record that a row repeats is gone since a moment ago; everything was rolled back."
        case .noSuchImport(let text): text.isEmpty ? "There is no import yet." : "There is no import “\(text)”."
        case .ambiguousImport(let text): "More than one import begins with “\(text)”."
        case .schemaTooNew(let found, let known):
            "The database has schema version \(found), this program knows versions up to \(known)."
        case .schemaMissing(let pending): "The database lacks \(pending) migration\(pending == 1 ? "" : "s") that this program needs."
        case .wrongEncoding(let name): "The database stores text as \(name), not as UTF8; nothing was changed."
        case .migrationChanged(let name): "Migration \(name) was applied with another text than this program has."
        case .source(let uri, let problem): "The source \(uri) cannot be used: \(problem)"
        case .sourceElsewhere(let uri, let directory):
            "The source \(uri) is not in "
                + (directory.map { "the directory \($0) of SOURCE_STORAGE." } ?? "the database, where SOURCE_STORAGE says that sources are.")
        case .storageUnusable(let directory, let problem): "The directory \(directory) of SOURCE_STORAGE cannot be used: \(problem)"
        case .optionsUnusable(let what): "The options of the import cannot be followed: \(what)."
        case .notRead(let id):
            "Import \(id) was submitted from SQL, and what its columns mean is not known: no coordinator has read its file yet, or it was not understood."
        case .unknownStorage(let text): "SOURCE_STORAGE is “\(text)”, which names no storage."
        }
    }

    package var remedy: String? {
        switch self {
        case .unexpectedRows: "Please report this as a defect."
        case .optionsUnusable: "Correct imports.options and retry, or cancel the import and submit the file again."
        case .notRead: "Look at the import: how far it is, and what went wrong."
        case .survivorGone: "Nothing has to be done: it is tried again."
        case .noSuchImport(let text): text.isEmpty ? "Submit a file." : "Look at the list of imports."
        case .ambiguousImport: "Say more of its id."
        case .schemaTooNew: "Start the newer program; this one must not touch the data."
        case .schemaMissing: "Migrate the database."
        case .wrongEncoding: "Make another one: CREATE DATABASE name TEMPLATE template0 ENCODING 'UTF8'; and let DATABASE_URL name it."
        case .migrationChanged: "Migrations are immutable: start the program that applied it, or one that is newer."
        case .source:
            "Make the storage reachable for every worker; the batches are tried again. A source that was deleted (KEEP_SOURCES_HOURS, an erasure) has to be submitted again."
        case .sourceElsewhere:
            "Set SOURCE_STORAGE of every process to the directory that the sources were stored in; no other file is touched."
        case .storageUnusable: "Make the directory, writable for every process of the fleet, or name another one."
        case .unknownStorage: "Set SOURCE_STORAGE to `postgres` or to a `file:///directory` that every worker can reach."
        }
    }
}

extension PostgresError: Fault {
    package var code: FaultCode {
        switch self {
        case .invalidURL: .databaseURLInvalid
        case .cannotConnect(_, _, let state): state?.isRefusal == true ? .permissionDenied : .databaseUnavailable
        case .server(let error) where error.sqlState.isRefusal: .permissionDenied
        default: isTransient ? .databaseUnavailable : .databaseError
        }
    }

    package var details: [String: String] { sqlState.map { ["sqlstate": $0.rawValue] } ?? [:] }
}
