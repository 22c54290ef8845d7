internal import ArgumentParser
internal import RefineryFleet
internal import RefineryModel
internal import SourceFeed

struct FetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Download a vendor's list over HTTP, page by page, as one CSV file.",
        discussion: """
            Asks SOURCE_API_URL (usbizdata.source.api_endpoint) no faster than SOURCE_API_PER_MINUTE, follows Link: <…>; rel="next", and leaves the
            header of all pages but the first away. A page that cannot be had is asked for again.

            Example:
              refinery fetch --output leads.csv && refinery submit leads.csv
              refinery --config refinery.json fetch | refinery submit -
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("The file; it appears when it is whole. Default: standard output.", valueName: "file"))
    var output: String?

    func run() async throws {
        try await reporting {
            let configuration = try Configuration(environment: Environment.variables)
            let client = try configuration.feed.client(configuration.fleet.retry, attempts: configuration.fleet.attempts)
            let target = try OutputTarget(path: output)
            let totals = try await client.download { try target.write($0) }
            try target.finish()
            Console.message(
                "\(NumberFormat.counted(Int64(totals.pages), "page")), \(NumberFormat.counted(totals.bytes, "byte"))\(OutputTarget.place(output))."
            )
        }
    }
}
