/// What the headers of two files with the same columns have in common.
///
/// Case and punctuation do not count. Neither does the order, as people move the columns of a sheet and mean the same by their names; only where two
/// names are the same, or one is empty, the place tells such columns apart, and so the order counts.
package struct HeaderSignature: Hashable, Sendable {
    /// The keys of the headers, separated by commas, which none of them holds.
    private let text: String

    /// Nil without any name: every file of so many columns would be the same.
    package init?(_ headers: [String]) {
        var keys = headers.map { HeaderKey($0).text }
        while keys.last?.isEmpty == true { keys.removeLast() }
        guard !keys.isEmpty else { return nil }
        let distinct = Set(keys)
        if distinct.count == keys.count, !distinct.contains("") { keys.sort() }
        text = keys.joined(separator: ",")
    }

    /// Short for it: 16 hexadecimal digits.
    package var id: String { Self.digits(text) }

    /// FNV-1a of 64 bits (RFC 9923): mappings are few, and what is found by it is compared as a whole.
    static func digits(_ text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
