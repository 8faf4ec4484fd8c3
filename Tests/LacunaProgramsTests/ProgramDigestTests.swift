import LacunaPrograms
import LacunaTestSupport
import Testing

/// The digest: one for each meaning, the same for ever.
struct ProgramDigestTests {
  @Test func `the digest is the SHA-256 of the text, and stable`() throws {
    // printf 'program "p"\n%%0 = input state "x" : real[2]\n%%1 = exp %%0 : real[2]\noutput "y" = %%1\n'
    //   | sha256sum
    #expect(
      try sample().digest
        == "sha256:7e4cfaee248c17ddcd5e174c5c551c421e075dfbc2b5f24b94ca2bef8625ac7c"
    )
  }

  @Test func `the digest changes with anything`() throws {
    let variants = [
      try sample(), try sample(name: "q"), try sample(role: .base), try sample(input: "z"),
      try sample(shape: [3]), try sample(operation: .unary(.log)),
      try sample(operation: .power(2)), try sample(operation: .power(2.0.nextUp)),
      try sample(output: "z"),
    ]
    #expect(Set(variants.map(\.digest)).count == variants.count)
  }

  @Test func `no two cases share a digest`() throws {
    let digests = try OperationCases.all().map(\.program.digest)
    #expect(Set(digests).count == digests.count)
  }

  private func sample(
    name: String = "p",
    role: InputRole = .state,
    input: String = "x",
    shape: Shape = [2],
    operation: Operation = .unary(.exp),
    output: String = "y"
  ) throws -> Program {
    var builder = ProgramBuilder(name: name)
    let x = try builder.input(role, input, type: .real(shape))
    try builder.output(output, builder.append(operation, x))
    return try builder.build()
  }
}
