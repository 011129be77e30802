package dev.mlxj.array.random;

import static dev.mlxj.array.kernel.Layouts.U32_LE;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * Random numbers of 32 bits, U32, from a key U32 {@code [2]}. Each depends on its position and on
 * how many there are, so they are the same in whatever order they are made. Matches {@code
 * mlx::core::random::bits}.
 *
 * <p>Keys {@code [.., 2]} give numbers {@code [..] + shape}, those of each key apart.
 *
 * @param shape of the numbers of one key
 */
record RandomBits(Shape shape) implements Primitive {
    private static final int BLOCK = 2048;

    static Array of(Array key, Shape shape) {
        return Array.of(new RandomBits(shape), checkedKey(key));
    }

    /** The same array, if it is a key. */
    static Array checkedKey(Array key) {
        if (key.dtype() != DType.U32 || !key.shape().equals(Shape.of(2))) {
            throw Refusal.of("bits", "A key is uint32 (2).", key);
        }
        return key;
    }

    @Override
    public Shape shape(List<Array> in) {
        return shape(in.getFirst().shape());
    }

    private Shape shape(Shape keys) {
        int leading = keys.rank() - 1;
        long[] extents = Arrays.copyOf(keys.toArray(), leading + shape.rank());
        System.arraycopy(shape.toArray(), 0, extents, leading, shape.rank());
        return Shape.of(extents);
    }

    @Override
    public DType dtype(List<Array> in) {
        return DType.U32;
    }

    @Override
    public View eval(List<View> in) {
        MemorySegment keys = in.getFirst().tensor().bytes();
        Tensor out = Memory.allocate(DType.U32, shape(in.getFirst().shape()));
        long n = shape.elements();
        for (long i = 0; i < in.getFirst().shape().elements() / 2; i++) {
            int key0 = keys.get(U32_LE, 8 * i);
            int key1 = keys.get(U32_LE, 8 * i + 4);
            fill(key0, key1, n, out.bytes().asSlice(4 * n * i, 4 * n));
        }
        return View.of(out);
    }

    /**
     * A hash gives two numbers: the first half of them in their order, then the second. Where their
     * count is odd, the one in the middle has a hash of its own.
     */
    private static void fill(int key0, int key1, long n, MemorySegment out) {
        long half = n / 2;
        long second = n - half;
        Blocks.runWith(half, BLOCK, () -> new Halves(key0, key1, second, out));
        if (second > half) {
            int middle = (int) (Threefry.hash(key0, key1, (int) half, 0) >>> 32);
            out.set(U32_LE, 4 * half, middle);
        }
    }

    /** Hashes a block of counters. */
    private static final class Halves implements Blocks.Body {
        private final int key0;
        private final int key1;
        private final long second;
        private final MemorySegment out;
        private final int[] x = new int[BLOCK];
        private final int[] y = new int[BLOCK];

        /**
         * @param second where the second half of the numbers begins
         */
        Halves(int key0, int key1, long second, MemorySegment out) {
            this.key0 = key0;
            this.key1 = key1;
            this.second = second;
            this.out = out;
        }

        @Override
        public void run(long first, int n) {
            for (int i = 0; i < n; i++) {
                x[i] = (int) first + i;
                y[i] = (int) (first + second) + i;
            }
            Threefry.hash(key0, key1, x, y, n);
            MemorySegment.copy(x, 0, out, U32_LE, 4 * first, n);
            MemorySegment.copy(y, 0, out, U32_LE, 4 * (first + second), n);
        }
    }

    /** Each key gives its numbers, whatever keys stand beside it. */
    @Override
    public Array batched(List<Array> in) {
        return Array.of(this, in);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
