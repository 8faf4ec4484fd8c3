/// An area of memory in a plan, before it has an address.
struct Buffer: Sendable {
  /// Where it lies.
  enum Home: Hashable, Sendable {
    /// Among the slots of the state of a block of lanes, at a byte offset, for as long as the run lasts.
    case state(offset: Int)
    /// Among the constant terms of the state, at a byte offset, for as long as the run lasts.
    case primal(offset: Int)
    /// Among the plan's literals, at a byte offset.
    case literals(offset: Int)
    /// Among the integer inputs, at a byte offset. Their memory is no other plan's, so that nothing but
    /// what was checked when it was fed, or the zeros before, is ever taken for an index.
    case indices(offset: Int)
    /// In memory of its own, attached before a run: an input fed by reference, by its number among these.
    case external(Int)
    /// In scratch memory or a frame, kept from one run of the plan to the next: an input.
    case input
    /// In scratch memory or a frame, shared with other buffers that are not alive at the same time.
    case scratch
  }

  var home: Home
  /// Whether all lanes share it: then its scratch memory is in a frame, which outlives the step's shared part.
  var isShared: Bool
  /// The bytes of one element.
  var elementBytes: Int
  var elements: Int
  var bytes: Int { elements * elementBytes }
}

/// The index of a buffer in its plan.
struct BufferID: Hashable, Sendable {
  let index: Int
}

/// Part of a buffer read or written with strides: a tensor without data of its own.
struct View: Sendable {
  var buffer: BufferID
  /// In elements.
  var offset = 0
  var shape: [Int]
  /// In elements.
  var strides: [Int]

  /// Whether the elements lie side by side in row-major order.
  var isContiguous: Bool {
    var expected = 1
    for axis in shape.indices.reversed() where shape[axis] != 1 {
      guard strides[axis] == expected else { return false }
      expected *= shape[axis]
    }
    return true
  }

  /// The view with axes taken in another order.
  func transposed(_ permutation: [Int]) -> View {
    var view = self
    view.shape = permutation.map { shape[$0] }
    view.strides = permutation.map { strides[$0] }
    return view
  }

  /// The view stretched to a shape, aligned at the last axis.
  func broadcast(to target: [Int]) -> View {
    let missing = target.count - shape.count
    var view = self
    view.shape = target
    view.strides = target.indices.map { axis in
      axis < missing || (shape[axis - missing] == 1 && target[axis] != 1)
        ? 0 : strides[axis - missing]
    }
    return view
  }

  /// The part from `start` on.
  func sliced(_ start: [Int], _ limit: [Int]) -> View {
    var view = self
    view.offset += zip(start, strides).reduce(0) { $0 + $1.0 * $1.1 }
    view.shape = zip(limit, start).map { $0 - $1 }
    return view
  }

  /// The view in another shape, where strides can express it.
  ///
  /// Neighbouring axes that lie together are first merged, then split to the wanted extents.
  func reshaped(to target: [Int]) -> View? {
    var merged: [(extent: Int, stride: Int)] = []
    for (extent, stride) in zip(shape, strides) where extent != 1 {
      if let last = merged.last, last.stride == stride * extent {
        merged[merged.count - 1] = (last.extent * extent, stride)
      } else {
        merged.append((extent, stride))
      }
    }
    var result: [Int] = []
    var rest = merged[...]
    var left = 1
    var stride = 0
    for extent in target {
      if extent == 1 {
        result.append(0)
        continue
      }
      if left == 1 {
        guard let group = rest.popFirst() else { return nil }
        left = group.extent
        stride = group.stride
      }
      guard left.isMultiple(of: extent) else { return nil }
      left /= extent
      result.append(stride * left)
    }
    guard left == 1, rest.isEmpty else { return nil }
    var view = self
    view.shape = target
    view.strides = result
    return view
  }
}
