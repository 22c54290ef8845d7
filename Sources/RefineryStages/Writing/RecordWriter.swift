internal import RefineryModel

/// Writes names and addresses of a record as people write them: letters, order, short forms of streets.
///
/// Comes after the fingerprint: the identity of a record never depends on how it is written. What was there before is kept in the draft.
final class RecordWriter {
    private let style: WritingStyle
    private let names = NameWriter()
    private let streets = StreetWriter()
    private let contacts = ContactWriter()

    init(_ style: WritingStyle) { self.style = style }

    private static let columns: [(column: RecordColumn, kind: NameWriter.Kind)] = [
        (.businessName, .firm), (.namePrefix, .person), (.nameSuffix, .suffix), (.contactName, .person), (.firstName, .person),
        (.lastName, .person),
        (.city, .place), (.county, .place),
    ]

    /// - Parameter country: Where the record's street is.
    /// - Returns: Whether two persons share the contact's name.
    func write(_ draft: RecordDraft, _ country: CountryCode, arena: TextArena) -> Bool {
        var isTwo = false
        for (column, kind) in Self.columns {
            let text = draft[column]
            if text.isEmpty { continue }
            var written = name(text, as: kind, arena: arena)
            if column == .contactName {
                let contact = contacts.read(written, arena: arena)
                isTwo = contact.isTwo
                written = contact.name
                // What a column of its own says comes first.
                if !draft.has(.namePrefix) { draft[.namePrefix] = contact.prefix }
                if !draft.has(.nameSuffix) { draft[.nameSuffix] = contact.suffix }
            }
            keep(written, text, column, draft)
        }
        let street = draft[.businessAddress]
        if !street.isEmpty { keep(self.street(street, country, arena: arena), street, .businessAddress, draft) }
        return isTwo
    }

    /// A name in the letters of people, in its order.
    func name(_ text: Bytes, as kind: NameWriter.Kind, arena: TextArena) -> Bytes {
        let written = style.keepsCase ? text : names.written(text, as: kind, arena: arena)
        return style.stripsAccents ? AccentStripper.stripped(written, arena: arena) : written
    }

    private static let unitedStates = CountryCode("US")

    /// A street by the rules of the United States, where it is one of theirs.
    func street(_ text: Bytes, _ country: CountryCode, arena: TextArena) -> Bytes {
        let written = country == Self.unitedStates ? streets.written(text, keepsCase: style.keepsCase, arena: arena) : text
        return style.stripsAccents ? AccentStripper.stripped(written, arena: arena) : written
    }

    private func keep(_ written: Bytes, _ text: Bytes, _ column: RecordColumn, _ draft: RecordDraft) {
        // Texts that stay are the same memory, mostly.
        if written.count == text.count, written.baseAddress == text.baseAddress || written.elementsEqual(text) { return }
        draft.rewrite(column, as: written)
    }
}
