/// The words that occur in phone cells, known by a hash so that a look-up needs no String.
enum PhoneWords {
    enum Role {
        /// Announces an extension.
        case extensionLabel
        /// Parts two numbers.
        case separator
        /// Says what kind of number it is; without bearing on its digits.
        case remark
    }

    /// The role of a lower-case word, `nil` for an unknown one.
    static func role(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Role? { roles[hash(word)] }

    /// Whether letters, with all else between them left out, say that there is no number.
    static func isPlaceholder(_ letters: some Sequence<UInt8>) -> Bool { placeholders.contains(hash(letters)) }

    /// FNV-1a of the word's bytes.
    private static func hash(_ word: some Sequence<UInt8>) -> UInt64 {
        word.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
    }

    private static let roles: [UInt64: Role] = {
        let words: [(Role, String)] = [
            (.extensionLabel, "x ext extn exten extension"),
            (.separator, "or and"),
            (
                .remark,
                """
                phone telephone tel ph p t cell cellular cel c mobile mob m main office off o work w direct dir d home h business bus b \
                fax f toll free tollfree tf hq headquarters corporate corp desk line landline land switchboard reception front \
                store shop voice voicemail vm text sms whatsapp primary secondary alternate alt other day daytime evening night \
                emergency after hours no number num call
                """
            ),
        ]
        return Dictionary(words.flatMap { role, list in list.split(separator: " ").map { (hash($0.utf8), role) } }) { first, _ in first }
    }()

    private static let placeholders = Set(
        """
        na nan none null nil notavailable notapplicable notprovided notlisted notgiven unavailable unlisted unknown unk blank empty \
        tbd tba undefined nophone nonumber nonelisted nonegiven noneprovided
        """.split(separator: " ").map { hash($0.utf8) })
}
