package import RefineryModel

/// How a sign of two records stands to each other.
enum Likeness {
    case same, nickname, similar, initial
    /// It says nothing: one has none, or an initial that a short form of the other's name begins with.
    case missing
    case different
}

extension LinkFeatures {
    /// Whether both can be one: persons whose names do not contradict each other, offices that are not in different places.
    package func isCompatible(with other: LinkFeatures, _ kind: LinkKind) -> Bool {
        switch kind {
        case .persona:
            let names = names(as: other)
            if generation != 0, other.generation != 0, generation != other.generation { return false }
            if names.given == .different { return false }
            return names.surname != .different || sharesAddress(with: other)
        case .company:
            return place(as: other) != .different || sharesNumber(with: other, isDirect: false)
        }
    }

    /// Whether both are compatible with the same others: what one says against another the other one says as well.
    func hasSameFace(as other: LinkFeatures, _ kind: LinkKind) -> Bool {
        switch kind {
        case .persona:
            given.hash == other.given.hash && surname.hash == other.surname.hash && generation == other.generation && middle == other.middle
                && addresses.count == other.addresses.count && zip(addresses, other.addresses).allSatisfy { $0.hash == $1.hash }
        case .company:
            zip == other.zip && city == other.city && state == other.state
                && numbers.lazy.filter { !$0.isDirect }.elementsEqual(other.numbers.lazy.filter { !$0.isDirect })
        }
    }

    private func zip(_ one: [Address], _ other: [Address]) -> Zip2Sequence<[Address], [Address]> { Swift.zip(one, other) }

    // MARK: Persons

    /// How the names stand to each other, in the order of the columns, or swapped where that fits better.
    func names(as other: LinkFeatures) -> (given: Likeness, surname: Likeness, isSwapped: Bool) {
        let (mine, theirs) = (givenLikeness(given, other.given, other), surnameLikeness(surname, other.surname, other))
        if mine == .different || theirs == .different {
            let crossed = (surnameLikeness(given, other.surname, other), surnameLikeness(surname, other.given, other))
            let isEither = [.same, .nickname, .similar].contains(crossed.0) || [.same, .nickname, .similar].contains(crossed.1)
            if crossed.0 != .different, crossed.1 != .different, isEither { return (crossed.0, crossed.1, true) }
        }
        return (mine, theirs, false)
    }

    private func givenLikeness(_ mine: Name, _ theirs: Name, _ other: LinkFeatures) -> Likeness {
        if mine.isMissing || theirs.isMissing { return .missing }
        if mine.hash == theirs.hash { return mine.isInitial ? .initial : .same }
        let (one, two) = (text[mine.range], other.text[theirs.range])
        if mine.isInitial || theirs.isInitial {
            if one.first == two.first { return .initial }
            if mine.isInitial ? one.first == other.middle : two.first == middle { return .initial }
            // "R." may be Bob, who is a Robert; it says little.
            let (initial, initials) = mine.isInitial ? (one.first, theirs.initials) : (two.first, mine.initials)
            return initials & NameTable.bit(of: initial) != 0 ? .missing : .different
        }
        if mine.groups.contains(where: { theirs.groups.contains($0) }) { return .nickname }
        // "Mary Ann" goes by Ann.
        if middle != 0, middle == two.first, other.middle == 0 { return .initial }
        if other.middle != 0, other.middle == one.first, middle == 0 { return .initial }
        if let share = mine.maleShare, let rival = theirs.maleShare, abs(share - rival) > 0.8 { return .different }
        if mine.isKnown, theirs.isKnown { return TextLikeness.jaroWinkler(one, two) >= 0.94 ? .similar : .different }
        return isSimilar(one, two) ? .similar : .different
    }

    private func surnameLikeness(_ mine: Name, _ theirs: Name, _ other: LinkFeatures) -> Likeness {
        if mine.isMissing || theirs.isMissing { return .missing }
        if mine.hash == theirs.hash { return .same }
        let (one, two) = (text[mine.range], other.text[theirs.range])
        if mine.isInitial || theirs.isInitial { return one.first == two.first ? .initial : .different }
        if mine.groups.contains(where: { theirs.groups.contains($0) }) { return .nickname }
        // "Smith-Jones" and "Jones".
        let words = one.split(separator: 0x20)
        let rivals = two.split(separator: 0x20)
        if words.count != rivals.count, words.contains(where: { $0.count > 3 && rivals.contains($0) }) { return .similar }
        if mine.isKnown, theirs.isKnown { return TextLikeness.jaroWinkler(one, two) >= 0.93 ? .similar : .different }
        return isSimilar(one, two) ? .similar : .different
    }

    private func isSimilar(_ one: ArraySlice<UInt8>, _ two: ArraySlice<UInt8>) -> Bool {
        if TextLikeness.jaroWinkler(one, two) >= 0.86 { return true }
        return min(one.count, two.count) >= 3 && TextLikeness.sharedLetters(one, two) >= 0.74
    }

    func sharesAddress(with other: LinkFeatures) -> Bool {
        for address in addresses where !address.isGeneric && other.addresses.contains(where: { $0.hash == address.hash }) { return true }
        return false
    }

    /// - Parameter isDirect: Whether a number of one's own is meant, for either side.
    func sharesNumber(with other: LinkFeatures, isDirect: Bool) -> Bool {
        for number in numbers {
            for rival in other.numbers where number.digits == rival.digits && (number.isDirect || rival.isDirect) == isDirect {
                return true
            }
        }
        return false
    }

    // MARK: Companies and places

    /// Same, similar (names of towns alike, or parts of one area), missing, different.
    func place(as other: LinkFeatures) -> Likeness {
        if zip != 0, zip == other.zip { return .same }
        if state != 0, other.state != 0, state != other.state { return .different }
        if city != 0, city == other.city { return .same }
        if zipArea != 0, zipArea == other.zipArea { return .similar }
        if city != 0, other.city != 0 {
            // One street and number: a part of town and the town.
            if street != 0, street == other.street { return .similar }
            return isSimilar(text[cityRange], other.text[other.cityRange]) ? .similar : .different
        }
        return zip != 0 && other.zip != 0 ? .different : .missing
    }

    /// What companies have in common that are called the same in one place.
    var nameAndPlace: [UInt64] { [companyHash, zip, city, state] }

    func isShorter(than other: LinkFeatures) -> Bool { company?.words.count ?? 0 < other.company?.words.count ?? 0 }

    /// Whether the other company's name is this one's with words of its own.
    func isShortName(of other: LinkFeatures) -> Bool {
        guard isShorter(than: other), let likeness = companyLikeness(as: other) else { return false }
        return likeness.all < 0.99 && likeness.shorter >= 0.8
    }

    func isNamedLike(_ other: LinkFeatures) -> Bool { companyLikeness(as: other)?.all ?? 0 >= 0.66 }

    /// Whether both are firms of one family, each with a trade of its own, that no number holds together.
    func standsApart(from other: LinkFeatures) -> Bool {
        companyLikeness(as: other)?.areApart == true && !sharesNumber(with: other, isDirect: false)
    }

    /// How much of the names' words both have, weighted by what they say: `all` of both, and of the shorter one. Where each has words of its
    /// own, as the café and the bar of a hotel, they are not alike whatever they share; where that is one word, as of Acme Freight and Acme
    /// Realty, they stand apart.
    func companyLikeness(as other: LinkFeatures) -> (all: Float, shorter: Float, areApart: Bool)? {
        guard let mine = company, let theirs = other.company else { return nil }
        if companyHash == other.companyHash { return (1, 1, false) }
        var common: Float = 0
        var taken: UInt64 = 0
        for word in mine.words {
            var best: (Float, Int) = (0, 0)
            for (place, rival) in theirs.words.prefix(64).enumerated() where taken & 1 << UInt64(place) == 0 {
                let share: Float
                if word.hash == rival.hash {
                    share = 1
                } else {
                    let (one, two) = (mine.text[Int(word.start)..<Int(word.end)], theirs.text[Int(rival.start)..<Int(rival.end)])
                    guard min(one.count, two.count) >= 4, TextLikeness.jaroWinkler(one, two) >= 0.9 else { continue }
                    share = 0.85
                }
                if share > best.0 { best = (share, place) }
            }
            guard best.0 > 0 else { continue }
            taken |= 1 << UInt64(best.1)
            common += best.0 * min(word.bits, theirs.words[best.1].bits)
        }
        let hasOwn = (taken.nonzeroBitCount < mine.words.count, taken.nonzeroBitCount < theirs.words.count)
        let bits = (mine.words.reduce(0) { $0 + $1.bits }, theirs.words.reduce(0) { $0 + $1.bits })
        var (all, shorter) = (2 * common / (bits.0 + bits.1), common / min(bits.0, bits.1))
        if all < 0.8, mine.number == theirs.number, TextLikeness.jaroWinkler(mine.squashed[...], theirs.squashed[...]) >= 0.94 {
            return (0.85, max(0.85, shorter), false)
        }
        if hasOwn.0, hasOwn.1 { (all, shorter) = (min(all, 0.6), min(shorter, 0.7)) }
        return (all, min(shorter, 1), hasOwn.0 && hasOwn.1 && taken.nonzeroBitCount < 2)
    }
}
