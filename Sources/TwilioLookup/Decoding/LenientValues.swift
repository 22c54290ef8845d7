/// A number that Twilio writes as an integer here and as a string there; anything else counts as none.
struct LenientInteger: Decodable {
    let value: Int?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        value = (try? container.decode(Int.self)) ?? (try? container.decode(String.self)).flatMap { Int($0) }
    }
}

extension KeyedDecodingContainer {
    /// The text, or `nil` when there is none or something else: nothing optional makes an answer unreadable.
    func text(_ key: Key) -> String? {
        (try? decodeIfPresent(String.self, forKey: key)) ?? nil
    }

    func integer(_ key: Key) -> Int? {
        ((try? decodeIfPresent(LenientInteger.self, forKey: key)) ?? nil)?.value
    }
}
