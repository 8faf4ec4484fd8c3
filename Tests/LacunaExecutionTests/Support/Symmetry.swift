import LacunaExecution

/// A change of variable that takes a series with real Taylor coefficients to another one: z ↦ i^turns z,
/// then perhaps all coefficients to their conjugates.
///
/// What a program makes of the changed series is the changed result, so that one reference run serves
/// lanes that all hold different numbers.
struct Symmetry {
  let turns: Int
  let isConjugated: Bool

  /// The change for a lane.
  init(lane: Int) {
    turns = [0, 0, 2, 2, 1, 1, 3, 3][lane % 8]
    isConjugated = !lane.isMultiple(of: 2)
  }

  /// The first lane whose results differ by signs alone from those of a lane, in all bits.
  ///
  /// Lanes 0–3 and lanes 4–7 differ among each other by signs alone, which no rounding sees up to degree four. Above,
  /// where sums of real and imaginary parts are multiplied, it sees whether both have changed their sign or only one.
  static func likeness(of lane: Int, degree: Int) -> Int {
    degree <= 4 ? lane % 8 / 4 * 4 : [0, 1, 0, 1, 4, 5, 4, 5][lane % 8]
  }

  /// The changed coefficient of `z^power`.
  func apply(_ value: ReferenceComplex, _ power: Int) -> ReferenceComplex {
    let turned = Self.turn(value, turns * power)
    return isConjugated ? turned.conjugate : turned
  }

  /// The coefficient before the change.
  func undo(_ value: ReferenceComplex, _ power: Int) -> ReferenceComplex {
    Self.turn(isConjugated ? value.conjugate : value, 4 * power - turns * power)
  }

  private static func turn(_ value: ReferenceComplex, _ quarters: Int) -> ReferenceComplex {
    switch quarters % 4 {
    case 0: value
    case 1: ReferenceComplex(-value.imaginary, value.real)
    case 2: ReferenceComplex(-value.real, -value.imaginary)
    default: ReferenceComplex(value.imaginary, -value.real)
    }
  }
}
