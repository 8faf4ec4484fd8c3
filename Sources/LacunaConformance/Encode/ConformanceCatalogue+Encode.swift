/// Checks of encoding.
extension ConformanceCatalogue {
  static let encode: [ConformanceCheck] = [
    encoding("data", "every record of the data is encoded", EncodeChecks.data),
    encoding(
      "repeatable",
      "the same record gives the same tensors, again and in another instance",
      EncodeChecks.repeatable
    ),
    encoding(
      "empty-records",
      "empty fields and records without fields give tensors or an error",
      EncodeChecks.empty
    ),
    encoding(
      "huge-records",
      "fields of a mebibyte give tensors or an error",
      EncodeChecks.huge
    ),
    encoding(
      "not-utf-8",
      "bytes that are no text give tensors or an error",
      EncodeChecks.notText
    ),
    encoding(
      "truncated-records",
      "records cut at any byte give tensors or an error",
      EncodeChecks.truncated
    ),
    encoding(
      "other-fields",
      "fields that are missing, doubled, exchanged or unexpected give tensors or an error",
      EncodeChecks.fields
    ),
    encoding(
      "random-records",
      "random bytes give tensors or an error",
      EncodeChecks.random
    ),
    encoding("fuzz", "records changed at random give tensors or an error", Fuzzing.check),
  ]

  private static func encoding(
    _ name: String,
    _ summary: String,
    _ body: @escaping @Sendable (CheckContext) throws -> Void
  ) -> ConformanceCheck {
    ConformanceCheck(.encode, name, .must, clause: "6.4", summary, timeout: 60, body: body)
  }
}
