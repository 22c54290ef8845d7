package import RefineryModel

/// Finds out what the columns of a file are: from its headers, from a sample of its values, and from the columns beside them.
///
/// Pure and deterministic: the same headers and rows give the same answer. Every column is scored by ``ColumnModel`` alone first, then
/// once more with what its neighbours and the rest of the file seem to be.
package struct ColumnDetector {
    private let model = ColumnModel.current
    private let tools: ValueTools
    /// A column without values.
    private let none: ValueProfile

    /// - Parameter region: Where phone numbers without a country code belong, as ISO 3166-1 alpha-2.
    package init(region: String) {
        tools = ValueTools(region: region)
        none = ValueProfile([], tools)
    }

    /// What each column is.
    /// - Parameters:
    ///   - headers: One for each column; empty texts where the file has none.
    ///   - sample: Rows as wide as `headers`; none are needed.
    package func columns(_ headers: [String], _ sample: RowSample) -> [DetectedColumn] {
        let seen = sketches(headers, sample)
        let context = FileContext(seen.map(\.probabilities), model.context)
        var all = seen.indices.map { sure(probabilities(of: $0, context), seen[$0]) }
        nameFirms(&all, headers, seen)
        for column in seen.indices { doubtIndustry(&all[column], seen[column]) }
        return seen.indices.map { column in
            let probabilities = all[column]
            let meaning = ColumnMeaning(seen[column].words, seen[column].profile)
            let first = Self.highest(probabilities, but: nil)
            let second = Self.highest(probabilities, but: first)
            let (best, runnerUp) = meaning.candidates([first, second].map { (ColumnType.allCases[$0], Double(probabilities[$0])) })
            let profile = seen[column].profile
            return DetectedColumn(
                best: best, runnerUp: runnerUp,
                evidence: evidence(for: first, best.meaning, headers[column], seen[column], column, context),
                fill: Double(profile[.filled]), distinct: profile.distinct, examples: profile.examples)
        }
    }

    /// A file whose firms have no column of a clear name, but one that is called `Name` and the like, and whose values are no persons: that is
    /// it. What else could it name? Persons, where another column is about a firm or a job.
    private func nameFirms(_ all: inout [[Float]], _ headers: [String], _ seen: [Sketch]) {
        let (firm, person, other) = (ColumnType.businessName.index, ColumnType.contactName.index, ColumnType.other.index)
        let named = [firm, ColumnType.title.index]
        guard !all.contains(where: { named.contains(Self.highest($0, but: nil)) }),
            !seen.contains(where: { ["COMPANY", "TITLE", "JOB"].contains($0.words.head) })
        else { return }
        let candidate = seen.indices.first { column in
            HeaderSynonyms.rank(of: seen[column].words.key, for: .businessName) != nil
                && [person, other].contains(Self.highest(all[column], but: nil)) && seen[column].profile.mayBe(.businessName)
                && seen[column].profile[.person] + seen[column].profile[.surnameFirst] + seen[column].profile[.givenAndMore] < 0.3
        }
        guard let candidate else { return }
        all[candidate][firm] += all[candidate][person] + all[candidate][other]
        (all[candidate][person], all[candidate][other]) = (0, 0)
    }

    /// An industry is not found by its words alone where a header says something else: names, searches and jobs have them too.
    private func doubtIndustry(_ probabilities: inout [Float], _ sketch: Sketch) {
        let (industry, other) = (ColumnType.sicDescription.index, ColumnType.other.index)
        let speaks = ["INDUSTRY", "CATEGORY", "SIC", "NAICS", "TYPE", "CLASS", "PRODUCT", "TAG", "LICENSE", "DESCRIPTION"]
        guard Self.highest(probabilities, but: nil) == industry, !sketch.words.concepts.isEmpty, !sketch.words.has(any: Set(speaks)) else {
            return
        }
        probabilities[other] += probabilities[industry]
        probabilities[industry] = 0
    }

    /// How sure a known name has to be, so that values which do not contradict it change nothing.
    private static let clear: Float = 0.8
    /// How sure a name alone has to be.
    private static let sureByName = 0.35

    /// Values that do not contradict the header make it no less sure, and few of them do not outweigh a clear one.
    private func sure(_ probabilities: [Float], _ sketch: Sketch) -> [Float] {
        guard sketch.profile[.none] == 0, !sketch.words.words.isEmpty else { return probabilities }
        var scores = [Float](repeating: 0, count: ColumnModel.types)
        forEachRow("bias", sketch.features, none) { row, _ in model.add(row, to: &scores) }
        let byHeader = ColumnModel.softmax(scores)
        let best = Self.highest(probabilities, but: nil)
        let said = Self.highest(byHeader, but: nil)
        if said == best { return byHeader[best] > probabilities[best] ? byHeader : probabilities }
        if byHeader[said] > Self.clear, sketch.isNamed(ColumnType.allCases[said]), sketch.profile.mayBe(ColumnType.allCases[said]) {
            return byHeader
        }
        guard byHeader[said] > 0.9, said != ColumnType.other.index else { return probabilities }
        // A list of one firm's contacts names it in every row.
        if sketch.profile.distinct == 1 { return byHeader }
        return sketch.profile.distinct < 5 ? zip(probabilities, byHeader).map { ($0 + $1) / 2 } : probabilities
    }

    private static func highest(_ probabilities: [Float], but other: Int?) -> Int {
        var best = other == 0 ? 1 : 0
        for type in probabilities.indices where type != other && probabilities[type] > probabilities[best] { best = type }
        return best
    }

    /// What each column is by its name alone, as a list of rejects is read: its values are those that were wrong. A field's own name, with
    /// or without its role, is that field; `extra_…` is none.
    static func byNames(_ headers: [String]) -> [DetectedColumn] {
        let found = ColumnDetector(region: "US").columns(headers, RowSample(columnCount: headers.count))
        return zip(headers, found).map { header, column in
            let field = column.best.meaning == .extra ? HeaderSynonyms.best(of: HeaderKey(header)) : nil
            let known =
                field.map { DetectedColumn.Meaning.field($0, nil) } ?? (column.best.confidence > sureByName ? column.best.meaning : nil)
            guard let meaning = ColumnMeaning.named(header) ?? known else { return column }
            return DetectedColumn(
                best: .init(meaning, confidence: 1), runnerUp: nil, evidence: ["header \"\(header.prefix(60))\""], fill: 0, distinct: 0,
                examples: [])
        }
    }

    /// What is seen of each column, and the probability of each type.
    func scored(_ headers: [String], _ sample: RowSample) -> (sketches: [Sketch], probabilities: [[Float]]) {
        let seen = sketches(headers, sample)
        let context = FileContext(seen.map(\.probabilities), model.context)
        return (seen, seen.indices.map { probabilities(of: $0, context) })
    }

    // MARK: - One column alone

    /// What is known of a column before its neighbours are looked at.
    struct Sketch {
        let words: HeaderWords
        let features: [String]
        let profile: ValueProfile
        /// Of each type, by header and values alone.
        let probabilities: [Float]
        /// What a header that is known word for word says.
        let known: Field?

        /// Whether the header is a usual one of such columns, word for word.
        func isNamed(_ type: ColumnType) -> Bool { known.map { type.fields.contains($0) } ?? false }
    }

    func sketches(_ headers: [String], _ sample: RowSample) -> [Sketch] {
        let dictionary = HeaderDictionary()
        return sample.withColumns { cells in
            headers.indices.map { column in
                let words = HeaderWords(headers[column], dictionary)
                let features = words.features
                let profile = sample.rowCount == 0 ? none : ValueProfile(cells(column), tools)
                var scores = [Float](repeating: 0, count: ColumnModel.types)
                forEachRow("bias", features, profile) { row, _ in model.add(row, to: &scores) }
                return Sketch(
                    words: words, features: features, profile: profile, probabilities: ColumnModel.softmax(scores),
                    known: HeaderSynonyms.best(of: words.key))
            }
        }
    }

    /// Where a feature comes from, for the evidence.
    private enum Origin {
        case bias, header
        case value(ValueFact)
    }

    private func forEachRow(_ bias: String, _ header: [String], _ profile: ValueProfile, _ body: (Int, Origin) -> Void) {
        if let row = model.row(bias) { body(row, .bias) }
        for feature in header { if let row = model.row(feature) { body(row, .header) } }
        model.forEachRow(of: profile) { fact, row in body(row, .value(fact)) }
    }

    // MARK: - All columns together

    private func probabilities(of column: Int, _ context: FileContext) -> [Float] {
        var scores = [Float](repeating: 0, count: ColumnModel.types)
        context.forEachRow(of: column) { row, value in model.add(row, times: value, to: &scores) }
        return ColumnModel.softmax(scores)
    }

    // MARK: - Evidence

    private func evidence(
        for type: Int, _ meaning: DetectedColumn.Meaning, _ header: String, _ sketch: Sketch, _ column: Int, _ context: FileContext
    ) -> [String] {
        let name = "header \"\(header.prefix(60))\""
        if type == ColumnType.other.index {
            if meaning != .extra { return [name] }
            return [sketch.profile[.none] == 1 ? "no values" : "nothing speaks for a field"]
        }
        var byHeader: Float = 0
        var byFact: [ValueFact: Float] = [:]
        forEachRow("bias", sketch.features, sketch.profile) { row, origin in
            switch origin {
            case .bias: break
            case .header: byHeader += model.weight(row, of: type)
            case .value(let fact): byFact[fact, default: 0] += model.weight(row, of: type)
            }
        }
        var reasons: [(weight: Float, text: String)] = []
        if !sketch.words.words.isEmpty { reasons.append((byHeader, name)) }
        var said: Set<String> = []
        for (fact, weight) in byFact.sorted(by: { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }) where weight > 0.1 {
            guard sketch.profile[fact] >= 0.1, let words = fact.words, said.insert(words).inserted else { continue }
            let share = Int((sketch.profile[fact] * 100).rounded())
            reasons.append((weight, share > 100 ? "values \(words)" : "\(share) % of the values \(words)"))
        }
        if let beside = context.beside(column, weight: { model.weight($0, of: type) }) { reasons.append(beside) }
        return reasons.filter { $0.weight > 0.1 }.sorted { $0.weight > $1.weight }.prefix(4).map(\.text)
    }
}

extension DetectedColumn {
    /// The column as somebody said what it is.
    func settled(as use: ColumnUse, because reason: String) -> DetectedColumn {
        let meaning = use.field.map { Meaning.field($0, use.role) } ?? .extra
        return DetectedColumn(
            best: .init(meaning, confidence: 1), runnerUp: nil, evidence: [reason], fill: fill, distinct: distinct, examples: examples)
    }
}
