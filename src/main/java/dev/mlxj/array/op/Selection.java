package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Index;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a list of indices selects from an array, to be read or replaced. Slices come first, as a
 * view; index arrays then choose from it. Where index arrays stand side by side, the axes they give
 * stand in their place; elsewhere in front, as in numpy.
 */
public final class Selection {
    private final Array whole;
    private final List<Slice.Range> ranges = new ArrayList<>();

    /** Axes of the slice that single positions take away. */
    private final List<Integer> dropped = new ArrayList<>();

    /** Axes of the slice that index arrays choose from. */
    private final List<Integer> chosenAxes = new ArrayList<>();

    private final List<Array> chosen = new ArrayList<>();

    private Selection(Array x, List<Index> indices) {
        boolean gathers = indices.stream().anyMatch(Index.Chosen.class::isInstance);
        List<Index> full = expanded(x, indices);
        long[] extents = new long[full.size()];
        int taken = 0;
        for (int axis = 0; axis < extents.length; axis++) {
            boolean added = full.get(axis) instanceof Index.NewAxis;
            extents[axis] = added ? 1 : x.shape().extent(taken++);
        }
        this.whole = Reshape.of(x, Shape.of(extents));
        for (int axis = 0; axis < extents.length; axis++) {
            add(axis, extents[axis], full.get(axis), gathers);
        }
    }

    public static Selection of(Array x, Index... indices) {
        return new Selection(x, List.of(indices));
    }

    private static List<Index> expanded(Array x, List<Index> indices) {
        long used =
                indices.stream()
                        .filter(i -> !(i instanceof Index.NewAxis || i instanceof Index.Ellipsis))
                        .count();
        if (used > x.ndim()) {
            throw Refusal.of(
                    "index",
                    "Too many indices for array with %d dimensions.".formatted(x.ndim()),
                    x);
        }
        List<Index> full = new ArrayList<>();
        boolean open = true;
        for (Index index : indices) {
            if (index instanceof Index.Ellipsis && open) {
                addWhole(full, x.ndim() - used);
                open = false;
            } else {
                full.add(index);
            }
        }
        if (open) {
            addWhole(full, x.ndim() - used);
        }
        return full;
    }

    private static void addWhole(List<Index> full, long axes) {
        for (long i = 0; i < axes; i++) {
            full.add(Index.all());
        }
    }

    private void add(int axis, long extent, Index index, boolean gathers) {
        switch (index) {
            case Index.At(long position) when gathers ->
                    choose(axis, extent, Array.scalar(position));
            case Index.At(long position) -> {
                long from = position < 0 ? position + extent : position;
                if (from < 0 || from >= extent) {
                    throw new IndexOutOfBoundsException(
                            "[index] Index %d is outside of axis %d of extent %d"
                                    .formatted(position, axis, extent));
                }
                ranges.add(new Slice.Range(from, 1, 1));
                dropped.add(axis);
            }
            case Index.Span span -> ranges.add(span.range(extent));
            case Index.Chosen(Array indices) -> choose(axis, extent, indices);
            case Index.NewAxis added -> ranges.add(Slice.Range.all(1));
            case Index.Ellipsis second ->
                    throw Refusal.of("index", "More than one ellipsis.", whole);
        }
    }

    private void choose(int axis, long extent, Array indices) {
        ranges.add(Slice.Range.all(extent));
        chosenAxes.add(axis);
        chosen.add(indices);
    }

    /** The selected elements. */
    public Array read() {
        Array slice = Slice.of(whole, ranges);
        if (chosen.isEmpty()) {
            return Reshape.of(slice, Shapes.without(slice.shape(), dropped));
        }
        Array gathered = Gather.of(Transpose.of(slice, order()), chosen);
        return Transpose.of(gathered, Transpose.inverse(front(gathered.ndim())));
    }

    /**
     * The array with the elements where a mask is true replaced: by one number, or by the elements
     * of an array in their order.
     *
     * @param mask bool, along the leading axes of x
     */
    public static Array writeWhere(Array x, Array mask, Array updates) {
        long[] extents = new long[x.ndim()];
        Arrays.fill(extents, 1);
        for (int axis = 0; axis < Math.min(mask.ndim(), x.ndim()); axis++) {
            extents[axis] = mask.shape().extent(axis);
        }
        if (mask.ndim() > x.ndim()) {
            throw Refusal.of("index", "A mask has no more axes than the array.", x, mask);
        }
        Array everywhere = BroadcastTo.of(Reshape.of(mask, Shape.of(extents)), x.shape());
        Array values = AsType.of(updates, x.dtype());
        if (values.ndim() > 0) {
            Array flat = Reshape.of(everywhere, -1).astype(DType.I64);
            Array place = CumSum.of(flat, 0, false, true).subtract(1).maximum(0);
            Array source = Reshape.of(values, -1);
            values = Reshape.of(Take.of(source, place, 0), x.shape());
        }
        return Where.of(everywhere, values, x);
    }

    /** The array with the selected elements replaced by, or joined with, others. */
    public Array write(Scatter.Mode mode, Array updates) {
        Array slice = Slice.of(whole, ranges);
        Array changed;
        if (!chosen.isEmpty()) {
            Array shaped = BroadcastTo.of(updates, read().shape());
            shaped = Transpose.of(shaped, front(shaped.ndim()));
            changed = Scatter.of(mode, Transpose.of(slice, order()), shaped, chosen);
            changed = Transpose.of(changed, Transpose.inverse(order()));
        } else {
            Shape selected = Shapes.without(slice.shape(), dropped);
            Array shaped = BroadcastTo.of(AsType.of(updates, whole.dtype()), selected);
            changed = joined(mode, slice, Reshape.of(shaped, slice.shape()));
        }
        return SliceUpdate.of(whole, changed, ranges);
    }

    private static Array joined(Scatter.Mode mode, Array old, Array updates) {
        return switch (mode) {
            case SET -> updates;
            case ADD -> old.add(updates);
            case MULTIPLY -> old.multiply(updates);
            case MAXIMUM -> old.maximum(updates);
            case MINIMUM -> old.minimum(updates);
        };
    }

    /** The axes of the slice with those that are chosen from in front. */
    private List<Integer> order() {
        List<Integer> order = new ArrayList<>(chosenAxes);
        for (int axis = 0; axis < ranges.size(); axis++) {
            if (!chosenAxes.contains(axis)) {
                order.add(axis);
            }
        }
        return order;
    }

    /** For each axis of the gathered array where it stands in the result. */
    private List<Integer> front(int rank) {
        int given = rank - (ranges.size() - chosenAxes.size());
        boolean together = chosenAxes.getLast() - chosenAxes.getFirst() == chosenAxes.size() - 1;
        int place = together ? chosenAxes.getFirst() : 0;
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < given; axis++) {
            order.add(place + axis);
        }
        for (int axis = 0; axis < rank; axis++) {
            if (axis < place || axis >= place + given) {
                order.add(axis);
            }
        }
        return order;
    }
}
