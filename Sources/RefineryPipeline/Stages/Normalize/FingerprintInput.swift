/// The bytes whose SHA-256 says whether two rows are the same contact.
///
/// - With an e-mail or a valid phone: `lower(email) ␟ e164`, where ␟ is the unit separator, byte 0x1F. Either side may be empty.
/// - With neither: the record separator 0x1E, which no e-mail begins with, then `name ␟ street ␟ ZIP`, folded: lower case, letters
///   and digits alone, and of a ZIP+4 the first five digits. So `A.B.C., Inc.` and `ABC Inc` are one firm.
package enum FingerprintInput {
    /// The bytes to hash, in `arena`; `nil` when there is nothing to tell the row by.
    ///
    /// - Parameters: normalized values, `nil` for what is missing. `phone` is the business phone in E.164, else the direct phone.
    package static func bytes(
        email: Bytes?, phone: Bytes?, name: Bytes?, street: Bytes?, zip: Bytes?, arena: TextArena
    ) -> Bytes? {
        let email = email ?? empty
        let phone = phone ?? empty
        if !email.isEmpty || !phone.isEmpty {
            return arena.write(email.count + 1 + phone.count) { out in
                // Normalized e-mails are lower-case already; lowering again costs nothing and keeps the definition.
                for index in 0..<email.count { out[index] = email[index].lowercasedASCII }
                out[email.count] = separator
                for index in 0..<phone.count { out[email.count + 1 + index] = phone[index] }
                return email.count + 1 + phone.count
            }
        }
        let name = folded(name ?? empty, arena: arena)
        let street = folded(street ?? empty, arena: arena)
        var zip = zip ?? empty
        if zip.count == 10, zip[5] == UInt8(ascii: "-") { zip = zip.slice(0..<5) }
        zip = folded(zip, arena: arena)
        if name.isEmpty, street.isEmpty, zip.isEmpty { return nil }
        return arena.write(name.count + street.count + zip.count + 3) { out in
            out[0] = 0x1E
            var length = 1
            for (index, part) in [name, street, zip].enumerated() {
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

    private static let separator: UInt8 = 0x1F
    private static var empty: Bytes { Bytes(start: nil, count: 0) }

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
