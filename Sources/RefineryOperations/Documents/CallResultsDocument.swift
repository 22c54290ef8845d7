package import RefineryStages

/// What came of a file with results of calls.
package struct CallResultsOutcome: Sendable {
    /// Results that were not there.
    package let stored: Int64
    /// Contacts that left open blocks.
    package let withdrawn: Int64
    /// Lines that were refused.
    package let rejects: [RejectedLine]
}

/// The same, as programs read it.
package struct CallResultsDocument: Encodable {
    private struct Reject: Encodable {
        let line: Int
        let reason: String
        let text: String?
    }

    private let stored: Int64
    private let withdrawn: Int64
    private let rejected: Int
    private let rejects: [Reject]

    /// - Parameter showsText: Whether to repeat what stands in refused lines: numbers and notes of people.
    package init(_ outcome: CallResultsOutcome, showsText: Bool) {
        (stored, withdrawn, rejected) = (outcome.stored, outcome.withdrawn, outcome.rejects.count)
        rejects = outcome.rejects.map { Reject(line: $0.line, reason: $0.reason, text: showsText ? $0.text : nil) }
    }
}
