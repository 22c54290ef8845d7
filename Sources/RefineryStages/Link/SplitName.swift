/// First and last name of a contact, as they are stored or, where only the whole name is, as it reads.
package struct SplitName: Sendable, Equatable {
    package let first: String?
    package let last: String?

    /// - Parameters: what a record has; nil for nothing.
    package init(first: String?, last: String?, whole: String?) {
        guard first == nil, last == nil, var whole else {
            (self.first, self.last) = (first, last)
            return
        }
        (self.first, self.last) = whole.withUTF8 { bytes in
            let name = PersonName(whole: bytes)
            func text(_ range: Range<Int>?) -> String? { range.map { String(decoding: bytes.slice($0), as: UTF8.self) } }
            return (text(name.given), text(name.surname))
        }
    }
}
