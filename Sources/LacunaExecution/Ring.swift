/// The numbers that a program runs over.
public enum Ring: Hashable, Sendable {
  /// Reals with one weighting per lane: training and retraining, eight or more at once.
  case lanes
  /// Series truncated after z^degree, with a real constant term that all lanes share and complex
  /// tangents, one direction per lane.
  case jet(degree: Int)

  /// The slots of the lane-dependent part of an element.
  var slots: Int {
    switch self {
    case .lanes: 1
    case .jet(let degree): 2 * degree
    }
  }

  /// Whether an element has, beside its slots, a real that all lanes share.
  public var hasPrimal: Bool { self != .lanes }
}
