package import Postgres
package import RefineryModel
internal import SQLCatalog

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A place that contacts can be sent to.
package struct Destination: Sendable, Equatable {
    package let name: String
    package let settings: DestinationSettings
    package let requestsPerMinute: Int32?
    /// Why nothing is sent until somebody acts.
    package let stoppedReason: String?
    /// In seconds since 1970.
    package let createdAt: Double
    package let createdBy: String
}

/// Adds a destination, or changes one. SQL: `sql/queries/campaigns/set_destination.sql`.
package struct SetDestination: Query {
    package static let sql = SQLCatalog.query("set_destination")
    package let name: String, settings: String, kind: DestinationKind, requestsPerMinute: Int32?, replaces: Bool

    /// - Parameter replaces: Whether one that is there is changed.
    package init(name: String, settings: DestinationSettings, requestsPerMinute: Int?, replaces: Bool) throws {
        self.name = name
        self.settings = try JSON.text(settings)
        kind = settings.kind
        self.requestsPerMinute = requestsPerMinute.map { Int32(clamping: $0) }
        self.replaces = replaces
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(name)
        parameters.append(kind.rawValue)
        parameters.append(JSONB(settings))
        parameters.append(requestsPerMinute)
        parameters.append(replaces)
    }

    /// Its name; no row: there is one with this name.
    package static func decode(_ row: Row) throws -> String { try row[0] }
}

/// Lists destinations. SQL: `sql/queries/campaigns/list_destinations.sql`.
package struct ListDestinations: Query {
    package static let sql = SQLCatalog.query("list_destinations")
    package let name: String?
    package init(name: String? = nil) { self.name = name }
    package func bind(_ parameters: inout Parameters) { parameters.append(name) }

    package static func decode(_ row: Row) throws -> Destination {
        Destination(
            name: try row[0], settings: try JSON.value(from: try row[2]), requestsPerMinute: try row[3], stoppedReason: try row[4],
            createdAt: try row[5], createdBy: try row[6])
    }
}

/// Nothing more is sent to a destination. SQL: `sql/queries/campaigns/remove_destination.sql`.
package struct RemoveDestination: Query {
    package static let sql = SQLCatalog.query("remove_destination")
    package let name: String
    package init(_ name: String) { self.name = name }
    package func bind(_ parameters: inout Parameters) { parameters.append(name) }
    package static func decode(_ row: Row) throws -> String { try row[0] }
}

/// Begins a run of the kind `push`. SQL: `sql/queries/campaigns/begin_push_run.sql`.
package struct BeginPushRun: Query {
    package static let sql = SQLCatalog.query("begin_push_run")
    package let runID: RunID, destination: String, blocks: [UUID], again: [PushStatus], contactsPerRequest: Int, contactsPerJob: Int
    package let attempts: Int

    /// - Parameter again: Contacts with these are sent again.
    package init(
        runID: RunID, destination: String, blocks: [UUID], again: [PushStatus], contactsPerRequest: Int, contactsPerJob: Int, attempts: Int
    ) {
        self.runID = runID
        self.destination = destination
        self.blocks = blocks
        self.again = again
        self.contactsPerRequest = contactsPerRequest
        self.contactsPerJob = contactsPerJob
        self.attempts = attempts
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(destination)
        parameters.append(blocks)
        parameters.append(again.map(\.rawValue))
        parameters.append(Int32(clamping: contactsPerRequest))
        parameters.append(Int32(clamping: contactsPerJob))
        parameters.append(Int32(clamping: attempts))
    }

    /// How many contacts; 0: nothing was begun.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Where a contact is on its way to a destination.
package enum PushStatus: String, Sendable, Codable, CaseIterable {
    case pending
    /// The service has it.
    case pushed
    /// The service does not take it.
    case refused
    /// It could not be sent.
    case failed
    /// It was sent, and whether it arrived is not known.
    case unknown
    /// Nobody may call it any more.
    case suppressed
}

/// Says where a run sends contacts. SQL: `sql/queries/campaigns/load_push_run.sql`.
package struct LoadPushRun: Query {
    package static let sql = SQLCatalog.query("load_push_run")
    package let runID: RunID
    package init(runID: RunID) { self.runID = runID }
    package func bind(_ parameters: inout Parameters) { parameters.append(runID) }
    package static func decode(_ row: Row) throws -> DestinationSettings { try JSON.value(from: try row[2]) }
}

/// What a claimed job does next.
package struct PushTurn: Sendable, Equatable {
    package enum Verdict: String, Sendable {
        case send, wait, done, stopped, lost
    }

    package let verdict: Verdict
    /// Until the first request, and between two, in seconds.
    package let waitSeconds: Double, intervalSeconds: Double
}

/// Notes what a claimed job is about to send. SQL: `sql/queries/campaigns/begin_push.sql`.
package struct BeginPush: Query {
    package static let sql = SQLCatalog.query("begin_push")
    package let job: ClaimedJob, deduplicates: Bool, messagesMax: Int32

    package init(job: ClaimedJob, deduplicates: Bool, messagesMax: Int) {
        self.job = job
        self.deduplicates = deduplicates
        self.messagesMax = Int32(clamping: messagesMax)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(deduplicates)
        parameters.append(messagesMax)
    }

    package static func decode(_ row: Row) throws -> PushTurn {
        guard let verdict = PushTurn.Verdict(rawValue: try row[0]) else { throw StoreError.unexpectedRows(statement: "begin_push") }
        return PushTurn(verdict: verdict, waitSeconds: try row[1], intervalSeconds: try row[2])
    }
}

/// A contact that is about to be sent.
package struct PlacedContact: Sendable, Equatable {
    package let place: Int64
    package let messageID: UUID
    package let blockID: UUID
    package let blockName: String
    package let isRepeated: Bool
    package let contact: PushContact
}

/// Lists what a claimed job is about to send. SQL: `sql/queries/campaigns/list_push_contacts.sql`.
package struct ListPushContacts: Query {
    package static let sql = SQLCatalog.query("list_push_contacts")
    package let job: ClaimedJob
    package init(job: ClaimedJob) { self.job = job }
    package func bind(_ parameters: inout Parameters) { parameters.append(fence: job) }

    package static func decode(_ row: Row) throws -> PlacedContact {
        let (persona, object): (UUID, String) = (try row[4], try row[6])
        return PlacedContact(
            place: try row[0], messageID: try row[1], blockID: try row[2], blockName: try row[3], isRepeated: try row[5],
            contact: PushContact(personaID: persona.uuidString.lowercased(), fields: JSONValue(Array(object.utf8)) ?? .null))
    }
}

/// What became of a contact that was sent.
package struct PushAnswer: Sendable, Equatable {
    package let place: Int64
    /// `pending`: it did not arrive, and is sent again.
    package let status: PushStatus
    package let reason: String?
    package let reference: String?

    package init(place: Int64, status: PushStatus, reason: String? = nil, reference: String? = nil) {
        self.place = place
        self.status = status
        self.reason = reason
        self.reference = reference
    }
}

/// Stores what became of contacts that were sent. SQL: `sql/queries/campaigns/store_push_answers.sql`.
package struct StorePushAnswers: Query {
    package static let sql = SQLCatalog.query("store_push_answers")
    package let job: ClaimedJob, answers: [PushAnswer]

    package init(job: ClaimedJob, answers: [PushAnswer]) {
        self.job = job
        self.answers = answers
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(answers.map(\.place))
        parameters.append(answers.map(\.status.rawValue))
        parameters.append(answers.map(\.reason))
        parameters.append(answers.map(\.reference))
    }
}

/// Nothing is sent to the destination of a run for a while. SQL: `sql/queries/campaigns/delay_destination.sql`.
package struct DelayDestination: Query {
    package static let sql = SQLCatalog.query("delay_destination")
    package let runID: RunID, seconds: Double

    package init(runID: RunID, seconds: Double) {
        self.runID = runID
        self.seconds = seconds
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(seconds)
    }
}

/// Puts a claimed job off until its destination takes something; no row: the lease was lost. SQL: `sql/queries/campaigns/postpone_push_job.sql`.
package struct PostponePushJob: Query {
    package static let sql = SQLCatalog.query("postpone_push_job")
    package let job: ClaimedJob, seconds: Double

    package init(job: ClaimedJob, seconds: Double) {
        self.job = job
        self.seconds = seconds
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(seconds)
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}

/// Pauses a run because its destination takes nothing. SQL: `sql/queries/campaigns/stop_destination.sql`.
package struct StopDestination: Query {
    package static let sql = SQLCatalog.query("stop_destination")
    package let runID: RunID, reason: String

    package init(runID: RunID, reason: String) {
        self.runID = runID
        self.reason = reason
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(reason)
    }
}

/// Ends a claimed job; no row: the lease was lost. SQL: `sql/queries/campaigns/finish_push_job.sql`.
package struct FinishPushJob: Query {
    package static let sql = SQLCatalog.query("finish_push_job")
    package let job: ClaimedJob, reason: String?, deduplicates: Bool

    /// - Parameter reason: Why what is left was not sent.
    package init(job: ClaimedJob, reason: String? = nil, deduplicates: Bool) {
        self.job = job
        self.reason = reason
        self.deduplicates = deduplicates
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(reason)
        parameters.append(deduplicates)
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}

/// Says how far contacts of blocks are. SQL: `sql/queries/campaigns/count_pushes.sql`.
package struct CountPushes: Query {
    package static let sql = SQLCatalog.query("count_pushes")
    package let blocks: [UUID], destination: String?

    package init(blocks: [UUID], destination: String? = nil) {
        self.blocks = blocks
        self.destination = destination
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(blocks)
        parameters.append(destination)
    }

    package static func decode(_ row: Row) throws -> (destination: String, status: String, contacts: Int64) {
        (try row[0], try row[1], try row[2])
    }
}

/// Finds runs that have contacts of blocks on their way to a destination. SQL: `sql/queries/campaigns/find_pending_pushes.sql`.
package struct FindPendingPushes: Query {
    package static let sql = SQLCatalog.query("find_pending_pushes")
    package let blocks: [UUID], destination: String

    package init(blocks: [UUID], destination: String) {
        self.blocks = blocks
        self.destination = destination
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(blocks)
        parameters.append(destination)
    }

    package static func decode(_ row: Row) throws -> (run: RunID, contacts: Int64) { (try row[0], try row[1]) }
}

/// A contact of a block and where it is on its way.
package struct PushRow: Sendable, Equatable {
    package let destination: String
    /// Who it is now.
    package let personaID: UUID
    /// By which id the destination knows it: that of the persona it was when it was put down.
    package let externalID: UUID
    package let status: String
    package let reason: String?, reference: String?
    /// Requests that it was in.
    package let sends: Int32
    package let runID: RunID
    /// In seconds since 1970.
    package let changedAt: Double
}

/// Lists contacts of a block and where they are. SQL: `sql/queries/campaigns/list_pushes.sql`.
package struct ListPushes: Query {
    package static let sql = SQLCatalog.query("list_pushes")
    package let block: UUID, destination: String?, status: PushStatus?

    package init(block: UUID, destination: String?, status: PushStatus?) {
        self.block = block
        self.destination = destination
        self.status = status
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(block)
        parameters.append(destination)
        parameters.append(status?.rawValue)
    }

    package static func decode(_ row: Row) throws -> PushRow {
        PushRow(
            destination: try row[0], personaID: try row[1], externalID: try row[2], status: try row[3], reason: try row[4],
            reference: try row[5], sends: try row[6], runID: try row[7], changedAt: try row[8])
    }
}

/// Takes contacts for pushed that were unknown. SQL: `sql/queries/campaigns/resolve_unknown_pushes.sql`.
package struct ResolveUnknownPushes: Query {
    package static let sql = SQLCatalog.query("resolve_unknown_pushes")
    package let blocks: [UUID], destination: String

    package init(blocks: [UUID], destination: String) {
        self.blocks = blocks
        self.destination = destination
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(blocks)
        parameters.append(destination)
    }

    package static func decode(_ row: Row) throws -> UUID { try row[0] }
}
