import CLacunaABI
import LacunaProtocols

/// What a sink of the host receives, checked piece by piece.
///
/// A plugin should pass on the error that a sink returns; when it does not, the error counts all the same.
package protocol Collector: AnyObject {
  /// The first thing that was wrong with a piece.
  var failure: ForeignError? { get set }
}

extension Collector {
  /// The collector behind the context of a sink.
  static func at(_ context: UnsafeMutableRawPointer?) throws -> Self {
    guard let context else {
      throw ForeignError(
        category: .software,
        message: "the sink's context is null; pass back the one in its table"
      )
    }
    return Unmanaged<Self>.fromOpaque(context).takeUnretainedValue()
  }

  /// Takes a piece, and turns what is wrong with it into an error object.
  static func accept(
    _ context: UnsafeMutableRawPointer?,
    _ take: (Self) throws -> Void
  ) -> UnsafeMutablePointer<lacuna_error>? {
    returningErrorObject {
      let collector = try at(context)
      do {
        try take(collector)
      } catch {
        collector.failure = collector.failure ?? ForeignError(error)
        throw error
      }
    }
  }

  /// Lets a plugin fill the collector; throws what was wrong with a piece.
  func collecting(
    _ body: (UnsafeMutableRawPointer) -> UnsafeMutablePointer<lacuna_error>?
  ) throws -> UnsafeMutablePointer<lacuna_error>? {
    let error = withExtendedLifetime(self) { body(Unmanaged.passUnretained(self).toOpaque()) }
    if error == nil, let failure { throw failure }
    return error
  }

  /// What is thrown when a piece is not as it should be.
  static func reject(_ reason: String) -> ForeignError {
    ForeignError(category: .software, message: reason)
  }
}

extension Collector {
  /// Dimensions that a plugin passes: few, positive, of a product that fits.
  static func shape(
    _ dimensions: UnsafePointer<Int64>?,
    _ rank: Int32,
    of what: String
  ) throws -> [Int] {
    guard 0...LACUNA_MAXIMUM_RANK ~= rank else {
      throw reject("\(what): rank \(rank), expected 0 to \(LACUNA_MAXIMUM_RANK)")
    }
    guard rank > 0 else { return [] }
    guard let dimensions else { throw reject("\(what): the dimensions are null") }
    return try checked((0..<Int(rank)).map { Int(dimensions[$0]) }, of: what)
  }

  /// Dimensions: few, positive, of a product that fits.
  static func checked(_ shape: [Int], of what: String) throws -> [Int] {
    guard shape.count <= Int(LACUNA_MAXIMUM_RANK) else {
      throw reject("\(what): rank \(shape.count), expected 0 to \(LACUNA_MAXIMUM_RANK)")
    }
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent > 0, !overflow, product <= 1 << 40 else {
        throw reject("\(what): shape \(shape), expected positive extents and at most 2^40 elements")
      }
      count = product
    }
    return shape
  }

  /// Elements that a plugin passes.
  static func array<Element>(
    _ pointer: UnsafePointer<Element>?,
    _ count: UInt64,
    of what: String
  ) throws -> [Element] {
    guard count > 0 else { return [] }
    guard let pointer, count <= 1 << 31 else {
      throw reject(
        "\(what): \(count) elements\(pointer == nil ? " behind a null pointer" : ""), "
          + "expected at most 2^31"
      )
    }
    return Array(UnsafeBufferPointer(start: pointer, count: Int(count)))
  }

  /// A name that a plugin passes, which none of the others has.
  static func name(_ text: lacuna_text, unlike others: [String]) throws -> String {
    try checked(text.string ?? "", unlike: others)
  }

  /// A name, which none of the others has.
  static func checked(_ name: String, unlike others: [String]) throws -> String {
    guard !name.isEmpty else { throw reject("a tensor has no name; every tensor needs one") }
    guard !others.contains(name) else {
      throw reject("two tensors are named '\(name)'; names must be unique")
    }
    return name
  }
}
