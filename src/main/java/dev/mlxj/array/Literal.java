package dev.mlxj.array;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * An array from nested lists of plain numbers: booleans give BOOL, integers I32, or I64 if one does
 * not fit, real numbers F32, a mixture what holds all, no number at all F32. Matches {@code
 * mlx.core.array} of Python lists.
 */
final class Literal {
    private final List<Long> extents = new ArrayList<>();
    private final List<Number> numbers = new ArrayList<>();
    private DType dtype = DType.BOOL;

    private Literal() {}

    /** The array, in the dtype that its numbers have, or in another if one is given. */
    static Array of(Object nested, @Nullable DType wanted) {
        Literal literal = new Literal();
        literal.measure(nested);
        literal.collect(nested, 0);
        DType natural = literal.numbers.isEmpty() ? DType.F32 : literal.dtype;
        DType dtype = wanted == null ? natural : wanted;
        long[] shape = literal.extents.stream().mapToLong(Long::longValue).toArray();
        Array flat;
        if (natural.isFloating()) {
            double[] values = literal.numbers.stream().mapToDouble(Number::doubleValue).toArray();
            flat = Array.ofDoubles(values).astype(DType.F32);
        } else {
            flat = Array.of(literal.numbers.stream().mapToLong(Number::longValue).toArray());
        }
        return flat.astype(dtype).reshape(Shape.of(shape).toArray());
    }

    private void measure(Object nested) {
        Object level = nested;
        while (level instanceof List<?> list) {
            extents.add((long) list.size());
            if (list.isEmpty()) {
                return;
            }
            level = list.getFirst();
        }
    }

    private void collect(Object nested, int depth) {
        if (nested instanceof List<?> list) {
            if (depth >= extents.size() || list.size() != extents.get(depth)) {
                throw ragged();
            }
            for (Object element : list) {
                collect(element, depth + 1);
            }
            return;
        }
        if (depth != extents.size()) {
            throw ragged();
        }
        add(nested);
    }

    private static IllegalArgumentException ragged() {
        return new IllegalArgumentException("Initialization encountered non-uniform length.");
    }

    private void add(Object value) {
        switch (value) {
            case Boolean truth -> numbers.add(truth ? 1 : 0);
            case BigInteger big -> add(exact(big));
            case Long _, Integer _, Short _, Byte _ -> {
                long number = ((Number) value).longValue();
                numbers.add(number);
                dtype = Promotion.of(dtype, number == (int) number ? DType.I32 : DType.I64);
            }
            case Double _, Float _ -> {
                numbers.add((Number) value);
                dtype = Promotion.of(dtype, DType.F32);
            }
            default ->
                    throw new IllegalArgumentException(
                            "Invalid type %s received in array initialization."
                                    .formatted(value.getClass().getSimpleName()));
        }
    }

    private static long exact(BigInteger big) {
        if (big.bitLength() > 63) {
            throw new IllegalArgumentException(
                    "[array] The integer %s does not fit 64 bits.".formatted(big));
        }
        return big.longValueExact();
    }
}
