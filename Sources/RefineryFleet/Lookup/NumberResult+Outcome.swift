internal import RefineryModel
internal import RefineryStore

extension NumberResult {
    /// What a final answer says, ready to be stored.
    init(_ e164: String, _ answer: LookupAnswer, unknownCode: Int? = nil, costMicros: Int64, freshFor: Duration) {
        self.init(e164: e164, status: unknownCode == nil ? .answered : .unknown, costMicros: costMicros, freshFor: freshFor)
        let code = unknownCode ?? answer.packageErrorCode
        isValid = answer.valid
        country = answer.country
        lineType = answer.lineType?.name
        carrierName = answer.carrierName.map { $0.filter { $0 != "\0" } }
        mobileCountryCode = answer.mobileCountryCode
        mobileNetworkCode = answer.mobileNetworkCode
        errorCode = code.map { Int32(clamping: $0) }
        self.answer = JSONForPostgres.text(answer.raw)
        validityScore = ValidityScore.score(
            isValid: answer.valid, isMobile: answer.lineType == .mobile, hasCarrier: answer.carrierName != nil, hasError: code != nil)
    }
}

extension NumberResult {
    /// Whether there is something that a database could refuse.
    var hasTexts: Bool { answer != nil || carrierName != nil || lineType != nil }

    /// The same without what came as text: status, validity and cost stay.
    func withoutTexts() -> NumberResult {
        var result = self
        (result.answer, result.carrierName, result.lineType, result.country) = (nil, nil, nil, nil)
        (result.mobileCountryCode, result.mobileNetworkCode) = (nil, nil)
        return result
    }
}
