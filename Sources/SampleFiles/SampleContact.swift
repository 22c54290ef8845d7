/// One generated contact: writes itself as a CSV row, clean, repeated or spoiled.
struct SampleContact {
    private let row: Int
    private let company: SampleCompany
    private let phoneIsBad: Bool
    private let hasEmail: Bool
    private let first: StaticString
    private let last: StaticString
    private let nameForm: Int

    /// - Parameter mayLackEmail: Whether the phone alone tells this contact from all others.
    init(seed: UInt64, row: Int, company: SampleCompany, phoneIsBad: Bool, mayLackEmail: Bool) {
        var random = SampleRandom(seed: seed, item: row, topic: .contact)
        self.row = row
        self.company = company
        self.phoneIsBad = phoneIsBad
        hasEmail = !random.chance(perMille: 40) || phoneIsBad || !mayLackEmail
        first = random.pick(SampleWords.firstNames)
        last = random.chance(perMille: 300) ? company.founder : random.pick(SampleWords.lastNames)
        nameForm = random.below(100)
    }

    /// Appends the row.
    /// - Parameters:
    ///   - form: Decides notation only: never the meaning of e-mail and phone.
    ///   - isRepeat: Whether this row repeats an earlier one, as lists merged from several sources do.
    ///   - reject: What spoils the row, or `nil`.
    func append(to line: inout SampleLine, form: inout SampleRandom, isRepeat: Bool = false, reject: SampleReject? = nil) {
        if reject == .missingBusinessName {
            if form.chance(perMille: 300) { line.add("  ") }
            line.endField()
        } else {
            // A contact without e-mail and name is told by the firm's name: one of another spelling would be another contact.
            company.appendName(to: &line, isRepeat: isRepeat && (hasEmail || hasName))
        }
        appendName(to: &line)
        // Two names alone: nothing says that only cells at the end are missing.
        if reject == .tooFewFields { return line.endRow() }
        appendEmail(to: &line, form: &form, isRepeat: isRepeat, reject: reject)
        // A malformed e-mail is a reject where nothing else reaches the contact.
        let isUnreachable = reject == .malformedEmail
        company.appendAddress(to: &line, hasStreet: !isUnreachable)
        if phoneIsBad || isUnreachable {
            company.phone.appendBad(to: &line, form: &form)
        } else {
            company.phone.append(to: &line, form: &form)
        }
        company.appendFacts(to: &line)
        if reject == .tooManyFields {
            line.add(form.pick(SampleWords.firstNames))
            line.endField()
        }
        line.endRow()
    }

    private var hasName: Bool { nameForm >= 5 }

    private func appendName(to line: inout SampleLine) {
        guard hasName else { return line.endField() }
        switch nameForm {
        case 5..<10:
            line.add(last)
            line.add(", ")
            line.add(first)
        case 10..<20:
            line.add(first)
            line.add(" ")
            line.add(UInt8(ascii: "A") + UInt8(nameForm))
            line.add(". ")
            line.add(last)
        default:
            line.add(first)
            line.add(" ")
            line.add(last)
        }
        line.endField()
    }

    /// The row's index stands in the local part, so no two contacts share an e-mail.
    private func appendEmail(to line: inout SampleLine, form: inout SampleRandom, isRepeat: Bool, reject: SampleReject?) {
        let malformed = reject == .malformedEmail
        guard hasEmail || malformed else { return line.endField() }
        line.addLetters(of: first)
        line.add(".")
        line.addLetters(of: last)
        line.add(row)
        let defect = malformed ? form.below(4) : -1
        switch defect {
        case 0: line.add(".")
        case 1: line.add("@@")
        default: line.add("@")
        }
        if defect == 2 { return line.endField() }
        company.appendDomain(to: &line)
        if defect == 3 { line.add("..com") }
        if form.chance(perMille: isRepeat ? 300 : 30) { line.capitalizeField() }
        line.endField()
    }
}
