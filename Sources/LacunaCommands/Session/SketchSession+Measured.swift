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
  ///   - options: how the machine is used.
  /// - Returns: the measurement.
  /// - Throws: ``SessionError/noGradient(store:measurement:query:)``,
  ///   ``SketchingError/option(name:found:expected:)``, or what measuring throws.
  func measured(
    _ target: MeasuredQuery,
    on sketch: OpenSketch,
    degree: Int? = nil,
    _ options: ExecutionOptions
  ) throws -> SketchMeasurement {
    let measured = try SketchMeasurement(
      of: sketch,
      target,
      parameters: problem.parameters,
      options: options
    ).knowing(StoredGradients(archive, problem, directions), of: target)
    let ofJets = archive.manifest.shards.isEmpty ? 0 : archive.manifest.expansion.degree
    let ofGradients = measured.gradients == nil ? 0 : measured.gradientSketch?.degree ?? 1
    let most = max(ofJets, ofGradients)
    guard most > 0 else {
      throw SessionError.noGradient(
        store: archive.location,
        measurement: target.measurement,
        query: target.query
      )
    }
    let wanted = degree ?? (measured.gradientSketch == nil ? most : ofGradients)
    guard 1...most ~= wanted else {
      throw SketchingError.option(
        name: "--degree",
        found: "\(wanted)",
        expected: "1 to \(most), the degree of the sketch"
      )
    }
    return (wanted > ofGradients ? measured.knowing(GradientSketch?.none) : measured)
      .stopped(degree: wanted)
  }
}
