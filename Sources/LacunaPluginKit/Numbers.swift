#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

// Names that do not collide with the functions of tensors.

/// base^exponent.
func power(_ base: Double, _ exponent: Int) -> Double { pow(base, Double(exponent)) }

/// The cosine of a number.
func cosine(_ x: Double) -> Double { cos(x) }
