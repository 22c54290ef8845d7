internal import Foundation
internal import RefineryModel
package import RefineryStore

/// A block as programs read it.
package struct BlockDocument: Encodable {
    let id: String
    let name: String
    let status: String
    let contacts: Int32
    let ready: Int64, called: Int64, done: Int64, suppressed: Int64, released: Int64, notChecked: Int64
    let scrubbedAt: String
    let validUntil: String
    let registryAsOf: String?
    let criteria: JSONValue
    let rule: String?, ruleVersion: Int32?
    let createdAt: String
    let createdBy: String
    let pushes: [PushCounts]?

    package init(_ block: CampaignBlock, _ pushes: [PushCounts]? = nil) {
        self.pushes = pushes
        id = block.id.uuidString.lowercased()
        name = block.name
        status = block.status
        contacts = block.contacts
        (ready, called, done) = (block.ready, block.called, block.done)
        (suppressed, released, notChecked) = (block.suppressed, block.released, block.notChecked)
        scrubbedAt = Timestamp.iso8601(block.scrubbedAt)
        validUntil = Timestamp.iso8601(block.validUntil)
        registryAsOf = block.registryAsOf
        criteria = JSONValue(Array(block.criteria.utf8)) ?? .null
        rule = block.rule
        ruleVersion = block.ruleVersion
        createdAt = Timestamp.iso8601(block.createdAt)
        createdBy = block.createdBy
    }
}
