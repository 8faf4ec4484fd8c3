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
  /// The noise of coefficients beside their size: of their format, or of interpolation; 0 where it is but the
  /// rounding of double precision.
  public let relativeNoise: Double
  /// For each output the exact first order, where it is known from elsewhere.
  ///
  /// ∂f/∂w_u at w = 0 for the downweight w_u of each unit, as a reverse pass through training gives it. Nil where the
  /// sketch alone tells.
  public private(set) var gradients: [[Double]]?
  /// Gradients along directions, where they are known from elsewhere: higher degrees are predicted from them.
  public private(set) var gradientSketch: GradientSketch?

  /// A measurement that has been evaluated.
  public init(
    base: [Double],
    directions: [Int],
    coefficients: [[[Complex]]],
    relativeNoise: Double = 0,
    interpolation: Interpolation? = nil
  ) {
    self.relativeNoise = relativeNoise
    self.base = base
    self.directions = directions
    self.coefficients = coefficients
    self.interpolation = interpolation
  }

  /// Evaluates a measurement on a sketch through its cache.
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
    let sketch = OpenSketch(archive, bytesKept: 0)
    try self.init(of: sketch, target, parameters: parameters, options: options)
  }

  /// Evaluates a measurement on a sketch through its cache, and keeps what it reads.
  ///
  /// - Parameters:
  ///   - sketch: the sketch.
  ///   - target: what is measured.
  ///   - parameters: the parameters of the learner.
  ///   - options: how the machine is used; the precision is the sketch's.
  /// - Throws: ``SketchingError``, or an error of the archive for a shard that is not whole.
  public init(
    of sketch: OpenSketch,
    _ target: MeasuredQuery,
    parameters: [StateTensor],
    options: ExecutionOptions
  ) throws {
    let archive = sketch.archive
    let entries = archive.manifest.shards
    let degree = archive.manifest.expansion.degree
    var options = options
    options.precision = archive.manifest.expansion.precision == .f64 ? .float64 : .float32
    let programDigest = target.programDigest
    let queryDigest = target.digest
    let keys = entries.map {
      MeasurementKey(
        measurement: target.measurement,
        programDigest: programDigest,
        queryDigest: queryDigest,
        shardDigest: $0.digest
      )
    }
    let run = try ShardRun(sketch, target, parameters: parameters, options: options)
    base = try run.base()
    var found: [MeasuredJets?] = try zip(entries, keys).map { entry, key in
      try archive.cachedMeasurement(key: key)
        .flatMap { try CachedJets.decoded($0, entry.count, target, degree) }
    }
    let missing = entries.indices.filter { found[$0] == nil }
    try run.measure(missing.map { entries[$0] }) { found[missing[$0]] = $1 }
    // Only now: a damaged shard is an error, which leaves nothing behind. A sketch that cannot be
    // written to is not cached, and answers all the same. Beside each other, since a disk takes its time.
    if archive.isWritable {
      let made = found
      try Parallel.forEach(missing.count, threads: options.threads) {
        ()
      } body: { _, index in
        guard let jets = made[missing[index]] else { return }
        try? archive.cacheMeasurement(CachedJets.encoded(jets, degree), key: keys[missing[index]])
      }
    }
    directions = entries.flatMap(\.range)
    coefficients = found.flatMap { $0?.tangents ?? [] }
    interpolation = Interpolation(coefficients, found.flatMap { $0?.accuracy ?? [] })
    let format = options.precision == .float32 ? Double(Float.ulpOfOne) : 0
    relativeNoise = max(format, interpolation?.relativeError ?? 0)
  }
}

extension SketchMeasurement {
  /// The same with an exact first order.
  ///
  /// - Parameter gradients: for each output a number for each unit, the derivative by its downweight (minus
  ///   that by its weight); nil for none.
  /// - Returns: the measurement.
  public func knowing(gradients: [[Double]]?) -> SketchMeasurement {
    var other = self
    other.gradients = gradients
    return other
  }

  /// The same with gradients along directions, for an exact first order that is known.
  public func knowing(_ sketch: GradientSketch?) -> SketchMeasurement {
    var other = self
    other.gradientSketch = sketch
    return other
  }

  /// The same on the first directions alone, with the series stopped at a degree.
  ///
  /// - Parameters:
  ///   - count: how many directions; all by default.
  ///   - degree: of the series.
  /// - Returns: the measurement.
  public func stopped(directions count: Int? = nil, degree: Int) -> SketchMeasurement {
    let count = count ?? directions.count
    return SketchMeasurement(
      base: base,
      directions: Array(directions.prefix(count)),
      coefficients: coefficients.prefix(count).map { outputs in
        outputs.map { Array($0.prefix(degree)) }
      },
      relativeNoise: relativeNoise,
      interpolation: interpolation
    ).knowing(gradients: gradients)
      .knowing(degree > 1 ? gradientSketch?.stopped(degree: degree) : nil)
  }
}
