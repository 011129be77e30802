package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.tensor.DType;

import java.util.List;

/** {@code -x}; bool has none. Matches {@code mlx.core.negative}. */
public record Negative() implements Unary.OnIntegers, Unary.OnComplex {
    public static Array of(Array x) {
        if (x.dtype() == DType.BOOL) {
            throw Refusal.of("negative", "Not supported for bool, use logical_not instead.", x);
        }
        return Array.of(new Negative(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = -x[i];
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = -x[i];
        }
    }

    @Override
    public void apply(long[] x, int n, DType dtype) {
        for (int i = 0; i < n; i++) {
            x[i] = -x[i];
        }
    }

    @Override
    public void applyComplex(float[] x, int n) {
        apply(x, 2 * n);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.negative());
    }
}
