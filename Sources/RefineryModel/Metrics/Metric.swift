/// Every number that Refinery tells a monitoring system, by its name there. docs/metrics.md says what each is for.
package enum Metric: String, Sendable, CaseIterable {
    // Of one process, counted since it started.
    case buildInfo = "refinery_build_info"
    case processStartTime = "refinery_process_start_time_seconds"
    case residentMemory = "refinery_process_resident_memory_bytes"
    case databaseConnections = "refinery_database_connections"
    case batchDuration = "refinery_batch_duration_seconds"
    case rowsRefined = "refinery_rows_refined_total"
    case jobsFailed = "refinery_jobs_failed_total"
    case jobsRescued = "refinery_jobs_rescued_total"
    case leasesLost = "refinery_leases_lost_total"
    case lookups = "refinery_lookups_total"
    case lookupsRepeated = "refinery_lookups_repeated_total"
    case permitsLate = "refinery_lookup_permits_late_total"
    case prunedRows = "refinery_pruned_rows_total"
    // Of the whole fleet, read from the database.
    case jobs = "refinery_jobs"
    case oldestReadyJob = "refinery_oldest_ready_job_age_seconds"
    case runs = "refinery_runs"
    case rows = "refinery_rows_total"
    case numbers = "refinery_numbers_total"
    case requestsPaid = "refinery_requests_paid_total"
    case permits = "refinery_permits_total"
    case budgetSpent = "refinery_budget_spent_dollars"
    case budgetRequests = "refinery_budget_requests_used"
    case budgetRate = "refinery_budget_rate"
    case budgetCeiling = "refinery_budget_in_flight_ceiling"
    case budgetState = "refinery_budget_state"
    case workers = "refinery_workers"
    case schemaVersion = "refinery_schema_version"
    case auditEntries = "refinery_audit_entries_total"
    // Of the reading itself.
    case databaseUp = "refinery_database_up"

    /// What it says, as monitoring systems show it.
    package var help: String {
        switch self {
        case .buildInfo: "The version and role of the process; always 1."
        case .processStartTime: "When the process started, in seconds since 1970."
        case .residentMemory: "Memory that the process occupies."
        case .databaseConnections: "Connections of the process's pool that are open, and callers that wait for one."
        case .batchDuration: "How long claimed jobs took, a group of them as one."
        case .rowsRefined: "Rows that the process refined."
        case .jobsFailed: "Attempts of jobs that failed."
        case .jobsRescued: "Jobs that were taken away from lost workers."
        case .leasesLost: "Jobs whose lease was lost before they ended."
        case .lookups: "Lookups that were asked, by what came of them."
        case .lookupsRepeated: "Lookups that were asked again, since nobody knew what came of them."
        case .permitsLate: "Permits that came too late to be used."
        case .prunedRows: "Rows that were deleted because they were kept long enough."
        case .jobs: "Jobs that are not finished, by stage and state."
        case .oldestReadyJob: "How long the oldest job that could run has been waiting."
        case .runs: "Runs by kind and status."
        case .rows: "Rows of all imports by what became of them."
        case .numbers: "Phone numbers of all imports by what a lookup found out."
        case .requestsPaid: "Requests that were paid, or may have been."
        case .permits: "Permits to ask that were taken."
        case .budgetSpent: "Money that an account spent this month."
        case .budgetRequests: "Requests that an account made this month."
        case .budgetRate: "Permits a second that an account grants now."
        case .budgetCeiling: "Requests that an account may have in flight now."
        case .budgetState: "What holds an account back: 1 for the state that it is in."
        case .workers: "Processes of the fleet that are alive, by role."
        case .schemaVersion: "The number of the newest migration."
        case .auditEntries: "Entries that the audit log ever had."
        case .databaseUp: "Whether the database answered this question."
        }
    }

    /// Counters that a process tells from its start on, so that the first increase is seen as one.
    package static let countersFromStart: [Metric] = [.rowsRefined, .jobsFailed, .jobsRescued, .leasesLost, .lookupsRepeated, .permitsLate]

    /// Those that only grow, until a process starts over.
    package var isCounter: Bool { rawValue.hasSuffix("_total") }
}
