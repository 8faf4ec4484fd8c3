/// Checks of descriptions, configurations and errors.
extension ConformanceCatalogue {
  static let descriptor: [ConformanceCheck] = [
    described("utf-8", .must, "3.1", "every text is UTF-8, byte by byte", Descriptions.utf8),
    described(
      "names",
      .must,
      "3.4",
      "names consist of a-z 0-9 - and are unique within their kind",
      Descriptions.names
    ),
    described("versions", .must, "3.4", "versions are not empty", Descriptions.versions),
    described("summaries", .should, "3.4", "summaries are one line", Descriptions.summaries),
    described(
      "unknown-extensions",
      .must,
      "10.1",
      "extensions that it does not know are answered with null",
      Descriptions.unknownExtensions
    ),
    described(
      "module",
      .must,
      "10.3",
      "the Swift module that it names can be one",
      Descriptions.module
    ),
    described(
      "schema",
      .must,
      "5.1",
      "schemas are arrays of well-formed fields",
      Schemas.wellFormed
    ),
    described("defaults", .must, "5.2", "every default is a valid value", Schemas.defaults),
    described(
      "creates",
      .must,
      "5.3",
      "create succeeds with a complete configuration and data that it can read",
      Schemas.creates
    ),
    described(
      "refuses-unknown-keys",
      .must,
      "5.4",
      "create refuses unknown keys",
      Refusals.unknownKeys
    ),
    described(
      "refuses-missing-keys",
      .must,
      "5.4",
      "create refuses a configuration that lacks a key",
      Refusals.missingKeys
    ),
    described(
      "refuses-wrong-types",
      .must,
      "5.4",
      "create refuses values of another type",
      Refusals.wrongTypes
    ),
    described(
      "refuses-out-of-bounds",
      .must,
      "5.4",
      "create refuses values outside the bounds or choices",
      Refusals.outOfBounds
    ),
    described(
      "refuses-malformed",
      .must,
      "5.4",
      "create refuses texts that are no JSON object, cut, deep or not UTF-8",
      Refusals.malformed
    ),
    described(
      "refusals-name-the-key",
      .should,
      "4.1",
      "the error of a refused setting names it",
      Refusals.telling
    ),
    described(
      "error-objects",
      .must,
      "4.1",
      "error objects have a size, a known code, a message in UTF-8, and can be destroyed",
      Crossings.errorObjects
    ),
    described(
      "failed-create",
      .should,
      "4.1",
      "a create that fails does not write an instance",
      Crossings.failedCreate
    ),
    described(
      "extreme-settings",
      .must,
      "4.3",
      "create with any setting at its bounds gives an instance or an error",
      Crossings.extremeSettings
    ),
    described(
      "no-records",
      .must,
      "4.3",
      "create without a record gives an instance or an error",
      Crossings.noRecords
    ),
    described(
      "text-bounds",
      .must,
      "3.1",
      "no text is read beyond its length",
      Crossings.textBounds
    ),
  ]

  private static func described(
    _ name: String,
    _ severity: ConformanceCheck.Severity,
    _ clause: String,
    _ summary: String,
    _ body: @escaping @Sendable (CheckContext) throws -> Void
  ) -> ConformanceCheck {
    ConformanceCheck(.descriptor, name, severity, clause: clause, summary, body: body)
  }
}
