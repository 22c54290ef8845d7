internal import RefineryStore
internal import RefineryModel
/// What an erasure removed, or would, as programs read it.
package struct ErasureDocument: Encodable {
    let erased: Bool
    let records: Int64
    let fingerprints: Int64
    let duplicates: Int64
    let rejects: Int64
    let numbers: Int64
    let personas: Int64
    let sourcesDeleted: [String]
    let sourcesKept: [String]
    let importsUnrefined: [String]

    /// - Parameter erased: Whether it was done, or only counted.
    package init(_ outcome: Eraser.Outcome, erased: Bool) {
        self.erased = erased
        records = outcome.counts.records
        fingerprints = outcome.counts.fingerprints
        duplicates = outcome.counts.duplicates
        rejects = outcome.counts.rejects
        numbers = outcome.counts.numbers
        personas = outcome.counts.personas
        sourcesDeleted = outcome.deletedSources.map(\.importID.description)
        sourcesKept = outcome.keptSources.map(\.importID.description)
        importsUnrefined = outcome.unrefinedImports.map(\.description)
    }
}
