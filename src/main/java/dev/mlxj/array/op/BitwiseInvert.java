package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;

import java.util.List;

/** Every bit flipped; of bool, "not". Matches {@code mlx.core.bitwise_invert}. */
public record BitwiseInvert() implements Pointwise {
    public static Array of(Array x) {
        if (x.dtype().isInexact()) {
            throw Refusal.of("bitwise_invert", "Only allowed on integer types.", x);
        }
        return Array.of(new BitwiseInvert(), x);
    }

    @Override
    public DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    public void apply(Block[] in, Block out, int n) {
        long mask = in[0].dtype() == DType.BOOL ? 1 : -1;
        long[] x = in[0].longs();
        long[] y = out.longs();
        for (int i = 0; i < n; i++) {
            y[i] = x[i] ^ mask;
        }
    }
}
