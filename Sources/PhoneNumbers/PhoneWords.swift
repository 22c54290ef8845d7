/// The words that occur in phone cells, known by a hash so that a look-up needs no String.
enum PhoneWords {
    enum Role: Equatable {
        /// Announces an extension.
        case extensionLabel
        /// Parts two numbers.
        case separator
        /// Says what kind of number it is, or nothing that counts; without bearing on its digits.
        case remark(PhoneLabel?)
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
            (.extensionLabel, "x ext extn exten extension durchwahl dw poste ramal anexo interno"),
            (.separator, "or and"),
            (.remark(.voice), "phone telephone tel ph p t voice fon telefon telefono telefone telephon call"),
            (.remark(.fax), "fax f facsimile telefax fx faks"),
            (.remark(.mobile), "cell cellular cel c mobile mob m text sms whatsapp handy mobil natel portable celular movil telemovel"),
            (.remark(.direct), "direct dir d"),
            (.remark(.home), "home h"),
            (.remark(.tollFree), "toll free tollfree tf"),
            (.remark(.main), "main office off o work w business bus b hq headquarters corporate corp switchboard reception front"),
            (
                .remark(nil),
                """
                desk line landline land fixe store shop voicemail vm primary secondary alternate alt other day daytime evening night \
                emergency after hours no number num
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
