internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Runs of every kind, and how the fleet is doing.
enum RunRoutes {
    static let all: [Route] = [
        Route(.get, "/api/v1/runs", .scope(.read)) { web in
            let (after, limit) = (try web.query.runID("after"), try web.limit())
            return try await web.shared {
                let runs = try await web.operations.runs(after: after, limit: limit)
                return try JSON.document(Page(runs.map(RunDocument.init), next: runs.count == limit ? runs.last?.id.description : nil))
            }
        },
        Route(.get, "/api/v1/runs/{id}", .scope(.read)) { web in
            let id = try web.runID()
            return try await web.shared { try JSON.document(RunDocument(try await web.operations.run(id))) }
        },
        Route(.get, "/api/v1/sessions/current", .scope(.read)) { web in
            try await web.shared {
                guard let current = try await web.operations.currentImport() else { return #"{"session":null}"# }
                return try JSON.document(["session": try await web.operations.document(of: current)])
            }
        },
        Route(.get, "/api/v1/batches/current", .scope(.read)) { web in
            let limit = try web.limit()
            return try await web.shared {
                try JSON.document(Page(try await web.operations.claimedBatches(limit: limit).map(BatchDocument.init), next: nil))
            }
        },
        Route(.get, "/api/v1/metrics/realtime", .scope(.read)) { web in
            try await web.shared { try JSON.document(RealtimeDocument(try await web.operations.realtime())) }
        },
        // Its keys are not in snake_case: they are those of the classic program.
        Route(.get, "/api/v1/stats", .scope(.read)) { web in
            try await web.shared { try JSON.text(try await web.operations.statistics()) }
        },
        Route(.get, "/api/v1/workers", .scope(.read)) { web in
            try await web.shared {
                try JSON.document(Page(try await web.operations.workers(limit: 1000).map(WorkerDocument.init), next: nil))
            }
        },
        Route(.get, "/api/v1/budgets", .scope(.read)) { web in
            try await web.shared { try JSON.document(Page(try await web.operations.budgets().map(BudgetDocument.init), next: nil)) }
        },
    ]
}
