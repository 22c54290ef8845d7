internal import CTemplates
package import RefineryModel

extension SavedMapping {
    /// The templates that come with the program: the files of `templates/`.
    package static let shipped: [SavedMapping] = {
        do {
            return try list(json: String(cString: ctemplates()))
        } catch {
            preconditionFailure("templates/ holds no mappings: \(error)")
        }
    }()
}
