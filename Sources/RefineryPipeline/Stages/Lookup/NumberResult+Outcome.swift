internal import RefineryStore
internal import TwilioLookup

extension NumberResult {
    /// What a final answer says, ready to be stored.
    init(_ e164: String, _ answer: LookupAnswer, unknownCode: Int? = nil, costMicros: Int64, freshFor: Duration) {
        self.init(e164: e164, status: unknownCode == nil ? .answered : .unknown, costMicros: costMicros, freshFor: freshFor)
        let code = unknownCode ?? answer.packageErrorCode
        isValid = answer.valid
        country = answer.country
        lineType = answer.lineType?.name
        carrierName = answer.carrierName
        mobileCountryCode = answer.mobileCountryCode
        mobileNetworkCode = answer.mobileNetworkCode
        errorCode = code.map { Int32(clamping: $0) }
        self.answer = String(decoding: answer.raw, as: UTF8.self)
        validityScore = ValidityScore.score(
            isValid: answer.valid, isMobile: answer.lineType == .mobile, hasCarrier: answer.carrierName != nil, hasError: code != nil)
    }
}
