import CLibFFI
import LacunaProtocols
import LacunaSketching
import Synchronization

/// A foreign function that can be called: plain values in, plain values out.
///
/// All that runs code of the library is behind this type, and ``ForeignLibrary``, which loads it.
public final class ForeignCall: @unchecked Sendable {
  /// The type of the function.
  public let signature: Signature
  let library: ForeignLibrary
  private let place: Place
  /// What the child process was given last.
  private let last = Mutex<[ForeignArgument]>([])

  /// Where the function is.
  private enum Place {
    /// Here; the interface is libffi's, read alone after it was made.
    case here(function: UnsafeMutableRawPointer, interface: OpaquePointer)
    /// In a child process.
    case isolated(WorkerHandle)
  }

  /// Finds a function, believes its signature, and prepares to call it.
  ///
  /// - Throws: ``ForeignFunctionError``.
  init(
    _ signature: Signature,
    in library: ForeignLibrary,
    trusting: Bool,
    works: (Int32) -> Bool = FFI.works
  ) throws(ForeignFunctionError) {
    self.signature = signature
    self.library = library
    if let worker = library.worker {
      place = .isolated(try worker.prepareForeign(signature, trusting: trusting))
      return
    }
    let function = try library.address(of: signature, trusting: trusting)
    let result = signature.result.map(FFI.code) ?? FFI.void
    let arguments = signature.arguments.map { argument in
      if case .value(let scalar) = argument.kind { FFI.code(scalar) } else { FFI.pointer }
    }
    for code in [result] + arguments where !works(code) {
      let scalar = Signature.Scalar.allCases.first { FFI.code($0) == code }
      throw .unsupported(function: signature.name, type: scalar?.rawValue ?? "a pointer")
    }
    guard let interface = FFI.interface(result: result, arguments: arguments) else {
      throw .unsupported(function: signature.name, type: "this combination of types")
    }
    place = .here(function: function, interface: interface)
  }

  deinit { if case .here(_, let interface) = place { lf_interface_destroy(interface) } }

  /// Calls the function.
  ///
  /// - Parameters:
  ///   - arguments: one for each of the signature, of a kind that its type can take.
  ///   - hooks: what runs when the library calls back.
  /// - Returns: what the function returned and wrote.
  /// - Throws: ``ForeignFunctionError`` for a value that does not fit its type, or a function that wrote
  ///   where it may not.
  public func evaluate(
    _ arguments: [ForeignArgument],
    hooks: ForeignHooks = ForeignHooks()
  ) throws(ForeignFunctionError) -> ForeignResult {
    guard arguments.count == signature.arguments.count else {
      throw fault("\(arguments.count) arguments given, expected \(signature.arguments.count)")
    }
    let (function, interface): (UnsafeMutableRawPointer, OpaquePointer)
    switch place {
    case .here(let foundFunction, let foundInterface):
      (function, interface) = (foundFunction, foundInterface)
    case .isolated(let handle):
      return try last.withLock { last throws(ForeignFunctionError) in
        let previous = last
        // After a failure nobody knows what the other side has.
        last = []
        let result = try handle.worker.callForeign(handle, arguments, after: previous, hooks)
        last = arguments
        return result
      }
    }
    let closures = ForeignClosures(hooks)
    var buffers: [ForeignBuffer] = []
    var outputs: [Int] = []
    var values: [lf_value] = []
    for (argument, given) in zip(signature.arguments, arguments) {
      var value = lf_value()
      switch (argument.kind, given) {
      case (.value(let scalar), .integer(let integer)) where scalar.isInteger:
        value.integer = try fitting(integer, scalar, argument.name)
      case (.value(let scalar), .integer(let integer)) where !scalar.isInteger:
        value.re = Double(integer)
      case (.value(let scalar), .number(let number)) where !scalar.isInteger:
        guard scalar.isComplex || number.im == 0 else {
          throw fault("argument '\(argument.name)' is real, and was given a complex number")
        }
        (value.re, value.im) = (number.re, number.im)
      case (.pointer(let scalar, _), .numbers(let numbers)) where !scalar.isInteger:
        if !scalar.isComplex, numbers.contains(where: { $0.im != 0 }) {
          throw fault("argument '\(argument.name)' is real, and was given complex numbers")
        }
        buffers.append(ForeignBuffer(numbers, scalar))
        value.pointer = buffers[buffers.count - 1].address
      case (.pointer(let scalar, _), .integers(let integers)):
        if scalar.isInteger {
          for integer in integers { _ = try fitting(integer, scalar, argument.name) }
        }
        buffers.append(ForeignBuffer(integers, scalar))
        value.pointer = buffers[buffers.count - 1].address
      case (.pointer(let scalar, isConstant: false), .output(let count)):
        outputs.append(buffers.count)
        buffers.append(ForeignBuffer(unfilled: count, scalar))
        value.pointer = buffers[buffers.count - 1].address
      case (.callback(let expected), .callback(let callback)) where expected == callback:
        guard let address = closures.address(of: callback) else {
          throw fault("there is no memory for a function that it could call back")
        }
        value.pointer = address
      default:
        throw fault("argument '\(argument)' cannot take what it is given")
      }
      values.append(value)
    }
    var result = lf_value()
    let call = { lf_call(interface, function, values, &result) }
    if let lock = library.lock { lock.locked(call) } else { call() }
    // Only now may closures and buffers go.
    return try withExtendedLifetime(closures) { () throws(ForeignFunctionError) in
      for buffer in buffers where !buffer.isIntact {
        throw fault("it wrote beyond the end of an argument's memory")
      }
      return ForeignResult(
        value: returned(result),
        outputs: outputs.map { buffers[$0].numbers }
      )
    }
  }

  private func returned(_ result: lf_value) -> Complex? {
    guard let scalar = signature.result else { return nil }
    return scalar.isInteger ? Complex(Double(result.integer)) : Complex(result.re, result.im)
  }

  private func fault(_ reason: String) -> ForeignFunctionError {
    .call(library: library.path, function: signature.name, reason: reason)
  }

  private func fitting(
    _ integer: Int64,
    _ scalar: Signature.Scalar,
    _ name: String
  ) throws(ForeignFunctionError) -> Int64 {
    let fits =
      switch scalar {
      case .i32: Int32(exactly: integer) != nil
      case .size: integer >= 0
      default: true
      }
    guard fits else {
      throw fault("\(integer) does not fit argument '\(name)', which is \(scalar.rawValue)")
    }
    return integer
  }
}
