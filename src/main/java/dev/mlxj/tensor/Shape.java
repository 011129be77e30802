package dev.mlxj.tensor;

import java.util.Arrays;
import java.util.List;

/** The extents of a tensor, outermost first; {@code []} is a scalar. Immutable. */
public final class Shape {
    public static final Shape SCALAR = new Shape(new long[0]);

    private final long[] extents;
    private final long elements;

    private Shape(long[] extents) {
        long product = 1;
        for (long extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException(
                        "shape %s has a negative extent".formatted(Arrays.toString(extents)));
            }
            product = Math.multiplyExact(product, extent);
        }
        this.extents = extents;
        this.elements = product;
    }

    /**
     * A shape with these extents.
     *
     * @throws IllegalArgumentException if an extent is negative
     * @throws ArithmeticException if the product of the extents, taken from the left, exceeds a
     *     {@code long}
     */
    public static Shape of(long... extents) {
        return extents.length == 0 ? SCALAR : new Shape(extents.clone());
    }

    public int rank() {
        return extents.length;
    }

    /** The extent of an axis; a negative axis counts from the end. */
    public long extent(int axis) {
        return extents[axis < 0 ? axis + extents.length : axis];
    }

    /** The product of all extents: 1 for a scalar. */
    public long elements() {
        return elements;
    }

    public long[] toArray() {
        return extents.clone();
    }

    public List<Long> toList() {
        return Arrays.stream(extents).boxed().toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /** {@code [2, 3]}. */
    @Override
    public String toString() {
        return Arrays.toString(extents);
    }
}
