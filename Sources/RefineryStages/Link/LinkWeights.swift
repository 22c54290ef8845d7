/// The weights of data/personas/weights.csv in bits: the binary logarithm of how much more often a sign stands between two records of one
/// person, or one company, than between two others.
struct LinkWeights: Sendable {
    static let person = Person(Self.table("person"))
    static let company = Company(Self.table("company"))

    struct Person: Sendable {
        let prior, accepted, candidate: Float
        let given, surname: ClosedRange<Float>
        let givenNickname, givenSimilar, givenInitial, surnameSimilar, surnameDifferent: Float
        let nameSwapped, middleSame, middleDifferent, generationOne, generationDifferent: Float
        let emailSame, emailSimilar, emailLocal, emailDifferent, emailColleague, emailEmployer: Float
        let phoneDirect, phoneBusiness, phoneAlone, phoneDifferent, companySame, companyDifferent: Float
        let addressSame, addressDifferent, zipSame, citySame, citySimilar, cityDifferent, placeSecond: Float

        init(_ bits: (String) -> Float) {
            (prior, accepted, candidate) = (bits("prior"), bits("accepted"), bits("candidate"))
            given = bits("given frequency_least")...bits("given frequency_most")
            surname = bits("surname frequency_least")...bits("surname frequency_most")
            (givenNickname, givenSimilar) = (bits("given nickname"), bits("given similar"))
            givenInitial = bits("given initial")
            (surnameSimilar, surnameDifferent) = (bits("surname similar"), bits("surname different"))
            nameSwapped = bits("name swapped")
            (middleSame, middleDifferent) = (bits("middle same"), bits("middle different"))
            (generationOne, generationDifferent) = (bits("generation one"), bits("generation different"))
            (emailSame, emailSimilar, emailLocal) = (bits("email same"), bits("email similar"), bits("email local"))
            (emailDifferent, emailColleague) = (bits("email different"), bits("email colleague"))
            emailEmployer = bits("email employer")
            (phoneDirect, phoneBusiness, phoneAlone) = (bits("phone direct"), bits("phone business"), bits("phone alone"))
            phoneDifferent = bits("phone different")
            (companySame, companyDifferent) = (bits("company same"), bits("company different"))
            (addressSame, addressDifferent, zipSame) = (bits("address same"), bits("address different"), bits("zip same"))
            (citySame, citySimilar, cityDifferent) = (bits("city same"), bits("city similar"), bits("city different"))
            placeSecond = bits("place second")
        }
    }

    struct Company: Sendable {
        let prior, accepted, candidate, nameLeast, nameMost, nameSimilar, nameContained, nameDifferent, nameMissing, nameNumber: Float
        let domainSame, domainDifferent, phoneSame, phoneDifferent, addressSame, addressDifferent: Float
        let zipSame, citySame, citySimilar, placeDifferent, placeMoved, placeSecond, wordKnown, wordName, wordUnknown: Float

        init(_ bits: (String) -> Float) {
            (prior, accepted, candidate) = (bits("prior"), bits("accepted"), bits("candidate"))
            nameLeast = bits("name least")
            (nameMost, nameSimilar, nameContained) = (bits("name most"), bits("name similar"), bits("name contained"))
            (nameDifferent, nameMissing, nameNumber) = (bits("name different"), bits("name missing"), bits("name number"))
            (domainSame, domainDifferent) = (bits("domain same"), bits("domain different"))
            (phoneSame, phoneDifferent) = (bits("phone same"), bits("phone different"))
            (addressSame, addressDifferent) = (bits("address same"), bits("address different"))
            (zipSame, citySame, citySimilar) = (bits("zip same"), bits("city same"), bits("city similar"))
            (placeDifferent, placeMoved, placeSecond) = (bits("place different"), bits("place moved"), bits("place second"))
            (wordKnown, wordName, wordUnknown) = (bits("word known"), bits("word name"), bits("word unknown"))
        }
    }

    /// By `sign level`; one that does not stand in the file is a mistake of the programmer.
    private static func table(_ kind: String) -> (String) -> Float {
        var result: [String: Float] = [:]
        for row in EmbeddedTables.rows("weights") where row[0] == kind {
            result[row[2].isEmpty ? String(row[1]) : "\(row[1]) \(row[2])"] = Float(row[3])
        }
        return { sign in
            guard let bits = result[sign] else { preconditionFailure("data/personas/weights.csv has no \(kind) \(sign)") }
            return bits
        }
    }

    /// The probability that a sum of weights stands for.
    static func probability(_ bits: Float) -> Float {
        let bounded = min(30, max(-30, bits))
        var power = Float(sign: .plus, exponent: Int(bounded.rounded(.down)), significand: 1)
        // 2^x between whole numbers, to a thousandth.
        let rest = bounded - bounded.rounded(.down)
        power *= 1 + rest * (0.695_5 + rest * (0.227_6 + rest * 0.076_9))
        return power / (1 + power)
    }
}
