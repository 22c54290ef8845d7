/// Links in Markdown pages.
enum LinkRule {
    /// Relative links whose target is not among `existing` files or their folders.
    static func broken(in page: SourceFile, existing: Set<String>) -> [Finding] {
        page.text.matches(of: /\]\(([^)\s]+)\)/).compactMap { match in
            let target = match.output.1.prefix { $0 != "#" }
            guard !target.isEmpty, !target.contains(":") else { return nil }
            let path = resolved(target, from: page.folders)
            let exists = existing.contains(path) || existing.contains { $0.hasPrefix(path + "/") }
            return exists ? nil : Finding(page.path, "there is no \(path)")
        }
    }

    private static func resolved(_ target: Substring, from folders: [Substring]) -> String {
        var parts = folders
        for part in target.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }
}
