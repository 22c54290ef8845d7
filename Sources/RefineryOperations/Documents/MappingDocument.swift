package import RefineryModel
package import RefineryStore

/// A mapping as programs read it in a list.
package struct MappingDocument: Encodable {
    let id: String
    let name: String
    /// `remembered` or `template`.
    let kind: String
    let columns: Int
    /// The rest is nil for templates that come with the program.
    let importId: String?
    let confirmedAt: String?
    let confirmedBy: String?

    package init(_ stored: StoredMapping) { self.init(stored.mapping, stored) }

    /// One that comes with the program.
    package init(shipped mapping: SavedMapping) { self.init(mapping, nil) }

    private init(_ mapping: SavedMapping, _ stored: StoredMapping?) {
        id = mapping.id
        name = mapping.name
        kind = (mapping.isTemplate ? MappingOrigin.Kind.template : .remembered).rawValue
        columns = mapping.columns.count
        importId = stored?.importID?.description
        confirmedAt = stored.map { Timestamp.iso8601($0.confirmedAt) }
        confirmedBy = stored?.confirmedBy
    }
}
