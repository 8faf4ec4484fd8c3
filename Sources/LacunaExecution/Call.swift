import CJetKernels
import LacunaPrograms

/// A pointer of `lk_arguments` that a plan fills in.
enum PointerField: Int, CaseIterable {
  case out, outPrimal, a, aPrimal, b, bPrimal, c, cPrimal, indices, scratch
}

/// A function of the kernel table.
typealias Kernel = @convention(c) (UnsafePointer<lk_arguments>?) -> Void

/// Whether two kernels are the same function.
func isSame(_ left: Kernel?, _ right: Kernel?) -> Bool {
  left.map { unsafeBitCast($0, to: Int.self) } == right.map { unsafeBitCast($0, to: Int.self) }
}

/// One call of a kernel, before memory has addresses.
///
/// Sendable by hand: the pointers inside `arguments` are null until a workspace fills a copy in.
struct Call: @unchecked Sendable {
  /// A pointer: a buffer, and a byte offset within it.
  struct Pointer {
    var field: PointerField
    var buffer: BufferID
    var offset: Int
    /// Bytes from one element of the loop to the next, in a call of one loop axis.
    var step = 0
  }

  var kernel: Kernel
  var arguments = lk_arguments()
  var pointers: [Pointer] = []

  /// The number of elements, when the call is elementwise, costs enough to be worth cutting into pieces,
  /// and has but one loop axis, so that it can be.
  var streamedCount: Int?

  /// Whether the call is known to the kernel for chains alone, so that it must be in one.
  var isChainOnly = false

  /// Multiply–adds per lane that the call needs, by the kind of its operands.
  var multiplyAdds = 0.0

  /// The instruction that the call belongs to; nil for copies of state.
  var instruction: ValueID?

  /// A call of an entry of the kernel table, none of which is null.
  init(kernel: lk_kernel?) {
    guard let kernel else { preconditionFailure("the kernel table has a null entry") }
    self.kernel = kernel
  }

  /// The buffers written.
  var written: [BufferID] {
    pointers.filter { $0.field == .out || ($0.field == .outPrimal && !readsOutPrimal) }
      .map(\.buffer)
  }

  /// The buffers read.
  var read: [BufferID] {
    pointers.filter {
      $0.field != .out && ($0.field != .outPrimal || readsOutPrimal) && $0.field != .scratch
    }.map(\.buffer)
  }

  /// Tells the kernel for chains which operands are as long as a tile.
  mutating func markLocal(_ isPiece: [Bool]) {
    for pointer in pointers where isPiece[pointer.buffer.index] && pointer.step != 0 {
      let flag: lk_flag? =
        switch pointer.field {
        case .out: LK_LOCAL_OUT
        case .a: LK_LOCAL_A
        case .b: LK_LOCAL_B
        case .c: LK_LOCAL_C
        default: nil
        }
      if let flag { arguments.flags |= Int64(flag.rawValue) }
    }
  }

  /// Whether `out_primal` is an operand: the primal of the result, made by an earlier call.
  var readsOutPrimal = false
}
