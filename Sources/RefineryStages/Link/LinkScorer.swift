package import RefineryModel

/// Compares two records: Fellegi–Sunter, by the weights of data/personas/weights.csv. Symmetric, and the same on every machine.
package enum LinkScorer {
    /// - Returns: Nil when they are probably not the same, or one of them has no such thing.
    package static func verdict(_ kind: LinkKind, _ one: LinkFeatures, _ other: LinkFeatures) -> LinkVerdict? {
        // Which of the two comes first changes nothing: rounding neither.
        let (first, second) = one.id <= other.id ? (one, other) : (other, one)
        switch kind {
        case .company: return company(first, second)
        case .persona: return persona(first, second)
        }
    }

    /// What agreed, as it stands in a rule.
    private struct Agreement: OptionSet {
        let rawValue: Int
        static let name = Agreement(rawValue: 1)
        static let email = Agreement(rawValue: 2)
        static let domain = Agreement(rawValue: 4)
        static let phone = Agreement(rawValue: 8)
        static let company = Agreement(rawValue: 16)
        static let address = Agreement(rawValue: 32)
        static let zip = Agreement(rawValue: 64)
        static let city = Agreement(rawValue: 128)

        private static let words = ["name", "email", "domain", "phone", "company", "address", "zip", "city"]
        static let rules = (0..<256).map { bits in
            words.indices.filter { bits & 1 << $0 != 0 }.map { words[$0] }.joined(separator: "+")
        }
    }

    private static func verdict(_ bits: Float, _ agreement: Agreement, accepted: Float, candidate: Float) -> LinkVerdict? {
        guard bits >= candidate, !agreement.isEmpty else { return nil }
        return LinkVerdict(
            rule: Agreement.rules[agreement.rawValue], score: LinkWeights.probability(bits),
            state: bits >= accepted ? .accepted : .candidate)
    }

    // MARK: Companies

    private static func company(_ one: LinkFeatures, _ other: LinkFeatures) -> LinkVerdict? {
        guard one.hasCompany, other.hasCompany else { return nil }
        let weights = LinkWeights.company
        var bits = weights.prior
        var agreement: Agreement = []
        let likeness = one.companyLikeness(as: other)
        if let likeness, let mine = one.company, let theirs = other.company {
            let words = min(mine.words.reduce(0) { $0 + $1.bits }, theirs.words.reduce(0) { $0 + $1.bits })
            let said = min(weights.nameMost, max(weights.nameLeast, words))
            if likeness.all >= 0.99 {
                bits += said
                agreement.insert(.name)
            } else if likeness.all >= 0.66 {
                bits += said * weights.nameSimilar
                agreement.insert(.name)
            } else if likeness.shorter >= 0.8 {
                bits += said * weights.nameContained
                agreement.insert(.name)
            } else if likeness.shorter < 0.5 {
                bits += weights.nameDifferent
            }
            if mine.number != 0, theirs.number != 0, mine.number != theirs.number { bits += weights.nameNumber }
        } else {
            bits += weights.nameMissing
        }
        if one.domain != 0, other.domain != 0 {
            bits += one.domain == other.domain ? weights.domainSame : weights.domainDifferent
            if one.domain == other.domain { agreement.insert(.domain) }
        }
        // Number, address and place hang together, as in the houses where many firms have one: the one that says the most counts, and the
        // others a little.
        var signs: [Float] = []
        let sharesNumber = one.sharesNumber(with: other, isDirect: false)
        if sharesNumber {
            signs.append(weights.phoneSame)
            agreement.insert(.phone)
        } else if one.numbers.contains(where: { !$0.isDirect }), other.numbers.contains(where: { !$0.isDirect }) {
            bits += weights.phoneDifferent
        }
        let place = one.place(as: other)
        switch place {
        case .different: bits += sharesNumber ? weights.placeMoved : weights.placeDifferent
        case .missing: break
        case .same where one.zip != 0 && one.zip == other.zip:
            signs.append(weights.zipSame)
            agreement.insert(.zip)
        case .same:
            signs.append(weights.citySame)
            agreement.insert(.city)
        default: signs.append(weights.citySimilar)
        }
        if one.street != 0, other.street != 0, place != .different {
            if one.street == other.street {
                signs.append(weights.addressSame)
                agreement.insert(.address)
            } else {
                bits += weights.addressDifferent
            }
        }
        bits += (signs.max() ?? 0) + Float(max(0, signs.count - 1)) * weights.placeSecond
        // Two trades of one family, or one firm with two names: without a number that both have a person says.
        let isAsked = likeness?.areApart == true && !sharesNumber
        return verdict(bits, agreement, accepted: isAsked ? .infinity : weights.accepted, candidate: weights.candidate)
    }

    // MARK: Persons

    private static func persona(_ one: LinkFeatures, _ other: LinkFeatures) -> LinkVerdict? {
        guard one.hasPerson, other.hasPerson else { return nil }
        let weights = LinkWeights.person
        var agreement: Agreement = []
        guard let names = nameBits(one, other, &agreement) else { return nil }
        var bits = weights.prior + names
        bits += emailBits(one, other, &agreement)
        if one.sharesNumber(with: other, isDirect: true) {
            bits += weights.phoneDirect
            agreement.insert(.phone)
        } else if !one.numbers.isEmpty, !other.numbers.isEmpty, !one.sharesNumber(with: other, isDirect: false) {
            bits += weights.phoneDifferent
        }
        if isNameless(one), isNameless(other), !one.hasCompany, !other.hasCompany,
            one.sharesNumber(with: other, isDirect: true) || one.sharesNumber(with: other, isDirect: false)
        {
            bits += weights.phoneAlone
        }
        bits += surroundings(one, other, &agreement)
        // A name and a place are not enough against another employer, however rare the name: who changed jobs and whose namesake has one
        // look alike. Nor is a firm, where two initials stand between: a person says.
        let areElsewhere = areEmployedApart(one, other) && agreement.isDisjoint(with: [.phone, .email])
        let haveOtherNames =
            one.middle != 0 && other.middle != 0 && one.middle != other.middle && !one.sharesNumber(with: other, isDirect: true)
            && !one.sharesAddress(with: other)
        let isAsked = areElsewhere || haveOtherNames
        return verdict(bits, agreement, accepted: isAsked ? .infinity : weights.accepted, candidate: weights.candidate)
    }

    /// Whether both name a firm, and not the same.
    private static func areEmployedApart(_ one: LinkFeatures, _ other: LinkFeatures) -> Bool {
        guard one.domain == 0 || one.domain != other.domain, let likeness = one.companyLikeness(as: other) else { return false }
        return likeness.all < 0.72 && likeness.shorter < 0.8
    }

    private static func isNameless(_ features: LinkFeatures) -> Bool { features.given.isMissing && features.surname.isMissing }

    /// Nil when the names contradict each other.
    private static func nameBits(_ one: LinkFeatures, _ other: LinkFeatures, _ agreement: inout Agreement) -> Float? {
        let weights = LinkWeights.person
        let names = one.names(as: other)
        if names.given == .different { return nil }
        var bits: Float = 0
        let (first, second) = names.isSwapped ? (other.surname, other.given) : (other.given, other.surname)
        bits += nameBits(names.given, one.given, first, weights.given, weights.givenNickname, weights.givenSimilar, weights.givenInitial)
        bits += nameBits(
            names.surname, one.surname, second, weights.surname, weights.givenNickname, weights.surnameSimilar, weights.givenInitial)
        if names.surname == .different { bits += weights.surnameDifferent }
        if names.isSwapped { bits += weights.nameSwapped }
        if one.middle != 0, other.middle != 0 { bits += one.middle == other.middle ? weights.middleSame : weights.middleDifferent }
        if one.generation != other.generation {
            bits += one.generation == 0 || other.generation == 0 ? weights.generationOne : weights.generationDifferent
        }
        if bits > 0 { agreement.insert(.name) }
        return bits
    }

    /// - Parameters:
    ///   - range: Of what the same name is worth, by how rare it is.
    ///   - nickname, similar: How much less it is worth when it is only a short form, or alike.
    private static func nameBits(
        _ likeness: Likeness, _ one: LinkFeatures.Name, _ other: LinkFeatures.Name, _ range: ClosedRange<Float>, _ nickname: Float,
        _ similar: Float, _ initial: Float
    ) -> Float {
        // Of a name and its misspelling, the one that people bear says how rare it is.
        let rarity = min(range.upperBound, max(range.lowerBound, min(one.bits, other.bits)))
        switch likeness {
        case .same: return rarity
        case .nickname: return rarity + nickname
        case .similar: return rarity + similar
        case .initial: return initial
        case .missing, .different: return 0
        }
    }

    private static func emailBits(_ one: LinkFeatures, _ other: LinkFeatures, _ agreement: inout Agreement) -> Float {
        let weights = LinkWeights.person
        if one.sharesAddress(with: other) {
            agreement.insert(.email)
            return weights.emailSame
        }
        var best: Float?
        for mine in one.addresses where !mine.isGeneric || !one.hasCompany {
            for theirs in other.addresses where !theirs.isGeneric || !other.hasCompany {
                let bits: Float
                if mine.hash == theirs.hash {
                    bits = weights.emailSame
                } else if isMisspelled(one, mine, other, theirs) {
                    bits = weights.emailSimilar
                } else if mine.domain != 0, theirs.domain != 0, mine.domain != theirs.domain,
                    bearsName(one, mine) || bearsName(other, theirs)
                {
                    // The firm gave it by the name, as another firm would.
                    bits = weights.emailEmployer
                } else if one.text[mine.local] == other.text[theirs.local] {
                    bits = weights.emailLocal
                } else if mine.domain != 0, mine.domain == theirs.domain, !(bearsName(one, mine) && bearsName(other, theirs)) {
                    bits = weights.emailColleague
                } else {
                    bits = weights.emailDifferent
                }
                best = max(best ?? bits, bits)
            }
        }
        if best ?? 0 > weights.emailLocal { agreement.insert(.email) }
        return best ?? 0
    }

    /// Whether two addresses are one but for typing. Digits tell mailboxes and hosts apart on purpose, and so do two providers of mail.
    private static func isMisspelled(
        _ one: LinkFeatures, _ mine: LinkFeatures.Address, _ other: LinkFeatures, _ theirs: LinkFeatures.Address
    ) -> Bool {
        let (whole, rival) = (one.text[mine.whole], other.text[theirs.whole])
        guard min(whole.count, rival.count) >= 8, whole.lazy.filter(\.isDigit).elementsEqual(rival.lazy.filter(\.isDigit)) else {
            return false
        }
        let (host, rivalHost) = (whole[mine.local.upperBound...], rival[theirs.local.upperBound...])
        if host != rivalHost, mine.domain == 0 && theirs.domain == 0 || !TextLikeness.isOneMistake(host, rivalHost) { return false }
        let likeness = TextLikeness.jaroWinkler(whole, rival)
        return likeness >= 0.94 || likeness >= 0.8 && TextLikeness.sharedLetters(whole, rival) >= 0.92
    }

    /// Whether a mailbox holds the surname or the given name, as many of one person's do.
    private static func bearsName(_ features: LinkFeatures, _ address: LinkFeatures.Address) -> Bool {
        let local = features.text[address.local]
        return [features.surname, features.given].contains { name in
            guard name.range.count >= 3, name.range.count <= local.count else { return false }
            let wanted = features.text[name.range]
            return (local.startIndex...(local.endIndex - wanted.count)).contains { local[$0..<($0 + wanted.count)] == wanted }
        }
    }

    /// Company, switchboard and place hang together: the one that says the most counts, and a second one a little.
    private static func surroundings(_ one: LinkFeatures, _ other: LinkFeatures, _ agreement: inout Agreement) -> Float {
        let weights = LinkWeights.person
        var firm: Float = 0
        var spot: Float = 0
        var against: Float = 0
        let likeness = one.companyLikeness(as: other)
        if one.domain != 0 && one.domain == other.domain || likeness?.all ?? 0 >= 0.72 {
            firm = weights.companySame
            agreement.insert(.company)
        } else if let likeness {
            if likeness.shorter < 0.8 { against += weights.companyDifferent }
        } else if one.domain != 0, other.domain != 0, !agreement.contains(.email) {
            against += weights.companyDifferent
        }
        if one.sharesNumber(with: other, isDirect: false) {
            firm = max(firm, weights.phoneBusiness)
            agreement.insert(.phone)
        }
        let place = one.place(as: other)
        switch place {
        case .different: against += weights.cityDifferent
        case .missing: break
        case .same where one.zip != 0 && one.zip == other.zip:
            spot = weights.zipSame
            agreement.insert(.zip)
        case .same:
            spot = weights.citySame
            agreement.insert(.city)
        default: spot = weights.citySimilar
        }
        if one.street != 0, other.street != 0, place != .different {
            if one.street == other.street {
                spot = max(spot, weights.addressSame)
                agreement.insert(.address)
            } else {
                against += weights.addressDifferent
            }
        }
        return max(firm, spot) + (firm > 0 && spot > 0 ? weights.placeSecond : 0) + against
    }
}
