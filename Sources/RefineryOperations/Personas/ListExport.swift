package import Foundation
internal import Postgres
internal import RefineryModel
package import RefineryStore

/// Personas or companies as a file, by id, with constant memory.
package struct ListExport<Line: ExportLine>: Sendable {
    private let format: ExportFormat
    private let after: UUID?
    private let limit: Int?
    private let read: @Sendable (Operations, UUID?, Int) async throws -> [OverviewLine]

    private init(
        _ format: ExportFormat, _ after: UUID?, _ limit: Int?,
        _ read: @escaping @Sendable (Operations, UUID?, Int) async throws -> [OverviewLine]
    ) {
        self.format = format
        self.after = after
        self.limit = limit
        self.read = read
    }

    /// Hands the file to `write`, piece by piece.
    /// - Returns: How many lines it has, and the id of the last one.
    package func write(_ operations: Operations, to write: ([UInt8]) async throws -> Void) async throws -> (count: Int64, last: UUID?) {
        var writer = try PageWriter(format, header: Line.columns)
        try await write(writer.take())
        var (count, last) = (Int64(0), after)
        while true {
            let size = min(Self.pageSize, limit.map { $0 - Int(count) } ?? .max)
            guard size > 0 else { break }
            let page = try await read(operations, last, size)
            for item in page {
                let line = try JSON.value(Line.self, from: item.json)
                try writer.append(cells: line.cells, object: JSON.text(line))
            }
            try await write(writer.take())
            count += Int64(page.count)
            last = page.last?.id ?? last
            guard page.count == size else { break }
        }
        try await writer.finish(to: write)
        return (count, last)
    }

    private static var pageSize: Int { 2000 }
}

extension ListExport where Line == PersonaLine {
    /// - Parameters:
    ///   - after: The id behind which it begins; nil: the first.
    ///   - limit: At most so many; nil all.
    package init(_ filter: PersonaFilter, format: ExportFormat, after: UUID? = nil, limit: Int? = nil) {
        self.init(format, after, limit) { operations, after, size in
            let list = ListPersonas(filter, after: after, limit: size)
            return try await operations.withConnection { try await $0.rows(list) }
        }
    }
}

extension ListExport where Line == CompanyLine {
    /// - Parameters:
    ///   - after: The id behind which it begins; nil: the first.
    ///   - limit: At most so many; nil all.
    package init(_ filter: CompanyFilter, format: ExportFormat, after: UUID? = nil, limit: Int? = nil) {
        self.init(format, after, limit) { operations, after, size in
            let list = ListCompanies(filter, after: after, limit: size)
            return try await operations.withConnection { try await $0.rows(list) }
        }
    }
}
