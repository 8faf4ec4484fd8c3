// Dense linear algebra: LAPACK and BLAS, as OpenBLAS gives them.
#ifndef LACUNA_LAPACK_SHIM_H
#define LACUNA_LAPACK_SHIM_H

#include <cblas.h>
#include <lapacke.h>

#endif
