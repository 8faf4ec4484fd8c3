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

  /// Whether the two views, if there are two, have the same strides, which kernels count on.
  var isAlike: Bool {
    guard let shared, let varying else { return true }
    return shared.shape.indices.allSatisfy {
      shared.shape[$0] == 1 || shared.strides[$0] == varying.strides[$0]
    }
  }

  /// The storage with both views changed in the same way.
  func map(_ change: (View) -> View) -> Storage {
    Storage(shared: shared.map(change), varying: varying.map(change))
  }
}
