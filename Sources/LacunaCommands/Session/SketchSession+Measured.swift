import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores

extension SketchSession {
  /// What the sketch says of a measurement: its jets along directions, and its gradients where there are any.
  ///
  /// Gradients along directions say more than as many jets, so that they decide the degree where none is
  /// asked for; a degree beyond theirs is that of the jets.
  ///
  /// - Parameters:
  ///   - target: what is measured.
  ///   - sketch: the sketch of the session.
  ///   - degree: where the series is stopped; nil for what the sketch has.
  ///   - estimator: how directions are combined: `auto` alone follows gradients along them.
  ///   - options: how the machine is used.
  /// - Returns: the measurement.
  /// - Throws: ``SessionError/noGradient(store:measurement:query:)``,
  ///   ``SketchingError/option(name:found:expected:)``, or what measuring throws.
  func measured(
    _ target: MeasuredQuery,
    on sketch: OpenSketch,
    degree: Int? = nil,
    by estimator: Estimator = .auto,
    _ options: ExecutionOptions
  ) throws -> SketchMeasurement {
    // Before anything is measured: what is wrong with the degree is said at once.
    let stored = StoredGradients(archive, problem, directions)
    let gradients = try stored.gradient(of: target)
    let series =
      gradients == nil || estimator != .auto
      ? nil : try stored.sketch(of: target, reaching: degree)
    let ofJets = archive.manifest.shards.isEmpty ? 0 : archive.manifest.expansion.degree
    if ofJets == 0, gradients != nil, estimator != .auto {
      throw SessionError.gradientsAlone(store: archive.location, estimator: estimator.name)
    }
    let ofGradients = gradients == nil ? 0 : series?.degree ?? 1
    let most = max(ofJets, ofGradients)
    guard most > 0 else {
      throw SessionError.noGradient(
        store: archive.location,
        measurement: target.measurement,
        query: target.query
      )
    }
    guard 1...most ~= degree ?? most else {
      throw SketchingError.option(
        name: "--degree",
        found: "\(degree ?? most)",
        expected: "1 to \(most), the degree of the sketch"
      )
    }
    // Jets keep their degree where none is asked for, so that all queries of a command have the same.
    return try SketchMeasurement(
      of: sketch,
      target,
      parameters: problem.parameters,
      options: options
    ).knowing(gradients: gradients).knowing(degree ?? 1 > ofGradients ? nil : series)
      .stopped(degree: degree ?? most)
  }
}
