#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension ConfigurationFile {
    /// The command line without `--config FILE`, and the file that it or else `REFINERY_CONFIG` names.
    static func named(in arguments: [String]) throws(ConfigurationFileFault) -> (arguments: [String], path: String?) {
        var (kept, path): ([String], String?) = ([], nil)
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                kept.append(argument)
                kept += rest
                break
            }
            if argument == "--config" {
                guard let named = rest.popFirst() else { throw .notNamed }
                path = named
            } else if argument.hasPrefix("--config=") {
                path = String(argument.dropFirst("--config=".count))
            } else {
                kept.append(argument)
            }
        }
        if path?.isEmpty == true { throw .notNamed }
        return (kept, path ?? Environment.variables["REFINERY_CONFIG"].flatMap { $0.isEmpty ? nil : $0 })
    }

    /// Makes what the file says variables of this process, where it has none of its own. Called before anything else runs.
    /// - Returns: The command line without `--config FILE`.
    /// - Throws: ``ConfigurationFileFault``: nothing is taken from a file that is wrong anywhere.
    static func adopt(_ arguments: [String]) throws(ConfigurationFileFault) -> [String] {
        let (kept, path) = try named(in: arguments)
        // Processes that this one starts get the variables, and need no file.
        guard let path else { return kept }
        // Help is for whoever cannot start; `config` looks at the file itself.
        let isAboutFile = kept.first == "config"
        setenv("REFINERY_CONFIG", isAboutFile ? path : "", 1)
        if isAboutFile || kept.contains(where: ["help", "--help", "-h", "--version"].contains) { return kept }
        let file = try ConfigurationFile(path: path)
        if let problem = file.problems.first { throw .wrong(path: path, problem, of: file.problems.count) }
        for (name, value) in file.variables where getenv(name).map({ $0[0] == 0 }) ?? true { setenv(name, value, 1) }
        return kept
    }
}
