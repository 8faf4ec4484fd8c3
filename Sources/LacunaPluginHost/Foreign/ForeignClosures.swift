import CLibFFI
import LacunaProtocols
import Synchronization

/// C functions without a context, made for one call of a foreign function.
///
/// They live until this does: after the call has returned, when the library may call no more.
final class ForeignClosures {
  /// What the closures of one call share.
  private final class Context: @unchecked Sendable {
    let hooks: ForeignHooks
    /// The rows, one after the other, at an address that stays; written once, here.
    let rows: UnsafeMutableBufferPointer<Double>
    let width: Int

    init(_ hooks: ForeignHooks) {
      self.hooks = hooks
      width = hooks.rows.first?.count ?? 0
      rows = .allocate(capacity: max(1, hooks.rows.count * width))
      _ = rows.initialize(from: hooks.rows.joined())
    }

    deinit { rows.deallocate() }

    func row(_ index: Int64) -> UnsafeRawPointer? {
      guard 0..<Int64(hooks.rows.count) ~= index else { return nil }
      return UnsafeRawPointer(rows.baseAddress.map { $0 + Int(index) * width })
    }
  }

  private let context: Context
  private var closures: [OpaquePointer] = []
  private var interfaces: [OpaquePointer] = []

  init(_ hooks: ForeignHooks) {
    context = Context(hooks)
  }

  deinit {
    for closure in closures { lf_closure_destroy(closure) }
    for interface in interfaces { lf_interface_destroy(interface) }
  }

  /// The address of a function, or nil when there is no memory for one.
  func address(of callback: ForeignCallback) -> UnsafeRawPointer? {
    let (result, arguments) = Self.types(of: callback)
    guard let interface = FFI.interface(result: result, arguments: arguments) else { return nil }
    interfaces.append(interface)
    let bound = Unmanaged.passUnretained(context).toOpaque()
    guard let closure = lf_closure_create(interface, Self.handler(of: callback), bound) else {
      return nil
    }
    closures.append(closure)
    return UnsafeRawPointer(lf_closure_code(closure))
  }

  private static func types(of callback: ForeignCallback) -> (Int32, [Int32]) {
    switch callback {
    case .progress: (FFI.void, [FFI.code(.f64)])
    case .log: (FFI.void, [FFI.pointer])
    case .cancelled: (FFI.code(.i32), [])
    case .row: (FFI.pointer, [FFI.code(.size)])
    }
  }

  /// What runs when the library calls: nothing here can throw.
  private static func handler(of callback: ForeignCallback) -> lf_handler {
    switch callback {
    case .progress:
      { context, arguments, _ in
        guard let context, let arguments else { return }
        let found = Unmanaged<Context>.fromOpaque(context).takeUnretainedValue()
        found.hooks.progress(arguments[0].re)
      }
    case .log:
      { context, arguments, _ in
        guard let context, let text = arguments?[0].pointer else { return }
        let found = Unmanaged<Context>.fromOpaque(context).takeUnretainedValue()
        found.hooks.log(String(cString: text.assumingMemoryBound(to: CChar.self)))
      }
    case .cancelled:
      { context, _, result in
        guard let context else { return }
        let found = Unmanaged<Context>.fromOpaque(context).takeUnretainedValue()
        result?.pointee.integer = found.hooks.isCancelled() ? 1 : 0
      }
    case .row:
      { context, arguments, result in
        guard let context, let arguments else { return }
        let found = Unmanaged<Context>.fromOpaque(context).takeUnretainedValue()
        result?.pointee.pointer = found.row(arguments[0].integer)
      }
    }
  }
}

/// libffi, as far as it is used here.
enum FFI {
  static let void = Int32(LF_VOID.rawValue)
  static let pointer = Int32(LF_POINTER.rawValue)

  /// The code of a type.
  static func code(_ scalar: Signature.Scalar) -> Int32 {
    switch scalar {
    case .f64: Int32(LF_F64.rawValue)
    case .f32: Int32(LF_F32.rawValue)
    case .complexF64: Int32(LF_COMPLEX_F64.rawValue)
    case .complexF32: Int32(LF_COMPLEX_F32.rawValue)
    case .i32: Int32(LF_I32.rawValue)
    case .i64: Int32(LF_I64.rawValue)
    case .size: Int32(LF_SIZE.rawValue)
    }
  }

  /// libffi may change the types that it is given while it prepares.
  private static let preparing = Mutex<[Int32: Bool]>([:])

  /// An interface of these types, which the caller destroys; nil when libffi cannot.
  static func interface(result: Int32, arguments: [Int32]) -> OpaquePointer? {
    preparing.withLock { _ in
      lf_interface_create(result, arguments, UInt32(arguments.count), nil)
    }
  }

  /// Whether values of a type are passed as the compiler passes them: tried once for each type.
  static func works(_ code: Int32) -> Bool {
    preparing.withLock { known in
      if let answer = known[code] { return answer }
      let answer = lf_type_works(code) == 1
      known[code] = answer
      return answer
    }
  }
}
