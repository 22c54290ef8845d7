package import RefineryStore

/// A list of suppressions as programs read it.
package struct SuppressionListDocument: Encodable {
    let list: String
    let entries: Int64
    let areaCodes: Int64?
    let areaCodesTooOld: Int64?
    let version: Int64?
    let asOf: String?
    let validUntil: String?

    package init(_ list: SuppressionList) {
        self.list = list.name
        entries = list.entries
        areaCodes = list.areas
        areaCodesTooOld = list.staleAreas
        version = list.version
        asOf = list.asOf
        validUntil = list.validUntil
    }
}
