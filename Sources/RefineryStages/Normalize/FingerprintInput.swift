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
///
/// - With an e-mail: `lower(email) ␟ e164`; the phone may be empty.
/// - Without one, with a valid phone: 0x1D, `e164 ␟ contact ␟`, or where the row names no contact `e164 ␟ ␟ firm`, names folded.
/// - With neither, in a place (street, city or ZIP): 0x1E, `firm ␟ contact ␟ street ␟ city ␟ state ␟ ZIP`, folded; of a ZIP+4 the
///   first five digits.
/// - With no place either: 0x1C, then every column of the record, as it is. Only a row that is equal in all of them is the same.
package enum FingerprintInput {
    /// The bytes to hash, in `arena`; `nil` when there is nothing to tell the row by.
    /// - Parameter values: Normalized, as they are stored.
    package static func bytes(of values: RecordValues, arena: TextArena) -> Bytes? {
        let phone = values.phoneE164.isEmpty ? values.directPhoneE164 : values.phoneE164
        if !values.businessEmail.isEmpty {
            // Normalized e-mails are lower-case already; lowering again costs nothing and keeps the definition.
            let email = arena.write(values.businessEmail.count) { out in
                for (index, byte) in values.businessEmail.enumerated() { out[index] = byte.lowercasedASCII }
                return values.businessEmail.count
            }
            return joined(nil, [email, phone], arena: arena)
        }
        let contact = folded(values.contactName, arena: arena)
        if !phone.isEmpty {
            let firm = contact.isEmpty ? folded(values.businessName, arena: arena) : RecordValues.null
            return joined(0x1D, [phone, contact, firm], arena: arena)
        }
        if values.businessAddress.isEmpty && values.city.isEmpty && values.zipCode.isEmpty { return whole(values, arena: arena) }
        var zip = values.zipCode
        if zip.count == 10, zip[5] == UInt8(ascii: "-") { zip = zip.slice(0..<5) }
        let place = [values.businessAddress, values.city, values.state, zip].map { folded($0, arena: arena) }
        return joined(0x1E, [folded(values.businessName, arena: arena), contact] + place, arena: arena)
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

    /// All that a record says. The columns without a field in the order of their names, for the order of a file's columns says nothing.
    private static func whole(_ values: RecordValues, arena: TextArena) -> Bytes? {
        let texts = [
            values.businessName, values.contactName, values.firstName, values.lastName, values.title, values.website, values.state,
            values.county, values.industry, values.businessType, values.employeeCountText, values.annualRevenueText, values.sicCode,
            values.sicDescription, values.naicsCode,
        ]
        let numbers = [
            values.employeeCount, values.employeeCountHigh, values.annualRevenue, values.annualRevenueHigh,
            values.yearEstablished.map { Int64($0) },
        ].map { arena.copy($0.map { String($0) } ?? "") }
        var extra: [Bytes] = []
        if !values.extra.isEmpty {
            let members = try? JSONDecoder().decode([String: String].self, from: Data(values.extra))
            for (key, value) in (members ?? [:]).sorted(by: { $0.key < $1.key }) { extra += [arena.copy(key), arena.copy(value)] }
        }
        guard (texts + extra).contains(where: { !$0.isEmpty }) else { return nil }
        return joined(0x1C, texts + numbers + extra, arena: arena)
    }

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
