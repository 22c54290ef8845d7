internal import ArgumentParser

/// Which import a command is about, and how it prints.
struct ImportArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The import's id, or the beginning of it. Default: the newest import.", valueName: "import"))
    var id: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false
}
