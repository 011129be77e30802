package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.tensor.DType;

/**
 * Where values belong in an ascending vector: the number of elements before them, as U32, in the
 * values' shape. NaN comes last. Matches {@code mlx.core.searchsorted}.
 *
 * <p>All values are searched for at once, each step of the bisection an operation on all of them:
 * {@code values * log2(n)} comparisons, in memory for the values alone.
 */
public final class SearchSorted {
    private SearchSorted() {}

    /**
     * A place for each value.
     *
     * @param sorted {@code [n]}
     * @param right whether a value stands behind its equals, or else before them
     * @throws IllegalArgumentException if {@code sorted} is no vector
     */
    public static Array of(Array sorted, Array values, boolean right) {
        if (sorted.ndim() != 1) {
            throw Refusal.of("searchsorted", "The sorted sequence must be 1-D.", sorted, values);
        }
        long n = sorted.size();
        Array place = Array.zeros(DType.I64, values.shape().toArray());
        for (long step = Long.highestOneBit(n); step > 0; step /= 2) {
            Array next = place.add(step);
            Array last = sorted.take(next.minimum(n).subtract(1), 0);
            Array before = right ? precedes(values, last).logicalNot() : precedes(last, values);
            place = Array.where(before.logicalAnd(next.lessEqual(n)), next, place);
        }
        return place.astype(DType.U32);
    }

    private static Array precedes(Array a, Array b) {
        Array less = a.less(b);
        return b.dtype().isInexact()
                ? less.logicalOr(b.isnan().logicalAnd(a.isnan().logicalNot()))
                : less;
    }
}
