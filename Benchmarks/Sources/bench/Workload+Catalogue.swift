import Foundation

/// The workloads, by name.
extension Workload {
  static let catalogue = [microgpt, logistic, digits, stability]

  /// The reference: one name a step.
  static let microgpt = Workload(
    name: "microgpt",
    title: "microgpt, 1000 names, one a step",
    learner: "microgpt",
    format: .lines,
    examples: 1000,
    directions: 128,
    data: { $0.example("first-names.txt") }
  )

  /// Full batches of a matrix that does not fit the caches.
  static let logistic = Workload(
    name: "logistic",
    title: "logistic regression, full batch, 20 000 × 100",
    learner: "logistic-regression",
    settings: ["optimizer=gradient-descent", "epochs=20", "learning-rate=0.5"],
    format: .csv,
    directions: 16,
    data: { place in
      try place.made("logistic-20000-100.csv") { TableMaker(rows: 20_000, columns: 100).csv }
    }
  )

  /// Mini-batches of images of digits.
  static let digits = Workload(
    name: "digits",
    title: "multi-layer perceptron on digits, mini-batches of 32",
    learner: "mlp",
    settings: ["label=digit", "epochs=4"],
    format: .csv,
    directions: 64,
    data: { $0.example("digits.csv") }
  )

  /// The figure of stability: few directions, high degree.
  static let stability = Workload(
    name: "stability",
    title: "stability of microgpt, 12 directions, degree 100",
    learner: "microgpt",
    format: .lines,
    examples: 1000,
    steps: 4,
    degree: 100,
    directions: 12,
    data: { $0.example("first-names.txt") }
  )
}
