import LacunaExecution
import LacunaProtocols
import LacunaStores

/// The gradients that are stored with a sketch.
///
/// Of a measurement the gradient is a tensor `[outputs, n]`, its series along some directions one
/// `[directions, outputs, degree − 1, n, 2]`, in double precision.
public struct StoredGradients: Sendable {
  private let archive: SketchArchive
  private let problem: TrainingProblem
  private let directions: Directions
  private let run: String

  /// The gradients of a sketch.
  ///
  /// - Parameters:
  ///   - archive: the sketch.
  ///   - problem: what was trained.
  ///   - directions: of the sketch.
  public init(_ archive: SketchArchive, _ problem: TrainingProblem, _ directions: Directions) {
    self.archive = archive
    self.problem = problem
    self.directions = directions
    let manifest = archive.manifest
    let expansion = manifest.expansion
    run = SHA256Digest.of(
      [
        manifest.baseStateDigest, manifest.data.digest, manifest.data.grouping?.digest ?? "",
        manifest.data.baseWeights?.digest ?? "", "\(manifest.data.units)",
        manifest.training.initialStateDigest ?? "", "\(manifest.training.steps)",
        "\(expansion.distribution) \(expansion.generator) \(expansion.seed)",
        expansion.directionsDigest ?? "", expansion.precision.rawValue,
      ].joined(separator: "\n")
        + manifest.programs.map { "\n\($0.name) \($0.digest)" }.joined()
    )
  }

  private func key(_ target: MeasuredQuery) -> GradientKey {
    GradientKey(
      measurement: target.measurement,
      programDigest: target.programDigest,
      queryDigest: target.digest,
      runDigest: run
    )
  }

  /// The gradient of a measurement: output, then unit; nil where there is none.
  ///
  /// - Throws: what the store throws.
  public func gradient(of target: MeasuredQuery) throws -> [[Double]]? {
    let units = problem.unitCount
    guard let tensor = try archive.gradient(key(target), .gradient),
      tensor.shape == [target.outputCount, units]
    else { return nil }
    let numbers = try tensor.doubles()
    return (0..<target.outputCount).map { Array(numbers[($0 * units)..<(($0 + 1) * units)]) }
  }

  /// Keeps the gradient of a measurement.
  ///
  /// - Throws: what the store throws.
  public func keep(_ gradient: MeasuredGradient, of target: MeasuredQuery) throws {
    let tensor = try TensorData(
      name: "gradient",
      shape: [target.outputCount, problem.unitCount],
      gradient.gradient.flatMap(\.self)
    )
    try archive.keepGradient(tensor, key(target), .gradient)
  }

  /// The directions of which a measurement has whole series up to a degree, from the first on without a gap.
  ///
  /// - Throws: what the store throws.
  public func count(of target: MeasuredQuery, degree: Int) throws -> Int {
    var end = 0
    for range in try ranges(target, degree) {
      guard range.lowerBound == end, try part(target, degree, range) != nil else { break }
      end = range.upperBound
    }
    return end
  }

  /// The degrees of f that series of a measurement reach, whole or not.
  private func degrees(of target: MeasuredQuery) throws -> [Int] {
    let found = try archive.gradientParts(key(target)).compactMap { part -> Int? in
      if case .jets(let degree, _) = part { degree } else { nil }
    }
    return Set(found).sorted()
  }

  private func ranges(_ target: MeasuredQuery, _ degree: Int) throws -> [Range<Int>] {
    let found = try archive.gradientParts(key(target)).compactMap { part -> Range<Int>? in
      guard case .jets(degree, let range) = part else { return nil }
      return range
    }
    // Of several that begin alike, as an extended sketch has, the longest.
    var ranges: [Range<Int>] = []
    for range in found.sorted(by: { ($0.lowerBound, -$0.count) < ($1.lowerBound, -$1.count) })
    where range.lowerBound == ranges.last?.upperBound ?? 0 {
      ranges.append(range)
    }
    return ranges
  }

  /// The numbers of a part; nil where it is not whole.
  private func part(
    _ target: MeasuredQuery,
    _ degree: Int,
    _ range: Range<Int>
  ) throws -> [Double]? {
    let shape = [range.count, target.outputCount, degree - 1, problem.unitCount, 2]
    guard
      let tensor = try archive.gradient(key(target), .jets(degree: degree, directions: range)),
      tensor.shape == shape
    else { return nil }
    return try tensor.doubles()
  }

  /// Keeps series of a measurement along some directions: output, then direction.
  ///
  /// - Throws: what the store throws.
  public func keep(
    _ jets: [[GradientJet]],
    of target: MeasuredQuery,
    degree: Int,
    directions: Range<Int>
  ) throws {
    var numbers: [Double] = []
    for index in directions.indices {
      for output in jets {
        for row in output[index - directions.lowerBound].coefficients {
          for value in row { numbers += [value.re, value.im] }
        }
      }
    }
    let tensor = try TensorData(
      name: "gradient",
      shape: [directions.count, jets.count, degree - 1, problem.unitCount, 2],
      numbers
    )
    try archive.keepGradient(tensor, key(target), .jets(degree: degree, directions: directions))
  }

  /// The series of a measurement: those of the most directions, and among these of the highest degree.
  ///
  /// - Parameters:
  ///   - target: what was measured.
  ///   - degree: of f that they reach at least; any by default.
  ///   - count: how many directions; all by default.
  /// - Returns: the sketch of gradients; nil where none is whole.
  /// - Throws: what the store throws.
  public func sketch(
    of target: MeasuredQuery,
    reaching degree: Int? = nil,
    directions count: Int? = nil
  ) throws -> GradientSketch? {
    var best: [[GradientJet]] = []
    for found in try degrees(of: target) where found >= degree ?? 2 {
      let jets = try jets(of: target, degree: found)
      if jets[0].count >= best.first?.count ?? 1 { best = jets }
    }
    guard let held = best.first?.count else { return nil }
    let kept = min(count ?? held, held)
    return GradientSketch(
      best.map { Array($0.prefix(kept)) },
      along: (0..<kept).map { directions.direction($0, units: problem.unitCount) }
    )
  }

  /// All whole series of a degree without a gap: output, then direction.
  private func jets(of target: MeasuredQuery, degree: Int) throws -> [[GradientJet]] {
    var jets = [[GradientJet]](repeating: [], count: target.outputCount)
    for range in try ranges(target, degree) {
      guard let numbers = try part(target, degree, range) else { break }
      append(numbers, range.count, degree - 1, to: &jets)
    }
    return jets
  }

  private func append(
    _ numbers: [Double],
    _ count: Int,
    _ order: Int,
    to jets: inout [[GradientJet]]
  ) {
    let units = problem.unitCount
    var place = 0
    for _ in 0..<count {
      for output in jets.indices {
        var rows: [[Complex]] = []
        for _ in 0..<order {
          rows.append(
            (0..<units).map { Complex(numbers[place + 2 * $0], numbers[place + 2 * $0 + 1]) }
          )
          place += 2 * units
        }
        jets[output].append(GradientJet(coefficients: rows))
      }
    }
  }
}
