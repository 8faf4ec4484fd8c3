/// Checks of training.
extension ConformanceCatalogue {
  static let learning: [ConformanceCheck] = [
    training(
      "finite",
      .must,
      "6.12",
      "training on the given data gives finite numbers",
      TrainingChecks.finite
    ),
    training(
      "content-at-weight-zero",
      .must,
      "6.8",
      "the content of an example of weight 0 does not matter, to the last bit",
      WeightChecks.contentAtZero
    ),
    training(
      "weight-is-multiplicity",
      .should,
      "6.9",
      "an example of weight 2 counts as if it were there twice, with weights of one",
      WeightChecks.multiplicity
    ),
    training(
      "sum-of-weights",
      .should,
      "6.8",
      "the loss is not divided by the sum of the weights",
      WeightChecks.scale
    ),
    training(
      "unit-content",
      .must,
      "6.10",
      "deleting several examples at once removes each of them, to the last bit",
      WeightChecks.contentOfUnit
    ),
    training(
      "unit-jets",
      .must,
      "6.10",
      "jets along examples that share a weight agree with real retraining, degrees 1 to 3",
      TrainingChecks.units
    ),
    training(
      "jets",
      .must,
      "6.11",
      "jets along a random direction agree with real retraining, degrees 1 to 3",
      TrainingChecks.jets
    ),
  ]

  private static func training(
    _ name: String,
    _ severity: ConformanceCheck.Severity,
    _ clause: String,
    _ summary: String,
    _ body: @escaping @Sendable (CheckContext) throws -> Void
  ) -> ConformanceCheck {
    ConformanceCheck(.learning, name, severity, clause: clause, summary, timeout: 60, body: body)
  }
}
