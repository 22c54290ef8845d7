/// What a column of a file turns out to be, how sure that is, and why.
package struct DetectedColumn: Sendable, Equatable {
    /// What a column can be found to be, before one is chosen for each field.
    package enum Meaning: Sendable, Hashable {
        case field(Field, ColumnRole?)
        /// No field: it is kept under its name.
        case extra
    }

    /// A candidate; confidence from 0 to 1, calibrated: of those with 0.8 four of five are right.
    package struct Candidate: Sendable, Equatable {
        package let meaning: Meaning
        package let confidence: Double

        package init(_ meaning: Meaning, confidence: Double) {
            self.meaning = meaning
            self.confidence = confidence
        }
    }

    /// At this confidence and above a column is used without a question.
    package static let sure = 0.7

    package let best: Candidate
    package let runnerUp: Candidate?
    /// What it may be, the likelier first.
    package var candidates: [Candidate] { [best] + [runnerUp].compactMap(\.self) }
    /// What is answered where it becomes `use`: a field that is not sure enough to be one is the runner-up of an extra. Of such guesses more are
    /// wrong than right.
    package func answer(as use: ColumnUse) -> (best: Candidate, runnerUp: Candidate?) {
        guard best.meaning != .extra, best.confidence < Self.sure, case .extra = use else { return (best, runnerUp) }
        return (Candidate(.extra, confidence: 1 - best.confidence), best)
    }

    /// What speaks for it, strongest first, for people: `header "Company Name"`, `92 % of the values are phone numbers`.
    package let evidence: [String]
    /// Cells with a value among those looked at, 0 to 1.
    package let fill: Double
    /// Different values among those looked at.
    package let distinct: Int
    /// Up to five different values, as the file has them.
    package let examples: [String]

    package init(
        best: Candidate, runnerUp: Candidate?, evidence: [String], fill: Double, distinct: Int, examples: [String]
    ) {
        self.best = best
        self.runnerUp = runnerUp
        self.evidence = evidence
        self.fill = fill
        self.distinct = distinct
        self.examples = examples
    }
}
