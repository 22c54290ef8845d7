package import RefineryModel
package import RefineryStore

/// Why an import is not undone; found before its rows are counted.
package struct UndoRefusal: Fault {
    package let importID: ImportID
    package let code = FaultCode.stateConflict
    package let summary: String
    package let remedy: String?

    package static func check(_ summary: ImportSummary) throws {
        let status = summary.progress.status
        guard !status.isEnded else { return }
        throw UndoRefusal(
            importID: summary.id, summary: "Import \(summary.id.short) is \(status.rawValue): only one that has ended can be undone.",
            remedy: "End it first.")
    }
}
