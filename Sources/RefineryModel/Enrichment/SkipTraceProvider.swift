/// A service that sells what it knows of people, as one account of it.
///
/// To add one: conform a type of the target SkipTrace to this, name it in ``EnrichmentProviderName``, and make it where the executable
/// makes providers. Workers, the budget, the cache and the database know nothing more of it.
package protocol SkipTraceProvider: Sendable {
    /// Who pays, and for what.
    var account: SkipTraceAccount { get }

    /// What to ask about a subject, so that as much of what is wanted may come as this provider has; nil when too little is known, or when
    /// it has nothing of what is wanted.
    func question(for subject: EnrichmentSubject, wanting wants: EnrichmentWants) -> SkipTraceQuestion?

    /// What to ask next about the same subject, after `question` was answered now or earlier: a company's people first, then one of them.
    /// - Parameter result: nil: the provider knew nothing.
    /// - Returns: nil when this provider has nothing more to say. Never a question asked before in the chain.
    func question(
        after question: SkipTraceQuestion, answered result: UniversalSkipResult?, for subject: EnrichmentSubject,
        wanting wants: EnrichmentWants
    ) -> SkipTraceQuestion?

    /// The products of questions that may follow one of this product, one each; a question of none of them follows.
    func products(after product: String) -> [String]

    /// Asks questions of one product in one request, sent at most once. Every failure is an outcome.
    ///
    /// When the task is cancelled the outcomes are ``SkipTraceOutcome/retry(reason:after:mayHaveBeenBilled:)``.
    /// - Parameters:
    ///   - questions: As many as the product's ``SkipTraceProduct/questionsPerRequest`` at most, all of this provider.
    ///   - callbackToken: Part of the address that the service calls back, where it does: nobody can guess it, and it is noted with the
    ///     intent to ask. Letters, digits and dashes.
    /// - Returns: One outcome a question, in their order.
    func ask(_ questions: [SkipTraceQuestion], callbackToken: String) async -> [SkipTraceOutcome]

    /// Fetches what was still pending; free. ``SkipTraceOutcome/pending(_:soFar:)`` again: not there yet.
    /// - Parameter token: ``SkipTracePending/token``.
    func collect(_ token: String) async -> SkipTraceOutcome

    /// Reads what the service sent to the address that was given with a request. The same body gives the same answers, however often it comes.
    /// - Parameter token: The token in that address.
    /// - Returns: An answer for each question in it; none for a body that cannot be read.
    func answers(inCallback body: [UInt8], to token: String) -> [SkipTraceCallback]
}

extension SkipTraceProvider {
    package func question(
        after question: SkipTraceQuestion, answered result: UniversalSkipResult?, for subject: EnrichmentSubject,
        wanting wants: EnrichmentWants
    ) -> SkipTraceQuestion? { nil }

    package func products(after product: String) -> [String] { [] }
    package func collect(_ token: String) async -> SkipTraceOutcome { .missed(raw: [], reason: "Nothing is pending.", cost: nil) }
    package func answers(inCallback body: [UInt8], to token: String) -> [SkipTraceCallback] { [] }
}

/// On whose account is asked, and for what.
package struct SkipTraceAccount: Sendable, Equatable {
    package let provider: EnrichmentProviderName
    /// Names the budget.
    package let id: String
    package let products: [SkipTraceProduct]

    package init(provider: EnrichmentProviderName, id: String, products: [SkipTraceProduct]) {
        self.provider = provider
        self.id = id
        self.products = products
    }

    /// The product that a question asks for; nil for a question of another provider.
    package func product(of question: SkipTraceQuestion) -> SkipTraceProduct? {
        question.provider == provider ? products.first { $0.name == question.product } : nil
    }
}

/// What is bought: a kind of question with a price in the account's budget.
package struct SkipTraceProduct: Sendable, Equatable {
    /// Unique among all providers, as `apollo_match`.
    package let name: String
    /// The most that one question costs, where nothing else is configured.
    package let price: Money
    /// Whether a question without an answer costs as much.
    package let chargesMisses: Bool
    /// 1 where they go one by one.
    package let questionsPerRequest: Int

    package init(_ name: String, price: Money, chargesMisses: Bool = false, questionsPerRequest: Int = 1) {
        self.name = name
        self.price = price
        self.chargesMisses = chargesMisses
        self.questionsPerRequest = questionsPerRequest
    }
}
