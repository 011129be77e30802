package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.View;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of each axis, without a copy. Matches indexing with slices in MLX.
 *
 * @param ranges one for each axis
 */
public record Slice(List<Range> ranges) implements Rearrangement {
    /**
     * Positions {@code start, start + step, ..}, {@code count} of them.
     *
     * @param start counted from the front
     * @param step may be negative, not 0
     */
    public record Range(long start, long step, long count) {
        /** All of an axis. */
        public static Range all(long extent) {
            return new Range(0, 1, extent);
        }

        /**
         * As Python's {@code start:stop:step}: negative borders count from the end, borders beyond
         * it are cut to it.
         */
        public static Range of(long extent, long start, long stop, long step) {
            if (step == 0) {
                throw new IllegalArgumentException("[slice] The step of a slice cannot be 0.");
            }
            long least = step > 0 ? 0 : -1;
            long most = step > 0 ? extent : extent - 1;
            long from = Math.clamp(start < 0 ? start + extent : start, least, most);
            long to = Math.clamp(stop < 0 ? stop + extent : stop, least, most);
            long distance = step > 0 ? to - from : from - to;
            return new Range(from, step, Math.max(0, Math.ceilDiv(distance, Math.abs(step))));
        }
    }

    /** The part within these ranges; further axes are whole. */
    public static Array of(Array x, List<Range> ranges) {
        List<Range> full = new ArrayList<>(ranges);
        boolean whole = true;
        for (int axis = ranges.size(); axis < x.ndim(); axis++) {
            full.add(Range.all(x.shape().extent(axis)));
        }
        for (int axis = 0; axis < x.ndim(); axis++) {
            whole &= full.get(axis).equals(Range.all(x.shape().extent(axis)));
        }
        return whole ? x : Array.of(new Slice(full), x);
    }

    /** The part of one axis. */
    public static Array of(Array x, int axis, Range range) {
        List<Range> ranges = new ArrayList<>();
        for (int before = 0; before < axis; before++) {
            ranges.add(Range.all(x.shape().extent(before)));
        }
        ranges.add(range);
        return of(x, ranges);
    }

    @Override
    public Shape shape(List<Array> in) {
        return extents(ranges);
    }

    static Shape extents(List<Range> ranges) {
        long[] extents = new long[ranges.size()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = ranges.get(axis).count();
        }
        return Shape.of(extents);
    }

    @Override
    public View view(View in) {
        return view(in, ranges);
    }

    static View view(View in, List<Range> ranges) {
        long[] strides = new long[ranges.size()];
        long shift = 0;
        Shape shape = extents(ranges);
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = in.stride(axis) * ranges.get(axis).step();
            shift += shape.elements() == 0 ? 0 : in.stride(axis) * ranges.get(axis).start();
        }
        return in.restride(shape, shift, strides);
    }

    @Override
    public Array batched(List<Array> in) {
        List<Range> all = new ArrayList<>(ranges);
        all.addFirst(Range.all(in.getFirst().shape().extent(0)));
        return of(in.getFirst(), all);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Shape shape = in.getFirst().shape();
        Array zeros = Array.zeros(cotangent.dtype(), shape.toArray());
        return List.of(SliceUpdate.of(zeros, cotangent, ranges));
    }
}
