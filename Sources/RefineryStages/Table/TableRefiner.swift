internal import CSV
internal import PhoneNumbers
package import RefineryModel

/// Reads rows of an import's source once more, and writes their cells as their records have them.
///
/// Submitting the table again must find the same contacts. So each normalized row is refined too, and where it would be somebody else
/// (as where nothing but all of its words tells it), its cells stay as they were.
package final class TableRefiner {
    private let format: CSVFormat
    private let decoder: CSVBatchDecoder
    private let reader: CSVReader
    private let refiner: Refiner
    /// Refines what this writes.
    private let checker: Refiner
    private let columns: ColumnPlan
    private let normalizer: CellNormalizer
    private let home: CountryCode
    private let arena = TextArena()
    private var writer: CSVWriter
    /// The columns of records that ``TableRow/Record/values`` hold; none unless they are asked for.
    package let appended: [RecordColumn]

    /// - Parameters:
    ///   - appends: Whether rows have the values of their records too.
    ///   - currentYear: As of ``Refiner``.
    /// - Throws: As ``Refiner/init(_:currentYear:deadlyText:)``.
    package init(_ plan: ImportPlan, appends: Bool = false, currentYear: Int) throws {
        refiner = try Refiner(plan, currentYear: currentYear)
        format = try plan.options.format.csv()
        decoder = CSVBatchDecoder(format: format)
        reader = CSVReader(format: format)
        columns = ColumnPlan(plan.options.mapping)
        let signs = plan.options.format.decimalSigns
        normalizer = CellNormalizer(
            columns: columns, phones: try PhoneNumberParser(region: plan.options.region), currentYear: currentYear,
            decimalSigns: (signs?[.employeeCount], signs?[.annualRevenue]), writer: plan.options.style.map(RecordWriter.init))
        guard let home = CountryCode(plan.options.region) else { throw PhoneNumberError.unknownRegion(plan.options.region) }
        self.home = home
        writer = CSVWriter(delimiter: format.delimiter)
        var written = plan.options
        written.format = SourceFormat(
            CSVFormat(delimiter: format.delimiter, isSingleColumn: format.isSingleColumn), firstRowOffset: 0,
            header: plan.options.format.header)
        written.format.decimalSigns = signs
        checker = try Refiner(
            ImportPlan(id: plan.id, number: plan.number, source: plan.source, options: written), currentYear: currentYear)
        appended = appends ? TableRefiner.columns(of: plan.options.mapping) : []
    }

    /// The columns of records that a file with such a mapping can fill.
    private static func columns(of mapping: Mapping) -> [RecordColumn] {
        let fields = Set(mapping.fields)
        var columns = Set(fields.map(\.column))
        if !fields.isDisjoint(with: [.businessPhone, .directPhone, .otherPhones]) {
            columns.formUnion([.phoneE164, .phoneExtension, .phoneStatus, .directPhoneE164, .directPhoneExtension])
            columns.formUnion([.otherPhones, .otherPhoneRoles, .fax])
        }
        if fields.contains(.businessEmail) || fields.contains(.otherEmails) { columns.formUnion([.businessEmail, .otherEmails]) }
        if fields.contains(.firstName) || fields.contains(.lastName) { columns.insert(.contactName) }
        if columns.contains(.contactName) { columns.formUnion([.namePrefix, .nameSuffix]) }
        if fields.contains(.businessAddress) { columns.formUnion([.city, .state, .zipCode, .country]) }
        if fields.contains(.city) { columns.formUnion([.state, .zipCode]) }
        if fields.contains(.employeeCount) { columns.formUnion([.employeeCountHigh, .employeeCountText]) }
        if fields.contains(.annualRevenue) { columns.formUnion([.annualRevenueHigh, .annualRevenueText]) }
        return RecordColumn.allCases.filter(columns.contains)
    }

    /// The rows of one stretch of the source.
    /// - Parameters:
    ///   - raw: The bytes of the span as the source has them.
    ///   - refused: Rows that became no record: their cells are as the file has them.
    /// - Throws: ``RefineError/rowCountMismatch(expected:found:)`` when the bytes are not those that were split.
    package func rows(
        of span: BatchSpan, _ raw: UnsafeBufferPointer<UInt8>, refusing refused: Set<Int64>
    ) throws -> [TableRow] {
        defer { arena.reset() }
        let sink = RecordCopies(appended, firstRow: span.firstRow, count: span.rowCount)
        try refiner.refine(span, raw, into: sink, refusing: refused)
        var rows: [TableRow] = []
        rows.reserveCapacity(span.rowCount)
        try decoder.decode(raw) { text in
            reader.read(text.utf8) { record in
                rows.append(row(record, number: span.firstRow + Int64(rows.count), sink.copies[rows.count]))
            }
            guard rows.count == span.rowCount else { throw RefineError.rowCountMismatch(expected: span.rowCount, found: rows.count) }
        }
        try check(&rows, sink.copies, span)
        return rows
    }

    private func row(_ record: CSVRecord, number: Int64, _ copy: RecordCopies.Copy?) -> TableRow {
        guard let copy else {
            let cells = (0..<record.count).map { columns.hidden.contains($0) ? "" : String(decoding: record[$0], as: UTF8.self) }
            // Of a row of another width nobody knows which cells came from a column that goes nowhere.
            let isShifted = record.count != columns.count && !columns.hidden.isEmpty
            return TableRow(number: number, cells: isShifted ? Array(cells.prefix(columns.hidden[0])) : cells)
        }
        let cells = below(record)
        let place = CellNormalizer.Place(
            country: copy.country.flatMap { CountryCode($0) } ?? home,
            state: copy.state.flatMap { state in
                var state = state
                return state.withUTF8 { StateCode(code: $0) }
            })
        var (own, normalized): ([String], [String]) = ([], [])
        for column in 0..<columns.count {
            if columns.hidden.contains(column) {
                own.append("")
                normalized.append("")
                continue
            }
            let text = String(decoding: written(record, cells, column), as: UTF8.self)
            own.append(text)
            let value = normalizer.normalized(cells[column], column: column, at: place, arena: arena)
            normalized.append(value.map { String(decoding: $0, as: UTF8.self) } ?? text)
        }
        return TableRow(
            number: number, cells: own,
            record: TableRow.Record(cells: normalized, phone: copy.phone, phoneStatus: copy.phoneStatus, values: copy.values))
    }

    /// The cells below their columns, as refining understood a row of another width.
    private func below(_ record: CSVRecord) -> RowCells {
        let isLong = (columns.count..<max(columns.count, record.count)).contains { !record[$0].isEmpty }
        guard record.count < columns.count || isLong else { return RowCells(record, arena) }
        let judge = CellJudge(columns: columns, phones: normalizer.phones, country: home, currentYear: normalizer.currentYear)
        return RaggedRow.repaired(record, delimiter: format.delimiter, judge, arena: arena)?.0 ?? RowCells(record, arena)
    }

    /// The cell with what a spreadsheet was told about it.
    private func written(_ record: CSVRecord, _ cells: RowCells, _ column: Int) -> Bytes {
        cells.joint == Int.max && column < record.count ? record[column] : cells[column]
    }

    /// Takes back what would make another contact of a row: its streets, whose words a contact without phone and e-mail is told by; where
    /// that does not do, all of its cells.
    private func check(_ rows: inout [TableRow], _ copies: [RecordCopies.Copy?], _ span: BatchSpan) throws {
        let isRecord = rows.indices.filter { copies[$0] != nil }
        var others = try changed(rows, isRecord, copies)
        if others.isEmpty { return }
        let streets = (0..<columns.count).filter { columns.fields[$0] == .businessAddress }
        for index in others {
            let cells = rows[index].cells
            for column in streets { rows[index].record?.cells[column] = cells[column] }
        }
        others = try changed(rows, others, copies)
        for index in others {
            let cells = rows[index].cells
            rows[index].record?.cells = cells
        }
    }

    /// Those of some rows that would be other contacts, were they submitted as they are written.
    private func changed(_ rows: [TableRow], _ indices: [Int], _ copies: [RecordCopies.Copy?]) throws -> [Int] {
        writer.removeAll()
        for index in indices { writer.append(record: rows[index].record?.cells ?? rows[index].cells) }
        let sink = RecordCopies([], firstRow: 1, count: indices.count)
        let written = BatchSpan(offset: 0, length: writer.bytes.count, firstRow: 1, rowCount: indices.count)
        try writer.bytes.withUnsafeBufferPointer { try checker.refine(written, $0, into: sink) }
        return zip(indices, sink.copies).filter { $1?.fingerprint != copies[$0]?.fingerprint }.map(\.0)
    }
}

/// Keeps what is wanted of records, by the place of their rows.
private final class RecordCopies: RecordSink {
    struct Copy {
        let fingerprint: Fingerprint
        let phone: String?
        let phoneStatus: PhoneStatus
        let country: String?
        let state: String?
        let values: [String?]
    }

    private let wanted: [RecordColumn]
    private let firstRow: Int64
    private(set) var copies: [Copy?]

    init(_ wanted: [RecordColumn], firstRow: Int64, count: Int) {
        self.wanted = wanted
        self.firstRow = firstRow
        copies = Array(repeating: nil, count: count)
    }

    func append(id: RecordID, fingerprint: Fingerprint, _ draft: RecordDraft) {
        func text(_ column: RecordColumn) -> String? {
            if let number = draft[number: column] { return "\(number)" }
            return draft[column].isEmpty ? nil : String(decoding: draft[column], as: UTF8.self)
        }
        copies[Int(id.row - firstRow)] = Copy(
            fingerprint: fingerprint, phone: text(.phoneE164) ?? text(.directPhoneE164), phoneStatus: draft.phoneStatus,
            country: text(.country), state: text(.state), values: wanted.map(text))
    }

    func reject(_ reject: RowReject) {}
}
