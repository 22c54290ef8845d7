internal import PhoneNumbers
internal import RefineryModel

/// The numbers of one row: which is the firm's, which the contact's own, which are further ones, and which answers as a fax.
///
/// Used again row after row, so that a row costs no allocation.
struct RowPhones {
    private struct Entry {
        let number: PhoneNumber
        /// Of the column that it stood in.
        let kind: ColumnPlan.PhoneColumn.Kind
        let role: ColumnRole
    }

    private var entries: [Entry] = []
    private var faxes: [PhoneNumber] = []
    private var invalid: (business: Bool, other: Bool) = (false, false)

    mutating func removeAll() {
        if !entries.isEmpty { entries.removeAll(keepingCapacity: true) }
        if !faxes.isEmpty { faxes.removeAll(keepingCapacity: true) }
        invalid = (false, false)
    }

    /// Takes a valid number.
    mutating func append(_ number: PhoneNumber, _ label: PhoneLabel?, of column: ColumnPlan.PhoneColumn) {
        if column.kind == .fax || label == .fax {
            if !faxes.contains(where: { $0.digits == number.digits }) { faxes.append(number) }
        } else {
            entries.append(Entry(number: number, kind: column.kind, role: Self.role(of: number, label, column)))
        }
    }

    /// Takes note of a cell without any number.
    mutating func appendInvalid(_ kind: ColumnPlan.PhoneColumn.Kind) {
        if kind == .business { invalid.business = true } else if kind != .fax { invalid.other = true }
    }

    /// Chooses, and writes all columns of phones.
    /// - Parameters:
    ///   - hasDirectColumn: Whether the file knows a phone of the contact's own: only then is one looked for among the others.
    ///   - extensions: Of the business phone and the direct phone, from columns of their own.
    mutating func write(
        to draft: RecordDraft, hasDirectColumn: Bool, extensions: (business: Bytes?, direct: Bytes?), arena: TextArena
    ) {
        var business =
            first { $0.kind == .business } ?? first { $0.kind == .other && !Self.isOwn($0.role) && $0.role != .home }
        let direct =
            first { $0.kind == .direct } ?? (hasDirectColumn ? first { $0.kind == .other && Self.isOwn($0.role) } : nil)
        if business == nil, direct == nil { business = first { _ in true } }
        draft.phoneStatus =
            business != nil ? .valid : invalid.business ? .invalid : direct != nil ? .valid : invalid.other ? .invalid : .missing
        if let business {
            draft[.phoneE164] = Self.e164(business.number, arena)
            draft[.phoneExtension] = Self.extension(of: business, .business, extensions.business, arena)
        }
        if let direct {
            draft[.directPhoneE164] = Self.e164(direct.number, arena)
            draft[.directPhoneExtension] = Self.extension(of: direct, .direct, extensions.direct, arena)
        }
        if let fax = faxes.first { draft[.fax] = Self.e164(fax, arena) }
        // Most rows have no further numbers.
        if entries.count == (business == nil ? 0 : 1) + (direct == nil ? 0 : 1) { return }
        keepOthers(business?.number, direct?.number)
        guard !entries.isEmpty else { return }
        draft[.otherPhones] = TextList.joined(entries, arena: arena, bytesMax: PhoneNumber.e164BytesMax) { entry, out in
            entry.number.writeE164(to: UnsafeMutableBufferPointer(start: out, count: PhoneNumber.e164BytesMax))
        }
        draft[.otherPhoneRoles] = TextList.joined(entries, arena: arena, bytesMax: ColumnRole.bytesMax) { entry, out in
            let name = entry.role.name
            for index in 0..<name.utf8CodeUnitCount { out[index] = name.utf8Start[index] }
            return name.utf8CodeUnitCount
        }
    }

    /// Faxes that no column has room for: all but the first.
    var furtherFaxes: ArraySlice<PhoneNumber> { faxes.dropFirst() }

    private func first(where isWanted: (Entry) -> Bool) -> Entry? { entries.first(where: isWanted) }

    /// Leaves in ``entries`` what is neither chosen nor a fax nor there already.
    private mutating func keepOthers(_ business: PhoneNumber?, _ direct: PhoneNumber?) {
        var kept = 0
        for index in entries.indices {
            let digits = entries[index].number.digits
            let isKnown =
                digits == business?.digits || digits == direct?.digits || faxes.contains { $0.digits == digits }
                || entries[..<kept].contains { $0.number.digits == digits }
            if isKnown { continue }
            entries[kept] = entries[index]
            kept += 1
        }
        entries.removeLast(entries.count - kept)
    }

    private static func isOwn(_ role: ColumnRole) -> Bool { role == .direct || role == .mobile }

    /// What the cell says of the number, else its column, else the number itself.
    private static func role(of number: PhoneNumber, _ label: PhoneLabel?, _ column: ColumnPlan.PhoneColumn) -> ColumnRole {
        switch label {
        case .main: return .main
        case .direct: return .direct
        case .mobile: return .mobile
        case .home: return .home
        case .tollFree: return .tollFree
        case .voice, .fax, nil: break
        }
        if let role = column.role { return role }
        if column.kind == .direct { return .direct }
        return number.isTollFree ? .tollFree : .second
    }

    private static func e164(_ number: PhoneNumber, _ arena: TextArena) -> Bytes {
        arena.write(PhoneNumber.e164BytesMax) {
            number.writeE164(to: UnsafeMutableBufferPointer(start: $0, count: PhoneNumber.e164BytesMax))
        }
    }

    /// The extension in the cell, else that of a column of its own, when the number stood in the column that this one completes.
    private static func `extension`(of entry: Entry, _ kind: ColumnPlan.PhoneColumn.Kind, _ column: Bytes?, _ arena: TextArena) -> Bytes {
        if let text = entry.number.extensionText { return arena.copy(text) }
        return entry.kind == kind ? column ?? RecordDraft.null : RecordDraft.null
    }
}

extension ColumnRole {
    /// The bytes of the longest name.
    fileprivate static let bytesMax = 16

    /// The raw value, in memory that never goes.
    fileprivate var name: StaticString {
        switch self {
        case .main: "main"
        case .direct: "direct"
        case .mobile: "mobile"
        case .home: "home"
        case .second: "second"
        case .tollFree: "toll_free"
        case .business: "business"
        case .personal: "personal"
        case .location: "location"
        case .mailing: "mailing"
        case .line2: "line2"
        case .full: "full"
        }
    }
}
