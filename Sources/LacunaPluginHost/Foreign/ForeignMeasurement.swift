import LacunaProtocols
import LacunaSketching

/// A measurement that a plain C library computes.
public struct ForeignMeasurement: ComputedMeasurement {
  /// Its name.
  public let name: String
  /// What it is, in one line.
  public let summary: String
  let manifest: ForeignManifest
  private let function: ForeignFunction
  private let call: ForeignCall
  private let settings: [String: Double]
  private let isReal: Bool
  private let options: ForeignOptions

  /// Loads the library of a manifest and finds the function of a measurement.
  ///
  /// - Throws: ``ForeignFunctionError``.
  init(
    _ entry: ForeignManifest.Measurement,
    of manifest: ForeignManifest,
    options: ForeignOptions
  ) throws(ForeignFunctionError) {
    name = entry.name
    summary = entry.summary
    self.manifest = manifest
    settings = entry.settings ?? [:]
    isReal = entry.real ?? false
    self.options = options
    function = try manifest.function(
      ForeignManifest.Function(signature: entry.signature, arguments: entry.arguments),
      "measurement '\(entry.name)'"
    )
    let library = try ForeignLibrary(manifest, options)
    call = try ForeignCall(
      function.signature,
      in: library,
      trusting: options.trustsManifests
    )
  }

  /// The measurement of a learner.
  ///
  /// - Throws: ``ForeignFunctionError`` naming the argument that does not fit.
  public func bind(_ available: [TypedSource]) throws -> any ComputedFunction {
    let binder = CallBinder(
      path: manifest.path,
      function: function,
      available: available,
      settings: settings,
      isReal: isReal
    )
    let bound = try binder.bind(call)
    let result = function.signature.result
    let isGiven = bound.resultCount != nil || (result != nil && result?.isInteger == false)
    guard isGiven else {
      throw ForeignFunctionError.binding(
        path: manifest.path,
        function: function.signature.name,
        argument: "result",
        reason: "the function gives no number; let it return one, or bind an argument to result"
      )
    }
    guard bound.resultCount == nil || result == nil || bound.returnsStatus else {
      throw ForeignFunctionError.binding(
        path: manifest.path,
        function: function.signature.name,
        argument: "result",
        reason: "the function returns a number and writes another; let it return void, or i32 as a "
          + "status that is 0 when all went well"
      )
    }
    if !isReal, bound.resultCount == nil, let result, !result.isComplex {
      throw ForeignFunctionError.binding(
        path: manifest.path,
        function: function.signature.name,
        argument: "result",
        reason: "the function returns \(result.rawValue), which is complex when predicting; let it "
          + "return complex f64, or declare the measurement \"real\": true"
      )
    }
    return Function(bound: bound, isRealOnly: isReal, log: options.log)
  }

  /// The measurement of one learner and signature.
  private struct Function: ComputedFunction {
    let bound: BoundCall
    let isRealOnly: Bool
    let log: @Sendable (String) -> Void

    var identity: String { "foreign measurement\n\(bound.identity)" }
    var roundoff: Double { bound.roundoff }
    var sources: [ComputedSource] { bound.sources }
    var outputCount: Int { bound.resultCount ?? 1 }

    func evaluate(_ inputs: [ComputedSource: ComputedTensor]) throws -> [Complex] {
      var hooks = ForeignHooks()
      hooks.log = log
      let found = try bound.evaluate(inputs, hooks: hooks)
      return found.result ?? [found.value ?? Complex(.nan)]
    }
  }
}

/// How foreign functions are treated.
public struct ForeignOptions: Sendable {
  /// Whether signatures are believed that no library confirms.
  public var trustsManifests: Bool
  /// Given what libraries log.
  public var log: @Sendable (String) -> Void
  /// How libraries run in a process of their own; nil where they run in this one.
  var isolation: PluginIsolation?

  /// Options; by default nothing is believed, and nothing logged.
  public init(
    trustsManifests: Bool = false,
    log: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.trustsManifests = trustsManifests
    self.log = log
  }
}
