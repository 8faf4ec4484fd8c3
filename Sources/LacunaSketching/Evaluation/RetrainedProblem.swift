import LacunaExecution
import LacunaPrograms
import LacunaProtocols
import LacunaStores

/// What retrains are of: everything that decides the trained parameters but the weights of the examples.
///
/// Directions, degree and units are not part of it, so that sketches of one training run share their retrains.
public struct RetrainedProblem: Sendable, Equatable {
  /// By name, in words or as digests.
  let fields: [String: String]

  /// What retrains of a problem in a precision are of.
  public init(_ problem: TrainingProblem, precision: Precision) {
    let initial = problem.initialState.sorted { $0.key < $1.key }
      .map { "\($0.key) \(Self.digest($0.value))" }
    let steps = problem.schedule.steps.map { "\($0.examples) \($0.scalars)" }
    fields = [
      "learner": problem.name,
      "programs": SHA256Digest.of(
        problem.computed?.identity ?? problem.programs.map(\.digest).joined(separator: "\n")
      ),
      "data": problem.dataset.digest,
      "examples": "\(problem.dataset.count)",
      "steps": "\(problem.stepCount)",
      "schedule": SHA256Digest.of(
        ([problem.schedule.scalarNames.joined(separator: " ")] + steps).joined(separator: "\n")
      ),
      "initialState": SHA256Digest.of(initial.joined(separator: "\n")),
      "precision": precision == .float64 ? "f64" : "f32",
    ]
  }

  /// What differs from the fields of a bank, in words.
  func differences(from found: [String: String]) -> [String] {
    Set(fields.keys).union(found.keys).sorted().compactMap { name in
      let (here, there) = (fields[name] ?? "none", found[name] ?? "none")
      return here == there ? nil : "\(name) is \(there), expected \(here)"
    }
  }

  /// The name of the retrain at some example weights: 64 hexadecimal digits.
  func key(of weights: [Double]) -> String {
    let heading = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let text = (heading + [Self.digest(weights)]).joined(separator: "\n")
    return String(SHA256Digest.of(text).suffix(64))
  }

  /// The digest of numbers, bit by bit.
  private static func digest(_ numbers: [Double]) -> String {
    SHA256Digest.of(numbers.withUnsafeBytes { [UInt8]($0) })
  }
}
