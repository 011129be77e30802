package dev.mlxj.array.random;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Random numbers of 32 bits, U32, from one key. Each depends on its position and on how many there
 * are, so they are the same in whatever order they are made. Matches {@code mlx.core.random.bits}.
 */
record RandomBits(Shape shape) implements Primitive {
    static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 16_384;

    @Override
    public Shape shape(List<Array> in) {
        return shape;
    }

    @Override
    public DType dtype(List<Array> in) {
        return DType.U32;
    }

    @Override
    public View eval(List<View> in) {
        MemorySegment key = in.getFirst().tensor().bytes();
        int key0 = key.get(U32, 0);
        int key1 = key.get(U32, 4);
        long n = shape.elements();
        Tensor out = Memory.allocate(DType.U32, shape);
        Blocks.run(
                n,
                BLOCK,
                (first, count) -> {
                    for (long i = first; i < first + count; i++) {
                        out.bytes().set(U32, 4 * i, Threefry.word(key0, key1, i, n));
                    }
                });
        return View.of(out);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
