/// Which deletion sets predictions are held to the truth on.
public enum EvaluationProtocol: String, Sendable, CaseIterable {
  /// Random subsets of a fraction of the units are kept: the linear datamodelling score.
  case lds
  /// Random sets of k units are deleted.
  case leaveKOut = "leave-k-out"
  /// Single units are deleted.
  case loo
  /// Units that have something in common are deleted.
  case groups
  /// The k units that are predicted to matter most are deleted.
  case counterfactual
  /// Random sets of all sizes up to half of the units are deleted.
  case coverage
}

/// How the sets of protocols are drawn.
public struct EvaluationPlan: Sendable {
  /// Where randomness comes from.
  public var sampling: SetSampling
  /// How many sets each protocol has at most; nil for its own number.
  public var count: Int?
  /// The fraction of the units that is kept (lds) or deleted (leave-k-out); nil for the protocol's own.
  public var fraction: Double?
  /// The numbers of units that are deleted (leave-k-out, counterfactual); none for the protocol's own.
  public var sizes: [Int]
  /// What the sets of `groups` have in common.
  public var groups: [CoherentSets]
  /// Further sets of `groups`.
  public var given: [EvaluatedSet]

  /// A plan with the protocols' own numbers.
  public init(seed: UInt64) {
    sampling = SetSampling(seed: seed)
    sizes = []
    groups = []
    given = []
  }

  /// The fraction that is kept by `lds`, as in TRAK.
  public static let keptFraction = 0.5
  /// The fraction that is deleted by `leave-k-out`.
  public static let deletedFraction = 0.01
  /// The sets of a protocol, as in TRAK.
  public static let setCount = 100
  /// The most units that `loo` deletes one by one where no number is given.
  public static let looCount = 200

  /// The sets of a protocol but `counterfactual`, whose sets depend on predictions.
  ///
  /// - Throws: ``SketchingError``.
  public func sets(
    of kind: EvaluationProtocol,
    _ units: EvaluatedUnits
  ) throws(SketchingError) -> [EvaluatedSet] {
    let n = units.count
    guard n > 1 else {
      throw .option(name: "STORE", found: "a sketch of one unit", expected: "at least 2 units")
    }
    switch kind {
    case .lds:
      let kept = fraction ?? Self.keptFraction
      return random(n - part(kept, of: n), n, 0)
    case .leaveKOut:
      let sizes = try sizes(upTo: n - 1) { part(fraction ?? Self.deletedFraction, of: n) }
      return sizes.enumerated().flatMap { random($1, n, $0 + 1) }
    case .loo:
      let single = try CoherentSets.unit.sets(of: units)
      return single.sampled(count ?? Self.looCount, sampling)
    case .groups:
      var found: [EvaluatedSet] = []
      for group in groups { found += try group.sets(of: units) }
      return found.sampled(count ?? Self.setCount, sampling) + given
    case .coverage:
      return (0..<(count ?? Self.setCount)).map { number in
        let size = sampling.size(upTo: n / 2, number: number)
        let set = sampling.set(of: size, among: n, number: number, .control)
        return EvaluatedSet(name: "random \(size) #\(number)", units: set)
      }
    case .counterfactual:
      _ = try counterfactualSizes(of: n)
      return []
    }
  }

  /// How many units `counterfactual` deletes: one in a hundred, in twenty and in ten, unless told otherwise.
  public func counterfactualSizes(of units: Int) throws(SketchingError) -> [Int] {
    guard sizes.isEmpty else {
      _ = try sizes(upTo: units - 1) { 1 }
      return Set(sizes).sorted()
    }
    return Set([units / 100, units / 20, units / 10].map { max(1, $0) }).sorted()
  }

  /// The sizes asked for, or the protocol's own.
  public func sizes(upTo most: Int, or own: () -> Int) throws(SketchingError) -> [Int] {
    if let bad = sizes.first(where: { !(1...most ~= $0) }) {
      throw .option(name: "--k", found: "\(bad)", expected: "1 to \(most), the units but one")
    }
    return sizes.isEmpty ? [own()] : sizes
  }

  /// So many random sets of a size; those of another stream are independent.
  public func random(_ size: Int, _ units: Int, _ stream: Int) -> [EvaluatedSet] {
    (0..<(count ?? Self.setCount)).map { number in
      let set = sampling.set(of: size, among: units, number: stream << 32 | number)
      return EvaluatedSet(name: "random \(size) #\(number)", units: set)
    }
  }

  /// A fraction of the units, at least one and not all.
  private func part(_ fraction: Double, of count: Int) -> Int {
    max(1, min(count - 1, Int((fraction * Double(count)).rounded())))
  }
}
