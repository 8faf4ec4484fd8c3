/// Faults of descriptions, configurations and errors.
extension BadPlugin {
  static let descriptor = [
    BadPlugin(
      "has a summary that is not UTF-8",
      #"CHANGES=vowels.summary = text("na\xEFve");"#,
      check: "descriptor/utf-8",
      message: "after 'na' comes byte 0xef at position 2"
    ),
    BadPlugin(
      "has a name with a capital",
      #"CHANGES=vowels.name = text("Vowels");"#,
      check: "descriptor/names",
      message: "'Vowels', expected characters of a-z"
    ),
    BadPlugin(
      "has two learners of one name",
      "CHANGES=plugin.learner_count = 2;",
      check: "descriptor/names",
      message: "two learners are named 'vowels'"
    ),
    BadPlugin(
      "has no version",
      "CHANGES=vowels.version.length = 0;",
      check: "descriptor/versions",
      message: "the version of learner 0 is ''"
    ),
    BadPlugin(
      "has a summary of two lines",
      #"CHANGES=squared_error.summary = text("one\ntwo");"#,
      check: "descriptor/summaries",
      message: "expected one line"
    ),
    BadPlugin(
      "answers every extension",
      "FAULT_ANSWERS_ALL_EXTENSIONS",
      check: "descriptor/unknown-extensions",
      message: "which no version"
    ),
    BadPlugin(
      "compares the beginning of an extension",
      "FAULT_EXTENSION_PREFIX",
      check: "descriptor/unknown-extensions",
      message: "lacuna.cases/1 "
    ),
    BadPlugin(
      "names a module that cannot be",
      "FAULT_MODULE",
      check: "descriptor/module",
      message: "not a module"
    ),
    BadPlugin(
      "misspells a property of its schema",
      #"CHANGES=vowels.schema = text("[{\"key\":\"rate\",\"type\":\"number\",\"default\":1,\"summary\":\"s\",\"minumum\":0}]");"#,
      check: "descriptor/schema",
      message: "unknown properties minumum"
    ),
    BadPlugin(
      "has a key in camel case",
      #"CHANGES=vowels.schema = text("[{\"key\":\"learningRate\",\"type\":\"number\",\"default\":1,\"summary\":\"s\"}]");"#,
      check: "descriptor/schema",
      message: "not in kebab case"
    ),
    BadPlugin(
      "has a key twice",
      #"CHANGES=vowels.schema = text("[{\"key\":\"a\",\"type\":\"number\",\"default\":1,\"summary\":\"s\"},{\"key\":\"a\",\"type\":\"number\",\"default\":1,\"summary\":\"s\"}]");"#,
      check: "descriptor/schema",
      message: "occurs twice"
    ),
    BadPlugin(
      "has a default out of its bounds",
      #"CHANGES=vowels.schema = text("[{\"key\":\"rate\",\"type\":\"number\",\"default\":2,\"summary\":\"s\",\"maximum\":1}]");"#,
      check: "descriptor/defaults",
      message: "its default is refused by its own field"
    ),
    BadPlugin(
      "refuses its defaults",
      "FAULT_REFUSES_DEFAULTS",
      check: "descriptor/creates",
      message: "does not please"
    ),
    BadPlugin(
      "takes unknown keys",
      "FAULT_TAKES_UNKNOWN_KEYS",
      check: "descriptor/refuses-unknown-keys",
      message: "takes the unknown key 'no-such-key'"
    ),
    BadPlugin(
      "takes a configuration that lacks keys",
      "FAULT_TAKES_MISSING_KEYS",
      check: "descriptor/refuses-missing-keys",
      message: "takes a configuration without 'rate'"
    ),
    BadPlugin(
      "takes a text for a number",
      "FAULT_TAKES_WRONG_TYPES",
      check: "descriptor/refuses-wrong-types",
      message: "for 'rate', which takes a number"
    ),
    BadPlugin(
      "takes what is out of bounds",
      "FAULT_TAKES_OUT_OF_BOUNDS",
      check: "descriptor/refuses-out-of-bounds",
      message: "for 'rate', which takes a number from 0.0 to 1.0"
    ),
    BadPlugin(
      "takes what is no JSON",
      "FAULT_TAKES_MALFORMED",
      check: "descriptor/refuses-malformed",
      message: "which is no JSON object"
    ),
    BadPlugin(
      "does not say which setting is wrong",
      "FAULT_SILENT_REFUSAL",
      check: "descriptor/refusals-name-the-key",
      message: "without naming the key"
    ),
    BadPlugin(
      "has an error code of its own",
      "FAULT_ERROR_CODE",
      check: "descriptor/error-objects",
      message: "has the code 1"
    ),
    BadPlugin(
      "has errors without a message",
      "FAULT_ERROR_MESSAGE",
      check: "descriptor/error-objects",
      message: "has no message"
    ),
    BadPlugin(
      "has errors without a size",
      "FAULT_ERROR_SIZE",
      check: "descriptor/error-objects",
      message: "has a struct_size of 0"
    ),
    BadPlugin(
      "has messages that are not UTF-8",
      "FAULT_ERROR_UTF8",
      check: "descriptor/error-objects",
      message: "is not UTF-8"
    ),
    BadPlugin(
      "writes an instance that it does not make",
      "FAULT_WRITES_INSTANCE",
      check: "descriptor/failed-create",
      message: "writes to the place of the instance"
    ),
    BadPlugin(
      "divides by a setting less one",
      "FAULT_DIVIDES",
      check: "descriptor/extreme-settings",
      message: "SIGFPE"
    ),
    BadPlugin(
      "reads the first record of none",
      "FAULT_FIRST_RECORD",
      check: "descriptor/no-records",
      message: "SIGSEGV"
    ),
    BadPlugin(
      "takes texts to end with a zero",
      "FAULT_READS_BEYOND",
      check: "descriptor/text-bounds",
      message: "SIGSEGV"
    ),
  ]
}
