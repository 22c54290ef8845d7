internal import PhoneNumbers
internal import RefineryModel

/// Puts together a ``UniversalSkipResult`` from the words of a service.
struct ResultReader: Sendable {
    private static let phones = try! PhoneNumberParser(region: "US")

    let services: SkipTraceServices

    /// A number in E.164; nil for what is none.
    static func e164(_ text: String?) -> String? {
        guard let text, case .valid(let number, _) = phones.parse(text) else { return nil }
        return number.e164
    }

    /// Adds a number, unless it is none.
    func add(
        _ number: String?, _ type: SkipPhone.LineKind, score: Int, vendorScore: String?, doNotCall: DoNotCallHint,
        to result: inout UniversalSkipResult
    ) {
        guard let e164 = Self.e164(number) else { return }
        result.phones.append([SkipPhone(e164, type: type, score: score, vendorScore: vendorScore, doNotCall: doNotCall)])
    }

    /// Adds an address, unless it is none. What the service does not say of it follows from its domain.
    /// - Parameter domain: The company's; nil: not known.
    func add(_ email: String?, _ type: SkipEmail.Kind = .unknown, domain: String?, to result: inout UniversalSkipResult) {
        guard let address = email?.lowercased(), let at = address.lastIndex(of: "@"), at != address.startIndex,
            address[at...].contains("."), !address.contains(where: { $0.isWhitespace })
        else { return }
        let host = String(address[address.index(after: at)...])
        var type = type
        if type == .unknown {
            type =
                services.isFreeMail(host) ? .personal : host == domain || domain.map { host.hasSuffix("." + $0) } == true ? .work : .unknown
        }
        result.emails.append([SkipEmail(address, type: type)])
    }

    func add(network: String?, _ url: String?, to result: inout UniversalSkipResult) {
        guard let network, let url, url.contains(".") else { return }
        let profile = SkipProfile(network: network.lowercased(), url: url.hasPrefix("http") ? url : "https://\(url)")
        if !result.socials.contains(profile) { result.socials.append(profile) }
    }

    /// What kind of line a service means by words such as `mobile`, `Land Line`, `W`.
    static func lineKind(_ text: String?) -> SkipPhone.LineKind {
        switch text?.lowercased().filter(\.isLetter) {
        case nil, "": .unknown
        case "mobile", "wireless", "cell", "cellular", "cellphone", "mobilephone", "w": .mobile
        case "landline", "land", "homephone", "home", "residential", "workdirect", "workhq", "work", "business", "l": .landline
        case "voip", "v": .voip
        case "tollfree": .tollFree
        case "unknown": .unknown
        default: .other
        }
    }

    static func emailKind(_ text: String?) -> SkipEmail.Kind {
        switch text?.lowercased() {
        case "personal": .personal
        case "work", "business", "professional", "current_professional", "corporate": .work
        default: .unknown
        }
    }

    /// Of people who came back, the one who was asked for; nil: nobody, or several who cannot be told apart.
    /// - Parameter place: Whether one lives where was asked.
    static func chosen<Person>(
        of people: [Person], _ check: NameCheck, name: (Person) -> MatchedPerson, place: (Person) -> Bool = { _ in false }
    ) -> Person? {
        let accepted = people.filter { check.accepts(name($0)) }
        if accepted.count <= 1 { return accepted.first }
        let near = accepted.filter(place)
        return near.count == 1 ? near[0] : nil
    }
}

extension SkipTraceOutcome {
    /// Nobody: the service says so.
    static func nobody(_ answer: JSONValue, _ service: String, cost: Money?) -> SkipTraceOutcome {
        .missed(raw: ForbiddenFacts.removed(from: answer).bytes, reason: "\(service) knows nobody.", cost: cost)
    }

    /// Somebody other than the person asked for. What is said about another person is not kept.
    static func somebodyElse(_ service: String, cost: Money?) -> SkipTraceOutcome {
        .mistaken(reason: "\(service) answered about somebody else, or about several people.", cost: cost)
    }
}
