internal import ArgumentParser
internal import RefineryFleet

/// When a process of the fleet ends by itself.
struct RetirementOptions: ParsableArguments {
    @Flag(name: .long, help: "End with 0 once nothing is left to do; what is paused does not count.")
    var untilEmpty = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Memory above which it finishes what it holds and ends with 75, such as 512M. Default: WORKER_MEMORY_LIMIT, else none.",
            valueName: "size"),
        transform: { text in
            guard let count = ByteCount(text) else { throw ValidationError("--memory-limit has to be a size such as 512M or 2G.") }
            return count.bytes
        })
    var memoryLimit: Int?

    var settings: RetirementSettings {
        var settings = RetirementSettings()
        settings.untilEmpty = untilEmpty
        settings.memoryLimit = memoryLimit
        return settings
    }
}
