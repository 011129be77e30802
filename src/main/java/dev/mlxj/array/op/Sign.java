package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * -1, 0 or 1, in the dtype of x; 0 of NaN; of complex numbers {@code z / |z|}. Matches {@code
 * mlx.core.sign}.
 */
public record Sign() implements Unary.OnIntegers, Unary.ByComplex {
    public static Array of(Array x) {
        return Array.of(new Sign(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = x[i] > 0 ? 1 : x[i] < 0 ? -1 : 0;
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = x[i] > 0 ? 1 : x[i] < 0 ? -1 : 0;
        }
    }

    @Override
    public void apply(long[] x, int n, DType dtype) {
        boolean unsigned = dtype == DType.U64;
        for (int i = 0; i < n; i++) {
            x[i] = unsigned ? Long.compareUnsigned(x[i], 0) : Long.signum(x[i]);
        }
    }

    @Override
    public Complex apply(Complex z) {
        return z.size() == 0 ? z : z.times(1 / z.size());
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
