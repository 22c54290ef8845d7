internal import ArgumentParser

/// Which import a command is about, and how it prints.
struct ImportArgument: ParsableArguments {
    @Argument(help: "The import's id, or the beginning of it. Default: the newest import.")
    var id: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false
}
