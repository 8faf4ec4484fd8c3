import Foundation

/// The workloads, by name.
extension Workload {
  static let catalogue = [microgpt, transformer, logistic, digits, stability]

  /// The reference: one name a step.
  static let microgpt = Workload(
    name: "microgpt",
    title: "microgpt, 1000 names, one a step",
    learner: "microgpt",
    format: .lines,
    examples: 1000,
    directions: .count(512),
    peer: ["--model", "microgpt", "--steps", "24", "--positions", "7"],
    data: { $0.example("first-names.txt") }
  )

  /// The same with about 200 000 parameters: names joined to lines that fill a block of 64 positions.
  static let transformer = Workload(
    name: "transformer",
    title: "transformer of 4 layers, width 64, block 64, mini-batches of 8",
    learner: "microgpt",
    settings: ["layers=4", "embedding=64", "block=64", "batch=8"],
    format: .lines,
    steps: 6,
    directions: .blocks(2),
    peer: ["--model", "transformer", "--steps", "2"],
    data: { place in
      try place.made("names-64.txt") {
        try LineMaker(width: 64).lines(of: place.example("first-names.txt"))
      }
    }
  )

  /// Full batches of a matrix that does not fit the caches.
  static let logistic = Workload(
    name: "logistic",
    title: "logistic regression, full batch, 20 000 × 100",
    learner: "logistic-regression",
    settings: ["optimizer=gradient-descent", "epochs=100", "learning-rate=0.5"],
    format: .csv,
    directions: .blocks(8),
    peer: ["--model", "logistic", "--steps", "8"],
    data: { place in
      try place.made("logistic-20000-100.csv") { TableMaker(rows: 20_000, columns: 100).csv }
    }
  )

  /// Mini-batches of images of digits.
  static let digits = Workload(
    name: "digits",
    title: "multi-layer perceptron on digits, mini-batches of 32",
    learner: "mlp",
    settings: ["label=digit", "epochs=16"],
    format: .csv,
    peer: ["--model", "digits", "--steps", "56"],
    data: { $0.example("digits.csv") }
  )

  /// The figure of stability: few directions, high degree.
  static let stability = Workload(
    name: "stability",
    title: "stability of microgpt, 12 directions, degree 100",
    learner: "microgpt",
    format: .lines,
    examples: 1000,
    steps: 12,
    degree: 100,
    directions: .count(12),
    data: { $0.example("first-names.txt") }
  )
}
