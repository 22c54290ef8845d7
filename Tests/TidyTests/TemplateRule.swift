/// Rules for the templates of pages.
enum TemplateRule {
    /// Every text goes through our own escaping: the library's own lets a quote with a combining mark pass.
    static func escaping(in template: SourceFile) -> [Finding] {
        var findings: [Finding] = []
        if !(template.lines.first?.hasPrefix("{{% CONTENT_TYPE:SAFE}}") ?? false) {
            findings.append(Finding(template.path, "begin with {{% CONTENT_TYPE:SAFE}}: without it the library's own escaping counts"))
        }
        if template.text.matches(of: /\{\{%/).count > 1 { findings.append(Finding(template.path, "one content type is enough")) }
        return findings + template.findings(template.numberedLines, with: ["{{{", "{{&", "{{ &"]) { _ in "let nothing through unescaped" }
    }

    /// What the policy of pages refuses, and attributes that a value could leave.
    static func markup(in template: SourceFile) -> [Finding] {
        template.findings(template.numberedLines, with: ["="]) { line -> String? in
            if line.contains(/\sstyle\s*=/) { return "styles stand in the style sheet" }
            if line.contains(/\son[a-z]+\s*=/) { return "scripts stand in dashboard.js" }
            if line.contains(/\s[a-z-]+=\{\{/) { return "quote the attribute" }
            if line.contains(/(?:src|href|action)\s*=\s*"(?:https?:)?\/\//) { return "load nothing from elsewhere" }
            return nil
        }
            + template.findings(template.numberedLines, with: ["<script", "<style"]) { line -> String? in
                line.contains(/<script(?! src="\{\{js\}\}" defer><\/script>)|<style/) ? "nothing runs that stands in a page" : nil
            }
    }
}
