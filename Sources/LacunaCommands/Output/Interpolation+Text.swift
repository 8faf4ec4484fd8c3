import LacunaSketching

extension Interpolation {
  /// The interpolation for people.
  var text: String {
    "computed on circles of radius \(Figure.number(radii[0])) to \(Figure.number(radii[1])); "
      + "error of a coefficient about \(Figure.number(relativeError)), relative"
  }

  /// What to be warned of, if anything.
  var warning: String? {
    guard relativeError > 1e-3 else { return nil }
    return
      "interpolation is off by \(Figure.number(relativeError)) of a coefficient; the function may "
      + "have a kink or a pole near the undeleted model, or compute in low precision"
  }
}
