/// The answer to a lookup and how it goes wrong on the way.
struct Reply: Sendable {
    let answer: Answer
    var mishap: Mishap?

    /// What becomes of a lookup.
    /// - Parameters:
    ///   - outcome: What the load settings decided; a magic number wins over them.
    ///   - isFirstTime: Asked only about numbers that change after the first time.
    init(
        _ lookup: LookupRequest, number: AskedNumber, outcome: Plan.Outcome, billInvalid: Bool,
        isFirstTime: (UInt64) -> Bool = { _ in true }
    ) {
        guard !lookup.number.isEmpty else {
            self.init(answer: .notFound(lookup.version == .v1 ? "/v1/PhoneNumbers/" : "/v2/PhoneNumbers/"))
            return
        }
        var errorCode: Int?
        var verdict = number.verdict
        var line: Line?
        var mishap: Mishap?
        if case .valid(let country, let national) = verdict {
            line = Line(country: country, national: national, hash: number.hash)
            var magic = country.callingCode == "1" ? MagicNumber(national: national) : nil
            if case .once(let first) = magic { magic = isFirstTime(number.digits ?? 0) ? first : .line(.mobile) }
            switch magic {
            case nil:
                switch outcome {
                case .fail(let status):
                    self.init(answer: .failure(status: status))
                    return
                case .packageError(let code): errorCode = code
                case .mishap(let wanted): mishap = wanted
                case .answer, .refuse: break
                }
            case .failure(let status, let code):
                self.init(answer: .failure(status: status, code: code))
                return
            case .packageError(let code): errorCode = code
            case .line(let type): line = Line(type: type, country: country, hash: number.hash)
            case .invalid(let reason): verdict = .invalid(reason)
            case .mishap(let wanted): mishap = wanted
            case .once: break
            }
        } else {
            if case .fail(let status) = outcome {
                self.init(answer: .failure(status: status))
                return
            }
            if case .mishap(let wanted) = outcome { mishap = wanted }
        }
        guard let packages = lookup.packages else {
            self.init(answer: .unknownField)
            return
        }
        let make = lookup.version == .v1 ? Answer.v1 : Answer.v2
        self.init(answer: make(number, verdict, packages, line, errorCode, billInvalid), mishap: mishap)
    }

    private init(answer: Answer, mishap: Mishap? = nil) {
        self.answer = answer
        self.mishap = mishap
    }
}
