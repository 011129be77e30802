package dev.mlxj.surgery;

import dev.mlxj.io.TensorSpec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Which tensor goes to which of several files, none of them larger than a limit, header included; a
 * tensor that is larger alone has a file to itself.
 *
 * <p>Tensors are taken in the order of their names (numbers in them by value, so that layer 2 comes
 * before layer 10), whatever file they come from, and a new file begins where one would not fit.
 */
final class ShardPlan {
    /** More than a header's syntax and numbers take for one tensor, beside its name and shape. */
    private static final long ENTRY_BYTES = 100;

    private static final long EXTENT_BYTES = 20;

    private ShardPlan() {}

    /**
     * Splits tensors into groups.
     *
     * @param headerBytes upper bound for what a header takes before its first tensor
     */
    static List<List<TensorSpec>> split(List<TensorSpec> tensors, long limit, long headerBytes) {
        List<TensorSpec> sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparing(TensorSpec::name, NaturalOrder.INSTANCE));
        List<List<TensorSpec>> groups = new ArrayList<>();
        long used = 0;
        for (TensorSpec tensor : sorted) {
            long size = Math.addExact(tensor.byteSize(), entryBytes(tensor));
            if (groups.isEmpty() || size > limit - used) {
                groups.add(new ArrayList<>());
                used = headerBytes;
            }
            groups.getLast().add(tensor);
            used = Math.addExact(used, size);
        }
        return groups;
    }

    /** {@code model-00002-of-00003.safetensors}; numbers count from 1. */
    static String fileName(int number, int count) {
        return String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", number, count);
    }

    private static long entryBytes(TensorSpec tensor) {
        // A character takes at most six bytes: as an escape.
        return ENTRY_BYTES + 6L * tensor.name().length() + EXTENT_BYTES * tensor.shape().rank();
    }
}
