extension ConfigurationKey {
    /// Every key, in the order in which the schema and docs/configuration.md show them. A test compares them with the variables that are read.
    static let all: [ConfigurationKey] =
        usbizdata + processing + lookups + database + retention + web + server + enrichment + alerts + output

    private static let usbizdata: [ConfigurationKey] = [
        .init("usbizdata.source.api_endpoint", "SOURCE_API_URL", .text, "", "Where `refinery fetch` downloads from: https://…"),
        .init(
            "usbizdata.source.authentication.method", "SOURCE_API_AUTH", .choice(["header", "bearer", "basic", "none"]), "header",
            "How the key is sent: in a header of its own, as a bearer token, as user:password, not at all"),
        .init("usbizdata.source.authentication.header", "SOURCE_API_HEADER", .text, "X-API-Key", "The header of the method `header`"),
        .init("usbizdata.source.authentication.key", "SOURCE_API_KEY", .secret, "", "The key itself; better a variable or a credential"),
        .init(
            "usbizdata.source.rate_limit.requests_per_minute", "SOURCE_API_PER_MINUTE", .integer, "60",
            "Requests a minute of `refinery fetch`"),
        .init(
            "usbizdata.source.rate_limit.burst_limit", "SOURCE_API_BURST", .integer, "10", "Requests that may go at once after a rest"),
        .init("usbizdata.field_mapping.exclude_fields", "EXCLUDE_FIELDS", .fields, "", "Fields that are not stored"),
        .init(
            "usbizdata.field_mapping.include_fields", "INCLUDE_FIELDS", .fields, "",
            "The only fields that are stored, and no columns without a field either; empty: all"),
    ]

    private static let processing: [ConfigurationKey] = [
        .init("processing.batch_size", "BATCH_SIZE", .integer, "250", "Rows of a batch"),
        .init("processing.max_records", "MAX_RECORDS_PER_RUN", .integer, "2000", "An import pauses after so many rows; 0 lifts the limit"),
        .init("processing.parallel_workers", "PARALLEL_WORKERS", .integer, "", "Workers of `refinery run`; empty: two a core, at most 8"),
        .init("processing.retry_policy.max_attempts", "RETRY_ATTEMPTS", .integer, "3", "Attempts before a batch becomes a dead letter"),
        .init(
            "processing.retry_policy.backoff_multiplier", "RETRY_MULTIPLIER", .number, "2",
            "What the pause between attempts grows by, 1 to 10"),
        .init("processing.retry_policy.initial_delay_ms", "RETRY_DELAY_MS", .integer, "1000", "Base of the pause between attempts"),
        .init(
            "processing.validation_rules.required_fields", "REQUIRED_FIELDS", .fields, "business_name",
            "Fields without which a row is rejected"),
        .init(
            "processing.validation_rules.phone_validation", "PHONE_VALIDATION", .flag, "off",
            "Whether a phone that cannot be called rejects its row; else the row is stored without it, with a warning"),
        .init("processing.validation_rules.email_validation", "EMAIL_VALIDATION", .flag, "off", "The same of an e-mail"),
        .init(
            "processing.validation_rules.address_validation", "ADDRESS_VALIDATION", .flag, "off", "The same of a state, ZIP code or country"
        ),
        .init("processing.max_reject_rate", "MAX_REJECT_RATE", .number, "off", "Share of rejected rows above which an import pauses"),
        .init("processing.max_row_bytes", "MAX_ROW_BYTES", .integer, "1048576", "A longer row is rejected"),
        .init("processing.max_concurrent_batches", "MAX_CONCURRENT_BATCHES", .integer, "32", "Batches that a worker claims together"),
        .init("processing.timeout_seconds", "PROCESSING_TIMEOUT_SECONDS", .integer, "300", "Batches that take longer are tried again"),
        .init("processing.shutdown_timeout_seconds", "SHUTDOWN_TIMEOUT_SECONDS", .integer, "20", "How long a stopping process may finish"),
        .init("processing.memory_limit", "WORKER_MEMORY_LIMIT", .text, "", "Memory above which a process ends and is replaced, as 512M"),
    ]

    private static let lookups: [ConfigurationKey] = [
        .init(
            "twilio_lookup.rate_limits.requests_per_second", "LOOKUPS_PER_SECOND", .number, "",
            "What lookup workers set the rate of their account's budget to when they start; empty: as `refinery budget` has it"),
        .init("twilio_lookup.rate_limits.requests_per_month", "LOOKUPS_PER_MONTH", .integer, "", "The same of its requests a month"),
        .init("twilio_lookup.timeout_ms", "TWILIO_TIMEOUT_MS", .integer, "5000", "A lookup is given up after so many milliseconds"),
        .init("twilio_lookup.account_sid", "TWILIO_ACCOUNT_SID", .text, "", "The account that pays"),
        .init("twilio_lookup.auth_token", "TWILIO_AUTH_TOKEN", .secret, "", "Its token"),
        .init("twilio_lookup.api_key", "TWILIO_API_KEY", .text, "", "An API key of the account instead"),
        .init("twilio_lookup.api_secret", "TWILIO_API_SECRET", .secret, "", "Its secret"),
        .init(
            "twilio_lookup.url", "TWILIO_LOOKUP_API_URL", .text, "https://lookups.twilio.com/v2/PhoneNumbers",
            "Lookup v2, v1, or a simulator"),
        .init("twilio_lookup.fields", "LOOKUP_FIELDS", .texts, "line_type_intelligence", "Packages of the answer to pay for"),
        .init("twilio_lookup.concurrency", "LOOKUP_CONCURRENCY", .integer, "50", "Lookups that one process has in flight at most"),
        .init("twilio_lookup.ttl_days", "LOOKUP_TTL_DAYS", .integer, "90", "An answer is believed for so many days"),
    ]

    private static let database: [ConfigurationKey] = [
        .init("database.url", "DATABASE_URL", .secret, "", "Any libpq URL; empty: a private Postgres"),
        .init("database.pool_size", "DATABASE_POOL_SIZE", .integer, "10", "Connections of one process at most"),
        .init("database.timeout_ms", "DATABASE_TIMEOUT", .integer, "30000", "A statement is given up after so many milliseconds"),
        .init(
            "database.synchronous_standby", "SYNCHRONOUS_STANDBY", .flag, "off", "Work only with a server that has a synchronous standby"),
        .init("database.home", "REFINERY_HOME", .text, "", "Where the private Postgres lies"),
        .init("database.postgres_programs", "REFINERY_POSTGRES_BIN", .text, "", "The folder with postgres and initdb"),
        .init("sources.storage", "SOURCE_STORAGE", .text, "", "Where files are kept: postgres, or file:///a/directory"),
    ]

    private static let retention: [ConfigurationKey] = [
        .init("retention.completed_jobs_hours", "KEEP_COMPLETED_JOBS_HOURS", .integer, "24", "Jobs and events of completed imports"),
        .init("retention.failed_jobs_hours", "KEEP_FAILED_JOBS_HOURS", .integer, "168", "Jobs and events of failed imports"),
        .init("retention.sources_hours", "KEEP_SOURCES_HOURS", .integer, "", "Raw files of ended imports; empty: forever"),
    ]

    private static let web: [ConfigurationKey] = [
        .init("web.port", "PORT", .integer, "8080", "Where `refinery web` listens"),
        .init("web.host", "WEB_HOST", .text, "127.0.0.1", "The address that it listens at"),
        .init("web.path_prefix", "WEB_PATH_PREFIX", .text, "", "What a proxy leaves before every path"),
        .init("web.tls.certificate", "WEB_TLS_CERT", .text, "", "A file in PEM"),
        .init("web.tls.key", "WEB_TLS_KEY", .text, "", "A file in PEM"),
        .init("web.max_upload_mb", "WEB_MAX_UPLOAD_MB", .integer, "10240", "Megabytes that an uploaded file may have"),
        .init("web.max_connections", "WEB_MAX_CONNECTIONS", .integer, "2000", "Connections at a time"),
        .init("web.max_uploads", "WEB_MAX_UPLOADS", .integer, "100", "Files that are received at a time"),
        .init("web.idle_seconds", "WEB_IDLE_SECONDS", .integer, "30", "How long a connection may say nothing"),
        .init("web.import_directory", "WEB_IMPORT_DIRECTORY", .text, "", "Below it files may be submitted by reference"),
    ]

    private static let server: [ConfigurationKey] = [
        .init("server.url", "REFINERY_SERVER", .text, "", "A server that commands ask instead of a database"),
        .init("server.api_key", "REFINERY_API_KEY", .secret, "", "A key of that server"),
    ]

    private static let enrichment: [ConfigurationKey] = [
        .init("enrichment.prices", "ENRICH_PRICES", .prices, "", "Dollars of one question by product"),
        .init("enrichment.ttl_days", "ENRICH_TTL_DAYS", .integer, "90", "Days that an answer is believed"),
        .init("enrichment.miss_ttl_days", "ENRICH_MISS_TTL_DAYS", .integer, "30", "Days that nobody is asked again who knew nothing"),
        .init("enrichment.late_minutes", "ENRICH_LATE_MINUTES", .integer, "60", "Minutes that a late answer is waited for"),
        .init("enrichment.simulated", "ENRICH_SIMULATED", .flag, "off", "The providers only pretend"),
        .init("enrichment.apollo.api_key", "APOLLO_API_KEY", .secret, "", "Apollo's key"),
        .init("enrichment.apollo.url", "APOLLO_URL", .text, "", "Another address than its own"),
        .init("enrichment.apollo.webhook_url", "APOLLO_WEBHOOK_URL", .text, "", "Where it sends what it finds later"),
        .init("enrichment.realestateapi.api_key", "REALESTATEAPI_API_KEY", .secret, "", "RealEstateAPI's key"),
        .init("enrichment.realestateapi.url", "REALESTATEAPI_URL", .text, "", "Another address than its own"),
        .init("enrichment.idi.client_id", "IDI_CLIENT_ID", .text, "", "IDI's client"),
        .init("enrichment.idi.client_secret", "IDI_CLIENT_SECRET", .secret, "", "Its secret"),
        .init("enrichment.idi.url", "IDI_URL", .text, "", "Another address than its own"),
        .init("enrichment.idi.login_url", "IDI_LOGIN_URL", .text, "", "Another address than its own"),
        .init("enrichment.idi.glba", "IDI_GLBA", .text, "", "Why data is asked for"),
        .init("enrichment.idi.dppa", "IDI_DPPA", .text, "", "Why data is asked for"),
        .init("enrichment.tlo.username", "TLO_USERNAME", .text, "", "TLO's user"),
        .init("enrichment.tlo.password", "TLO_PASSWORD", .secret, "", "Its password"),
        .init("enrichment.tlo.url", "TLO_URL", .text, "", "Another address than its own"),
        .init("enrichment.tlo.glb_purpose", "TLO_GLB_PURPOSE", .text, "", "Why data is asked for"),
        .init("enrichment.tlo.dppa_purpose", "TLO_DPPA_PURPOSE", .text, "", "Why data is asked for"),
        .init("enrichment.tlo.permissible_use", "TLO_PERMISSIBLE_USE", .text, "", "Why data is asked for"),
        .init("enrichment.batchdata.api_key", "BATCHDATA_API_KEY", .secret, "", "BatchData's key"),
        .init("enrichment.batchdata.url", "BATCHDATA_URL", .text, "", "Another address than its own"),
        .init("enrichment.pdl.api_key", "PDL_API_KEY", .secret, "", "People Data Labs' key"),
        .init("enrichment.pdl.url", "PDL_URL", .text, "", "Another address than its own"),
    ]

    private static let alerts: [ConfigurationKey] = [
        .init("alerts.webhook.url", "ALERT_WEBHOOK_URL", .text, "", "Where alerts are sent"),
        .init("alerts.webhook.secret", "ALERT_WEBHOOK_SECRET", .secret, "", "What its messages are signed with"),
        .init("alerts.webhook.events", "ALERT_WEBHOOK_EVENTS", .texts, "*", "Kinds of alerts that it gets"),
        .init("alerts.reject_rate", "ALERT_REJECT_RATE", .number, "0.05", "Share of the rows of an import that are rejected"),
        .init("alerts.queue_jobs", "ALERT_QUEUE_JOBS", .integer, "100", "Jobs of a stage that wait"),
        .init("alerts.queue_seconds", "ALERT_QUEUE_SECONDS", .integer, "600", "How long the oldest of them waits"),
        .init("alerts.memory_share", "ALERT_MEMORY_SHARE", .number, "0.8", "Share of the memory in use"),
        .init("alerts.disk_free_share", "ALERT_DISK_FREE_SHARE", .number, "0.1", "Share of a disk that is free"),
        .init("alerts.block_hours", "ALERT_BLOCK_HOURS", .integer, "24", "Hours before its end that a block is said to expire"),
    ]

    private static let output: [ConfigurationKey] = [
        .init(
            "log.level", "LOG_LEVEL", .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]), "info",
            "What is logged"),
        .init("log.format", "LOG_FORMAT", .choice(["text", "json"]), "text", "Lines of text, or an object a line"),
        .init("monitoring.port", "METRICS_PORT", .integer, "", "Where a process answers probes and Prometheus; empty: nowhere"),
        .init("monitoring.host", "METRICS_HOST", .text, "127.0.0.1", "The address that it answers at"),
        .init("revision", "REFINERY_REVISION", .text, "", "Which release a process is"),
    ]
}
