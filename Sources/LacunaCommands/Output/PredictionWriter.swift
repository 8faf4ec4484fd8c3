import Foundation
import LacunaSketching
import LacunaStores
import Logging

/// Writes predictions to standard output.
struct PredictionWriter: Sendable {
  /// What is predicted.
  let targets: [MeasuredQuery]
  /// What it is predicted from.
  let measurements: [SketchMeasurement]
  let batch: PredictionBatch
  let format: OutputFormat
  let units: Units
  /// What more of the sketch would cost.
  let prices: SketchPrices
  /// What the jets say against the training run.
  var stability: SketchManifest.Stability?

  /// Writes the predictions for a few sets: a paragraph or an object each.
  func write(_ sets: [Reweighting]) throws {
    let reports = try sets.flatMap { try self.reports(line: nil, $0, batch.predict($0)) }
    try Terminal.output(
      format == .json ? Results.json(reports) : reports.map(\.text).joined(separator: "\n\n")
    )
  }

  /// Writes the predictions for a file of deletion sets: a line each.
  func write(_ file: DeletionSetReader, in dataset: Dataset, options: ExecutionOptions) throws {
    let table = PredictionTable(
      targets: targets,
      measurements: measurements,
      estimator: batch.estimator,
      confidence: batch.confidence,
      units: units
    )
    if format == .text { try Terminal.output(table.heading) }
    if let warning = stability?.warning { Terminal.log.warning("\(warning)") }
    let stream = DeletionStream(targets: targets, batch: batch, units: units)
    try stream.write(file, in: dataset, options: options) { line, deleted, predictions in
      switch format {
      case .text: return Array(table.lines(line, deleted, predictions).utf8)
      case .json:
        return try reports(line: line, Reweighting(deleting: deleted), predictions).reduce(into: [])
        {
          $0 += try $1.jsonLine()
        }
      }
    }
  }

  private func reports(
    line: Int?,
    _ reweighting: Reweighting,
    _ predictions: [[Prediction]]
  ) throws -> [PredictionReport] {
    try targets.check(predictions)
    var reports: [PredictionReport] = []
    for (index, outputs) in predictions.enumerated() {
      for (output, prediction) in outputs.enumerated() {
        reports.append(
          PredictionReport(
            targets[index],
            line: line,
            output: outputs.count > 1 ? output : nil,
            prediction,
            change: ChangedUnits(reweighting, of: units),
            confidence: batch.confidence,
            directions: measurements[index].directionCount(batch.estimator),
            source: PredictionSource(measurements[index], batch.estimator),
            interpolation: measurements[index].interpolation,
            stability: stability,
            prices: prices
          )
        )
      }
    }
    return reports
  }
}
