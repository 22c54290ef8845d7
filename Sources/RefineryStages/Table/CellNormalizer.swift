internal import PhoneNumbers
internal import RefineryModel

/// Writes one cell of a file as its record has it, for people who want their own table back.
///
/// What cannot be read, or holds several values, stays as it was: nothing is lost and nothing is made up.
struct CellNormalizer {
    /// What a row says of where it is.
    struct Place {
        let country: CountryCode
        let state: StateCode?
    }

    let columns: ColumnPlan
    let phones: PhoneNumberParser
    let currentYear: Int
    let decimalSigns: (employees: DecimalSign?, revenue: DecimalSign?)
    /// Nil where names and addresses stay as the file has them.
    let writer: RecordWriter?

    /// The cell as the record has it; nil where it stays as it is.
    func normalized(_ cell: Bytes, column: Int, at place: Place, arena: TextArena) -> Bytes? {
        guard let field = columns.fields[column] else { return nil }
        switch field {
        case .businessName: return name(cell, .firm, field, arena)
        case .contactName, .firstName, .lastName, .namePrefix: return name(cell, .person, field, arena)
        case .nameSuffix: return name(cell, .suffix, field, arena)
        case .city, .county: return name(cell, .place, field, arena)
        case .businessAddress:
            let street = text(cell, .any, arena)
            // A whole address has more in it than a street.
            guard let writer, columns.isStreet(column) else { return street }
            return writer.street(street, place.country, arena: arena)
        case .title, .industry, .businessType, .sicDescription: return text(cell, EmptyToken.strictness(of: field), arena)
        case .businessEmail, .otherEmails:
            var further = 0
            let email = EmailNormalizer.normalize(cell, arena: arena) { _ in further += 1 }
            return further == 0 && email.issue == nil ? written(email) : nil
        case .businessPhone, .directPhone, .otherPhones, .fax: return phone(cell, field, at: place, arena)
        case .phoneExtension: return written(PhoneExtension.normalize(cell, arena: arena))
        case .areaCode, .zip4: return nil
        case .state:
            guard place.country.hasAmericanPost else { return text(cell, .any, arena) }
            return StateNormalizer.normalize(cell).value?.bytes
        case .zipCode:
            guard place.country.hasAmericanPost else {
                return text(cell.trimmed().withoutTextMark().withoutDecimalZeros(), .any, arena)
            }
            return written(ZIPNormalizer.normalize(cell, state: place.state, arena: arena))
        case .country: return CountryNormalizer.normalize(cell, arena: arena).value?.bytes
        case .website: return written(WebsiteNormalizer.normalize(cell, arena: arena))
        case .employeeCount:
            let decimals = decimalSigns.employees ?? place.country.decimalSign
            return plain(NumberRangeNormalizer.employees(cell, decimals: decimals, arena: arena), arena)
        case .annualRevenue:
            // A number of such a column is one of thousands, or of millions.
            guard columns.revenueMultiplier == 1 else { return nil }
            let decimals = decimalSigns.revenue ?? place.country.decimalSign
            return plain(NumberRangeNormalizer.revenue(cell, multiplier: 1, decimals: decimals, arena: arena), arena)
        case .sicCode: return written(IndustryCodeNormalizer.sic(cell, arena: arena))
        case .naicsCode: return written(IndustryCodeNormalizer.naics(cell, arena: arena))
        case .yearEstablished:
            return YearNormalizer.normalize(cell, currentYear: currentYear).value.map { arena.copy("\($0)") }
        }
    }

    private func name(_ cell: Bytes, _ kind: NameWriter.Kind, _ field: Field, _ arena: TextArena) -> Bytes {
        let text = text(cell, EmptyToken.strictness(of: field), arena)
        return writer?.name(text, as: kind, arena: arena) ?? text
    }

    private func text(_ cell: Bytes, _ strictness: EmptyToken.Strictness, _ arena: TextArena) -> Bytes {
        let text = TextNormalizer.normalize(cell, arena: arena)
        return EmptyToken.matches(text, strictness) ? RecordDraft.null : text
    }

    private func written(_ outcome: Normalized<Bytes>) -> Bytes? {
        switch outcome {
        case .value(let value, _): value
        case .empty: RecordDraft.null
        case .malformed: nil
        }
    }

    /// The digits of a plain number; a range stays as it is written.
    private func plain(_ outcome: Normalized<NumberRange>, _ arena: TextArena) -> Bytes? {
        switch outcome {
        case .value(let range, _): range.text == nil && range.high == range.low ? arena.copy("\(range.low)") : nil
        case .empty: RecordDraft.null
        case .malformed: nil
        }
    }

    /// E.164, with the extension behind it. A number whose label says what it is keeps it.
    private func phone(_ cell: Bytes, _ field: Field, at place: Place, _ arena: TextArena) -> Bytes? {
        var found: (number: PhoneNumber, label: PhoneLabel?)?
        let reading = phones.read(cell, in: place.country.phoneRegion) { found = ($0, $1) }
        guard reading.parts == 1, reading.valid == 1, let found else { return nil }
        guard found.label == nil || found.label == .voice && field != .fax || found.label == .fax && field == .fax else { return nil }
        return arena.copy(found.number.e164 + (found.number.extensionText.map { " x\($0)" } ?? ""))
    }
}
