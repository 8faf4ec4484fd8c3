import LacunaPluginHost
import Testing

@Suite("Signatures")
struct SignatureTests {
  static let canonical = [
    (
      "complex f64 margin(const complex f64 *logits, size n, i64 target)",
      "complex f64 margin(const complex f64 *logits, size n, i64 target)"
    ),
    (
      "double complex margin(const double _Complex*logits ,size_t n,int64_t target )",
      "complex f64 margin(const complex f64 *logits, size n, i64 target)"
    ),
    ("  void\n f ( void ) ", "void f(void)"),
    ("int f()", "i32 f(void)"),
    ("float complex f(float complex a, float b)", "complex f32 f(complex f32 a, f32 b)"),
    (
      "void t(void (*p)(double), void (*l)(const char *text), int32_t (*c)(void), "
        + "const double *(*r)(size_t i))",
      "void t(void (*p)(f64), void (*l)(const char *), i32 (*c)(void), const f64 *(*r)(size))"
    ),
    ("void f(complex f64 *out, i32 *k)", "void f(complex f64 *out, i32 *k)"),
  ]

  @Test("are brought to one form", arguments: canonical)
  func canonicalForm(text: String, expected: String) throws {
    let signature = try Signature(text)
    #expect(signature.description == expected)
    #expect(try Signature(expected) == signature)
  }

  /// Text, column, what is found, and the beginning of what is expected.
  static let faults: [(String, Int, String, String)] = [
    ("", 1, "the end", "a type: f64"),
    ("complex f64", 12, "the end", "the name of the function"),
    ("complex f64 (x)", 13, "'('", "the name of the function"),
    ("f16 f(f64 a)", 1, "'f16'", "a type: f64"),
    ("complex i32 f(f64 a)", 9, "'i32'", "f64 or f32"),
    ("i32 complex f(f64 a)", 1, "'i32'", "f64 or f32"),
    ("f64 f(f64 a", 12, "the end", "',' or ')'"),
    ("f64 f(f64 a) x", 14, "'x'", "the end"),
    ("f64 f(f64 a,)", 13, "')'", "a type: f64"),
    ("f64 f(f64)", 10, "')'", "the name of the argument"),
    ("f64 f(f64 const)", 11, "'const'", "the name of the argument"),
    ("f64 f(f64 a, f64 a)", 14, "'f64'", "another name than 'a'"),
    ("f64 f(f64 **a)", 12, "'*'", "a name: there are no pointers to pointers"),
    ("f64 *f(f64 a)", 5, "'*'", "a name: results are numbers"),
    ("f64 f(void *a)", 7, "'void'", "a type: f64"),
    ("f64 f(f64 a, ...)", 14, "'.'", "a name, a type"),
    ("f64 f(f64 ä)", 11, "'ä'", "a name, a type"),
    ("f64 f(f64 3x)", 11, "'3x'", "the name of the argument"),
    ("void f(void (*p)(i32))", 8, "void (*)(i32)", "one of void (*)(f64)"),
    ("void f(struct s a)", 8, "'struct'", "a type: f64"),
    ("void f(f64 a[3])", 13, "'['", "a name, a type"),
  ]

  @Test("say where they are wrong, to the column", arguments: faults)
  func faultsHaveColumns(text: String, column: Int, found: String, expected: String) {
    let error = #expect(throws: SignatureError.self) { try Signature(text) }
    #expect(error?.column == column)
    #expect(error?.found == found)
    #expect(error?.expected.hasPrefix(expected) == true, "\(error?.expected ?? "")")
  }

  @Test("have limits")
  func haveLimits() {
    let many = (0..<65).map { "f64 a\($0)" }.joined(separator: ", ")
    #expect(throws: SignatureError.self) { try Signature("f64 f(\(many))") }
    let long = "f64 " + String(repeating: "f", count: 5000) + "(void)"
    let error = #expect(throws: SignatureError.self) { try Signature(long) }
    #expect(error?.expected == "at most 4096")
  }
}
