internal import CSV
internal import Digest
internal import PhoneNumbers
#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
package import RefineryModel

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
    private let required: [Field]
    private let texts: [(cell: Int, column: RecordColumn, strictness: EmptyToken.Strictness)]
    private let currentYear: Int
    private let deadlyText: [UInt8]?
    private let hasher = SHA256Hasher()
    private let arena = TextArena()
    private let draft = RecordDraft()
    private var warnings: [Warning] = []

    private struct Warning {
        let field: Field?
        let code: IssueCode
        let value: Bytes?
    }

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
        required = plan.options.requiredFields.filter { !$0.isPart }
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
                warnings.removeAll(keepingCapacity: true)
                if legacy.first == index {
                    legacy.removeFirst()
                    warnings.append(Warning(field: nil, code: .notUTF8, value: nil))
                }
                if repaired.first == index {
                    repaired.removeFirst()
                    warnings.append(Warning(field: nil, code: .encodedTwice, value: nil))
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
        let rejection = repeated(record) ?? width(of: record) ?? normalize(record)
        if let rejection {
            sink.reject(
                RowReject(
                    row: row, field: rejection.field, value: rejection.value.map { Self.text($0) }, code: rejection.code,
                    message: rejection.message, raw: rawText(record), byteOffset: byteOffset))
            return
        }
        draft[.extra] = extra(record)
        draft[.processingErrors] = processingErrors()
        let fingerprint = hasher.fingerprint(of: draft, arena: arena)
        sink.append(id: RecordID(importNumber: plan.number, row: row), fingerprint: fingerprint, draft)
    }

    private func repeated(_ record: CSVRecord) -> Rejection? {
        header?.matches(record) == true ? Rejection(field: nil, code: .repeatedHeader) : nil
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

    /// A row of another width than the header is a reject: which cell is missing, or too much, cannot be known. Empty cells
    /// beyond the header (a delimiter at the end of the line) shift nothing and are let pass.
    private func width(of record: CSVRecord) -> Rejection? {
        if record.count < columns.count {
            return Rejection(
                field: nil, code: .rowTooShort, message: "The row has \(record.count) cells, the header has \(columns.count).")
        }
        for index in columns.count..<max(columns.count, record.count) where !record[index].isEmpty {
            return Rejection(
                field: nil, code: .rowTooLong, message: "The row has \(record.count) cells, the header has \(columns.count).")
        }
        if record.faults.contains(.nulBytesDropped) { warnings.append(Warning(field: nil, code: .nulBytesDropped, value: nil)) }
        if record.faults.contains(.textAfterClosingQuote) { warnings.append(Warning(field: nil, code: .textAfterQuote, value: nil)) }
        return nil
    }

    /// Fields that are text and nothing else.
    private static let plainTexts: [Field] = [
        .businessName, .contactName, .firstName, .lastName, .title, .businessAddress, .city, .county, .industry, .businessType,
        .sicDescription,
    ]

    private func normalize(_ record: CSVRecord) -> Rejection? {
        for (cell, column, strictness) in texts {
            let text = TextNormalizer.normalize(value(record, cell), arena: arena)
            if !EmptyToken.matches(text, strictness) { draft[column] = text }
        }
        draft[.contactName] =
            ContactName.make(full: draft[.contactName], first: draft[.firstName], last: draft[.lastName], arena: arena) ?? RecordDraft.null

        var malformed: Rejection?
        if let cell = cell(record, .businessEmail) {
            let email = EmailNormalizer.normalize(cell, arena: arena)
            if case .malformed(let code) = email { malformed = Rejection(field: .businessEmail, code: code, value: cell) }
            keep(email, .businessEmail, cell)
        }
        normalizePhones(record)
        normalizePlace(record)
        normalizeFirm(record)
        if let malformed, plan.options.isStrict(about: .businessEmail) || !isReachable { return malformed }
        return missing(record)
    }

    /// Whether somebody can be called or written to without an e-mail.
    private var isReachable: Bool {
        draft.has(.phoneE164) || draft.has(.directPhoneE164)
            || (draft.has(.businessAddress) && (draft.has(.city) || draft.has(.zipCode)))
    }

    private func normalizePhones(_ record: CSVRecord) {
        var businessStatus = PhoneStatus.missing
        if let number = cell(record, .businessPhone) {
            let joined = PhoneCell.joined(areaCode: cell(record, .areaCode), number: number, arena: arena)
            (businessStatus, draft[.phoneE164], draft[.phoneExtension]) = phone(joined, .businessPhone)
        }
        var directStatus = PhoneStatus.missing
        if let number = cell(record, .directPhone) {
            (directStatus, draft[.directPhoneE164], draft[.directPhoneExtension]) = phone(number, .directPhone)
        }
        draft.phoneStatus = businessStatus == .missing ? directStatus : businessStatus
    }

    private func normalizePlace(_ record: CSVRecord) {
        var state: StateCode?
        if let cell = cell(record, .state) {
            let outcome = StateNormalizer.normalize(cell)
            state = outcome.value
            note(outcome.issue, .state, cell)
            draft[.state] = state?.bytes ?? RecordDraft.null
        }
        if let cell = cell(record, .zipCode) {
            keep(ZIPNormalizer.normalize(cell, plus4: self.cell(record, .zip4), state: state, arena: arena), .zipCode, cell)
        }
    }

    private func normalizeFirm(_ record: CSVRecord) {
        if let cell = cell(record, .website) { keep(WebsiteNormalizer.normalize(cell, arena: arena), .website, cell) }
        if let cell = cell(record, .employeeCount) {
            let range = range(NumberRangeNormalizer.employees(cell, arena: arena), .employeeCount, cell)
            draft[number: .employeeCount] = range?.low
            draft[number: .employeeCountHigh] = range?.high
            draft[.employeeCountText] = range?.text ?? RecordDraft.null
        }
        if let cell = cell(record, .annualRevenue) {
            let outcome = NumberRangeNormalizer.revenue(cell, multiplier: columns.revenueMultiplier, arena: arena)
            let range = range(outcome, .annualRevenue, cell)
            draft[number: .annualRevenue] = range?.low
            draft[number: .annualRevenueHigh] = range?.high
            draft[.annualRevenueText] = range?.text ?? RecordDraft.null
        }
        if let cell = cell(record, .sicCode) { keep(IndustryCodeNormalizer.sic(cell, arena: arena), .sicCode, cell) }
        if let cell = cell(record, .naicsCode) { keep(IndustryCodeNormalizer.naics(cell, arena: arena), .naicsCode, cell) }
        if let cell = cell(record, .yearEstablished) {
            let outcome = YearNormalizer.normalize(cell, currentYear: currentYear)
            note(outcome.issue, .yearEstablished, cell)
            draft[number: .yearEstablished] = outcome.value.map { Int64($0) }
        }
    }

    // MARK: - One cell

    private func cell(_ record: CSVRecord, _ field: Field) -> Bytes? { columns[field].map { value(record, $0) } }

    private func value(_ record: CSVRecord, _ index: Int) -> Bytes { TextFormula.text(of: record[index], arena: arena) }

    private func note(_ issue: IssueCode?, _ field: Field, _ cell: Bytes) {
        if let issue { warnings.append(Warning(field: field, code: issue, value: cell)) }
    }

    private func keep(_ outcome: Normalized<Bytes>, _ field: Field, _ cell: Bytes) {
        note(outcome.issue, field, cell)
        draft[field.column] = outcome.value ?? RecordDraft.null
    }

    private func range(_ outcome: Normalized<NumberRange>, _ field: Field, _ cell: Bytes) -> NumberRange? {
        note(outcome.issue, field, cell)
        return outcome.value
    }

    private func phone(_ cell: Bytes, _ field: Field) -> (PhoneStatus, Bytes, Bytes) {
        switch phones.parse(cell) {
        case .empty:
            return (.missing, RecordDraft.null, RecordDraft.null)
        case .invalid:
            note(.phoneInvalid, field, cell)
            return (.invalid, RecordDraft.null, RecordDraft.null)
        case .valid(let number, let isFirstOfSeveral):
            if isFirstOfSeveral { note(.severalValues, field, cell) }
            let e164 = arena.write(PhoneNumber.e164BytesMax) {
                number.writeE164(to: UnsafeMutableBufferPointer(start: $0, count: PhoneNumber.e164BytesMax))
            }
            return (.valid, e164, number.extensionText.map { arena.copy($0) } ?? RecordDraft.null)
        }
    }

    // MARK: - The row as a whole

    private func missing(_ record: CSVRecord) -> Rejection? {
        for field in required where !isPresent(field) {
            switch field {
            case .businessName: return Rejection(field: field, code: .businessNameMissing)
            case .businessEmail: return Rejection(field: field, code: .emailMissing)
            case .businessPhone, .directPhone:
                if let cell = cell(record, field), draft.phoneStatus == .invalid {
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

    private func extra(_ record: CSVRecord) -> Bytes {
        guard !columns.extras.isEmpty else { return RecordDraft.null }
        var capacity = 2
        for (column, key) in columns.extras { capacity += key.count + 3 + record[column].count * 2 * JSONText.escapedBytesMax }
        var members = 0
        // Texts are made before the room for the object is taken: both live in the arena.
        let texts = columns.extras.map { TextNormalizer.normalize(value(record, $0.column), arena: arena) }
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

    private func processingErrors() -> Bytes {
        guard !warnings.isEmpty else { return RecordDraft.null }
        let texts = warnings.map { $0.value.map { TextNormalizer.normalize($0, arena: arena) } ?? RecordDraft.null }
        let capacity = zip(warnings, texts).reduce(2) { $0 + 128 + $1.1.count * JSONText.escapedBytesMax }
        return arena.write(capacity) { out in
            var length = 0
            func put(_ literal: StaticString) {
                for index in 0..<literal.utf8CodeUnitCount { out[length + index] = literal.utf8Start[index] }
                length += literal.utf8CodeUnitCount
            }
            func put(_ text: String) {
                for byte in text.utf8 {
                    out[length] = byte
                    length += 1
                }
            }
            put("[" as StaticString)
            for (index, warning) in warnings.enumerated() {
                if index > 0 { put("," as StaticString) }
                put("{\"code\":\"" as StaticString)
                put(warning.code.rawValue)
                if let field = warning.field {
                    put("\",\"field\":\"" as StaticString)
                    put(field.rawValue)
                }
                put("\"" as StaticString)
                if warning.value != nil {
                    put(",\"value\":" as StaticString)
                    length += JSONText.write(quoted: texts[index], to: out + length)
                }
                put("}" as StaticString)
            }
            put("]" as StaticString)
            return length
        }
    }

    /// Text for people and for Postgres, which has no place for NUL.
    private static func text(_ bytes: Bytes) -> String {
        bytes.contains(0) ? String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self) : String(decoding: bytes, as: UTF8.self)
    }
}
