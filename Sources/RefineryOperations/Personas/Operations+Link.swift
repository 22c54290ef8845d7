internal import Postgres
package import RefineryModel
package import RefineryStore

/// The linking of imports, and how far it is.
package struct LinkProgress: Sendable {
    package let imports: [ImportID]
    package let runs: [RunSummary]

    /// Whether nothing of it goes on: each run has ended, or waits for somebody.
    package var isOver: Bool { runs.allSatisfy { $0.status.isEnded || $0.status == .paused } }

    /// The first status that keeps it from being whole; `completed` where none does.
    package var status: ImportStatus { runs.map(\.status).first { $0 != .completed } ?? .completed }

    package func count(_ counter: String) -> Int64 { runs.reduce(0) { $0 + ($1.counters[counter] ?? 0) } }

    package var jobs: Int64 { runs.reduce(0) { $0 + $1.jobs } }
    package var jobsDone: Int64 { runs.reduce(0) { $0 + $1.jobsDone } }
}

/// Linking as programs read it.
package struct LinkProgressDocument: Encodable {
    let status: String
    let imports: [String]
    let runs: [String]
    let records: Int64
    let companies: Int64
    let personas: Int64
    let linked: Int64
    let candidates: Int64

    package init(_ progress: LinkProgress) {
        status = progress.status.rawValue
        imports = progress.imports.map(\.description)
        runs = progress.runs.map(\.id.description)
        records = progress.count("records")
        companies = progress.count("companies")
        personas = progress.count("personas")
        linked = progress.count("linked")
        candidates = progress.count("candidates")
    }
}

extension Operations {
    /// Hands the records of an import to the fleet to be put to companies and personas, and wakes it. One that is linked already, or is being
    /// linked, stays as it is.
    /// - Parameter importID: nil: all imports that have ended and were never linked.
    /// - Returns: The runs that link them.
    /// - Throws: ``ControlRefusal`` where the import has not ended.
    package func link(_ importID: ImportID?) async throws -> [LinkRun] {
        try await withConnection { connection in
            var imports = importID.map { [$0] } ?? []
            if importID == nil { imports = try await connection.rows(ListUnlinkedImports()) }
            if imports.isEmpty { return [] }
            let wanted = imports
            let runs = try await ControlRefusal.explaining {
                try await connection.transaction { try await $0.rows(BeginLinkRuns(imports: wanted)) }
            }
            if runs.contains(where: \.isNew) {
                try await connection.execute(Notify(channel: NotifyChannel.jobs, payloads: [Stage.link.rawValue]))
            }
            return runs
        }
    }

    /// The run that links an import; nil: nobody does.
    package func linkRun(of importID: ImportID) async throws -> LinkRun? {
        let find = FindLinkRun(importID: importID)
        let id = try await withConnection { try await $0.first(find) }
        return id.map { LinkRun(importID: importID, runID: $0, isNew: false, jobs: 0) }
    }

    package func progress(of runs: [LinkRun]) async throws -> LinkProgress {
        var summaries: [RunSummary] = []
        for run in runs { summaries.append(try await self.run(run.runID)) }
        return LinkProgress(imports: runs.map(\.importID), runs: summaries)
    }
}
