/// What all contacts of one generated company share.
struct SampleCompany {
    let founder: StaticString
    let partner: StaticString
    let industry: SampleIndustry
    let trade: StaticString
    let place: SamplePlace
    let phone: SamplePhone
    private let seed: UInt64
    private let index: Int

    init(seed: UInt64, index: Int) {
        var random = SampleRandom(seed: seed, item: index, topic: .company)
        founder = random.pick(SampleWords.lastNames)
        partner = random.pick(SampleWords.lastNames)
        industry = random.pick(SampleIndustry.all)
        trade = random.pick(industry.trades)
        let (phone, placeIndex) = SamplePhone.assigned(to: index, seed: seed)
        self.phone = phone
        place = SamplePlace.all[placeIndex]
        self.seed = seed
        self.index = index
    }

    /// `Company Name`; a repeated row may spell the suffix otherwise.
    func appendName(to line: inout SampleLine, isRepeat: Bool) {
        var random = SampleRandom(seed: seed, item: index, topic: .name)
        let pattern = random.below(16)
        let suffix = isRepeat ? random.below(8) : random.below(6)
        switch pattern {
        case 0..<5:
            line.add(founder)
            line.add(" ")
        case 5..<8:
            line.add(founder)
            line.add(" & ")
            line.add(partner)
            line.add(" ")
        case 8..<11:
            line.add(place.city)
            line.add(" ")
        case 11:
            line.add(founder)
            line.add("'s \"")
            line.add(random.pick(SampleWords.adjectives))
            line.add("\" ")
        case 12:
            line.add("Café ")
            line.add(founder)
            line.add(", ")
        default:
            line.add(random.pick(SampleWords.adjectives))
            line.add(" ")
        }
        line.add(trade)
        line.add(SampleWords.suffixes[suffix])
        line.endField()
    }

    /// A domain name of its own, under the reserved top-level domain `.example`.
    func appendDomain(to line: inout SampleLine) {
        line.addLetters(of: founder)
        line.add("-")
        line.addLetters(of: trade)
        // Founders and trades are few: without the number a long file has firms of forty towns at one domain.
        line.add("-")
        line.add(index + 1)
        line.add(".example")
    }

    /// `Street Address, City, State, Zip Code, County`.
    /// - Parameter hasStreet: Without, nobody can be written to.
    func appendAddress(to line: inout SampleLine, hasStreet: Bool = true) {
        var random = SampleRandom(seed: seed, item: index, topic: .address)
        line.add(1 + random.below(9_900))
        line.add(" ")
        line.add(random.pick(SampleWords.streets))
        line.add(" ")
        line.add(random.pick(SampleWords.streetKinds))
        switch random.below(40) {
        case 0..<4:
            line.add(", Ste ")
            line.add(100 + random.below(900))
        case 4:
            line.add("\nSuite ")
            line.add(100 + random.below(900))
        default: break
        }
        if !hasStreet { line.clearField() }
        line.endField()
        line.add(place.city)
        line.endField()
        line.add(place.state)
        line.endField()
        let zip = place.zipPrefix * 100 + 1 + random.below(60)
        switch random.below(20) {
        case 0..<3:
            line.add(zip, digits: 5)
            line.add("-")
            line.add(random.below(10_000), digits: 4)
        case 3..<8: line.add(zip)  // a spreadsheet took the leading zeros, where there were any
        default: line.add(zip, digits: 5)
        }
        line.endField()
        line.add(place.county)
        line.endField()
    }

    /// `Website URL, Number of Employees, Annual Revenue, SIC Code, SIC Description`.
    func appendFacts(to line: inout SampleLine) {
        var random = SampleRandom(seed: seed, item: index, topic: .facts)
        switch random.below(8) {
        case 0: break
        case 1:
            line.add("http://")
            fallthrough
        case 2..<5:
            line.add("www.")
            appendDomain(to: &line)
        case 5:
            line.add("https://")
            appendDomain(to: &line)
            line.add("/")
        default: appendDomain(to: &line)
        }
        line.endField()
        switch random.below(10) {
        case 0..<5: line.add(random.pick(SampleWords.employeeRanges))
        case 5..<8: line.add(1 + random.below(250))
        case 8: line.addGrouped(1_000 + random.below(9_000))
        default: break
        }
        line.endField()
        switch random.below(10) {
        case 0..<6: line.add(random.pick(SampleWords.revenueRanges))
        case 6, 7:
            line.add("$")
            line.addGrouped((50 + random.below(9_000)) * 1_000)
        case 8:
            line.add(1 + random.below(20))
            line.add(".")
            line.add(random.below(10))
            line.add("M")
        default: break
        }
        line.endField()
        line.add(industry.sic)
        line.endField()
        line.add(industry.description)
        line.endField()
    }
}
