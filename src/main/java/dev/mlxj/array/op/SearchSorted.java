package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

/**
 * Where values belong in an ascending vector: the number of elements before them, as U32. Matches
 * {@code mlx.core.searchsorted}.
 */
public final class SearchSorted {
    private SearchSorted() {}

    /**
     * A place for each value.
     *
     * @param right whether a value stands behind its equals, or else before them
     */
    public static Array of(Array sorted, Array values, boolean right) {
        Array value = values.expandDims(-1);
        Array before = right ? sorted.lessEqual(value) : sorted.less(value);
        return before.astype(DType.U32).sum(-1);
    }
}
