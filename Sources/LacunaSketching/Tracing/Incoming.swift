import LacunaPrograms
import LacunaProtocols

/// What comes from the other side, checked.
enum Incoming {
  /// The most operands, attributes or gradients of one call.
  static let maximumOperands: UInt64 = 1 << 16
  /// The most elements of one constant.
  static let maximumConstant: UInt64 = 1 << 27

  static func text(_ text: lacuna_text, _ what: String) throws -> String {
    guard let string = text.string else {
      throw BuilderError(
        "the \(what) is a null pointer with length \(text.length), or longer than "
          + "\(lacuna_text.maximumLength) bytes"
      )
    }
    return string
  }

  static func array<Element>(
    _ pointer: UnsafePointer<Element>?,
    _ count: UInt64,
    _ what: String,
    limit: UInt64 = maximumOperands
  ) throws -> [Element] {
    guard count > 0 else { return [] }
    guard count <= limit else {
      throw BuilderError("\(count) \(what), expected at most \(limit)")
    }
    guard let pointer else {
      throw BuilderError("the pointer to \(count) \(what) is null")
    }
    return Array(UnsafeBufferPointer(start: pointer, count: Int(count)))
  }

  static func finite(_ values: [Double]) throws -> [Double] {
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw BuilderError(
        "element \(index) is \(values[index]), expected a finite number (for a mask, use -1e30)"
      )
    }
    return values
  }

  static func shape(
    _ dimensions: UnsafePointer<Int64>?,
    _ rank: UInt64,
    _ count: UInt64
  ) throws -> Shape {
    guard rank <= UInt64(Shape.maximumRank) else {
      throw BuilderError("constant: rank \(rank), expected at most \(Shape.maximumRank)")
    }
    let shape = Shape(try array(dimensions, rank, "dimensions").map(Int.init))
    var product: UInt64 = 1
    for extent in shape.dimensions {
      guard extent > 0, extent <= Int(maximumConstant), product <= maximumConstant else {
        throw BuilderError(
          "constant: shape \(shape), expected positive extents and at most \(maximumConstant) "
            + "elements"
        )
      }
      product *= UInt64(extent)
    }
    guard product == count else {
      throw BuilderError("constant: \(count) elements for shape \(shape), expected \(product)")
    }
    return shape
  }

  /// The operation of a name, with a suggestion where there is none.
  static func operation(
    _ name: String,
    _ integers: [Int],
    _ reals: [Double]
  ) throws -> LacunaPrograms.Operation {
    do {
      return try LacunaPrograms.Operation(name: name, integers: integers, reals: reals)
    } catch .unknownOperation {
      throw BuilderError(
        "unknown operation '\(name)'." + suggestionTail(for: name, among: Operation.names)
      )
    }
  }
}
