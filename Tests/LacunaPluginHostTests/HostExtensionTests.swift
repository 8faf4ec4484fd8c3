import CLacunaABI
import LacunaProtocols
import Testing

@testable import LacunaPluginHost

/// Optional features of the host, called as a plugin in C calls them.
struct HostExtensionTests {
  private let json = #"{"deep":true,"flat":false,"name":"ä \"b\"","rate":0.25,"size":-3,"whole":2}"#

  @Test func onlyWhatIsDefinedIsOffered() {
    #expect(table("lacuna.configuration/1") != nil)
    for id in ["lacuna.configuration/2", "lacuna.configuration", "", "org.example.feature/1"] {
      #expect(table(id) == nil)
    }
    #expect(table("lacuna.configuration/1") == table("lacuna.configuration/1"))
  }

  @Test func valuesOfEveryKindAreRead() throws {
    let reader = try reader()
    #expect(reader.struct_size == 56)
    #expect(try integer("size") == -3)
    #expect(try number("rate") == 0.25)
    // In JSON a number without a fraction looks like an integer.
    #expect(try number("whole") == 2)
    #expect(try boolean("deep") == 1)
    #expect(try boolean("flat") == 0)
  }

  @Test func textIsCopiedAsFarAsItFits() throws {
    let expected = Array(#"ä "b""#.utf8)
    #expect(try text("name", capacity: 0).length == 6)
    for capacity in [1, 3, 6, 10] {
      let (bytes, length) = try text("name", capacity: capacity)
      #expect(length == 6)
      let count = min(capacity, 6)
      #expect(Array(bytes[..<count]) == Array(expected[..<count]))
      // Nothing is written behind it, not even a zero.
      #expect(bytes[count...].allSatisfy { $0 == 0x55 })
    }
  }

  @Test func whatIsNotThereIsAnError() throws {
    #expect(
      failure { _ = try integer("missing") }?.message
        == "configuration schema: no key 'missing' that takes an integer is declared, but it is read"
    )
    for read in [
      { _ = try integer("rate") }, { _ = try integer("deep") }, { _ = try number("name") },
      { _ = try boolean("whole") }, { _ = try text("deep", capacity: 4) },
    ] {
      #expect(failure(read)?.category == .software)
    }
  }

  @Test(arguments: ["", "[]", "{", #"{"a":{}}"#])
  func textThatIsNoConfigurationIsAnError(json: String) throws {
    let reader = try reader()
    var value = 7.0
    let error = failure {
      try json.withForeignText { json in
        try "a".withForeignText { try check(reader.number(reader.context, json, $0, &value)) }
      }
    }
    #expect(error?.category == .configuration)
    #expect(value == 7)
  }

  @Test(
    arguments: [
      (#"{"rate":2,"size":3}"#, nil), (#"{"rate":0.5,"size":3}"#, nil),
      (#"{"rate":2}"#, "size"), (#"{"rate":2,"size":3,"sise":1}"#, "sise"),
      (#"{"rate":2,"size":3.5}"#, "size"), (#"{"rate":-1,"size":3}"#, "rate"),
      ("[]", "[]"),
    ]
  )
  func configurationsAreHeldAgainstASchema(json: String, fault: String?) throws {
    let schema = ConfigurationSchema([
      .number("rate", default: 1, in: 0...10, "a rate"), .integer("size", default: 1, "a size"),
    ])
    let reader = try reader()
    let error = failure {
      try json.withForeignText { json in
        try schema.json.withForeignText { try check(reader.check(reader.context, json, $0)) }
      }
    }
    #expect((error == nil) == (fault == nil))
    guard let fault else { return }
    #expect(error?.category == .configuration)
    #expect(error?.message.contains(fault) == true, "\(error?.message ?? "")")
  }

  @Test func nullsAreErrors() throws {
    let reader = try reader()
    let error = failure {
      try json.withForeignText { json in
        try "size".withForeignText { try check(reader.integer(reader.context, json, $0, nil)) }
      }
    }
    #expect(error?.message == "lacuna.configuration/1: the plugin passed a null value")
    let none = lacuna_text(bytes: nil, length: 4)
    var value: Int64 = 0
    #expect(failure { try check(reader.integer(reader.context, none, none, &value)) } != nil)
  }

  private func table(_ id: String) -> UnsafeRawPointer? {
    let host = HostTable.shared.pointer.pointee
    return id.withForeignText { host.get_extension(host.context, $0) }
  }

  private func reader() throws -> lacuna_configuration_reader {
    try #require(table("lacuna.configuration/1"))
      .assumingMemoryBound(to: lacuna_configuration_reader.self).pointee
  }

  private func integer(_ key: String) throws -> Int64 {
    let reader = try reader()
    var value: Int64 = 0
    try with(key) { reader.integer(reader.context, $0, $1, &value) }
    return value
  }

  private func number(_ key: String) throws -> Double {
    let reader = try reader()
    var value = 0.0
    try with(key) { reader.number(reader.context, $0, $1, &value) }
    return value
  }

  private func boolean(_ key: String) throws -> Int32 {
    let reader = try reader()
    var value: Int32 = -1
    try with(key) { reader.boolean(reader.context, $0, $1, &value) }
    return value
  }

  private func text(_ key: String, capacity: Int) throws -> (bytes: [UInt8], length: UInt64) {
    let reader = try reader()
    var buffer = [CChar](repeating: 0x55, count: capacity + 4)
    var length: UInt64 = 0
    try with(key) { reader.text(reader.context, $0, $1, &buffer, UInt64(capacity), &length) }
    return (buffer.map { UInt8(bitPattern: $0) }, length)
  }

  private func with(
    _ key: String,
    _ body: (lacuna_text, lacuna_text) -> UnsafeMutablePointer<lacuna_error>?
  ) throws {
    try json.withForeignText { json in try key.withForeignText { try check(body(json, $0)) } }
  }

  private func failure(_ body: () throws -> Void) -> ForeignError? {
    do {
      try body()
      return nil
    } catch {
      return error as? ForeignError
    }
  }
}
