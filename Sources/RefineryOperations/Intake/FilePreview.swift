#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Postgres
package import RefineryModel
package import RefineryStages
internal import RefineryStore
internal import Threads

/// What submitting a file would do, found out from its first bytes: before anybody decides what its columns mean, and after.
package struct FilePreview: Sendable {
    package let inspection: SourceInspection
    /// What becomes of the rows of the sample.
    package let rehearsal: Rehearsal
    /// Records of the sample that are stored already.
    package let known: Int64
    /// Of the sample's numbers.
    package let estimate: LookupEstimate
    /// Bytes that were looked at, and those of the whole file.
    package let bytes: Int, fileBytes: Int64

    package var isWholeFile: Bool { Int64(bytes) >= fileBytes }
    /// Records that would be new.
    package var new: Int64 { max(0, rehearsal.records - known) }
    /// How many times the sample the whole file is.
    package var scale: Double { isWholeFile || bytes == 0 ? 1 : Double(fileBytes) / Double(bytes) }
}

extension Operations {
    /// Reads the beginning of a file as a submit would, and stores nothing.
    /// - Parameters:
    ///   - beginning: The whole file, or its first bytes: then what stands behind the last line break in it is left out.
    ///   - fileBytes: Those of the whole file.
    ///   - makeOptions: How rows are refined, once it is known how the file is written.
    /// - Throws: `CSVError`, `MappingError`: what is wrong with the file.
    package func preview(
        beginning: [UInt8], fileBytes: Int64, _ choices: ReadingChoices,
        _ makeOptions: @escaping @Sendable (SourceInspection) -> ImportOptions
    ) async throws -> FilePreview {
        let sample = Int64(beginning.count) >= fileBytes ? beginning : Self.withoutLastLine(beginning)
        var choices = choices
        choices.refuses = false
        let signatures = SourceInspection.signatures(choices) { Array(sample.prefix($0)) }
        if !signatures.isEmpty { choices.library = try await library(for: signatures) }
        let (inspection, rehearsal) = try await onThread(for: "previewing a file") { [choices] in
            let path = FileManager.default.temporaryDirectory.appending(path: "refinery-preview-\(UUID().uuidString)").path
            try Data(sample).write(to: URL(filePath: path))
            defer { try? FileManager.default.removeItem(atPath: path) }
            let file = try SourceFile(path: path)
            let inspection = try SourceInspection(file, choices)
            return (inspection, try Rehearsal(file, makeOptions(inspection)))
        }
        let count = CountKnownFingerprints(Array(rehearsal.fingerprints))
        let known = try await withConnection { try await $0.first(count) } ?? 0
        let estimate = try await estimate(rehearsal, LookupTerms(account: nil, packages: [Self.usualPackage]))
        return FilePreview(
            inspection: inspection, rehearsal: rehearsal, known: known, estimate: estimate, bytes: beginning.count, fileBytes: fileBytes)
    }

    /// What a lookup is paid by, unless more is asked for.
    private static let usualPackage = "line_type_intelligence"

    /// All but what stands behind the last line break, which is no whole row; in UTF-16 a line break has a second byte.
    private static func withoutLastLine(_ bytes: [UInt8]) -> [UInt8] {
        guard let last = bytes.lastIndex(of: 0x0A) else { return bytes }
        let end = last + 1 < bytes.count && bytes[last + 1] == 0 ? last + 2 : last + 1
        return Array(bytes[..<end])
    }
}
