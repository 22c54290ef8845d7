/// The phone of a generated company, and the ways vendors write it into `Area Code` and `Phone Number`.
struct SamplePhone {
    let area: Int
    let exchange: Int
    let line: Int

    /// Exchanges end in 56 to 99: never a service code (`x11`), never 555, and in use by every area code of ``SamplePlace/all``.
    private static let exchangeEndings = 44
    private static let exchanges = 8 * exchangeEndings
    private static let slots = SamplePlace.all.count * exchanges * 10_000
    /// A prime that does not divide ``slots``: stepping by it reaches every slot before it repeats one.
    private static let stride = 77_318_677

    /// The phone of company `index`: two companies of one file never share a phone (below 211 million companies).
    /// - Returns: The phone, and the index of its place in ``SamplePlace/all``.
    static func assigned(to index: Int, seed: UInt64) -> (phone: SamplePhone, place: Int) {
        var random = SampleRandom(seed: seed)
        let slot = (index % slots * stride + random.below(slots)) % slots
        let exchange = slot / 10_000 % exchanges
        let place = slot / 10_000 / exchanges
        return (
            SamplePhone(
                area: SamplePlace.all[place].area,
                exchange: (2 + exchange / exchangeEndings) * 100 + 56 + exchange % exchangeEndings,
                line: slot % 10_000),
            place
        )
    }

    /// Writes the two fields so that they mean this number.
    func append(to line: inout SampleLine, form: inout SampleRandom) {
        let notation = form.below(20)
        let areaStandsInPhone = notation >= 12
        if !areaStandsInPhone || notation % 2 == 0 { line.add(area) }
        line.endField()
        switch notation {
        case 0..<6: write(&line, "", "", "-")
        case 6..<11: write(&line, "", "", "")
        case 11: write(&line, "", "", " ")
        case 12, 13: write(&line, "(", ") ", "-")
        case 14, 15: write(&line, "", "-", "-")
        case 16: write(&line, "", "", "")
        case 17: write(&line, "", ".", ".")
        case 18: write(&line, "+1 ", " ", " ")
        default: write(&line, "1-", "-", "-")
        }
        func write(_ line: inout SampleLine, _ before: StaticString, _ afterArea: StaticString, _ between: StaticString) {
            if areaStandsInPhone {
                line.add(before)
                line.add(area)
                line.add(afterArea)
            }
            line.add(exchange)
            line.add(between)
            line.add(self.line, digits: 4)
            if form.chance(perMille: 20) {
                line.add(form.pick([" x", " ext. ", " Ext "] as [StaticString]))
                line.add(10 + form.below(900))
            }
        }
        line.endField()
    }

    /// Writes two fields that mean no valid number, whether read together or `Phone Number` alone.
    func appendBad(to line: inout SampleLine, form: inout SampleRandom) {
        let defect = form.below(6)
        switch defect {
        case 0: break  // seven digits without an area code
        case 1: line.add(999)  // never assigned
        default: line.add(area)
        }
        line.endField()
        switch defect {
        case 0, 1:
            line.add(exchange)
            line.add("-")
            line.add(self.line, digits: 4)
        case 2:  // an exchange cannot begin with 1
            line.add(100 + exchange % 100)
            line.add("-")
            line.add(self.line, digits: 4)
        case 3:  // cut off
            line.add(exchange)
            line.add("-")
            line.add(self.line % 100, digits: 2)
        case 4:  // two numbers run together
            line.add(exchange)
            line.add(self.line, digits: 4)
            line.add(exchange)
            line.add(self.line, digits: 4)
        default:  // destroyed by a spreadsheet
            line.add("3.34")
            line.add(self.line % 1000, digits: 3)
            line.add("E+13")
        }
        line.endField()
    }
}
