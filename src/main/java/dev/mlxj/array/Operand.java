package dev.mlxj.array;

/** What the families of methods stand on: each of them is implemented by {@link Array} alone. */
sealed interface Operand
        permits Elementwise,
                Arithmetic,
                Comparisons,
                Reductions,
                Scans,
                Shaping,
                Indexing,
                Matrices {
    /** The array itself. */
    Array array();
}
