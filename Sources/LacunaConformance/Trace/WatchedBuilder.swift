import LacunaProtocols

/// A builder table between a plugin and the host's: counts calls, notes outputs, and fails on purpose.
final class WatchedBuilder {
  /// Found in the error of a call that fails on purpose.
  static let marker = "conformance: this call fails on purpose"

  /// How many calls there were.
  private(set) var calls = 0
  /// The names that results were given.
  private(set) var outputs: [String] = []
  /// Whether the plugin returned an error from its trace.
  private(set) var isRefused = false
  /// The inputs that were asked for.
  private(set) var inputs: [(role: Int, name: String)] = []
  /// Whether a result was not what it may be.
  private(set) var hasRefusedOutput = false
  /// The first error that the host gave.
  private(set) var refusal: String?
  /// The call, counted from 1, that fails.
  private let failing: Int?
  private var table: UnsafePointer<lacuna_builder>?

  init(failing: Int? = nil) { self.failing = failing }

  /// Whether the call that fails on purpose has been made.
  var hasFailed: Bool { failing.map { calls >= $0 } ?? false }

  private static func at(_ context: UnsafeMutableRawPointer?) -> WatchedBuilder? {
    context.map { Unmanaged<WatchedBuilder>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Counts a call, and lets it through or not.
  private static func pass(
    _ context: UnsafeMutableRawPointer?,
    _ body: (lacuna_builder) -> UnsafeMutablePointer<lacuna_error>?
  ) -> UnsafeMutablePointer<lacuna_error>? {
    guard let watch = at(context), let table = watch.table else {
      return ForeignError(category: .software, message: "the builder's context is not its own")
        .object()
    }
    watch.calls += 1
    if watch.calls == watch.failing {
      return ForeignError(category: .software, message: marker).object()
    }
    guard let error = body(table.pointee) else { return nil }
    // The message is read, and the error passed on as another object.
    let told = ForeignError(consuming: error)
    watch.refusal = watch.refusal ?? told.message
    return told.object()
  }

  /// Calls a function with a table that passes on to another.
  func with<Result>(
    _ table: UnsafePointer<lacuna_builder>,
    _ body: (UnsafePointer<lacuna_builder>) throws -> Result
  ) rethrows -> Result {
    self.table = table
    defer { self.table = nil }
    var watched = lacuna_builder()
    watched.struct_size = UInt64(MemoryLayout<lacuna_builder>.size)
    watched.context = Unmanaged.passUnretained(self).toOpaque()
    watched.emit = {
      context,
      operation,
      operands,
      count,
      integers,
      integerCount,
      reals,
      realCount,
      result in
      WatchedBuilder.pass(context) {
        $0.emit(
          $0.context,
          operation,
          operands,
          count,
          integers,
          integerCount,
          reals,
          realCount,
          result
        )
      }
    }
    watched.constant_reals = { context, values, count, dimensions, rank, result in
      WatchedBuilder.pass(context) {
        $0.constant_reals($0.context, values, count, dimensions, rank, result)
      }
    }
    watched.constant_integers = { context, values, count, dimensions, rank, result in
      WatchedBuilder.pass(context) {
        $0.constant_integers($0.context, values, count, dimensions, rank, result)
      }
    }
    watched.input = { context, role, name, result in
      WatchedBuilder.at(context)?.inputs.append((Int(role), name.string ?? ""))
      return WatchedBuilder.pass(context) { $0.input($0.context, role, name, result) }
    }
    watched.input_names = { context, role, sink in
      WatchedBuilder.pass(context) { $0.input_names($0.context, role, sink) }
    }
    watched.output = { context, name, value in
      WatchedBuilder.at(context)?.outputs.append(name.string ?? "")
      let error = WatchedBuilder.pass(context) { $0.output($0.context, name, value) }
      if error != nil { WatchedBuilder.at(context)?.hasRefusedOutput = true }
      return error
    }
    watched.gradient = { context, loss, values, count, gradients in
      WatchedBuilder.pass(context) { $0.gradient($0.context, loss, values, count, gradients) }
    }
    do {
      return try withExtendedLifetime(self) { try body(&watched) }
    } catch {
      isRefused = true
      throw error
    }
  }
}

/// A learner whose traces go through a watched builder.
struct WatchedLearner: LearningAlgorithm, @unchecked Sendable {
  let inner: any LearningAlgorithm
  /// Used by one thread, the one that traces.
  let watch: WatchedBuilder

  var state: [StateTensor] { inner.state }

  func encode(_ record: Record) throws -> [ExampleTensor] { try inner.encode(record) }

  func schedule(exampleCount: Int, stepCount: Int?) throws -> Schedule {
    try inner.schedule(exampleCount: exampleCount, stepCount: stepCount)
  }

  func step(_ trace: StepTrace) throws {
    try watch.with(trace.trace.builder) { try inner.step(StepTrace(Trace(builder: $0))) }
  }

  func forward(_ trace: ForwardTrace) throws {
    try watch.with(trace.trace.builder) { try inner.forward(ForwardTrace(Trace(builder: $0))) }
  }
}

/// A measurement whose traces go through a watched builder.
struct WatchedMeasurement: MeasurementFunction, @unchecked Sendable {
  let inner: any MeasurementFunction
  /// Used by one thread, the one that traces.
  let watch: WatchedBuilder

  func measure(_ trace: MeasurementTrace) throws {
    try watch.with(trace.trace.builder) { try inner.measure(MeasurementTrace(Trace(builder: $0))) }
  }
}
