/// A number that forces an outcome: `+1 AAA 555 NNNN` with AAA one of ``areas``, personal numbers that no business list holds.
enum MagicNumber: Equatable, Sendable {
    /// The package holds this error code instead of data.
    case packageError(Int)
    /// An HTTP error with this status and Twilio's code.
    case failure(status: Int, code: Int)
    case line(LineType)
    case invalid(AskedNumber.ValidationError)
    case mishap(Mishap)
    /// The outcome of the number with 0 in the place of 8 when asked for the first time, an ordinary mobile from then on.
    indirect case once(MagicNumber)

    static let areas: Set<Substring> = ["500", "521", "522", "533", "544", "566", "577", "588"]

    static let packageErrors = [60_600, 60_601, 60_606, 60_607, 60_608, 60_610, 60_611, 60_612, 60_614, 60_616, 60_619, 60_626]
    static let failures: [Int: MagicNumber] = [
        400: .failure(status: 400, code: 20_001), 401: .failure(status: 401, code: 20_003), 403: .failure(status: 403, code: 20_003),
        404: .failure(status: 404, code: 20_404), 429: .failure(status: 429, code: 20_429), 500: .failure(status: 500, code: 20_500),
        502: .failure(status: 502, code: 20_502), 503: .failure(status: 503, code: 20_503), 504: .failure(status: 504, code: 20_504),
    ]

    /// - Parameter national: Ten digits.
    init?(national: Substring) {
        guard national.dropFirst(3).hasPrefix("555"), Self.areas.contains(national.prefix(3)), let number = Int(national.suffix(4)) else {
            return nil
        }
        guard let magic = Self.outcome(of: number) else { return nil }
        self = magic
    }

    private static func outcome(of number: Int) -> MagicNumber? {
        switch number {
        case 0..<1_000:
            if let failure = failures[number] { return failure }
            return packageErrors.contains(60_000 + number) ? .packageError(60_000 + number) : nil
        case 5_001...5_013: return .line(LineType.allCases[number - 5_001])
        case 6_001...6_006: return .mishap(Mishap.allCases[number - 6_001])
        case 7_001...7_006: return .invalid(AskedNumber.ValidationError.allCases[number - 7_001])
        case 8_000..<9_000: return outcome(of: number - 8_000).map(MagicNumber.once)
        default: return nil
        }
    }
}
