#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif
package import RefineryModel

/// What one provider is asked about one persona, one question after the other, without a clock, a database or a network.
package struct PersonaChain: Sendable {
    /// What has to happen next.
    package enum Next: Sendable, Equatable {
        /// Nobody knows yet where the question stands.
        case offer(SkipTraceQuestion)
        /// The question is to be asked.
        case ask(Int64, SkipTraceQuestion)
        /// Its answer, or the rest of it, is on its way.
        case wait(Int64)
        case done
    }

    package let personaID: UUID
    private let target: EnrichTarget
    private let wants: EnrichmentWants
    private let provider: any SkipTraceProvider
    /// What the provider said, or is about to, when other things were known of the persona, by product.
    private var hits: [String: PersonaHit] = [:]
    /// What the run asked of it before and waits for, whether anything is missing any more or not: it is paid.
    private var awaited: Int64?
    private var question: SkipTraceQuestion?
    private var gained: EnrichmentWants = []
    /// Keys of questions that are answered.
    package private(set) var answered: Set<[UInt8]> = []
    /// Questions with another key whose answers were taken: whoever stored them may have ended before he brought them to the persona.
    package private(set) var taken: Set<Int64> = []

    /// - Parameter wants: What the run looks for.
    package init(_ target: EnrichTarget, wants: EnrichmentWants, provider: any SkipTraceProvider) {
        personaID = target.personaID
        self.target = target
        self.wants = wants.subtracting(target.known)
        self.provider = provider
        question = self.wants.isEmpty ? nil : provider.question(for: target.subject, wanting: self.wants)
    }

    /// What is wanted and neither was known before nor came since.
    package var missing: EnrichmentWants { wants.subtracting(gained) }

    /// - Parameter hits: The last of a product counts.
    package mutating func know(_ hits: [PersonaHit]) {
        self.hits = Dictionary(hits.map { ($0.product, $0) }) { $1 }
        awaited = hits.first { $0.isOfRun && $0.pending != nil }?.pending
    }

    /// Goes on as far as what is known leads.
    /// - Parameter known: Where questions stand, by key.
    package mutating func next(_ known: [[UInt8]: KnownQuestion]) -> Next {
        while let asked = question {
            let key = asked.key
            // A question that was never asked before goes on: a persona is not paid for again because an answer made it known better.
            if let hit = hits[asked.product], hit.key != key {
                if let pending = hit.pending { return .wait(pending) }
                take(hit.result, of: asked, hit.key)
                taken.insert(hit.id)
                continue
            }
            guard let standing = known[key] else { return .offer(asked) }
            switch standing.standing {
            case .open: return .ask(standing.id, asked)
            case .pending: return .wait(standing.id)
            case .settled(let result): take(result, of: asked, key)
            }
        }
        return awaited.map { .wait($0) } ?? .done
    }

    private mutating func take(_ result: UniversalSkipResult?, of asked: SkipTraceQuestion, _ key: [UInt8]) {
        let isNew = answered.insert(key).inserted
        if let result { gained.formUnion(result.answered) }
        let following =
            missing.isEmpty || !isNew
            ? nil : provider.question(after: asked, answered: result, for: target.subject, wanting: missing)
        question = following == asked ? nil : following
    }
}
