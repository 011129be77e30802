package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;

import java.util.List;

/** The complex conjugate; real numbers are their own. Matches {@code mlx.core.conjugate}. */
public record Conjugate() implements Pointwise {
    public static Array of(Array x) {
        return x.dtype() == DType.C64 ? Array.of(new Conjugate(), x) : x;
    }

    @Override
    public DType dtype(List<Array> in) {
        return DType.C64;
    }

    @Override
    public void apply(Block[] in, Block out, int n) {
        float[] x = in[0].pairs();
        float[] y = out.pairs();
        for (int i = 0; i < 2 * n; i += 2) {
            y[i] = x[i];
            y[i + 1] = -x[i + 1];
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(of(cotangent));
    }
}
