import Foundation

/// What is believed of the terms of a prediction, degree by degree.
///
/// The size that a term is expected to have before it is looked at is that along a random vector of the
/// length of the set, for degree r times q^{r/2}, where q is the largest of 1 and κ_k^{1/k} over the degrees k
/// before, κ_k being how much larger the square of term k is than along a random vector: a set that is
/// coherent to a low order is so to higher ones.
struct TermBeliefs {
  /// The terms so far.
  private(set) var terms: [Prediction.Term] = []
  /// The sum of what is believed.
  private(set) var sum = 0.0
  /// The sum of exact terms.
  private(set) var exact = 0.0
  /// The variance of terms by noise of the coefficients of exact ones.
  private(set) var noise = 0.0
  /// Whether any term is from samples.
  private(set) var isSampled = false
  /// The expected square of the difference to the polynomial; nil where a standard error is unknown.
  private var risk: Double? = 0
  /// How large the last term is expected to be.
  private var size = 0.0
  /// ‖v‖² for the vector v of downweights, and its power for the last degree.
  private let squaredLength: Double
  private var length = 1.0
  /// q: how much larger the square of a term is expected to be than along a random vector, for each degree.
  private var coherence = 1.0

  /// A term that noise hides is taken for at least half as large as the one before.
  private static let ratio = 0.5

  init(squaredLength: Double) {
    self.squaredLength = squaredLength
  }

  /// How far the sum is expected to be from the polynomial.
  var expectedError: Double? { risk.map { $0.squareRoot() } }

  /// Adds a term that the directions determine, up to a variance of noise.
  ///
  /// - Parameters:
  ///   - value: of the term.
  ///   - noise: its variance.
  ///   - variance: of the term along a random vector of length 1.
  ///   - condition: of the equations; nil where none were solved.
  mutating func add(exact value: Double, noise: Double, variance: Double, condition: Double?) {
    length *= squaredLength
    exact += value
    self.noise += noise
    finish(
      Prediction.Term(
        degree: terms.count + 1,
        estimate: Estimate(value: value, standardError: noise.squareRoot()),
        isExact: noise == 0,
        condition: condition
      ),
      risk: noise,
      variance: variance
    )
  }

  /// Adds a term that was estimated from samples.
  ///
  /// - Parameters:
  ///   - estimate: the unbiased one.
  ///   - equations: those that were regressed on, if any.
  ///   - variance: of the term along a random vector of length 1.
  ///   - controls: what the terms before say of it.
  mutating func add(
    _ estimate: Estimate,
    _ equations: TermEquations?,
    variance: Double,
    controls: TermControls? = nil
  ) {
    length *= squaredLength
    isSampled = true
    let degree = terms.count + 1
    var relation: ScaleMixture.Relation?
    if let controls { relation = self.relation(controls) }
    var scale = variance * length
    for _ in 0..<degree { scale *= coherence }
    let belief = estimate.standardError.map {
      ScaleMixture(share: equations?.share ?? 0)
        .belief(estimate.value, error: $0, variance: scale, relation: relation)
    }
    let term = Prediction.Term(
      degree: degree,
      estimate: Estimate(value: belief?.value ?? 0, standardError: estimate.standardError),
      unbiased: estimate.value,
      condition: equations?.condition
    )
    guard let belief, let error = estimate.standardError else {
      risk = nil
      finish(term, risk: 0, variance: variance)
      return
    }
    // At least what a term half as large as the last would be missed by, at most the standard error.
    let unexplained = (1 - (relation?.explained ?? 0)).squareRoot()
    let hidden = (1 - belief.weight) * Self.ratio * size * unexplained
    finish(
      term,
      risk: min(error * error, max(belief.variance, hidden * hidden)),
      variance: variance
    )
  }

  /// What the terms before say of the next, by what is believed of them.
  ///
  /// The noise of an exact first term is passed on.
  private mutating func relation(_ controls: TermControls) -> ScaleMixture.Relation {
    let first = terms.first?.estimate ?? Estimate(value: 0, standardError: 0)
    let degree = terms.count + 1
    let power = (1..<degree).reduce(1.0) { power, _ in power * first.value }
    var value = controls.whole[0] * power * first.value
    var slope = controls.whole[0] * power * Double(degree)
    if controls.whole.count > 1, let last = terms.last?.estimate.value {
      value += controls.whole[1] * first.value * last
      slope += controls.whole[1] * last
    }
    let error = slope * (first.standardError ?? 0)
    noise += error * error
    return ScaleMixture.Relation(value: value, explained: controls.explained)
  }

  private mutating func finish(_ term: Prediction.Term, risk: Double, variance: Double) {
    let value = term.estimate.value
    if variance * length > 0 {
      let ratio = value * value / (variance * length)
      coherence = max(coherence, pow(ratio, 1 / Double(term.degree)))
    }
    size = max(abs(value), risk.squareRoot())
    sum += value
    self.risk = self.risk.map { $0 + risk }
    terms.append(term)
  }
}
