#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import RefineryModel

/// The bytes whose SHA-256 says whether two rows are the same contact. Two people must never become one: where one sign may be shared
/// (the number of a switchboard, the name of a church), others stand beside it.
///
/// ␟ is the unit separator, byte 0x1F. *Folded* is lower case, letters and digits alone, so `A.B.C., Inc.` and `ABC Inc` are one firm.
/// *Contact* is the name; where a column of its own says `Jr.`, and the name does not, with that behind it.
///
/// - With an e-mail: `lower(email) ␟ e164`; the phone may be empty. Where the address says nothing of the contact, as `info@` or that of
///   another, several people may have it: then `lower(email) ␟ e164 ␟ contact`.
/// - Without one, with a valid phone: 0x1D, `e164 ␟ contact ␟`, or where the row names no contact `e164 ␟ ␟ firm`, names folded.
/// - With neither, in a place (street, city or ZIP): 0x1E, `firm ␟ contact ␟ street ␟ city ␟ state ␟ ZIP`, folded; of a ZIP+4 the
///   first five digits.
/// - With no place either: 0x1C, then every column of the record, as it is. Only a row that is equal in all of them is the same.
package enum FingerprintInput {
    /// The bytes to hash, in `arena`; `nil` when there is nothing to tell the row by.
    /// - Parameter draft: Normalized, before names and addresses are written as people write them.
    package static func bytes(of draft: RecordDraft, arena: TextArena) -> Bytes? {
        let phone = draft.has(.phoneE164) ? draft[.phoneE164] : draft[.directPhoneE164]
        if draft.has(.businessEmail) {
            // Normalized e-mails are lower-case already; lowering again costs nothing and keeps the definition.
            let email = arena.write(draft[.businessEmail].count) { out in
                for (index, byte) in draft[.businessEmail].enumerated() { out[index] = byte.lowercasedASCII }
                return draft[.businessEmail].count
            }
            if !draft.has(.contactName) || isNamed(draft[.contactName], in: email) { return joined(nil, [email, phone], arena: arena) }
            return joined(nil, [email, phone, folded(contactName(of: draft, arena: arena), arena: arena)], arena: arena)
        }
        let contact = folded(contactName(of: draft, arena: arena), arena: arena)
        if !phone.isEmpty {
            let firm = contact.isEmpty ? folded(draft[.businessName], arena: arena) : RecordDraft.null
            return joined(0x1D, [phone, contact, firm], arena: arena)
        }
        if !draft.has(.businessAddress) && !draft.has(.city) && !draft.has(.zipCode) { return whole(draft, arena: arena) }
        var zip = draft[.zipCode]
        if zip.count == 10, zip[5] == UInt8(ascii: "-") { zip = zip.slice(0..<5) }
        let place = [draft[.businessAddress], draft[.city], draft[.state], zip].map { folded($0, arena: arena) }
        return joined(0x1E, [folded(draft[.businessName], arena: arena), contact] + place, arena: arena)
    }

    /// The contact's name. Father and son may share all but the generation.
    private static func contactName(of draft: RecordDraft, arena: TextArena) -> Bytes {
        let (name, suffix) = (draft[.contactName], draft[.nameSuffix])
        guard !name.isEmpty, !suffix.isEmpty, let word = PersonName.generationWord(in: suffix), PersonName(whole: name).generation == 0
        else { return name }
        return TextList.joined([name, suffix.slice(word)], by: " ", arena: arena)
    }

    /// Whether an address is of this person alone: before the `@` stands a word of the name that is not the last one, which a family shares,
    /// or the last one beside the first letter of another. Words of a single letter say nothing.
    private static func isNamed(_ name: Bytes, in email: Bytes) -> Bool {
        let mailbox = email.slice(0..<(email.firstIndex(of: UInt8(ascii: "@")) ?? email.count))
        var (start, initial, first) = (0, UInt8(0), true)
        while start < name.count {
            guard !isBetweenWords(name[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < name.count, !isBetweenWords(name[end]) { end += 1 }
            let word = name.slice(start..<end)
            let isLast = !first && !name.dropping(first: end).contains { !isBetweenWords($0) }
            if word.count > 1, let place = place(of: word, in: mailbox) {
                if !isLast { return true }
                let (before, after) = (
                    place > 0 ? mailbox[place - 1] : 0, place + word.count < mailbox.count ? mailbox[place + word.count] : 0
                )
                let distant = place > 1 && !before.isAlphanumeric ? mailbox[place - 2] : before
                let behind =
                    !after.isAlphanumeric && place + word.count + 1 < mailbox.count ? mailbox[place + word.count + 1] : after
                if distant == initial || behind == initial { return true }
            }
            if first { initial = word[0].lowercasedASCII }
            (start, first) = (end, false)
        }
        return false
    }

    private static func isBetweenWords(_ byte: UInt8) -> Bool { byte < 0x80 && !byte.isAlphanumeric }

    /// Where a word stands in a text of lower case.
    private static func place(of word: Bytes, in text: Bytes) -> Int? {
        guard word.count <= text.count else { return nil }
        search: for place in 0...(text.count - word.count) {
            for index in 0..<word.count where text[place + index] != word[index].lowercasedASCII { continue search }
            return place
        }
        return nil
    }

    private static func joined(_ prefix: UInt8?, _ parts: [Bytes], arena: TextArena) -> Bytes {
        arena.write(parts.reduce(parts.count) { $0 + $1.count }) { out in
            var length = 0
            if let prefix {
                out[0] = prefix
                length = 1
            }
            for (index, part) in parts.enumerated() {
                if index > 0 {
                    out[length] = separator
                    length += 1
                }
                for byte in part {
                    out[length] = byte
                    length += 1
                }
            }
            return length
        }
    }

    /// All that a record says. The columns without a field in the order of their names, for the order of a file's columns says nothing;
    /// with them, and by name too, the columns of records that came later: what was hashed without them stays the same.
    private static func whole(_ draft: RecordDraft, arena: TextArena) -> Bytes? {
        let texts = texts.map { draft[$0] }
        let numbers = numbers.map { arena.copy(draft[number: $0].map { String($0) } ?? "") }
        var members: [String: String] = [:]
        if draft.has(.extra) { members = (try? JSONDecoder().decode([String: String].self, from: Data(draft[.extra]))) ?? [:] }
        for (column, text) in draft.description where later.contains(column) { members["\(column.rawValue)="] = text }
        let named = members.sorted { $0.key < $1.key }.flatMap { [arena.copy($0.key), arena.copy($0.value)] }
        guard (texts + named).contains(where: { !$0.isEmpty }) else { return nil }
        return joined(0x1C, texts + numbers + named, arena: arena)
    }

    /// The columns of records as they were when whole records were first hashed: never changed, or stored fingerprints mean nothing.
    private static let texts: [RecordColumn] = [
        .businessName, .contactName, .firstName, .lastName, .title, .website, .state, .county, .industry, .businessType, .employeeCountText,
        .annualRevenueText, .sicCode, .sicDescription, .naicsCode,
    ]
    private static let numbers: [RecordColumn] = [
        .employeeCount, .employeeCountHigh, .annualRevenue, .annualRevenueHigh, .yearEstablished,
    ]
    /// What a record without e-mail, phone and place has besides; and what says how it was read.
    private static let others: [RecordColumn] = [
        .businessEmail, .phoneE164, .phoneExtension, .phoneStatus, .directPhoneE164, .directPhoneExtension, .businessAddress, .city,
        .zipCode, .processingErrors, .extra,
    ]
    private static let later = Set(RecordColumn.allCases).subtracting(texts + numbers + others)

    private static let separator: UInt8 = 0x1F

    /// Lower case, letters and digits alone; text that has none stays as it is, so that two such names differ.
    private static func folded(_ text: Bytes, arena: TextArena) -> Bytes {
        guard text.isASCII else { return foldedUnicode(text, arena: arena) }
        let folded = arena.write(text.count) { out in
            var length = 0
            for byte in text where byte.isAlphanumeric {
                out[length] = byte.lowercasedASCII
                length += 1
            }
            return length
        }
        return folded.isEmpty ? text : folded
    }

    @inline(never)
    private static func foldedUnicode(_ text: Bytes, arena: TextArena) -> Bytes {
        var folded = String.UnicodeScalarView()
        for scalar in String(decoding: text, as: UTF8.self).lowercased().unicodeScalars where isKept(scalar) { folded.append(scalar) }
        return folded.isEmpty ? text : arena.copy(String(folded))
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        UTF8Scalar.isWord(scalar.value)
    }
}
