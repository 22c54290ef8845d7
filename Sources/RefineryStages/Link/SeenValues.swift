internal import RefineryModel

/// How often a value was seen and when: counted over records, in whatever order they come.
struct Sightings {
    /// The smallest id of those that have it.
    private(set) var record: RecordID
    private(set) var sources: Int
    private(set) var firstSeenAt: Int64
    private(set) var lastSeenAt: Int64

    init(_ record: LinkRecord) {
        self.record = record.id
        sources = record.timesSeen
        firstSeenAt = record.firstSeenAt
        lastSeenAt = record.seenAt
    }

    mutating func add(_ other: Sightings) {
        record = min(record, other.record)
        sources += other.sources
        firstSeenAt = min(firstSeenAt, other.firstSeenAt)
        lastSeenAt = max(lastSeenAt, other.lastSeenAt)
    }
}

/// Chooses one value of those that records have.
enum SeenValues {
    /// The value that most records have; of equals the newest, then the longest.
    /// - Parameter values: Nil where a record has none. What is the same when folded counts as one, and is written as its newest record does,
    ///   though rather in upper and lower case.
    static func commonest(of records: [LinkRecord], _ value: (LinkRecord) -> String?) -> String? {
        if records.count == 1 { return value(records[0]).flatMap { $0.isEmpty ? nil : $0 } }
        var found: [[UInt8]: (seen: Sightings, text: String, textAt: Int64)] = [:]
        for record in records {
            guard let text = value(record), !text.isEmpty else { continue }
            var key = EmbeddedTables.folded(text)
            if key.isEmpty { key = Array(text.utf8) }
            guard let old = found[key] else {
                found[key] = (Sightings(record), text, record.seenAt)
                continue
            }
            var seen = old.seen
            seen.add(Sightings(record))
            let isBetter = (isMixed(text) ? 1 : 0, record.seenAt, text) > (isMixed(old.text) ? 1 : 0, old.textAt, old.text)
            found[key] = (seen, isBetter ? text : old.text, isBetter ? record.seenAt : old.textAt)
        }
        return found.values.max { one, other in
            (one.seen.sources, one.seen.lastSeenAt, one.text.utf8.count, one.text)
                < (other.seen.sources, other.seen.lastSeenAt, other.text.utf8.count, other.text)
        }?.text
    }

    /// Neither all capitals nor all small letters.
    private static func isMixed(_ text: String) -> Bool { text != text.uppercased() && text != text.lowercased() }

    /// The newest record that has something; of equals the one with the smallest id.
    static func newest<Value>(of records: [LinkRecord], _ value: (LinkRecord) -> Value?) -> Value? {
        records.filter { value($0) != nil }.max { ($0.seenAt, $1.id) < ($1.seenAt, $0.id) }.flatMap(value)
    }
}

/// What kind of line a number is, in the words of `persona_phones.type`.
enum PhoneType {
    /// - Parameter line: What a lookup said, which comes before what the file says.
    static func of(_ phone: LinkPhone, line: LineType?) -> String {
        switch line {
        case .mobile: return "mobile"
        case .landline: return "landline"
        case .tollFree: return "toll_free"
        case .fixedVoip, .nonFixedVoip, .voip: return "voip"
        case .unknown, nil: break
        default: return "other"
        }
        if isTollFree(phone.e164) { return "toll_free" }
        if case .other("mobile") = phone.place { return "mobile" }
        if case .other("toll_free") = phone.place { return "toll_free" }
        return "unknown"
    }

    private static func isTollFree(_ e164: String) -> Bool {
        e164.utf8.count == 12 && ["800", "833", "844", "855", "866", "877", "888"].contains { e164.hasPrefix("+1\($0)") }
    }
}
