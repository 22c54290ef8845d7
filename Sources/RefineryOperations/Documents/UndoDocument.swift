package import RefineryModel
package import RefineryStore

/// What an undo would take away, as programs read it.
package struct UndoPreviewDocument: Encodable {
    let importId: String
    let undone = false
    let records: Int64
    let rejects: Int64
    let ownDuplicates: Int64
    let duplicatesOfOthers: Int64
    let duplicatesOfOthersWithoutSource: Int64
    let numbersUnused: Int64

    package init(_ preview: UndoPreview, of importID: ImportID) {
        importId = importID.description
        records = preview.records
        rejects = preview.rejects
        ownDuplicates = preview.duplicates
        duplicatesOfOthers = preview.repeating
        duplicatesOfOthersWithoutSource = preview.repeatingWithoutSource
        numbersUnused = preview.unusedNumbers
    }
}

/// What an undo took away, as programs read it.
package struct UndoDocument: Encodable {
    let importId: String
    let undone = true
    let records: Int64
    let rejects: Int64
    let ownDuplicates: Int64
    let restored: Int64
    let repointed: Int64
    let orphans: Int64
    let orphanRows: [UndoSummary.OrphanRow]

    package init(_ summary: UndoSummary, of importID: ImportID) {
        importId = importID.description
        records = summary.records
        rejects = summary.rejects
        ownDuplicates = summary.ownDuplicates
        restored = summary.restored
        repointed = summary.repointed
        orphans = summary.orphans
        orphanRows = summary.orphanRows
    }
}
