import LacunaProtocols

/// What can go wrong with plain C libraries and what their manifests say of them.
public enum ForeignFunctionError: LacunaError, Hashable {
  /// A field of a manifest that is not what it should be.
  case manifest(path: String, field: String, found: String, expected: String)
  /// A manifest that cannot be read.
  case unreadable(path: String, reason: String)
  /// A signature that cannot be read.
  case signature(path: String, field: String, error: SignatureError)
  /// A library that cannot be loaded.
  case library(manifest: String, library: String, reason: String)
  /// A library without a function of a name.
  case noSymbol(library: String, symbol: String, isData: Bool)
  /// A function whose library does not repeat its signature.
  case unconfirmed(manifest: String, library: String, signature: String)
  /// A function whose library says another signature.
  case contradicted(manifest: String, library: String, found: String, expected: String)
  /// Something given at the wrong place: an argument that cannot take what it is bound to.
  case binding(path: String, function: String, argument: String, reason: String)
  /// A type that libffi does not pass correctly here.
  case unsupported(function: String, type: String)
  /// What a library in a child process answered, or how it ended that process.
  case isolated(message: String, category: ErrorCategory)
  /// A call that broke a rule.
  case call(library: String, function: String, reason: String)

  /// The category, which decides the exit code.
  public var category: ErrorCategory {
    switch self {
    case .manifest, .signature, .binding: .configuration
    case .unreadable: .noInput
    case .library, .noSymbol, .unconfirmed, .contradicted, .unsupported: .unavailable
    case .call: .software
    case .isolated(_, let category): category
    }
  }

  /// What was wrong, where, what was expected, and what to do.
  public var description: String {
    switch self {
    case .manifest(let path, let field, let found, let expected):
      "\(path)\(field.isEmpty ? "" : ", \(field)"): found \(found), expected \(expected)"
    case .unreadable(let path, let reason):
      "cannot read the manifest \(path): \(reason)"
    case .signature(let path, let field, let error):
      "\(path), \(field): \(error)\n  \(error.text)\n  "
        + String(repeating: " ", count: error.column - 1) + "^"
    case .library(let manifest, let library, let reason):
      "\(manifest): the library '\(library)' cannot be loaded: \(reason)"
    case .noSymbol(let library, let symbol, let isData):
      isData
        ? "\(library): '\(symbol)' is data, expected a function"
        : "\(library) has no function '\(symbol)'; check the name in the signature, and that the "
          + "library exports it"
    case .unconfirmed(let manifest, let library, let signature):
      "\(manifest): the library \(library) does not confirm the signature '\(signature)'; a wrong one "
        + "gives wrong numbers or a crash. Add LACUNA_SIGNATURE of <lacuna/signature.h> to the "
        + "library, or, if you are sure of it, give --trust-manifest"
    case .contradicted(let manifest, let library, let found, let expected):
      "\(manifest) says '\(expected)', but the library \(library) says '\(found)'; correct the "
        + "manifest"
    case .binding(let path, let function, let argument, let reason):
      "\(path), '\(function)', argument '\(argument)': \(reason)"
    case .unsupported(let function, let type):
      "'\(function)' has \(type) among its types, which the libffi of this system does not pass "
        + "as the compiler does (it was tried); use pointers, or another libffi"
    case .isolated(let message, _):
      message
    case .call(let library, let function, let reason):
      "\(library), '\(function)': \(reason)"
    }
  }
}
