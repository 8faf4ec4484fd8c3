import LacunaPrograms

/// Where a value of the program is, once planned.
///
/// What is the same in all lanes has `shared` alone. In a jet ring a varying value has its primal in
/// `shared` and its tangents in `varying`; in the lane ring it has `varying` alone. The two views may lie
/// in buffers of different values, since adding a constant leaves tangents as they are.
struct Storage: Sendable {
  var shared: View?
  var varying: View?

  var isVarying: Bool { varying != nil }

  /// The storage with both views changed in the same way.
  func map(_ change: (View) -> View) -> Storage {
    Storage(shared: shared.map(change), varying: varying.map(change))
  }
}
