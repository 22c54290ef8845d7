/// Decides where the server lives.
struct HomeChoice: Equatable {
    let path: String
    /// Set when the place is not the one a user would expect.
    let notice: String?

    /// Where root's servers live: `/root` is closed to the account that runs them.
    static let rootHome = "/var/lib/refinery"

    /// An explicit home is taken as it is, reachable or not: ``PrivatePostgres/start()`` explains what is wrong with it.
    static func choose(wanted: String?, environment: [String: String], account: ServerAccount?) -> HomeChoice {
        let userHome = nonEmpty(environment["HOME"]) ?? ServerAccount.homeOfThisUser() ?? "/tmp"
        if let explicit = nonEmpty(wanted) ?? nonEmpty(environment["REFINERY_HOME"]) {
            return HomeChoice(path: resolved(explicit, userHome: userHome), notice: nil)
        }
        let usual = resolved(userHome + "/.refinery", userHome: userHome)
        guard let account, account.isOther, let obstacle = account.firstClosedDirectory(on: usual) else {
            return HomeChoice(path: usual, notice: nil)
        }
        let notice =
            "Postgres refuses to run as root and its account \(account.name) cannot enter \(obstacle): "
            + "the private database lives in \(rootHome). Set REFINERY_HOME to choose another place."
        return HomeChoice(path: rootHome, notice: notice)
    }

    /// Absolute, and with the symbolic links of its existing part resolved: one directory, one name.
    private static func resolved(_ path: String, userHome: String) -> String {
        let expanded = path == "~" || path.hasPrefix("~/") ? userHome + path.dropFirst() : path
        return realPath(expanded.hasPrefix("/") ? expanded : currentDirectory() + "/" + expanded)
    }

    private static func nonEmpty(_ text: String?) -> String? {
        text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
