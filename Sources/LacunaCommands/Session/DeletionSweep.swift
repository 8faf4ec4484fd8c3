import LacunaSketching
import LacunaStores
import Logging

/// The predicted effects of many deletion sets on each query, written as they are made.
struct DeletionSweep {
  let session: SketchSession
  let measured: Ranking.Measured
  let format: OutputFormat

  /// Writes a line a set, or in text a row a set and query.
  ///
  /// - Throws: ``SketchingError`` for a line that is no deletion set, or ``OutputError``.
  func write(_ file: DeletionSetReader, options: ExecutionOptions) throws {
    let units = session.problem.units
    let manifest = session.archive.manifest
    let (targets, batch, format) = (measured.targets, measured.batch, format)
    let measurement = targets.first?.measurement ?? ""
    let directions = measured.first?.directionCount(batch.estimator) ?? 0
    let table = SweepTable(
      queries: targets.map(\.query),
      measurement: measurement,
      base: measured.base,
      degree: measured.first?.degree(batch.estimator) ?? 1,
      directions: directions,
      source: measured.first.flatMap { PredictionSource($0, batch.estimator) },
      estimator: batch.estimator,
      units: units
    )
    if format == .text { try Terminal.output(table.heading) }
    if let warning = manifest.stability?.warning { Terminal.log.warning("\(warning)") }
    let stream = DeletionStream(targets: targets, batch: batch, units: units)
    try stream.write(file, in: session.problem.dataset, options: options) {
      line,
      deleted,
      predictions in
      let effects = zip(targets, predictions).compactMap { target, outputs in
        outputs.first.map { PredictedEffect($0, of: target.query) }
      }
      switch format {
      case .text: return Array(table.rows(line, deleted, effects).utf8)
      case .json:
        return try SweepReport(
          line: line,
          change: ChangedUnits(Reweighting(deleting: deleted), of: units),
          measurement: measurement,
          estimator: batch.estimator.name,
          directions: directions,
          confidence: batch.confidence,
          effects: effects
        ).jsonLine()
      }
    }
  }
}
