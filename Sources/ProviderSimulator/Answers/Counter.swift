internal import RefineryModel

/// What a service looks up and charges while it makes one answer.
struct Counter: Sendable {
    let provider: String
    let behaviour: ProviderBehaviour
    let isWrong: Bool
    let ledger: ProviderLedger
    /// What a number costs beside the person, where it is sold apart.
    static let prices = [
        "realestateapi_corporate": 100_000, "realestateapi_trace": 100_000, "apollo_match": 25_000, "apollo_numbers": 200_000,
        "idi_search": 150_000, "tlo_basic_person_search": 150_000, "batchdata_trace": 200_000, "peopledatalabs_enrich": 280_000,
    ]

    /// Who is known for a question; nil for a miss, which is free.
    /// - Parameter needsNumbers: Whether somebody without numbers counts as a miss.
    func find(_ asked: AskedPerson, product: String, needsNumbers: Bool = false) -> InventedPerson? {
        let last = asked.last.map(SkipTraceQuestion.normalized)
        let hasNumbers = last != "partial" && asked.share("partial") >= behaviour.partialShare
        let isMiss = last == "nobody" || asked.key.isEmpty || asked.share("miss-" + provider) < behaviour.missShare
        if isMiss || (needsNumbers && !hasNumbers) {
            ledger.note(provider: provider, product: product, question: asked.key, costMicros: nil)
            return nil
        }
        ledger.note(provider: provider, product: product, question: asked.key, costMicros: Self.prices[product])
        return InventedPerson(asked, isOther: isWrong || last == "wrong", hasNumbers: hasNumbers)
    }
}
