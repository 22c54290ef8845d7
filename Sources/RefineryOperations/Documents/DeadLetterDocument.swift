package import RefineryStore
internal import RefineryModel

/// A dead letter as programs read it.
package struct DeadLetterDocument: Encodable {
    let id: Int64
    let importId: String
    let fileName: String
    let stage: String
    let seq: Int32
    let attempts: Int16
    let firstRow: Int64
    let rows: Int32
    let diedAt: String?
    let errors: [Failure]

    struct Failure: Encodable {
        let at: String
        let attempt: Int
        let workerId: String?
        let code: String
        let message: String?
    }

    package init(_ letter: DeadLetter) {
        id = letter.id.rawValue
        importId = letter.runID.description
        fileName = letter.title
        stage = letter.stage.rawValue
        seq = letter.seq
        attempts = letter.attempt
        firstRow = letter.firstRow
        rows = letter.rowCount
        diedAt = letter.diedAt.map(Timestamp.iso8601)
        errors = letter.failures.map {
            Failure(at: $0.at, attempt: $0.attempt, workerId: $0.workerID, code: $0.code, message: $0.message)
        }
    }
}
