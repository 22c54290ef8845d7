/// The level of a job, from the top down. The raw values are those of `personas.seniority`.
package enum Seniority: String, Sendable, CaseIterable {
    case owner, founder
    case cSuite = "c_suite"
    case partner, vp, head, director, manager, senior, entry, intern
}
