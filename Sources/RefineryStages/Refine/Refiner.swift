internal import CSV
internal import Digest
internal import PhoneNumbers
#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import RefineryModel
internal import Tables

/// Turns the rows of one import into records and rejects: parse, normalize, validate, fingerprint.
///
/// Pure: bytes in, records and rejects out, to a ``RecordSink``. It keeps its memory from batch to batch, so a row costs no
/// allocation; one refiner serves one task at a time.
package final class Refiner {
    /// The import whose rows it refines.
    package let plan: ImportPlan
    private let columns: ColumnPlan
    private let header: RepeatedHeader?
    private let format: CSVFormat
    private let decoder: CSVBatchDecoder
    private let reader: CSVReader
    private let phones: PhoneNumberParser
    /// Where rows belong that say nothing of a country.
    private let home: CountryCode
    /// What the columns' values say of their decimal signs.
    private let decimalSigns: (employees: DecimalSign?, revenue: DecimalSign?)
    private let required: [Field]
    /// Whether a number or an address that cannot be read rejects its row.
    private let strict: (phones: Bool, addresses: Bool)
    private let texts: [(cell: Int, column: RecordColumn, strictness: EmptyToken.Strictness)]
    private let currentYear: Int
    private let deadlyText: [UInt8]?
    private let hasher = SHA256Hasher()
    private let arena = TextArena()
    private let draft = RecordDraft()
    private let addresses = AddressSplitter()
    /// Nil where names and addresses stay as the file has them.
    private let writer: RecordWriter?
    private var warnings = RowWarnings()
    private var numbers = RowPhones()
    private var emails: [Bytes] = []
    /// The country column's last cell and what it says: rows of one country stand together.
    private var lastCountry: (cell: [UInt8], outcome: Normalized<CountryCode>) = ([], .empty)

    /// - Parameters:
    ///   - currentYear: The calendar year of now: no firm is founded later than next year.
    ///   - deadlyText: For tests: a row that contains it ends the process.
    /// - Throws: ``RefineError/unknownFormat(_:)``, `PhoneNumberError` for an unknown region.
    package init(_ plan: ImportPlan, currentYear: Int, deadlyText: String? = nil) throws {
        self.plan = plan
        self.deadlyText = deadlyText.map { Array($0.utf8) }
        self.currentYear = currentYear
        let columns = ColumnPlan(plan.options.mapping)
        self.columns = columns
        texts = Self.plainTexts.compactMap { field in columns[field].map { ($0, field.column, EmptyToken.strictness(of: field)) } }
        header = RepeatedHeader(plan.options)
        format = try plan.options.format.csv()
        decoder = CSVBatchDecoder(format: format)
        reader = CSVReader(format: format)
        phones = try PhoneNumberParser(region: plan.options.region)
        guard let home = CountryCode(plan.options.region) else { throw PhoneNumberError.unknownRegion(plan.options.region) }
        self.home = home
        let signs = plan.options.format.decimalSigns
        decimalSigns = (signs?[.employeeCount], signs?[.annualRevenue])
        required = plan.options.requiredFields.filter { !$0.isPart }
        writer = plan.options.style.map(RecordWriter.init)
        let strictFields = plan.options.strictFields ?? []
        strict = (strictFields.contains(.businessPhone), strictFields.contains(.businessAddress))
    }

    /// Refines one batch.
    /// - Parameters:
    ///   - raw: The bytes of the batch as the source has them.
    ///   - sink: Takes the rows.
    ///   - refused: Rows that become rejects whatever is in them, because they cannot be stored.
    /// - Throws: ``RefineError/rowCountMismatch(expected:found:)`` when the bytes are not those that were split.
    package func refine(
        _ span: BatchSpan, _ raw: UnsafeBufferPointer<UInt8>, into sink: some RecordSink, refusing refused: Set<Int64> = []
    ) throws {
        defer { arena.reset() }
        try decoder.decode(raw) { text in
            // Only bytes that were not transcoded stand where they stand in the source.
            let base = text.utf8.baseAddress == raw.baseAddress ? raw.baseAddress : nil
            var legacy = text.windows1252Records[...]
            var repaired = text.repairedRecords[...]
            var index = 0
            reader.read(text.utf8) { record in
                warnings.removeAll()
                if legacy.first == index {
                    legacy.removeFirst()
                    warnings.append(.notUTF8)
                }
                if repaired.first == index {
                    repaired.removeFirst()
                    warnings.append(.encodedTwice)
                }
                let offset = base.map { span.offset + Int64(record.raw.baseAddress! - $0) }
                let row = span.firstRow + Int64(index)
                if !refused.isEmpty && refused.contains(row) {
                    sink.reject(RowReject(row: row, code: .internalError, raw: rawText(record), byteOffset: offset))
                } else {
                    refine(record, row: row, byteOffset: offset, into: sink)
                }
                index += 1
            }
            guard index == span.rowCount else { throw RefineError.rowCountMismatch(expected: span.rowCount, found: index) }
        }
    }

    // MARK: - One row

    private struct Rejection {
        var field: Field?
        var code: IssueCode
        var value: Bytes?
        var message: String?
    }

    private func refine(_ record: CSVRecord, row: Int64, byteOffset: Int64?, into sink: some RecordSink) {
        if let deadlyText, record.raw.contains(deadlyText) { fatalError("REFINERY_TEST_DEADLY_TEXT") }
        draft.removeAll()
        let rejection: Rejection?
        var cells = RowCells(record, arena)
        if header?.matches(record) == true {
            rejection = Rejection(field: nil, code: .repeatedHeader)
        } else {
            rejection = width(of: record, &cells) ?? normalize(cells)
        }
        if let rejection {
            sink.reject(
                RowReject(
                    row: row, field: rejection.field, value: rejection.value.map { Self.text($0) }, code: rejection.code,
                    message: rejection.message, raw: rawText(record), byteOffset: byteOffset))
            return
        }
        draft[.extra] = extra(cells)
        // The identity of a row comes from what the file says, however it is written afterwards.
        let fingerprint = hasher.fingerprint(of: draft, arena: arena)
        let country = CountryCode(letters: draft[.country]) ?? home
        if let writer, writer.write(draft, country, arena: arena) { warnings.append(.twoPersons, .contactName, draft[.contactName]) }
        draft[.processingErrors] = warnings.json(arena)
        sink.append(id: RecordID(importNumber: plan.number, row: row), fingerprint: fingerprint, draft)
    }

    /// The row for people to repair: the same cells, but empty where a column is stored nowhere but in the source.
    ///
    /// In a row of another width cells stand as many columns beside their own as are missing or too many, and nobody knows from
    /// where on: there everything is left out that may have come from such a column.
    private func rawText(_ record: CSVRecord) -> String {
        guard let first = columns.hidden.first else { return Self.text(record.raw) }
        let hiddenFrom = record.count == columns.count ? Int.max : first - max(0, columns.count - record.count)
        var bytes: [UInt8] = []
        for index in 0..<record.count {
            if index > 0 { bytes.append(format.delimiter) }
            if index < hiddenFrom && !columns.hidden.contains(index) { bytes.append(contentsOf: record.raw(of: index)) }
        }
        return bytes.withUnsafeBufferPointer { Self.text($0) }
    }

    /// A row of another width than the header is a reject, unless the types of its cells say how it was meant. Empty cells beyond the
    /// header (a delimiter at the end of the line) shift nothing and are let pass.
    private func width(of record: CSVRecord, _ cells: inout RowCells) -> Rejection? {
        let isLong = (columns.count..<max(columns.count, record.count)).contains { !record[$0].isEmpty }
        if record.count < columns.count || isLong {
            guard let (repaired, warning) = RaggedRow.repaired(record, delimiter: format.delimiter, judge, arena: arena) else {
                if isFooter(record) { return Rejection(field: nil, code: .notARow) }
                let isBroken = isLong && record[record.count - 1].elementsEqual(TableOutput.brokenLine.utf8)
                return Rejection(
                    field: nil, code: isLong ? .rowTooLong : .rowTooShort,
                    message: isBroken ? "The line is not JSON." : "The row has \(record.count) cells, the header has \(columns.count).")
            }
            cells = repaired
            warnings.append(warning)
        }
        if record.faults.contains(.nulBytesDropped) { warnings.append(.nulBytesDropped) }
        if record.faults.contains(.textAfterClosingQuote) { warnings.append(.textAfterQuote) }
        return nil
    }

    private var judge: CellJudge { CellJudge(columns: columns, phones: phones, country: home, currentYear: currentYear) }

    /// Whether a row of another width is one cell with a line from around the table.
    private func isFooter(_ record: CSVRecord) -> Bool {
        let filled = (0..<record.count).filter { !record[$0].isEmpty }
        return filled.count == 1 && FooterLine.matches(TextNormalizer.normalize(record[filled[0]], arena: arena))
    }

    /// Whether a row that says nothing by which anybody could be reached names a line from around the table.
    private var isFooter: Bool {
        guard !Self.reached.contains(where: { draft.has($0) }) else { return false }
        let text = draft.has(.businessName) ? draft[.businessName] : draft[.contactName]
        return !text.isEmpty && FooterLine.matches(text)
    }

    private static let reached: [RecordColumn] = [
        .businessEmail, .phoneE164, .directPhoneE164, .fax, .businessAddress, .zipCode, .website,
    ]

    /// Fields that are text and nothing else.
    private static let plainTexts: [Field] = [
        .businessName, .contactName, .firstName, .lastName, .namePrefix, .nameSuffix, .title, .businessAddress, .city, .county,
        .industry, .businessType, .sicDescription,
    ]

    private func normalize(_ cells: RowCells) -> Rejection? {
        for (cell, column, strictness) in texts {
            let text = TextNormalizer.normalize(cells[cell], arena: arena)
            if !EmptyToken.matches(text, strictness) { draft[column] = text }
        }
        draft[.contactName] =
            ContactName.make(full: draft[.contactName], first: draft[.firstName], last: draft[.lastName], arena: arena) ?? RecordDraft.null

        let malformed = normalizeEmails(cells)
        let (country, misplaced) = normalizePlace(cells)
        let uncallable = normalizePhones(cells, in: country)
        normalizeFirm(cells, in: country ?? home)
        if isFooter { return Rejection(field: nil, code: .notARow) }
        if let malformed, plan.options.isStrict(about: .businessEmail) || !isReachable { return malformed }
        if let uncallable, strict.phones { return uncallable }
        if let misplaced, strict.addresses { return misplaced }
        return missing(cells)
    }

    /// - Returns: What a malformed e-mail may reject the row for; nil where the row has another one.
    private func normalizeEmails(_ cells: RowCells) -> Rejection? {
        if !emails.isEmpty { emails.removeAll(keepingCapacity: true) }
        var first: Bytes?
        var malformed: Rejection?
        for (column, field) in columns.emails {
            let cell = cells[column]
            if cell.isEmpty { continue }
            let place = emails.count
            let email = EmailNormalizer.normalize(cell, arena: arena) { emails.append($0) }
            switch email {
            case .value(let address, _): if first == nil { first = address } else { emails.insert(address, at: place) }
            case .empty: break
            case .malformed(let code):
                emails.removeLast(emails.count - place)
                if malformed == nil { malformed = Rejection(field: field, code: code, value: cell) }
            }
            note(email.issue, field, cell)
        }
        guard let first else { return malformed }
        draft[.businessEmail] = first
        if !emails.isEmpty { keepOtherEmails(but: first) }
        return nil
    }

    private func keepOtherEmails(but first: Bytes) {
        var kept = 0
        for email in emails where !email.elementsEqual(first) && !emails[..<kept].contains(where: { $0.elementsEqual(email) }) {
            emails[kept] = email
            kept += 1
        }
        emails.removeLast(emails.count - kept)
        guard !emails.isEmpty else { return }
        draft[.otherEmails] = TextList.joined(emails, arena: arena, bytesMax: EmailNormalizer.maxBytes) { email, out in
            for (index, byte) in email.enumerated() { out[index] = byte }
            return email.count
        }
    }

    /// Whether somebody can be called or written to without an e-mail.
    private var isReachable: Bool {
        draft.has(.phoneE164) || draft.has(.directPhoneE164)
            || (draft.has(.businessAddress) && (draft.has(.city) || draft.has(.zipCode)))
    }

    /// - Returns: What a number that cannot be called may reject the row for.
    private func normalizePhones(_ cells: RowCells, in country: CountryCode?) -> Rejection? {
        numbers.removeAll()
        var malformed: Rejection?
        let region = country?.phoneRegion
        for column in columns.phones {
            var cell = cells[column.index]
            if cell.isEmpty { continue }
            if column.kind == .business { cell = PhoneCell.joined(areaCode: self.cell(cells, .areaCode), number: cell, arena: arena) }
            let reading = phones.read(cell, in: region) { numbers.append($0, $1, of: column) }
            if reading.valid > 0 {
                // What is lost of a further column is said; of the first ones also that there is more than one.
                if reading.parts > (column.isFirst ? 1 : reading.valid) { note(.severalValues, column.field, cell) }
            } else if reading.fault != nil {
                note(.phoneInvalid, column.field, cell)
                numbers.appendInvalid(column.kind)
                if malformed == nil, column.kind != .fax {
                    malformed = Rejection(field: column.field, code: .phoneInvalid, value: cell)
                }
            }
        }
        numbers.write(
            to: draft, hasDirectColumn: columns[.directPhone] != nil,
            extensions: (phoneExtension(cells, columns.businessExtension), phoneExtension(cells, columns.directExtension)), arena: arena)
        for fax in numbers.furtherFaxes { note(.severalValues, .fax, arena.copy(fax.e164)) }
        return malformed
    }

    private func phoneExtension(_ cells: RowCells, _ column: Int?) -> Bytes? {
        guard let column, !cells[column].isEmpty else { return nil }
        let outcome = PhoneExtension.normalize(cells[column], arena: arena)
        note(outcome.issue, .phoneExtension, cells[column])
        return outcome.value
    }

    /// - Returns: The country that the row names, and what an address that cannot be read may reject the row for.
    private func normalizePlace(_ cells: RowCells) -> (CountryCode?, Rejection?) {
        var malformed: Rejection?
        var country = self.country(cells)
        if country == nil, let cell = cell(cells, .country), case .malformed(let code) = lastCountry.outcome, !cell.isEmpty {
            malformed = Rejection(field: .country, code: code, value: cell)
        }
        var parts = AddressParts()
        if columns.isAddressWhole, let column = columns[.businessAddress], draft.has(.businessAddress) {
            parts = addresses.split(cells[column], country: country ?? home, arena: arena)
            draft[.businessAddress] = parts.street
            country = country ?? parts.country
        }
        for column in columns.streetLines { appendStreet(cells[column]) }
        if !draft.has(.city) { draft[.city] = parts.city }
        let here = country ?? home
        var stateCell = cell(cells, .state) ?? RecordDraft.null
        if stateCell.isEmpty { stateCell = parts.state }
        var postcode = cell(cells, .zipCode) ?? RecordDraft.null
        if postcode.isEmpty { postcode = parts.postcode }
        if here.hasAmericanPost {
            splitCity(state: &stateCell, postcode: &postcode)
            let state = StateNormalizer.normalize(stateCell)
            note(state.issue, .state, stateCell)
            if case .malformed(let code) = state, malformed == nil {
                malformed = Rejection(field: .state, code: code, value: stateCell)
            }
            draft[.state] = state.value?.bytes ?? RecordDraft.null
            if !postcode.isEmpty {
                let plus4 = cell(cells, .zip4)
                let zip = ZIPNormalizer.normalize(postcode, plus4: plus4, state: state.value, arena: arena)
                keep(zip, .zipCode, postcode)
                if case .malformed(let code) = zip, malformed == nil {
                    malformed = Rejection(field: .zipCode, code: code, value: postcode)
                }
            }
        } else {
            // Other countries' are kept as they are.
            draft[.state] = text(stateCell)
            draft[.zipCode] = text(postcode.trimmed().withoutTextMark().withoutDecimalZeros())
        }
        if let country { draft[.country] = country.bytes }
        return (country, malformed)
    }

    private func country(_ cells: RowCells) -> CountryCode? {
        guard let cell = cell(cells, .country), !cell.isEmpty else { return nil }
        if !cell.elementsEqual(lastCountry.cell) {
            lastCountry.cell.removeAll(keepingCapacity: true)
            lastCountry.cell.append(contentsOf: cell)
            lastCountry.outcome = CountryNormalizer.normalize(cell, arena: arena)
        }
        note(lastCountry.outcome.issue, .country, cell)
        return lastCountry.outcome.value
    }

    /// A second line stands behind the first one, unless it only repeats it.
    private func appendStreet(_ cell: Bytes) {
        let line = text(cell)
        let street = draft[.businessAddress]
        if line.isEmpty || line.elementsEqual(street) { return }
        draft[.businessAddress] = street.isEmpty ? line : TextList.joined([street, line], by: ", ", arena: arena)
    }

    /// `Austin, TX` as a city: the state and the code go to their columns, where these say nothing else.
    private func splitCity(state: inout Bytes, postcode: inout Bytes) {
        var city = draft[.city]
        guard city.first(of: UInt8(ascii: ",")) != nil else { return }
        while city.last == UInt8(ascii: ",") || city.last == 0x20 { city = city.dropping(last: 1) }
        draft[.city] = city
        guard let parts = addresses.cityAndState(city, arena: arena) else { return }
        let known = StateNormalizer.normalize(state).value
        guard known == nil || known == StateNormalizer.normalize(parts.state).value else { return }
        draft[.city] = parts.city
        if known == nil { state = parts.state }
        if postcode.isEmpty { postcode = parts.postcode }
    }

    /// - Parameter country: How numbers are written, where a column's values do not say it.
    private func normalizeFirm(_ cells: RowCells, in country: CountryCode) {
        if let cell = cell(cells, .website) { keep(WebsiteNormalizer.normalize(cell, arena: arena), .website, cell) }
        if let cell = cell(cells, .employeeCount) {
            let outcome = NumberRangeNormalizer.employees(cell, decimals: decimalSigns.employees ?? country.decimalSign, arena: arena)
            let range = range(outcome, .employeeCount, cell)
            draft[number: .employeeCount] = range?.low
            draft[number: .employeeCountHigh] = range?.high
            draft[.employeeCountText] = range?.text ?? RecordDraft.null
        }
        if let cell = cell(cells, .annualRevenue) {
            let outcome = NumberRangeNormalizer.revenue(
                cell, multiplier: columns.revenueMultiplier, decimals: decimalSigns.revenue ?? country.decimalSign, arena: arena)
            let range = range(outcome, .annualRevenue, cell)
            draft[number: .annualRevenue] = range?.low
            draft[number: .annualRevenueHigh] = range?.high
            draft[.annualRevenueText] = range?.text ?? RecordDraft.null
        }
        if let cell = cell(cells, .sicCode) { keep(IndustryCodeNormalizer.sic(cell, arena: arena), .sicCode, cell) }
        if let cell = cell(cells, .naicsCode) { keep(IndustryCodeNormalizer.naics(cell, arena: arena), .naicsCode, cell) }
        if let cell = cell(cells, .yearEstablished) {
            let outcome = YearNormalizer.normalize(cell, currentYear: currentYear)
            note(outcome.issue, .yearEstablished, cell)
            draft[number: .yearEstablished] = outcome.value.map { Int64($0) }
        }
    }

    // MARK: - One cell

    @inline(__always)
    private func cell(_ cells: RowCells, _ field: Field) -> Bytes? { columns[field].map { cells[$0] } }

    /// Normalized text; nothing for a word that stands for nothing.
    private func text(_ cell: Bytes) -> Bytes {
        let text = TextNormalizer.normalize(cell, arena: arena)
        return EmptyToken.matches(text, .any) ? RecordDraft.null : text
    }

    private func note(_ issue: IssueCode?, _ field: Field, _ cell: Bytes) {
        if let issue { warnings.append(issue, field, cell) }
    }

    private func keep(_ outcome: Normalized<Bytes>, _ field: Field, _ cell: Bytes) {
        note(outcome.issue, field, cell)
        draft[field.column] = outcome.value ?? RecordDraft.null
    }

    private func range(_ outcome: Normalized<NumberRange>, _ field: Field, _ cell: Bytes) -> NumberRange? {
        note(outcome.issue, field, cell)
        return outcome.value
    }

    // MARK: - The row as a whole

    private func missing(_ cells: RowCells) -> Rejection? {
        for field in required where !isPresent(field) {
            switch field {
            case .businessName: return Rejection(field: field, code: .businessNameMissing)
            case .businessEmail: return Rejection(field: field, code: .emailMissing)
            case .businessPhone, .directPhone:
                if let cell = cell(cells, field), draft.phoneStatus == .invalid {
                    return Rejection(field: field, code: .phoneInvalid, value: cell)
                }
                return Rejection(field: field, code: .phoneMissing)
            default:
                return Rejection(field: field, code: .fieldMissing, message: "\(field.rawValue) is required and empty.")
            }
        }
        if Self.names.contains(where: { draft.has($0) }) { return nil }
        return Rejection(field: nil, code: .fieldMissing, message: "The row names no business, e-mail, phone or address.")
    }

    /// A record has one of these at least.
    private static let names: [RecordColumn] = [
        .businessName, .businessEmail, .phoneE164, .directPhoneE164, .businessAddress, .zipCode,
    ]

    /// A required business phone may also be a direct phone: what matters is that somebody can be called.
    private func isPresent(_ field: Field) -> Bool {
        draft.has(field.column) || field == .businessPhone && draft.has(.directPhoneE164)
    }

    private func extra(_ cells: RowCells) -> Bytes {
        guard !columns.extras.isEmpty else { return RecordDraft.null }
        var capacity = 2
        for (column, key) in columns.extras { capacity += key.count + 3 + cells[column].count * 2 * JSONText.escapedBytesMax }
        var members = 0
        // Texts are made before the room for the object is taken: both live in the arena.
        let texts = columns.extras.map { TextNormalizer.normalize(cells[$0.column], arena: arena) }
        let json = arena.write(capacity + texts.reduce(0) { $0 + $1.count * JSONText.escapedBytesMax }) { out in
            out[0] = UInt8(ascii: "{")
            var length = 1
            for (index, text) in texts.enumerated() where !EmptyToken.matches(text, .blankLike) {
                if members > 0 {
                    out[length] = UInt8(ascii: ",")
                    length += 1
                }
                for byte in columns.extras[index].key {
                    out[length] = byte
                    length += 1
                }
                length += JSONText.write(quoted: text, to: out + length)
                members += 1
            }
            out[length] = UInt8(ascii: "}")
            return length + 1
        }
        return members == 0 ? RecordDraft.null : json
    }

    /// Text for people and for Postgres, which has no place for NUL.
    private static func text(_ bytes: Bytes) -> String {
        bytes.contains(0) ? String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self) : String(decoding: bytes, as: UTF8.self)
    }
}
