package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * The absolute value, in the dtype of x; of complex numbers the magnitude, in F32. Matches {@code
 * mlx.core.abs}.
 */
public record Abs() implements Pointwise {
    public static Array of(Array x) {
        return Array.of(new Abs(), x);
    }

    @Override
    public DType dtype(List<Array> in) {
        DType dtype = in.getFirst().dtype();
        return dtype == DType.C64 ? DType.F32 : dtype;
    }

    @Override
    public void apply(Block[] in, Block out, int n) {
        Block x = in[0];
        switch (x.lane()) {
            case FLOAT -> apply(x.floats(), out.floats(), n);
            case DOUBLE -> apply(x.doubles(), out.doubles(), n);
            case LONG -> apply(x.longs(), out.longs(), n, x.dtype() == DType.U64);
            case COMPLEX -> magnitude(x.pairs(), out.floats(), n);
            case OPAQUE -> throw new IllegalStateException(x.dtype() + " has no lane");
        }
    }

    private static void apply(float[] x, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Math.abs(x[i]);
        }
    }

    private static void apply(double[] x, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Math.abs(x[i]);
        }
    }

    private static void apply(long[] x, long[] out, int n, boolean unsigned) {
        for (int i = 0; i < n; i++) {
            out[i] = unsigned ? x[i] : Math.abs(x[i]);
        }
    }

    private static void magnitude(float[] x, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (float) Math.hypot(x[2 * i], x[2 * i + 1]);
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.multiply(in.getFirst().sign().conjugate()));
    }
}
