/// A function between the layers of a network, as a configuration chooses it.
public enum Activation: String, CaseIterable, Sendable {
  case gelu
  case geluTanh = "gelu-tanh"
  case relu, silu, tanh, sigmoid, softplus

  /// The function, element by element.
  public func apply(_ x: Tensor) -> Tensor {
    switch self {
    case .gelu: LacunaProtocols.gelu(x)
    case .geluTanh: LacunaProtocols.geluTanh(x)
    case .relu: LacunaProtocols.relu(x)
    case .silu: LacunaProtocols.silu(x)
    case .tanh: LacunaProtocols.tanh(x)
    case .sigmoid: LacunaProtocols.sigmoid(x)
    case .softplus: LacunaProtocols.softplus(x)
    }
  }
}
