import Foundation

/// What would resolve a prediction that noise dominates.
///
/// The first degree that is noise would be exact with more directions, or with fewer units; a retrain is the
/// truth for one set.
public struct Remedy: Sendable, Equatable {
  /// The first degree that is noise.
  public let degree: Int
  /// How many directions the sketch would need for that degree to be exact, each a training run over jets;
  /// nil where that is more than anybody computes.
  public let directions: Int?
  /// With how many units at most the directions at hand would make it exact; nil where there are no more.
  public let units: Int?

  /// More directions than anybody computes.
  private static let mostDirections = 10_000_000

  /// What would help a prediction; nil where nothing is noise.
  ///
  /// - Parameters:
  ///   - prediction: the prediction.
  ///   - units: the number of units of the sketch.
  ///   - directions: the number of its directions.
  ///   - ofGradients: whether gradients were followed along these, which need as many for a degree as jets do
  ///     for the one below.
  public init?(
    _ prediction: Prediction,
    units: Int,
    directions: Int,
    ofGradients: Bool = false
  ) {
    guard let term = prediction.terms.first(where: \.isNoise) else { return nil }
    degree = term.degree
    let order = max(1, ofGradients ? term.degree - 1 : term.degree)
    let needed = AccuracyPlan.exactDirections(units: units, degree: order)
    self.directions = needed.flatMap { $0 <= Self.mostDirections && $0 > directions ? $0 : nil }
    var most = 0
    while TermEquations.unknowns(units: most + 1, degree: order) <= 2 * Double(directions) {
      most += 1
    }
    self.units = most < units ? most : nil
  }
}
