import LacunaPrograms
import LacunaProtocols

/// The name and type of a tensor that a program will be fed: part of a signature.
public struct NamedType: Hashable, Sendable {
  /// The name.
  public var name: String
  /// Element and shape.
  public var type: ValueType

  /// A name with a type.
  public init(_ name: String, _ type: ValueType) {
    self.name = name
    self.type = type
  }
}

extension ExampleTensor {
  /// The name and type.
  public var namedType: NamedType {
    NamedType(name, ValueType(element == .real ? .real : .integer, Shape(shape)))
  }
}

extension StateTensor {
  /// The name and type.
  public var namedType: NamedType { NamedType(name, .real(Shape(shape))) }
}

extension Sequence<ExampleTensor> {
  /// The types of an encoded record.
  public var signature: [NamedType] { map(\.namedType) }

  /// The types of a mini-batch of records like this one, stacked along a new first axis.
  public func signature(batchSize: Int) -> [NamedType] {
    map {
      let type = $0.namedType.type
      return NamedType(
        $0.name,
        ValueType(type.element, Shape([batchSize] + type.shape.dimensions))
      )
    }
  }
}
