/// What went wrong, as programs tell it: a code that never changes its meaning. docs/errors.md lists all.
package enum FaultCode: String, CaseIterable, Sendable {
    // Used wrongly.
    case usageInvalid = "usage_invalid"
    case valueInvalid = "value_invalid"
    case importNotFound = "import_not_found"
    case importAmbiguous = "import_ambiguous"
    case batchNotFound = "batch_not_found"
    case workerNotFound = "worker_not_found"
    case mappingInvalid = "mapping_invalid"
    case mappingNotFound = "mapping_not_found"
    case personaNotFound = "persona_not_found"
    case companyNotFound = "company_not_found"
    case linkNotFound = "link_not_found"
    case blockNotFound = "block_not_found"
    case destinationNotFound = "destination_not_found"
    case destinationInvalid = "destination_invalid"
    case destinationExists = "destination_exists"
    case webhookNotFound = "webhook_not_found"
    case webhookInvalid = "webhook_invalid"
    case webhookExists = "webhook_exists"
    case deliveryNotFound = "delivery_not_found"
    case keyNotFound = "key_not_found"
    case keyInvalid = "key_invalid"
    case encodingUnknown = "encoding_unknown"
    case phoneNumberInvalid = "phone_number_invalid"
    case emailInvalid = "email_invalid"
    case moneyInvalid = "money_invalid"
    case accountNotNamed = "account_not_named"
    case lookupModeConflict = "lookup_mode_conflict"
    case routeNotFound = "route_not_found"
    case methodNotAllowed = "method_not_allowed"
    case notAcceptable = "not_acceptable"
    case bodyTooLarge = "body_too_large"
    case mediaTypeUnsupported = "media_type_unsupported"
    case idempotencyKeyReused = "idempotency_key_reused"
    case upgradeRequired = "upgrade_required"
    // The input is wrong.
    case alreadySubmitted = "already_submitted"
    case fileEmpty = "file_empty"
    case headerNotFound = "header_not_found"
    case columnsMissing = "columns_missing"
    case columnsUndecided = "columns_undecided"
    case rowsMissing = "rows_missing"
    case csvUnreadable = "csv_unreadable"
    case fileEncrypted = "file_encrypted"
    case fileBroken = "file_broken"
    case archiveBomb = "archive_bomb"
    case memberTooLarge = "member_too_large"
    case tableMissing = "table_missing"
    case tablesUndecided = "tables_undecided"
    case tableTooWide = "table_too_wide"
    case sheetNotFound = "sheet_not_found"
    case jsonTooDeep = "json_too_deep"
    case fileFormatUnread = "file_format_unread"
    case optionsUnusable = "options_unusable"
    case suppressionFileInvalid = "suppression_file_invalid"
    case callResultsInvalid = "call_results_invalid"
    case auditLogAltered = "audit_log_altered"
    // The input is not there.
    case fileNotFound = "file_not_found"
    case fileUnreadable = "file_unreadable"
    // Something that is needed is not there.
    case databaseUnavailable = "database_unavailable"
    case privateDatabaseUnavailable = "private_database_unavailable"
    case submitUnknown = "submit_unknown"
    case sourceUnavailable = "source_unavailable"
    case fileReadFailed = "file_read_failed"
    case processNotStarted = "process_not_started"
    case unhealthy
    case simulatorUnavailable = "simulator_unavailable"
    case destinationUnavailable = "destination_unavailable"
    case serverUnavailable = "server_unavailable"
    // The program is wrong.
    case databaseError = "database_error"
    case rowsUnexpected = "rows_unexpected"
    case batchMismatch = "batch_mismatch"
    case internalError = "internal_error"
    // The output cannot be written.
    case outputNotWritten = "output_not_written"
    case outputExists = "output_exists"
    // Not now.
    case stateConflict = "state_conflict"
    case fileChanged = "file_changed"
    case leaseLost = "lease_lost"
    case memoryLimitExceeded = "memory_limit_exceeded"
    case importUnderWay = "import_under_way"
    case budgetExhausted = "budget_exhausted"
    case interrupted
    case requestUnderWay = "request_under_way"
    case tooManyRequests = "too_many_requests"
    // No right.
    case permissionDenied = "permission_denied"
    case unauthenticated
    case scopeMissing = "scope_missing"
    case originRefused = "origin_refused"
    case formStale = "form_stale"
    // Set up wrongly.
    case settingInvalid = "setting_invalid"
    case databaseURLInvalid = "database_url_invalid"
    case databaseEncodingWrong = "database_encoding_wrong"
    case schemaTooNew = "schema_too_new"
    case schemaMissing = "schema_missing"
    case schemaChanged = "schema_changed"
    case sourceElsewhere = "source_elsewhere"
    case storageUnusable = "storage_unusable"
    case formatUnknown = "format_unknown"
    case accountRefused = "account_refused"
    case processRefused = "process_refused"

    /// The class of the failure, which decides the exit code and the HTTP status.
    package var kind: FaultKind {
        switch self {
        case .usageInvalid, .valueInvalid, .importNotFound, .importAmbiguous, .batchNotFound, .workerNotFound, .mappingInvalid,
            .mappingNotFound,
            .personaNotFound, .companyNotFound, .linkNotFound, .blockNotFound, .destinationNotFound, .destinationInvalid,
            .destinationExists, .webhookNotFound, .webhookInvalid, .webhookExists, .deliveryNotFound, .keyNotFound, .keyInvalid,
            .encodingUnknown,
            .phoneNumberInvalid,
            .emailInvalid, .moneyInvalid, .accountNotNamed, .lookupModeConflict, .routeNotFound, .methodNotAllowed, .notAcceptable,
            .bodyTooLarge,
            .mediaTypeUnsupported, .idempotencyKeyReused, .upgradeRequired:
            .usage
        case .alreadySubmitted, .fileEmpty, .headerNotFound, .columnsMissing, .columnsUndecided, .rowsMissing, .csvUnreadable,
            .fileEncrypted, .fileBroken, .archiveBomb, .memberTooLarge, .tableMissing, .tablesUndecided, .tableTooWide, .sheetNotFound,
            .jsonTooDeep,
            .fileFormatUnread,
            .optionsUnusable, .suppressionFileInvalid, .callResultsInvalid, .auditLogAltered:
            .data
        case .fileNotFound, .fileUnreadable: .noInput
        case .databaseUnavailable, .privateDatabaseUnavailable, .submitUnknown, .sourceUnavailable, .fileReadFailed, .processNotStarted,
            .simulatorUnavailable, .destinationUnavailable, .serverUnavailable, .unhealthy:
            .unavailable
        case .databaseError, .rowsUnexpected, .batchMismatch, .internalError: .bug
        case .outputNotWritten, .outputExists: .cannotCreate
        case .stateConflict, .fileChanged, .leaseLost, .memoryLimitExceeded, .importUnderWay, .budgetExhausted, .interrupted,
            .requestUnderWay,
            .tooManyRequests:
            .tryAgain
        case .permissionDenied, .unauthenticated, .scopeMissing, .originRefused, .formStale: .noPermission
        case .settingInvalid, .databaseURLInvalid, .databaseEncodingWrong, .schemaTooNew, .schemaMissing, .schemaChanged, .sourceElsewhere,
            .storageUnusable, .formatUnknown, .accountRefused, .processRefused:
            .configuration
        }
    }
}
