package import RefineryModel
package import Tables

extension TableError: Fault {
    package var code: FaultCode {
        switch self {
        case .encrypted: .fileEncrypted
        case .broken: .fileBroken
        case .bomb: .archiveBomb
        case .memberTooLarge: .memberTooLarge
        case .noTable, .noMember: .tableMissing
        case .severalTables: .tablesUndecided
        case .noSheet: .sheetNotFound
        case .tooDeep: .jsonTooDeep
        case .tooManyColumns: .tableTooWide
        case .notRead: .fileFormatUnread
        case .readFailed, .noRoom: .fileReadFailed
        }
    }
}
