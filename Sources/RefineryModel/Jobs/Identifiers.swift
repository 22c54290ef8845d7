#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Names one run: an import, or other work of the fleet. Random, so that it can be made before anything is written.
package struct RunID: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    package let rawValue: UUID
    package init(rawValue: UUID) { self.rawValue = rawValue }
    package init() { self.init(rawValue: UUID()) }
    /// Reads a whole id; nil for anything else.
    package init?(text: String) {
        guard let id = UUID(uuidString: text) else { return nil }
        self.init(rawValue: id)
    }
    package init(from decoder: any Decoder) throws { try self.init(rawValue: UUID(from: decoder)) }
    /// In lower case, as everywhere.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
    package var description: String { rawValue.uuidString.lowercased() }
    /// Enough of the id for people to name it.
    package var short: String { String(description.prefix(8)) }
}

/// Names one import, which is a run: both have the same id.
package typealias ImportID = RunID

/// Names one submission: files that were handed over together.
package struct SubmissionID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    package let rawValue: UUID
    package init(rawValue: UUID) { self.rawValue = rawValue }
    package init() { self.init(rawValue: UUID()) }
    package var description: String { rawValue.uuidString.lowercased() }
}

/// Names one start of a process. Fresh for every start: host names and process ids come back, this never does.
package struct WorkerID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    package let rawValue: UUID
    package init(rawValue: UUID) { self.rawValue = rawValue }
    package init() { self.init(rawValue: UUID()) }
    package var description: String { rawValue.uuidString.lowercased() }
}

/// Names one question for permits, so that it can be asked again when its answer was lost.
package struct LookupRequestID: RawRepresentable, Sendable, Hashable {
    package let rawValue: UUID
    package init(rawValue: UUID) { self.rawValue = rawValue }
    package init() { self.init(rawValue: UUID()) }
}

/// Names one job.
package struct JobID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
    package var description: String { "\(rawValue)" }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
