/// One step of a program: an operation on earlier values, which makes one value.
public struct Instruction: Hashable, Sendable {
  /// What is done.
  public var operation: Operation
  /// The values it is done to, all made by earlier instructions.
  public var operands: [ValueID]
  /// The type of the value made.
  public var type: ValueType
}

/// What an input is to the one who runs the program, which decides what is fed to it.
public enum InputRole: String, Sendable, CaseIterable {
  /// A tensor of the learner's state: a parameter or an optimiser's slot.
  case state
  /// A tensor of the encoded mini-batch, examples along the first axis.
  case batch
  /// The weights of the examples in the mini-batch, `[B]`; 1 = kept, 0 = deleted.
  case weights
  /// A number that a schedule gives to each step.
  case scalar
  /// A parameter of a trained model.
  case parameter
  /// A tensor of one encoded example.
  case example
  /// A parameter of the undeleted model.
  case base
}

/// An arithmetic circuit: a verified, straight-line, single-assignment list of instructions.
///
/// Instruction i makes value i. A program is flat and index-based, for the machine; people write one
/// with a builder. It is pure: the same inputs give the same outputs.
public struct Program: Hashable, Sendable {
  /// An input: its role, its name, unique within the role, and the instruction that stands for it.
  public struct Input: Hashable, Sendable {
    /// What it is fed with.
    public var role: InputRole
    /// The name within the role.
    public var name: String
    /// The `input` instruction.
    public var value: ValueID
  }

  /// An output: a name, unique, for a value.
  public struct Output: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: ValueID
  }

  /// What the program is called, for messages.
  public var name: String
  /// The inputs, in the order of their indices.
  public var inputs: [Input]
  /// The instructions, in an order in which operands come first.
  public var instructions: [Instruction]
  /// The outputs.
  public var outputs: [Output]

  /// A program of these parts, verified.
  ///
  /// - Throws: ``ProgramError`` for the first rule that it breaks.
  public init(
    name: String,
    inputs: [Input],
    instructions: [Instruction],
    outputs: [Output]
  ) throws(ProgramError) {
    self.name = name
    self.inputs = inputs
    self.instructions = instructions
    self.outputs = outputs
    try verify()
  }

  /// The type of a value.
  public func type(of value: ValueID) -> ValueType { instructions[value.index].type }

  /// The input of a role and name, if there is one.
  public func input(_ role: InputRole, _ name: String) -> Input? {
    inputs.first { $0.role == role && $0.name == name }
  }

  /// The output of a name, if there is one.
  public func output(_ name: String) -> Output? {
    outputs.first { $0.name == name }
  }
}
