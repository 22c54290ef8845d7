// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: language mode 6, explicit existentials, imports that do not leak, warnings as errors.
let swift: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "refinery",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "refinery", targets: ["refinery"]),
        .executable(name: "campaign-simulator", targets: ["campaign-simulator"]),
        .executable(name: "provider-simulator", targets: ["provider-simulator"]),
        .executable(name: "twilio-simulator", targets: ["twilio-simulator"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // Layer 0: what the system has: libraries, the C that Swift needs to reach them, threads, signals; and what hides secrets.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .systemLibrary(name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
        .systemLibrary(name: "CUchardet", pkgConfig: "uchardet", providers: [.apt(["libuchardet-dev"]), .brew(["uchardet"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CFreeXL", pkgConfig: "freexl", providers: [.apt(["libfreexl-dev"]), .brew(["freexl"])]),
        .systemLibrary(
            name: "CLibXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"]), .brew(["libxlsxwriter"])]),
        .target(name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")]),
        .target(name: "CCSV", linkerSettings: [.linkedLibrary("iconv", .when(platforms: [.macOS]))]),
        .target(name: "CSQL"),
        .target(name: "CColumns"),
        .target(name: "CTemplates"),
        .target(name: "CPersonas"),
        .target(name: "CWriting"),
        .target(name: "COpenAPI"),
        .target(name: "CDashboard"),
        .target(name: "Threads", swiftSettings: swift),
        .target(name: "Secrets", swiftSettings: swift),
        .target(name: "Waiting", swiftSettings: swift),

        // Layer 1: one outside thing each.
        .target(name: "Postgres", dependencies: ["CLibPQ", "Threads", "Secrets"], swiftSettings: swift),
        .target(name: "PrivatePostgres", swiftSettings: swift),
        .target(name: "CSV", dependencies: ["CCSV", "CUchardet"], swiftSettings: swift),
        .target(name: "PhoneNumbers", dependencies: ["CPhoneNumber"], swiftSettings: swift),
        .target(name: "WorkbookWriter", dependencies: ["CLibXLSXWriter"], swiftSettings: swift),
        .target(name: "HTTPClient", dependencies: ["CLibCurl", "Threads"], swiftSettings: swift),
        .target(name: "SQLCatalog", dependencies: ["CSQL"], swiftSettings: swift),
        .target(name: "SampleFiles", swiftSettings: swift),
        .target(name: "Digest", dependencies: ["CLibCrypto"], swiftSettings: swift),
        .target(name: "Prometheus", dependencies: [.product(name: "Metrics", package: "swift-metrics")], swiftSettings: swift),
        .target(
            name: "PlainServer",
            dependencies: [
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swift),

        // Layer 2: pure values.
        .target(name: "RefineryModel", swiftSettings: swift),

        // Also layer 2: tables of other formats as CSV.
        .target(name: "Tables", dependencies: ["CSV", "CZip", "CExpat", "CZlib", "CFreeXL", "Threads"], swiftSettings: swift),

        // Layer 3: what happens to bytes and values, pure.
        .target(
            name: "RefineryStages",
            dependencies: [
                "RefineryModel", "CSV", "Tables", "PhoneNumbers", "Digest", "CTemplates", "CColumns", "CPersonas",
                "CWriting",
            ],
            swiftSettings: swift),

        // Also layer 3: every statement the product runs, and the providers of lookups.
        .target(
            name: "RefineryStore",
            dependencies: [
                "RefineryModel", "Postgres", "SQLCatalog", "Digest",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swift),

        .target(name: "SourceFeed", dependencies: ["RefineryModel", "HTTPClient", "Secrets"], swiftSettings: swift),
        .target(name: "TwilioLookup", dependencies: ["RefineryModel", "HTTPClient"], swiftSettings: swift),
        .target(name: "SkipTrace", dependencies: ["RefineryModel", "HTTPClient", "PhoneNumbers"], swiftSettings: swift),
        .target(name: "StandardWebhooks", dependencies: ["RefineryModel", "HTTPClient", "Digest"], swiftSettings: swift),

        // Also layer 3: what all simulators share.
        .target(
            name: "Simulation",
            dependencies: [
                "RefineryModel",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swift),

        // Layer 4: what a process says of itself to probes and monitoring.
        .target(
            name: "Telemetry",
            dependencies: [
                "PlainServer", "Prometheus",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swift),

        // Also layer 4: the destinations of contacts.
        .target(
            name: "CampaignPush", dependencies: ["StandardWebhooks", "RefineryModel", "HTTPClient", "CSV", "Secrets"],
            swiftSettings: swift),

        // Also layer 4: to which companies and personas records belong; both of the next layer need it.
        .target(
            name: "RefineryLinking", dependencies: ["RefineryStages", "RefineryStore", "RefineryModel", "Postgres"], swiftSettings: swift),

        // Layer 5: what the fleet does by itself, and what a person can ask for; neither sees the other.
        .target(
            name: "RefineryFleet",
            dependencies: [
                "RefineryLinking", "RefineryStages", "RefineryStore", "RefineryModel", "Tables", "Postgres", "PhoneNumbers", "Digest",
                "Threads", "Waiting",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swift),
        .target(
            name: "RefineryOperations",
            dependencies: [
                "RefineryLinking", "RefineryStages", "RefineryStore", "RefineryModel", "StandardWebhooks", "Postgres", "CSV", "Tables",
                "PhoneNumbers",
                "Digest", "Prometheus", "Secrets", "WorkbookWriter", "Threads", "Waiting",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swift),

        // Also layer 5: servers that stand in for those outside, for tests, demos and load runs.
        .target(
            name: "ProviderSimulator",
            dependencies: [
                "PlainServer", "Simulation", "RefineryModel", "HTTPClient",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swift),
        .target(
            name: "CampaignSimulator",
            dependencies: [
                "PlainServer", "Simulation", "RefineryModel", "CSV", "Digest",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swift),
        .target(
            name: "TwilioSimulator",
            dependencies: [
                "PlainServer", "Simulation",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swift),

        // Layer 6: what can be asked over HTTP.
        .target(
            name: "RefineryWeb",
            dependencies: [
                "RefineryOperations", "Telemetry", "Prometheus", "RefineryStages", "RefineryStore", "RefineryModel", "Tables", "Postgres",
                "Digest",
                "Secrets", "Threads", "Waiting", "COpenAPI", "CDashboard",
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swift),

        // Layer 7: the command lines.
        .executableTarget(
            name: "refinery",
            dependencies: [
                "RefineryWeb", "RefineryFleet", "RefineryOperations", "Telemetry", "Prometheus", "RefineryStages", "RefineryStore",
                "RefineryModel", "PrivatePostgres",
                "Postgres",
                "CSV", "Tables", "TwilioLookup", "SourceFeed", "SkipTrace", "CampaignPush", "StandardWebhooks", "HTTPClient", "SampleFiles",
                "Waiting",
                "Threads", "Secrets",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swift),

        .executableTarget(
            name: "refinery-fuzz",
            dependencies: [
                "RefineryStages", "RefineryModel", "CSV", "Tables",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swift),

        .executableTarget(
            name: "campaign-simulator",
            dependencies: [
                "CampaignSimulator", "Simulation", "Threads",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swift),

        .executableTarget(
            name: "provider-simulator",
            dependencies: [
                "ProviderSimulator", "Simulation", "Threads",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swift),

        .executableTarget(
            name: "twilio-simulator",
            dependencies: [
                "TwilioSimulator", "Simulation", "Threads",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swift),

        // Layer 8: what the tests share.
        .target(name: "HTTPTestSupport", path: "Tests/HTTPTestSupport", swiftSettings: swift),
        .target(
            name: "RefineryTestSupport",
            dependencies: [
                "RefineryFleet", "RefineryOperations", "RefineryStages", "RefineryStore", "RefineryModel", "PrivatePostgres", "Postgres",
                "Waiting",
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/RefineryTestSupport", exclude: ["Fixtures"],
            swiftSettings: swift),

        // Layer 9: the tests.
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "Secrets", "RefineryTestSupport"], swiftSettings: swift),
        .testTarget(name: "PrivatePostgresTests", dependencies: ["PrivatePostgres"], swiftSettings: swift),
        .testTarget(name: "CSVTests", dependencies: ["CSV"], swiftSettings: swift),
        .testTarget(name: "TablesTests", dependencies: ["Tables"], exclude: ["Fixtures"], swiftSettings: swift),
        .testTarget(name: "PhoneNumbersTests", dependencies: ["PhoneNumbers"], exclude: ["Fixtures"], swiftSettings: swift),
        .testTarget(name: "HTTPClientTests", dependencies: ["HTTPClient", "HTTPTestSupport"], swiftSettings: swift),
        .testTarget(
            name: "WorkbookWriterTests", dependencies: ["WorkbookWriter", "HTTPTestSupport"], exclude: ["Fixtures"], swiftSettings: swift),
        .testTarget(
            name: "SourceFeedTests", dependencies: ["SourceFeed", "RefineryModel", "HTTPClient", "HTTPTestSupport", "Secrets"],
            swiftSettings: swift),
        .testTarget(
            name: "TwilioLookupTests", dependencies: ["TwilioLookup", "RefineryModel", "HTTPClient", "HTTPTestSupport"],
            swiftSettings: swift),
        .testTarget(
            name: "SkipTraceTests",
            dependencies: [
                "SkipTrace", "ProviderSimulator", "provider-simulator", "RefineryModel", "HTTPClient", "HTTPTestSupport",
            ],
            swiftSettings: swift),
        .testTarget(
            name: "CampaignPushTests",
            dependencies: [
                "CampaignPush", "CampaignSimulator", "campaign-simulator", "RefineryModel", "HTTPClient", "HTTPTestSupport", "Secrets",
                "CSV",
            ],
            exclude: ["Fixtures"], swiftSettings: swift),
        .testTarget(
            name: "StandardWebhooksTests", dependencies: ["StandardWebhooks", "RefineryModel", "HTTPTestSupport"], exclude: ["Fixtures"],
            swiftSettings: swift),
        .testTarget(name: "WaitingTests", dependencies: ["Waiting", "RefineryTestSupport"], swiftSettings: swift),
        .testTarget(name: "SampleFilesTests", dependencies: ["SampleFiles"], swiftSettings: swift),
        .testTarget(name: "SQLCatalogTests", dependencies: ["SQLCatalog"], swiftSettings: swift),
        .testTarget(
            name: "PrometheusTests",
            dependencies: [
                "Prometheus", "Telemetry", "HTTPClient", "RefineryTestSupport", .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swift),
        .testTarget(name: "DigestTests", dependencies: ["Digest"], swiftSettings: swift),
        .testTarget(name: "RefineryModelTests", dependencies: ["RefineryModel", "RefineryTestSupport"], swiftSettings: swift),
        .testTarget(
            name: "RefineryStagesTests",
            dependencies: ["refinery-fuzz", "RefineryStages", "RefineryStore", "RefineryModel", "CSV", "RefineryTestSupport"],
            exclude: ["Fixtures"], swiftSettings: swift),
        .testTarget(
            name: "RefineryStoreTests",
            dependencies: ["RefineryStore", "RefineryModel", "Postgres", "SQLCatalog", "RefineryTestSupport"], exclude: ["Fixtures"],
            swiftSettings: swift),
        .testTarget(
            name: "RefineryLinkingTests",
            dependencies: [
                "RefineryLinking", "RefineryFleet", "RefineryOperations", "RefineryStore", "RefineryModel", "Postgres",
                "RefineryTestSupport",
            ],
            swiftSettings: swift),
        .testTarget(
            name: "RefineryFleetTests",
            dependencies: [
                "RefineryFleet", "RefineryOperations", "RefineryStages", "RefineryStore", "RefineryModel", "Postgres", "HTTPClient",
                "TwilioLookup", "TwilioSimulator", "CampaignPush", "CampaignSimulator", "StandardWebhooks", "HTTPTestSupport", "Secrets",
                "Waiting",
                "RefineryTestSupport",
            ],
            swiftSettings: swift),
        .testTarget(
            name: "RefineryOperationsTests",
            dependencies: [
                "RefineryOperations", "RefineryFleet", "RefineryStages", "RefineryStore", "RefineryModel", "Postgres", "Prometheus",
                "Secrets", "RefineryTestSupport",
            ],
            swiftSettings: swift),
        .testTarget(
            name: "RefineryWebTests",
            dependencies: [
                "RefineryWeb", "RefineryFleet", "RefineryOperations", "Telemetry", "RefineryStore", "RefineryModel", "Postgres",
                "SampleFiles", "HTTPTestSupport",
                "RefineryTestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Fixtures"], swiftSettings: swift),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "refinery", "HTTPClient", "twilio-simulator", "provider-simulator", "campaign-simulator",
                "TwilioSimulator",
                "ProviderSimulator",
                "CampaignSimulator", "RefineryFleet",
                "RefineryOperations", "RefineryStages", "RefineryStore",
                "RefineryModel", "Postgres", "PrivatePostgres", "SampleFiles", "Waiting", "RefineryTestSupport", "HTTPTestSupport",
            ],
            swiftSettings: swift),
        .testTarget(
            name: "TwilioSimulatorTests",
            dependencies: ["TwilioSimulator", "twilio-simulator", "Simulation", "HTTPTestSupport"],
            exclude: ["Fixtures"], swiftSettings: swift),
        .testTarget(name: "TidyTests", swiftSettings: swift),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x,
    cxxLanguageStandard: .cxx17
)
