package dev.mlxj.array.op;

import dev.mlxj.array.Pointwise;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Block;

/** Joins blocks of elements with the operation of a reduction. For one thread. */
final class Fold {
    private final Reduction reduction;
    private final Pointwise join;
    private final View.Reader reader;
    private final Block total = new Block();
    private final Block next = new Block();
    private final Block group = new Block();

    Fold(Reduction reduction, View in) {
        this.reduction = reduction;
        this.join = reduction.join();
        this.reader = in.reader();
        total.become(in.dtype());
        next.become(in.dtype());
        group.become(in.dtype());
    }

    /** The result of the last call. */
    Block total() {
        return total;
    }

    /** Joins {@code n} elements from {@code first} on into the first of {@link #total}. */
    void row(long first, long n) {
        if (n == 0) {
            total.fill(reduction.identity());
            return;
        }
        int width = (int) Math.min(Block.SIZE, n);
        reader.load(first, width, total);
        for (long done = width; done < n; done += Block.SIZE) {
            int count = (int) Math.min(Block.SIZE, n - done);
            reader.load(first + done, count, next);
            join(total, next, count);
        }
        while (width > 1) {
            int half = (width + 1) / 2;
            next.copyFrom(total, half, width - half);
            join(total, next, width - half);
            width = half;
        }
    }

    /** Joins {@code rows} rows of {@code n} elements, {@code step} apart, in groups. */
    void column(long first, long step, long rows, long groupSize, int n) {
        if (rows == 0) {
            total.fill(reduction.identity());
            return;
        }
        for (long begin = 0; begin < rows; begin += groupSize) {
            Block sum = begin == 0 ? total : group;
            reader.load(first + begin * step, n, sum);
            long end = Math.min(rows, begin + groupSize);
            for (long row = begin + 1; row < end; row++) {
                reader.load(first + row * step, n, next);
                join(sum, next, n);
            }
            if (begin > 0) {
                join(total, group, n);
            }
        }
    }

    private void join(Block x, Block y, int n) {
        join.apply(new Block[] {x, y}, x, n);
    }
}
