/// How good a number is to call, from what a lookup said: 0 to 1.
///
/// 0.5 to begin with, 0.3 more for a mobile line, 0.1 more for a known carrier, 0.2 less for an error code. A number that
/// does not exist has 0.
enum ValidityScore {
    static func score(isValid: Bool, isMobile: Bool, hasCarrier: Bool, hasError: Bool) -> Double {
        guard isValid else { return 0 }
        // In hundredths: sums of fractions would not be exact.
        let hundredths = 50 + (isMobile ? 30 : 0) + (hasCarrier ? 10 : 0) - (hasError ? 20 : 0)
        return Double(min(100, max(0, hundredths))) / 100
    }
}
