/// How names and addresses are written into records. What identifies a record does not depend on it.
package struct WritingStyle: Sendable, Codable, Equatable {
    /// Whether names and streets that stand in capitals, or in small letters, stay so.
    package var keepsCase: Bool
    /// Whether accents of Latin letters are taken off.
    package var stripsAccents: Bool

    package init(keepsCase: Bool = false, stripsAccents: Bool = false) {
        self.keepsCase = keepsCase
        self.stripsAccents = stripsAccents
    }

    private enum CodingKeys: String, CodingKey {
        case keepsCase = "keeps_case"
        case stripsAccents = "strips_accents"
    }
}
