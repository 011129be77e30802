package dev.mlxj.array;

import dev.mlxj.array.op.Slice;

import org.jspecify.annotations.Nullable;

/** What stands between the brackets when an array is indexed in Python, one for each axis. */
public sealed interface Index {
    /** One position, negative from the end; the axis goes. */
    record At(long position) implements Index {}

    /**
     * Python's {@code start:stop:step}; a border that is null is that end of the axis.
     *
     * @param step not 0
     */
    record Span(@Nullable Long start, @Nullable Long stop, long step) implements Index {
        /** The positions of an axis of this extent. */
        public Slice.Range range(long extent) {
            long first = step > 0 ? 0 : extent - 1;
            long last = step > 0 ? extent : -extent - 1;
            return Slice.Range.of(
                    extent, start == null ? first : start, stop == null ? last : stop, step);
        }
    }

    /** Positions chosen by an integer array, or where an array of bool is true. */
    record Chosen(Array indices) implements Index {}

    /** A new axis of extent 1. */
    record NewAxis() implements Index {}

    /** As many whole axes as are left; at most one. */
    record Ellipsis() implements Index {}

    /** One position; the axis goes. */
    static Index at(long position) {
        return new At(position);
    }

    /** The whole axis. */
    static Index all() {
        return new Span(null, null, 1);
    }

    /** Positions from {@code start} to the end. */
    static Index from(long start) {
        return new Span(start, null, 1);
    }

    /** Positions before {@code stop}. */
    static Index until(long stop) {
        return new Span(null, stop, 1);
    }

    /** Positions from {@code start} until before {@code stop}. */
    static Index span(long start, long stop) {
        return new Span(start, stop, 1);
    }

    /**
     * Every {@code step}-th position from {@code start} until before {@code stop}; null is open.
     */
    static Index span(@Nullable Long start, @Nullable Long stop, long step) {
        return new Span(start, stop, step);
    }

    /** The positions that these indices name. */
    static Index of(Array indices) {
        return new Chosen(indices);
    }

    static Index newAxis() {
        return new NewAxis();
    }

    static Index ellipsis() {
        return new Ellipsis();
    }
}
