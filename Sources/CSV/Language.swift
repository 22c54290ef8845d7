#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// How frequent the letters and signs outside ASCII are in a language.
struct Language: Sendable {
    /// The logarithm of each character's share.
    private let likelihoods: [UInt32: Double]
    let isEnglish: Bool
    /// That of a sign that every language may have, and of anything else.
    private static let sign = -7.0, stranger = -9.0, control = -20.0
    private static let signs = Set("’‘´“”„–—•…®©™€£°§·º«»¿¡½²\u{A0}×".unicodeScalars.map(\.value))

    /// - Parameter counts: Characters, each followed by how often it is met, against the others.
    private init(_ counts: String, isEnglish: Bool = false) { self.init(Self.parse(counts), isEnglish: isEnglish) }

    private init(_ counts: [UInt32: Double], isEnglish: Bool = false) {
        self.isEnglish = isEnglish
        let total = counts.values.reduce(0, +)
        likelihoods = counts.mapValues { log($0 / total) }
    }

    /// A language in which the letters of several are met.
    private init(mixing languages: [Language]) {
        var shares: [UInt32: Double] = [:]
        for language in languages { shares.merge(language.likelihoods.mapValues { exp($0) }) { $0 + $1 } }
        self.init(shares)
    }

    /// The logarithm of how likely the character is; capitals count as their small letters.
    func likelihood(of scalar: UInt32) -> Double {
        if let known = likelihoods[scalar] { return known }
        if scalar < 0xA0 || scalar == 0xFFFD { return Self.control }
        let small = Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars
        if let small, small.count == 1, let first = small.first, let known = likelihoods[first.value] { return known - 0.7 }
        return Self.signs.contains(scalar) ? Self.sign : Self.stranger
    }

    private static func parse(_ counts: String) -> [UInt32: Double] {
        var parsed: [UInt32: Double] = [:]
        for word in counts.split(separator: " ") {
            guard let letter = word.unicodeScalars.first, let count = Double(word.dropFirst()) else { continue }
            parsed[letter.value] = count
        }
        return parsed
    }

    static let western: [Language] = {
        let single = [
            Language("’60 ‘6 –20 —8 “10 ”10 •6 ®6 ™5 ©2 é12 ñ4 ü3 ö2 á2 í2 ó2 ç1 è2 ½1 °1 \u{A0}8 …3", isEnglish: true),
            Language("é190 à54 è35 ê24 ç9 ô6 î4 û5 â6 ù3 ï2 ë3 œ2 ü1 ’30 °4 «2 »2 €2 –3 \u{A0}4"),
            Language("ü65 ä54 ö30 ß31 é2 –3 „1 “1 €1 §1"), Language("ó83 í72 á50 é43 ñ31 ú17 ü2 º4 ª2 ¡1 ¿1"),
            Language("ã73 á42 ç53 é40 í42 ó30 ê36 õ13 à7 â5 ô6 ú20 º4 ª2"), Language("à63 è26 ù17 ò10 ì4 é3 ’10 °2 €1"),
            Language("ä180 å130 ö130 ø90 æ60 é5 ü2"), Language("á180 í157 ð230 ó99 ö78 þ145 ú61 é65 ý23 æ87"),
        ]
        return single + [Language(mixing: single)]
    }()

    static let central: [Language] = {
        let single = [
            Language("ł218 ą99 ę111 ó85 ż71 ś66 ć40 ń20 ź6 –3 „2 ”2"),
            Language("í260 á200 é130 ě122 č94 ř121 ž99 ý91 š81 ů60 ú10 ť4 ď2 ň7 ó3 –3 „2 “2"),
            Language("á180 í120 é80 č100 ž90 ý90 ť60 š80 ľ40 ú60 ň20 ô15 ď15 ä10 ó10 ŕ1 ĺ1 –3"),
            Language("á344 é343 ö90 ó85 ő90 ü50 í49 ú25 ű15 –3 „2 ”2"), Language("č100 š90 ž60 ć50 đ20 –3"),
            Language("ă220 î80 â60 ş120 ţ100 –3 „2 ”2"),
        ]
        return single + [Language(mixing: single)]
    }()

    static let baltic = [
        Language("ė157 š80 ž80 ų120 ū60 į60 č50 ą60 ę20 –2 „2 “2"), Language("ā450 ī200 ē170 š100 ū60 ļ40 ņ60 ž30 č12 ģ10 ķ13"),
        Language("õ93 ä100 ü62 ö20 š2 ž2"),
    ]
    static let turkish = Language("ı511 ü185 ş178 ğ113 ç115 ö78 İ60 â5 î2 –2")
    static let greek = Language(
        "α95 ο90 ι75 ε75 τ75 σ45 ν65 η45 υ40 ρ42 π40 κ40 μ33 ς40 λ28 ω20 ά20 ί25 ό20 έ18 ή15 ύ12 ώ8 θ12 δ18 γ18 χ12 φ8 β7 ξ5 ζ4 ψ2 ϊ1 «1 »1"
    )
    static let russian = Language(
        "о110 е85 а80 и74 н67 т63 с55 р47 в45 л43 к35 м32 д30 п28 у26 я20 ы19 ь17 г17 з16 б16 ч15 й12 х10 ж9 ш7 ю6 ц5 щ4 э3 ф3 ъ1 ё1 «2 »2 №2 –2"
    )
    static let cyrillic = [
        russian,
        Language(
            "о94 а72 н65 и61 і57 т55 в52 р47 е46 с40 к36 м31 у32 л36 д34 п29 я24 з23 ь18 б17 г16 ч14 й14 х12 ц9 ї8 ж8 є7 ю9 ш6 щ5 ф4 ґ1 «2 »2 №2"
        ),
        Language("а118 о91 и90 е88 т74 н65 р51 с48 в46 л35 к32 д34 п29 м24 з22 ъ17 у17 г16 б15 я20 ч14 ж8 ш7 щ6 ц6 й6 х6 ю2 ф2 „1 “1 №1"),
    ]
    static let hebrew = Language(
        "י110 ו105 ה100 ל75 א65 ת60 מ60 ר60 ב50 ש45 נ40 ע30 ד30 ק25 פ20 ח25 כ20 ט15 ס15 ג15 ז13 צ12 ם30 ן15 ך10 ף3 ץ3 ־2")
}
