/// The version of this program, as it registers in `workers` and as `--version` prints it.
enum Version {
    static let current = "0.1.0"
}
