package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Comparison;
import dev.mlxj.io.Entry;

import java.util.List;
import java.util.Optional;

/**
 * How two models a and b differ.
 *
 * @param onlyInA entries of a whose name b does not have, in natural order
 * @param onlyInB entries of b whose name a does not have, in natural order
 * @param tensors what both have and is not the same, in natural order of the name in a
 * @param equal how many tensors are the same in both
 */
public record Difference(List<Entry> onlyInA, List<Entry> onlyInB, List<Pair> tensors, int equal) {

    /**
     * A tensor of a, and that of b which has its name, or the name that it was mapped to.
     *
     * @param values how their values differ; empty where shapes differ
     */
    public record Pair(Entry a, Entry b, Optional<Comparison> values) {
        /** The largest difference of values, for an order: where there are none it is endless. */
        double magnitude() {
            return values.map(Comparison::maxAbs).orElse(Double.POSITIVE_INFINITY);
        }
    }

    public Difference {
        onlyInA = List.copyOf(onlyInA);
        onlyInB = List.copyOf(onlyInB);
        tensors = List.copyOf(tensors);
    }

    /** Whether there is no difference. */
    public boolean isNone() {
        return onlyInA.isEmpty() && onlyInB.isEmpty() && tensors.isEmpty();
    }

    /**
     * The {@code n} pairs with the largest difference of a value, NaN and other shapes before all.
     */
    public List<Pair> top(int n) {
        return tensors.stream()
                .sorted((x, y) -> Double.compare(y.magnitude(), x.magnitude()))
                .limit(n)
                .toList();
    }
}
