internal import Postgres
package import RefineryModel
package import RefineryStore

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// What is to be pushed where.
package struct PushPlan: Sendable {
    package var destination: String
    package var blocks: [UUID]
    /// Contacts with these are sent again.
    package var again: [PushStatus] = []
    /// Of the destination: contacts in one request.
    package var contactsPerRequest: Int

    package init(destination: String, blocks: [UUID], contactsPerRequest: Int) {
        self.destination = destination
        self.blocks = blocks
        self.contactsPerRequest = contactsPerRequest
    }
}

/// How many contacts are where on their way to a destination.
package struct PushCounts: Sendable, Equatable, Encodable {
    package let destination: String
    package private(set) var contacts: Int64 = 0
    package private(set) var pending: Int64 = 0
    package private(set) var pushed: Int64 = 0
    package private(set) var refused: Int64 = 0
    package private(set) var failed: Int64 = 0
    package private(set) var unknown: Int64 = 0
    package private(set) var suppressed: Int64 = 0

    package init(destination: String) { self.destination = destination }

    mutating func add(_ count: Int64, _ status: String) {
        contacts += count
        switch PushStatus(rawValue: status) {
        case .pending: pending += count
        case .pushed: pushed += count
        case .refused: refused += count
        case .failed: failed += count
        case .unknown: unknown += count
        case .suppressed: suppressed += count
        case nil: break
        }
    }
}

extension Operations {
    /// Contacts of a job: so many requests that a claim is worth it, and few enough that two workers share a block.
    private static let contactsPerJob = 500
    /// A service that does not work for a minute or two is no reason to give up.
    private static let attemptsMin = 8

    package func destinations() async throws -> [Destination] {
        try await withConnection { try await $0.rows(ListDestinations()) }
    }

    /// - Throws: ``DestinationRefusal/unknown(_:)``.
    package func destination(_ name: String) async throws -> Destination {
        guard let found = try await withConnection({ try await $0.first(ListDestinations(name: name)) }) else {
            throw DestinationRefusal.unknown(name)
        }
        return found
    }

    /// Adds a destination. One that was removed comes back with what it has been sent.
    /// - Parameter replaces: Whether one that is there is changed.
    /// - Throws: ``DestinationRefusal/exists(_:)``, ``DestinationRefusal/badName(_:)``.
    package func setDestination(_ name: String, _ settings: DestinationSettings, requestsPerMinute: Int?, replaces: Bool) async throws {
        let isName = name.utf8.count <= 100 && name.first?.isASCII == true && (name.first?.isLetter == true || name.first?.isNumber == true)
        guard isName, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }) else {
            throw DestinationRefusal.badName(name)
        }
        let set = try SetDestination(name: name, settings: settings, requestsPerMinute: requestsPerMinute, replaces: replaces)
        guard try await withConnection({ try await $0.first(set) }) != nil else { throw DestinationRefusal.exists(name) }
    }

    /// Nothing more is sent there; what runs do not send any more failed.
    /// - Throws: ``DestinationRefusal/unknown(_:)``.
    package func removeDestination(_ name: String) async throws {
        let remove = RemoveDestination(name)
        guard try await withConnection({ try await $0.first(remove) }) != nil else { throw DestinationRefusal.unknown(name) }
    }

    /// Hands contacts to the push workers of the fleet.
    /// - Parameter attempts: Of a job, at least eight.
    /// - Returns: The run and how many contacts it has; nil where all are sent, or are on their way.
    /// - Throws: ``ControlRefusal``, as for a block that is expired.
    package func push(_ plan: PushPlan, attempts: Int) async throws -> (run: RunID, contacts: Int64)? {
        let runID = RunID()
        let begin = BeginPushRun(
            runID: runID, destination: plan.destination, blocks: plan.blocks, again: plan.again,
            contactsPerRequest: plan.contactsPerRequest,
            contactsPerJob: max(Self.contactsPerJob, plan.contactsPerRequest), attempts: max(Self.attemptsMin, attempts))
        let contacts =
            try await ControlRefusal.explaining { try await database.pool.withTransaction { try await $0.first(begin) } } ?? 0
        guard contacts > 0 else { return nil }
        await database.hint(Stage.push.rawValue)
        return (runID, contacts)
    }

    /// Runs that did not end and have contacts of blocks on their way to a destination: those of a push that was interrupted, too.
    package func pendingPushes(of blocks: [UUID], at destination: String) async throws -> [(run: RunID, contacts: Int64)] {
        let find = FindPendingPushes(blocks: blocks, destination: destination)
        return try await withConnection { try await $0.rows(find) }
    }

    /// How far contacts of blocks are, by destination.
    package func pushCounts(of blocks: [UUID], at destination: String? = nil) async throws -> [PushCounts] {
        let count = CountPushes(blocks: blocks, destination: destination)
        var counts: [PushCounts] = []
        for row in try await withConnection({ try await $0.rows(count) }) {
            if counts.last?.destination != row.destination { counts.append(PushCounts(destination: row.destination)) }
            counts[counts.count - 1].add(row.contacts, row.status)
        }
        return counts
    }

    /// Where each contact of a block is.
    package func pushes(of block: CampaignBlock, at destination: String?, status: PushStatus?) async throws -> [PushRow] {
        let list = ListPushes(block: block.id, destination: destination, status: status)
        return try await withConnection { try await $0.rows(list) }
    }

    /// Somebody has looked: those that were unknown are there. Returns how many.
    package func confirmPushed(_ blocks: [UUID], at destination: String) async throws -> Int {
        let resolve = ResolveUnknownPushes(blocks: blocks, destination: destination)
        return try await withConnection { try await $0.rows(resolve) }.count
    }
}

/// Why a destination cannot be had.
package enum DestinationRefusal: Fault, Equatable {
    case unknown(String)
    case exists(String)
    case badName(String)

    package var code: FaultCode {
        switch self {
        case .unknown: .destinationNotFound
        case .exists: .destinationExists
        case .badName: .destinationInvalid
        }
    }
    package var summary: String {
        switch self {
        case .unknown(let name): "There is no destination “\(name.visible)”."
        case .exists(let name): "There is a destination \(name) already."
        case .badName(let name): "“\(name.visible)” is no name of a destination."
        }
    }
    package var remedy: String? {
        switch self {
        case .unknown: "Look at the list of destinations."
        case .exists: "Say that it is to be changed, or take another name."
        case .badName: "Letters, digits, dots, hyphens and underscores, 100 at most; a letter or digit first."
        }
    }
}
