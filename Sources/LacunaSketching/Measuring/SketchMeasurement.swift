import LacunaExecution
import LacunaPrograms
import LacunaProtocols
import LacunaStores

/// A measurement evaluated on every direction of a sketch.
public struct SketchMeasurement: Sendable {
  /// The value on the undeleted model, for each output.
  public let base: [Double]
  /// The index of each direction.
  public let directions: [Int]
  /// For each direction, output and degree 1…d the coefficient c_{j,r} of f(zψ_j).
  public let coefficients: [[[Complex]]]
  /// How exactly these were interpolated, where they were: for all outputs together.
  public let interpolation: Interpolation?

  /// A measurement that has been evaluated.
  public init(base: [Double], directions: [Int], coefficients: [[[Complex]]]) {
    self.base = base
    self.directions = directions
    self.coefficients = coefficients
    interpolation = nil
  }

  /// Evaluates a measurement on a sketch, shard by shard, through its cache.
  ///
  /// - Parameters:
  ///   - archive: the sketch.
  ///   - target: what is measured.
  ///   - parameters: the parameters of the learner.
  ///   - options: how the machine is used; the precision is the sketch's.
  /// - Throws: ``SketchingError``, or an error of the archive for a shard that is not whole.
  public init(
    of archive: SketchArchive,
    _ target: MeasuredQuery,
    parameters: [StateTensor],
    options: ExecutionOptions
  ) throws {
    var options = options
    options.precision = archive.manifest.expansion.precision == .f64 ? .float64 : .float32
    let degree = archive.manifest.expansion.degree
    var trained: [String: [Double]] = [:]
    for tensor in try archive.baseState() { trained[tensor.name] = try tensor.doubles() }
    let measurer = try Measurer(
      target,
      parameters: parameters,
      base: trained,
      ring: .jet(degree: degree),
      options: options
    )
    base = try measurer.jets(lanes: 1) { _, _, _, _ in Complex(0) }.base
    var directions: [Int] = []
    var coefficients: [[[Complex]]] = []
    var accuracy: [[[MeasuredJets.Accuracy]]] = []
    // Kept until all is measured: a damaged shard is an error, which leaves nothing behind.
    var fresh: [(key: MeasurementKey, made: MeasuredJets)] = []
    let programDigest = target.programDigest
    for (number, entry) in archive.manifest.shards.enumerated() {
      if options.isCancelled() { throw SketchingError.interrupted }
      options.progress(Progress(done: number, total: archive.manifest.shards.count))
      let key = MeasurementKey(
        measurement: target.measurement,
        programDigest: programDigest,
        queryDigest: target.digest,
        shardDigest: entry.digest
      )
      if let cached = try archive.cachedMeasurement(key: key),
        let known = try CachedJets.decoded(cached, entry.count, target, degree)
      {
        coefficients += known.tangents
        accuracy += known.accuracy ?? []
      } else {
        let made = try Self.measure(archive.shard(entry), measurer, parameters, degree)
        fresh.append((key, made))
        coefficients += made.tangents
        accuracy += made.accuracy ?? []
      }
      directions += entry.range
    }
    // A sketch that cannot be written to is not cached, and answers all the same.
    for (key, made) in fresh {
      try? archive.cacheMeasurement(CachedJets.encoded(made, degree), key: key)
    }
    self.directions = directions
    self.coefficients = coefficients
    interpolation = Interpolation(coefficients, accuracy)
  }

  private static func measure(
    _ shard: Shard,
    _ measurer: Measurer,
    _ parameters: [StateTensor],
    _ degree: Int
  ) throws -> MeasuredJets {
    let named = Dictionary(uniqueKeysWithValues: shard.tensors.map { ($0.name, $0) })
    let numbers = try parameters.map { try named[$0.name]?.doubles() ?? [] }
    let counts = parameters.map { $0.shape.reduce(1, *) }
    return try measurer.jets(lanes: shard.count) { parameter, element, coefficient, lane in
      let row = lane * degree + coefficient - 1
      let at = (row * counts[parameter] + element) * 2
      return numbers[parameter].withUnsafeBufferPointer { Complex($0[at], $0[at + 1]) }
    }
  }
}
