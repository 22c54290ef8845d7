internal import CSV
internal import RefineryModel

/// What the model sees of a column, for training it: features are computed here and nowhere else.
package struct ColumnFeatures: Encodable {
    /// Position in the file, from 0.
    let index: Int
    let header: String
    /// Names of the features of the header.
    let words: [String]
    /// The shares of ``ValueFact``, in its order.
    let values: [Float]
    /// The probability of each type, as the program has it.
    let probabilities: [Float]

    /// The names that training writes into the table: types, facts, the shares at which a fact counts once more; and for each field the
    /// headers that are known.
    package static var names: [String: [String]] {
        var names = [
            "types": ColumnType.allCases.map(\.rawValue), "facts": ValueFact.allCases.map { "\($0)" },
            "steps": ColumnModel.steps.map { "\($0)" },
        ]
        for field in Field.allCases {
            names["field:\(field.rawValue)"] = HeaderSynonyms.headers(of: field) + HeaderSynonyms.foreignHeaders(of: field)
        }
        return names
    }

    /// Finds columns by another model while `body` runs, to measure one that has not seen some files.
    /// - Parameter text: As `data/columns/model.txt`.
    package static func finding<Result>(by text: String, _ body: () throws -> Result) rethrows -> Result {
        try ColumnModel.$current.withValue(ColumnModel(text.split(separator: "\n")), operation: body)
    }

    /// Of a whole file.
    package static func of(file bytes: [UInt8], region: String) throws -> [ColumnFeatures] {
        var choices = ReadingChoices()
        choices.region = region
        let preview = try CSVSniffer.preview(bytes, isWholeFile: true)
        let place = try HeaderDetection.place(in: preview.records.map(\.fields), choices)
        var format = preview.format
        format.isSingleColumn = place.headers.count == 1
        let firstRow = place.firstRowOffset(in: preview)
        let sample = RowSampler(format, columnCount: place.headers.count)
            .sample(bytes.dropFirst(Int(firstRow)), isWholeFile: true, windows: nil) { _, _ in [] }
        return of(place.headers, sample, region: region)
    }

    /// Of headers alone.
    package static func of(headers: [String]) -> [ColumnFeatures] { of(headers, RowSample(columnCount: headers.count), region: "US") }

    private static func of(_ headers: [String], _ sample: RowSample, region: String) -> [ColumnFeatures] {
        let detector = ColumnDetector(region: region)
        let (sketches, probabilities) = detector.scored(headers, sample)
        return headers.indices.map {
            ColumnFeatures(
                index: $0, header: headers[$0], words: sketches[$0].features, values: sketches[$0].profile.shares,
                probabilities: probabilities[$0])
        }
    }
}
