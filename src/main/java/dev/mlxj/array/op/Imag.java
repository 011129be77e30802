package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;

import java.util.List;

/** The imaginary part, in F32; 0 of real numbers, in their dtype. Matches {@code mlx.core.imag}. */
public record Imag() implements Pointwise {
    public static Array of(Array x) {
        return x.dtype() == DType.C64
                ? Array.of(new Imag(), x)
                : Array.full(x.dtype(), 0L, x.shape().toArray());
    }

    @Override
    public DType dtype(List<Array> in) {
        return DType.F32;
    }

    @Override
    public void apply(Block[] in, Block out, int n) {
        float[] x = in[0].pairs();
        float[] y = out.floats();
        for (int i = 0; i < n; i++) {
            y[i] = x[2 * i + 1];
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.multiply(Array.complex(0, -1)));
    }
}
