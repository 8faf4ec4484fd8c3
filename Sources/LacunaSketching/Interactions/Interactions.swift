import LacunaExecution

/// The exact effects of deleting some groups of units, alone and together, in one training run.
///
/// With a variable z_i for each of r groups g_i, f(Σ z_i g_i) is a series in the ring ℝ[z₁…z_r], whose square-free
/// part, ℝ[z₁…z_r]/(z_i²), holds the mixed derivatives. Its product is the subset convolution, which the ranked
/// zeta transform turns into products of polynomials in one variable, one for each subset (A. Björklund et al.,
/// *Fourier meets Möbius: fast subset convolution*, STOC 2007). These are jets along Σ_{i∈S} z g_i: so training runs
/// over jets in 2^r − 1 lanes, one a subset, and a Möbius transform at the end gives every mixed term.
public struct Interactions: Sendable {
  /// The effect of some groups together, beyond those of fewer of them.
  public struct Effect: Sendable, Equatable {
    /// The groups, ascending.
    public var groups: [Int]
    /// For each degree from 1, the sum of the coefficients of all monomials of that degree in which each of these
    /// groups has a part, and no other; zero below the number of groups.
    public var terms: [Double]
    /// For each degree, what rounding may have left in the term.
    public var rounding: [Double]

    /// The coefficient of ∏ z_i: the mixed derivative ∂^k f/∂g_1…∂g_k, of one group the first derivative.
    public var derivative: Double { terms[groups.count - 1] }
    /// What rounding may have left in the derivative.
    public var derivativeRounding: Double { rounding[groups.count - 1] }
    /// The effect when the groups are deleted, up to the degree: at z = 1.
    public var total: Double { terms.reduce(0, +) }
  }

  /// What is said of a measurement.
  public struct Result: Sendable {
    /// The value on the undeleted model.
    public var base: Double
    /// An effect for each subset but the empty one: main effects first, then pairs, and so on.
    public var effects: [Effect]

    /// The effect of deleting some of the groups together: the sum over their subsets.
    public func joint(_ groups: [Int]) -> Double {
      effects.filter { Set($0.groups).isSubset(of: groups) }.reduce(0) { $0 + $1.total }
    }
  }

  /// The result of each target.
  public let results: [Result]

  /// The most groups.
  public static let mostGroups = 6

  /// Trains over jets along all sums of groups and measures.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - groups: the units of each; no unit in two.
  ///   - degree: of the jets; at least the number of groups.
  ///   - targets: what is measured; scalars.
  ///   - options: how the machine is used.
  /// - Throws: ``SketchingError``.
  public init(
    _ problem: TrainingProblem,
    between groups: [[Int]],
    degree: Int,
    targets: [MeasuredQuery],
    options: ExecutionOptions
  ) throws {
    try Self.check(groups, degree: degree, of: problem)
    let subsets = 1..<(1 << groups.count)
    let lines = subsets.map { subset in
      var line = [Complex](repeating: Complex(0), count: problem.unitCount)
      for group in SubsetLattice.members(subset) {
        for unit in groups[group] { line[unit] = Complex(1) }
      }
      return LineOfTraining(line)
    }
    let expanded = try ExpandedTraining(
      problem,
      along: lines,
      degree: degree,
      targets: targets,
      options: options
    )
    results = targets.indices.map { target in
      Result(
        base: expanded.base[target].first ?? 0,
        effects: Self.effects(
          expanded.lines.map { $0.coefficients[target].first?.map(\.re) ?? [] },
          groups: groups.count,
          degree: degree
        )
      )
    }
  }

  private static func check(
    _ groups: [[Int]],
    degree: Int,
    of problem: TrainingProblem
  ) throws(SketchingError) {
    guard 2...mostGroups ~= groups.count else {
      throw .option(
        name: "--group",
        found: "given \(groups.count) times",
        expected: "2 to \(mostGroups) groups"
      )
    }
    guard groups.count...100 ~= degree else {
      throw .option(
        name: "--degree",
        found: "\(degree)",
        expected: "\(groups.count), the number of groups, to 100"
      )
    }
    var owner: [Int: Int] = [:]
    for (number, group) in groups.enumerated() {
      for unit in group {
        guard let other = owner.updateValue(number, forKey: unit) else { continue }
        throw .option(
          name: "--group",
          found: "unit \(problem.units.name(unit)) in groups \(other + 1) and \(number + 1)",
          expected: "groups that share no unit"
        )
      }
    }
  }

  /// The effects, from the coefficients along each sum of groups.
  ///
  /// - Parameters:
  ///   - lines: for each subset from 1, the coefficients from degree 1.
  ///   - groups: how many there are.
  ///   - degree: of the coefficients.
  /// - Returns: an effect for each subset.
  static func effects(_ lines: [[Double]], groups: Int, degree: Int) -> [Effect] {
    var terms: [[Double]] = []
    var sizes: [[Double]] = []
    for r in 0..<degree {
      var values = [0] + lines.map { $0[r] }
      var magnitudes = values.map(abs)
      SubsetLattice.invert(&values)
      SubsetLattice.sum(&magnitudes)
      terms.append(values)
      sizes.append(magnitudes)
    }
    let rate = rounding(terms, sizes)
    return SubsetLattice.ordered(groups).map { subset in
      let members = SubsetLattice.members(subset)
      return Effect(
        groups: members,
        // Below the number of groups there is nothing but rounding.
        terms: (0..<degree).map { $0 + 1 < members.count ? 0 : terms[$0][subset] },
        rounding: (0..<degree).map { $0 + 1 < members.count ? 0 : rate * sizes[$0][subset] }
      )
    }
  }

  /// What rounding leaves of a sum of numbers, as part of their sizes.
  ///
  /// A monomial of degree r has a part in at most r groups, so that the terms of more groups vanish but for
  /// rounding: what is left of them is the measure.
  private static func rounding(_ terms: [[Double]], _ sizes: [[Double]]) -> Double {
    // Never less than the last bits of a few dozen operations.
    var rate = 0x1p-48
    for r in terms.indices {
      for subset in terms[r].indices where subset.nonzeroBitCount > r + 1 {
        guard sizes[r][subset] > 0 else { continue }
        rate = max(rate, 4 * abs(terms[r][subset]) / sizes[r][subset])
      }
    }
    return rate
  }
}
