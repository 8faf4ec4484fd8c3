// Kernels over lanes: the arithmetic of jets and of batches of reals, with lanes innermost.
//
// A *slot* is one vector of lanes, 64 bytes: 8 doubles or 16 floats. An element of a tensor is
//   - in an array of reals (a primal, or anything that all lanes share): one number;
//   - in a tangent of degree d: 2d slots, the coefficients 1…d, real part then imaginary part;
//   - in the real-lane ring: one slot.
// The constant coefficient of a jet (the primal) is real and the same in all lanes; it is kept in an
// array of its own. Coefficients are normalised: c_r = f^(r)/r!.
//
// One body per kernel is compiled for each instruction set; `lk_table` picks. With AVX2 and AVX-512 every
// multiply–add is an explicit fused one and lanes never mix, so both give the same bits.
#ifndef LACUNA_JET_KERNELS_H
#define LACUNA_JET_KERNELS_H

#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

// Bytes of a slot, and the largest number of loop axes a kernel takes.
#define LK_SLOT_BYTES 64
#define LK_RANK 7

// Bytes of work space that a product of large matrices may have.
#define LK_MATMUL_SCRATCH (384 << 10)

// What a kernel is told. Pointers are to element 0; strides count elements (of whatever the pointer's
// array has for elements). Fields that a kernel does not name are ignored.
typedef struct lk_arguments {
  int64_t degree;          // d of tangent kernels
  int64_t slots;           // slots an element in linear kernels: 2d for tangents, 1 for real lanes
  int64_t code;            // which function, an lk_function
  int64_t rank;            // number of loop axes
  int64_t reduced;         // how many of them, at the end, are summed or maximised over
  int64_t extents[LK_RANK];
  void *out;               // tangents or lanes
  void *out_primal;        // reals
  const void *a, *a_primal;
  const void *b, *b_primal;
  const void *c, *c_primal;
  int64_t out_strides[LK_RANK];
  int64_t a_strides[LK_RANK];
  int64_t b_strides[LK_RANK];
  int64_t c_strides[LK_RANK];
  double alpha, beta;      // immediate factors
  int64_t m, n, k;         // matrix extents
  int64_t out_m, out_n;    // strides of matrices
  int64_t a_m, a_k;
  int64_t b_k, b_n;
  const int64_t *indices;  // integer operand
  int64_t flags;
  int64_t operation;       // of a call in a chain, an lk_operation
  void *scratch;           // work space of the size the kernel documents
} lk_arguments;

typedef void (*lk_kernel)(const lk_arguments *);

// Elementwise functions; the order is fixed.
enum lk_function {
  LK_NEGATE, LK_EXP, LK_LOG, LK_SQRT, LK_RSQRT, LK_RECIPROCAL, LK_SQUARE, LK_TANH, LK_SIGMOID, LK_ERF,
  LK_GELU, LK_GELU_TANH, LK_SILU, LK_SOFTPLUS, LK_SIN, LK_COS, LK_RELU, LK_ABS, LK_POWER,
  LK_ADD, LK_SUBTRACT, LK_MULTIPLY, LK_DIVIDE, LK_MAXIMUM, LK_GREATER
};

// Flags of lk_arguments.flags.
enum lk_flag {
  LK_UPPER = 1,        // triangular solve with the upper half
  LK_TRANSPOSED = 2,   // … of the transposed matrix
  LK_ACCUMULATE = 4,   // add to the output instead of replacing it
  // In a chain: the operand is as long as a tile, and used again by the next tile.
  LK_LOCAL_OUT = 8,
  LK_LOCAL_A = 16,
  LK_LOCAL_B = 32,
  LK_LOCAL_C = 64
};

// What a call does in a chain: what the kernel of that name does, or alpha c + beta c_primal[0] times a product
// or a square. A factor b may be composed on the way: then b_primal holds real_taylor's coefficients, and
// out_primal, with the strides of b, the primal of the composition. Compositions are for d <= 4, quotients and other
// functions for d > 4.
enum lk_operation {
  LK_CHAIN_NONE, LK_CHAIN_AFFINE, LK_CHAIN_SCALE, LK_CHAIN_SELECT, LK_CHAIN_MULTIPLY,
  LK_CHAIN_SQUARE, LK_CHAIN_COMPOSE, LK_CHAIN_MULTIPLY_ADD, LK_CHAIN_SQUARE_ADD,
  LK_CHAIN_COMPOSE_MULTIPLY, LK_CHAIN_COMPOSE_MULTIPLY_ADD, LK_CHAIN_DIVIDE, LK_CHAIN_UNARY
};

// The most calls in a chain.
#define LK_CHAIN_LENGTH 32

// The kernels of one instruction set and precision. Real kernels work on *_primal pointers (factors and
// solves in the real-lane ring, too, with the lanes as one more loop axis); the others on slots.
#define LK_KERNELS(X)                                                                              \
  /* reals: out_primal = f(a_primal, …) over the loop axes */                                      \
  X(real_copy)        /* a */                                                                      \
  X(real_affine)      /* alpha a + beta c_primal[0] b; b may be null; a null c_primal is 1 */      \
  X(real_unary)       /* code; LK_POWER has the exponent in alpha */                               \
  X(real_binary)      /* code */                                                                   \
  X(real_select)      /* a != 0 ? b : c */                                                         \
  X(real_sum)         /* over the last `reduced` axes; out strides of those are ignored */         \
  X(real_maximum)     /* likewise */                                                               \
  X(real_matmul)      /* [m,k] x [k,n] over the loop axes as batch */                              \
  X(real_softmax)     /* loop axes are rows, the last one the row */                               \
  X(real_log_softmax)                                                                              \
  X(real_cholesky)    /* loop axes are batch; n; element strides *_m, *_n; lanes as last loop axis */ \
  X(real_triangular_solve) /* a [n,n], b [n,m] */                                                  \
  X(real_taylor)      /* out_primal[r − 1][e]: f^(r)(a)/r! c_primal[0]^r for contiguous a, code, alpha */ \
  /* linear in slots: any ring */                                                                  \
  X(slot_copy)        /* a */                                                                      \
  X(slot_affine)      /* likewise */                                                               \
  X(slot_scale)       /* a * b_primal, element by element */                                       \
  X(slot_divide)      /* a / b_primal */                                                           \
  X(slot_select)      /* a_primal != 0 ? b : c; a null b or c is zero */                           \
  X(slot_sum)                                                                                      \
  X(slot_matmul_sv)   /* reals a_primal [m,k] x slots b [k,n] */                                   \
  X(slot_matmul_vs)   /* slots a [m,k] x reals b_primal [k,n] */                                   \
  /* real lanes */                                                                                 \
  /* an operand is slots (a), or reals that all lanes share (a_primal) */                           \
  X(lane_affine)      /* as real_affine */                                                         \
  X(lane_unary)       /* a is slots; code; LK_POWER has the exponent in alpha */                   \
  X(lane_binary)      /* code */                                                                   \
  X(lane_select)      /* a != 0 ? b : c */                                                         \
  X(lane_maximum)     /* of slots, over the last `reduced` axes */                                 \
  X(lane_softmax)     /* of slots; loop axes are rows, the last one the row */                     \
  X(lane_log_softmax)                                                                              \
  X(lane_matmul)      /* slots a [m,k] x slots b [k,n] */                                          \
  /* tangents of jets; the primal of the result is there already */                                \
  X(jet_multiply)                                                                                  \
  X(jet_square)                                                                                    \
  X(jet_divide)       /* a/b; a may be null (a shared dividend); out_primal is a0/b0 */            \
  X(jet_compose)      /* d <= 4: b_primal holds real_taylor's coefficients of all n elements */    \
  X(jet_unary)        /* any degree, by recurrences; scratch of 4 elements; out_primal is f(a0) */ \
  X(jet_chain)        /* the k calls at scratch, of one loop axis each, over n elements, m at a time */ \
  X(jet_maximum)      /* binary, by the primal */                                                  \
  X(jet_reduce_maximum)                                                                            \
  X(jet_matmul)       /* scratch of LK_MATMUL_SCRATCH bytes, where given, speeds up large ones */  \
  X(jet_softmax)                                                                                   \
  X(jet_log_softmax)  /* scratch of a row of elements and a row of reals */                        \
  X(jet_cholesky)                                                                                  \
  X(jet_triangular_solve) /* a or b may be null: shared */                                         \
  /* rows by index, whatever the elements are: `k` numbers a row */                                \
  X(gather)           /* out[i*out_m + j] = a[i*a_m + indices[i]*a_k + j], i < m, j < k */         \
  X(scatter_add)      /* out[i*out_m + indices[i]*out_n + j] += a[i*a_m + j] */                    \
  X(clear)            /* k bytes of zeros at out */

typedef struct lk_table {
#define LK_FIELD(name) lk_kernel name;
  LK_KERNELS(LK_FIELD)
#undef LK_FIELD
} lk_table;

// Instruction sets, worst to best.
enum lk_isa { LK_BASELINE, LK_AVX2, LK_AVX512 };

// The best instruction set of this processor.
int32_t lk_best_isa(void);

// The kernels for an instruction set (which this processor must have) and a precision (4 or 8 bytes).
const lk_table *lk_kernels(int32_t isa, int32_t bytes);

// Runs `rounds` of independent fused multiply–adds over slots as fast as the machine can and returns how
// many multiply–adds of one number that was: the peak that other figures are held against.
double lk_peak(int32_t isa, int32_t bytes, int64_t rounds);

// The name in LK_KERNELS of a kernel of any table; null for another function.
const char *lk_kernel_name(lk_kernel kernel);

// Nanoseconds of a clock that only goes forward and is cheap enough to be read around every kernel.
int64_t lk_nanoseconds(void);

// Nanoseconds that this thread has had of a processor. Reading it takes longer: the system is asked.
int64_t lk_thread_nanoseconds(void);

#if defined(__cplusplus)
}
#endif

#endif
