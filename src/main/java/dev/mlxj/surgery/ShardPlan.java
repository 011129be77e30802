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
        sorted.sort(Comparator.comparing(TensorSpec::name, ShardPlan::compareNames));
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

    private static int compareNames(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endA = digits(a, i);
            int endB = digits(b, j);
            int order =
                    endA > i && endB > j
                            ? compareNumbers(a.substring(i, endA), b.substring(j, endB))
                            : Character.compare(a.charAt(i), b.charAt(j));
            if (order != 0) {
                return order;
            }
            i = Math.max(endA, i + 1);
            j = Math.max(endB, j + 1);
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int compareNumbers(String a, String b) {
        String x = a.replaceFirst("^0+", "");
        String y = b.replaceFirst("^0+", "");
        return x.length() != y.length() ? x.length() - y.length() : x.compareTo(y);
    }
}
