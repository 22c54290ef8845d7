package import RefineryModel

/// Something that is still stored and has to go, since whoever brought it could not see to that.
package enum Leftover: Sendable, Hashable {
    /// An import whose source stopped to arrive; the source has this address.
    case reception(ImportID, uri: String)
    /// The same, when nobody is heard of who brings it. One who is heard of meanwhile goes on.
    case lapsedReception(ImportID, uri: String)
    /// An import whose undo somebody asked for who may not take rows away.
    case undo(ImportID)

    package var importID: ImportID {
        switch self {
        case .reception(let id, _), .lapsedReception(let id, _), .undo(let id): id
        }
    }
}
