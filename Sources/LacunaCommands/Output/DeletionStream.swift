import LacunaSketching

/// Predictions for a file of deletion sets, written to standard output as they are made.
struct DeletionStream: Sendable {
  let targets: [MeasuredQuery]
  let batch: PredictionBatch
  let units: Units

  /// Predicts for each line.
  ///
  /// - Parameters:
  ///   - file: the deletion sets.
  ///   - dataset: the examples.
  ///   - options: how the machine is used.
  ///   - encode: turns the predictions for a line into bytes; called by several threads.
  /// - Throws: ``SketchingError`` for a line that is no deletion set or a prediction that is no number, or
  ///   ``OutputError``.
  func write(
    _ file: DeletionSetReader,
    in dataset: Dataset,
    options: ExecutionOptions,
    _ encode: @escaping PredictionBatch.Encoding
  ) throws {
    let targets = targets
    try batch.predict(file, in: dataset, units: units, options: options) {
      line,
      deleted,
      predictions in
      try targets.check(predictions)
      return try encode(line, deleted, predictions)
    } write: { bytes in
      try Terminal.output(bytes)
    }
  }
}

extension [MeasuredQuery] {
  /// Makes sure that the predictions of each query are numbers.
  func check(_ predictions: [[Prediction]]) throws(SketchingError) {
    for (target, outputs) in zip(self, predictions) {
      for prediction in outputs where !prediction.isFinite {
        throw .predictionNotFinite(
          measurement: target.measurement,
          query: target.query,
          degree: prediction.terms.count
        )
      }
    }
  }
}
