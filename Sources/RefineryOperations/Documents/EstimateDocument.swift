internal import RefineryModel

/// What lookups cost, as programs read it.
package struct EstimateDocument: Encodable {
    let phones: Int64
    let phonesInvalid: Int64
    let numbers: Int64
    let numbersFresh: Int64
    let lookups: Int64
    let priceUsd: Double
    let costUsd: Double
    let moneyCapUsd: Double?
    let moneyLeftUsd: Double?

    package init(_ estimate: LookupEstimate) {
        phones = estimate.phoneCells
        phonesInvalid = estimate.invalid
        numbers = estimate.numbers
        numbersFresh = estimate.fresh ?? 0
        lookups = estimate.lookups
        priceUsd = estimate.price.dollars
        costUsd = estimate.cost.dollars
        moneyCapUsd = estimate.money?.cap.dollars
        moneyLeftUsd = estimate.money?.left.dollars
    }
}

/// What the lookups of a file cost, as programs read it.
package struct FileEstimateDocument: Encodable {
    let rows: Int64
    let estimate: LookupEstimate

    private enum CodingKeys: String, CodingKey { case rows, ratePerSecond, seconds }

    /// - Parameter rows: Those of the file.
    package init(rows: Int64, _ estimate: LookupEstimate) {
        self.rows = rows
        self.estimate = estimate
    }

    package func encode(to encoder: any Encoder) throws {
        try EstimateDocument(estimate).encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rows, forKey: .rows)
        try container.encode(estimate.ratePerSecond, forKey: .ratePerSecond)
        try container.encode(estimate.seconds, forKey: .seconds)
    }
}
